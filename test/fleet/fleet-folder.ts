/** A fleet on disk, made by the built program, and asked as the built program asks. */
import { cpSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { bootscope } from '../cli/run.ts';

const TOP = new URL('../../', import.meta.url).pathname;

/** Files laid over a root: text, a link, or null, which takes one away. */
export type Changes = Readonly<Record<string, string | { readonly link: string } | null>>;

/** A copy of a sample root with changes. */
export function variation(folder: string, sample: string, changes: Changes = {}): string {
  cpSync(join(TOP, 'sample-roots', sample), folder, { recursive: true, verbatimSymlinks: true });
  change(folder, changes);
  return folder;
}

export function change(folder: string, changes: Changes): void {
  for (const [path, entry] of Object.entries(changes)) {
    const file = join(folder, path);
    rmSync(file, { recursive: true, force: true });
    if (entry === null) continue;
    mkdirSync(dirname(file), { recursive: true });
    if (typeof entry === 'string') writeFileSync(file, entry);
    else symlinkSync(entry.link, file);
  }
}

/** @throws Error where facts says anything */
export function factsOfRoots(
  out: string,
  taken: string,
  roots: readonly string[],
  ...options: readonly string[]
): void {
  const list = `${out}.list`;
  writeFileSync(list, `${roots.join('\n')}\n`);
  const { status, err } = bootscope(['facts', '--roots-from', list, '--out', out, '--taken', taken, ...options]);
  if (status !== 0 || err !== '') throw new Error(err);
}
