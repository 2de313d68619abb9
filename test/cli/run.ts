/** The command as it is shipped, run from the top of the repository. */
import { spawnSync } from 'node:child_process';

const TOP = new URL('../..', import.meta.url).pathname;

export interface Run {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

export function bootscope(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  input?: Buffer,
  program = 'dist/bootscope.js',
): Run {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    cwd: TOP,
    ...(input === undefined ? {} : { input }),
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] ?? '', ...env },
    maxBuffer: 2 ** 28,
  });
  return { status, out: stdout, err: stderr };
}

/** Words of a command line as a shell would split it; only single quotes are known. */
export function words(line: string): readonly string[] {
  return [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
}
