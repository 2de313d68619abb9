/** Stands in for node:module where yargs is bundled (build.ts): the program is one file, and what it requires is built in. */
export function createRequire(): NodeJS.Require {
  return require;
}
