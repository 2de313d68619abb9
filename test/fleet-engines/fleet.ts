/** A small fleet for the recipes: roots, a list, a folder, and the program on the PATH. */
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { change } from '../fleet/fleet-folder.ts';

const TOP = new URL('../../', import.meta.url).pathname;

export const PARTS = 12;
const ROOTS = 36;

export interface Scene {
  readonly folder: string;
  readonly out: string;
  readonly env: Readonly<Record<string, string>>;
}

/** A folder of its own for a recipe. */
export function scene(name: string): Scene {
  const folder = mkdtempSync(join(tmpdir(), `bootscope-${name}-`));
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  writeFileSync(join(bin, 'bootscope'), `#!/bin/sh\nexec '${process.execPath}' '${TOP}dist/bootscope.js' "$@"\n`);
  chmodSync(join(bin, 'bootscope'), 0o755);
  const list = join(folder, 'roots.txt');
  writeFileSync(list, `${rootsOf().join('\n')}\n`);
  const out = join(folder, 'fleet');
  return {
    folder,
    out,
    env: {
      ROOTS: list,
      OUT: out,
      N: String(PARTS),
      PATH: `${bin}:${process.env['PATH']}`,
      HOME: folder,
      TMPDIR: folder,
      SHELL: '/bin/sh',
    },
  };
}

let made: readonly string[] | undefined;

/** Copies of a sample root, each with a line of its own. */
function rootsOf(): readonly string[] {
  if (made !== undefined) return made;
  const folder = mkdtempSync(join(tmpdir(), 'bootscope-roots-'));
  made = Array.from({ length: ROOTS }, (_, k) => {
    const root = join(folder, `host-${k + 1}`);
    cpSync(join(TOP, 'sample-roots/modern-server'), root, { recursive: true, verbatimSymlinks: true });
    change(root, { '/etc/hostname': `host-${k + 1}\n` });
    return root;
  });
  return made;
}

export function partsIn({ out }: Scene): readonly string[] {
  try {
    return readdirSync(join(out, 'taken=2026-11-29')).filter((name) => name.startsWith('part-'));
  } catch {
    return [];
  }
}

/** Resolves when so many parts are there. @throws Error where that takes too long */
export async function waitForParts(of: Scene, count: number): Promise<void> {
  const begun = Date.now();
  while (partsIn(of).length < count) {
    if (Date.now() - begun > 180_000) throw new Error(`after three minutes there are ${partsIn(of).length} parts`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** @throws Error where not every host is in the fleet, once */
export function everyHostOnce({ out, env }: Scene): string {
  const sql =
    "SELECT count(*)::INT AS hosts, count(DISTINCT host)::INT AS names, count(*) FILTER (status = 'read')::INT AS read FROM hosts";
  const { stdout, stderr } = spawnSync('bootscope', ['fleet', out, 'sql', sql, '--json'], { env, encoding: 'utf8' });
  if (stderr !== '') throw new Error(stderr);
  const [row] = (JSON.parse(stdout) as { readonly rows: readonly (readonly number[])[] }).rows;
  if (row?.join() !== [ROOTS, ROOTS, ROOTS].join())
    throw new Error(`hosts, names, read: ${row?.join()}; ${ROOTS} of each are wanted`);
  return `${ROOTS} of ${ROOTS} hosts, each once, in ${PARTS} parts`;
}
