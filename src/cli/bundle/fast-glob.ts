/**
 * Stands in for the library of this name in the bundle: evaluating it takes Node longer than reading fifty units, and few roots have a
 * pattern of files that anything asks for. What is required here is part of the bundle, too, and is evaluated when it is first asked for.
 */
interface FastGlob {
  readonly sync: (...args: readonly unknown[]) => unknown;
  readonly escapePath: (path: string) => string;
}

const library = (): FastGlob => require('../../../node_modules/fast-glob/out/index.js') as FastGlob;

const standIn: FastGlob = {
  sync: (...args) => library().sync(...args),
  escapePath: (path) => library().escapePath(path),
};

// biome-ignore lint/style/noDefaultExport: the shape of the package that it stands in for
export default standIn;
