/** What somebody hands over in place of a root: one text that systemd wrote, alone, packed or not. It becomes a tree of that one file. */
import { basename } from 'node:path';
import { memoryTree } from '../memory-tree.ts';
import type { Budget } from './limits.ts';
import type { TarContent } from './read-tar.ts';

/** How `systemd-analyze dump` begins: with the manager (249), its moments (236), or its first unit; `systemd --test` with a headline. */
const BEGINS = /^(?:Manager: systemd |Timestamp [a-z-]+: |(?:->|→|-&gt;) By units:|[ \t]*(?:->|→|-&gt;) Unit \S+:)/m;

/** How `systemctl show` begins: with property after property, in the words of D-Bus. */
const SHOWN = /^(?:[A-Z][A-Za-z0-9]*=[^\n]*\n){4}/;
/** Not the words of os-release and the like, which have no small letters. */
const WORDED = /^[A-Z]+[a-z]/;

/** @param head the first bytes, 512 at least where there are so many */
export function isRecord(head: Uint8Array): boolean {
  const text = Buffer.from(head).toString('utf8');
  return BEGINS.test(text) || (WORDED.test(text) && SHOWN.test(text));
}

/** @param label as the user named it: the file is called so in the proofs, without what packed it */
export async function textAlone(source: AsyncIterable<Uint8Array>, budget: Budget, label: string): Promise<TarContent> {
  const tree = memoryTree();
  // Copies: what a stream hands out is its own again with the next piece.
  const parts: Uint8Array[] = [];
  for await (const part of source) {
    budget.unpacked(part.length);
    budget.keep(part.length);
    parts.push(Uint8Array.prototype.slice.call(part));
  }
  const content = Buffer.concat(parts);
  const name = basename(label).replace(/\.(?:gz|xz|zst|bz2)$/, '');
  tree.add(`/${name === 'standard input' ? 'dump' : name}`, {
    kind: 'file',
    mode: 0o644,
    size: content.length,
    content,
  });
  return { tree, problems: [] };
}
