/**
 * What `bootscope` starts with. Compiling the program takes Node longer than most of its answers do: V8's compiled form of it is
 * kept beside it from when it was built (build.ts), and V8 takes that where it is of the very same Node, or else compiles anew.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Script } from 'node:vm';
import type { crashed, facts as factsTask, main } from '../main.ts';
import { runToItsEnd } from './run.ts';

export interface Program {
  readonly main: typeof main;
  readonly crashed: typeof crashed;
  readonly facts: typeof factsTask;
  readonly script: Script;
}

/** The file with V8's compiled form for the Node that runs. */
export function codeCacheFile(): string {
  return join(__dirname, `program-${process.version}-${process.arch}.cache`);
}

/** The program, evaluated but not yet asked anything. The bundle is one function expression (build.ts). */
export function load(): Program {
  const filename = join(__dirname, 'program.js');
  // The bundle holds ASCII only: build.ts sees to it.
  const source = readFileSync(filename, 'latin1');
  const cachedData = codeCache();
  const script = new Script(source, { filename, ...(cachedData === undefined ? {} : { cachedData }) });
  const program = { exports: {} as Omit<Program, 'script'> };
  script.runInThisContext()(program.exports, require, program, filename, __dirname);
  return { ...program.exports, script };
}

let loaded: Program | undefined;

/** What each thread of `bootscope facts` is asked for: one root (fleet/threads.ts). */
export const facts: typeof factsTask = (task) => {
  loaded ??= load();
  return loaded.facts(task);
};

function codeCache(): Buffer | undefined {
  try {
    return readFileSync(codeCacheFile());
  } catch {
    return undefined;
  }
}

/**
 * Most answers are given before optimised code pays back: V8 waits longer before it optimises (--interrupt-budget, in bytes of
 * bytecode; by default 66 kB). Only once the script has taken its compiled form: V8 refuses one that was made under other flags.
 * From Node 22 on there is no such flag, and V8 would say so to the user.
 */
function optimiseLater(): void {
  if (Number.parseInt(process.versions.v8, 10) < 12)
    process.getBuiltinModule('node:v8').setFlagsFromString('--interrupt-budget=1000000');
}

if (require.main === module) {
  const given = process.argv.slice(2);
  const program = load();
  // Thousands of roots pay back at once what is optimised for the first of them.
  if (!given.includes('facts')) optimiseLater();
  runToItsEnd(program, given);
}
