/** A root as archives of each kind, beside the same root as a folder, and beside what unpacks them. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { program, type Run, table } from './processes.ts';

const KINDS: readonly (readonly [string, readonly string[]])[] = [
  ['tar', []],
  ['tar.gz', ['gzip', '-3']],
  ['tar.zst', ['zstd', '-3']],
  ['tar.xz', ['xz', '-1']],
];

/** @param cli the built program */
export function archives(root: string, cli: string): void {
  const bootscope = (...args: readonly string[]): Run => program(process.execPath, cli, ...args);
  const folder = mkdtempSync(join(tmpdir(), 'bootscope-bench-'));
  try {
    for (const [kind, packer] of KINDS) {
      const file = join(folder, `root.${kind}`);
      const how = packer.length === 0 ? [] : ['-I', packer.join(' ')];
      execFileSync('tar', ['-C', root, ...how, '-cf', file, '.']);
      // One that was written a moment ago is not kept.
      utimesSync(file, new Date(2020, 1, 1), new Date(2020, 1, 1));
      const ask = (...options: readonly string[]): readonly string[] => ['-r', file, ...options, 'graph', '--json'];
      const cached = program('env', `XDG_CACHE_HOME=${folder}`, process.execPath, cli, ...ask());
      table(`A root as .${kind}`, 1, [
        ['the folder', bootscope('-r', root, 'graph', '--json')],
        ['tar -xO to nowhere', program('sh', '-c', 'tar -xOf "$0" | cat > /dev/null', file)],
        ['bootscope --no-cache graph --json', bootscope(...ask('--no-cache'))],
        ['the first question, which keeps it where it is slow', cached],
        ['the second question', cached],
      ]);
      rmSync(file);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}
