/** Local changes as administrators make them, applied to a copy of a root. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Paths that start with `/etc` or `/usr`; a string is a file's text, `{ link }` a symlink, `mode` its permissions. */
type Change = string | { readonly link: string } | { readonly text: string; readonly mode: number };

export const VARIANTS: ReadonlyMap<string, Readonly<Record<string, Change>>> = new Map([]);

/** Runs `use` on the root, or on a copy (of hard links) with the variant's changes, which is removed again. */
export function withVariant(root: string, variant: string, work: string, use: (root: string) => void): void {
  const changes = VARIANTS.get(variant);
  if (changes === undefined) {
    use(root);
    return;
  }
  const copy = join(mkdtempSync(join(work, 'copy-')), 'root');
  try {
    copyRoot(root, copy);
    for (const [path, change] of Object.entries(changes)) apply(join(copy, path), change);
    use(copy);
  } finally {
    rmSync(dirname(copy), { recursive: true, force: true });
  }
}

function copyRoot(root: string, copy: string): void {
  for (const how of ['-al', '-a']) {
    if (spawnSync('cp', [how, root, copy]).status === 0) return;
    rmSync(copy, { recursive: true, force: true });
  }
  throw new Error(`${root} cannot be copied to ${copy}`);
}

/** The old file is removed first: it is shared with the original root. */
function apply(path: string, change: Change): void {
  mkdirSync(dirname(path), { recursive: true });
  rmSync(path, { recursive: true, force: true });
  if (typeof change !== 'string' && 'link' in change) symlinkSync(change.link, path);
  else {
    writeFileSync(path, typeof change === 'string' ? change : change.text);
    chmodSync(path, typeof change === 'string' ? 0o644 : change.mode);
  }
}
