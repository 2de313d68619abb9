/** What a mask is: an empty file, or a link that ends at /dev/null (null_or_empty_path, src/basic/stat-util.c). */
import { lexicalPath } from '../snapshot/lexical.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { oncePer } from '../words/once.ts';

/** How far links are followed by their text: a captured root need not have /dev/null, so no file tells where they end. */
const MAX_LINKS = 40;

const knownOf = oncePer((_: Snapshot) => new Map<string, boolean>());

/** Whether the file of a unit masks it. @param path absolute, in the root */
export function isMask(snapshot: Snapshot, path: string): boolean {
  const before = knownOf(snapshot);
  const known = before.get(path) ?? masks(snapshot, path);
  before.set(path, known);
  return known;
}

function masks(snapshot: Snapshot, path: string): boolean {
  let at = path;
  if (at === '/dev/null') return true;
  for (let hop = 0; hop < MAX_LINKS; hop++) {
    const to = snapshot.readlink(at);
    if (to === undefined) break;
    // Behind a slash only a folder can stand.
    if (/\/\.?$/.test(to)) return false;
    const folder = at.slice(0, at.lastIndexOf('/')) || '/';
    at = lexicalPath(to.startsWith('/') ? to : `${snapshot.realpath(folder) ?? folder}/${to}`);
    if (at === '/dev/null') return true;
  }
  // The file will be read in any case, and is read once only: that spares asking for its size.
  const head = snapshot.readBytes(path, 1);
  if (head !== undefined) return head.length === 0;
  const stat = snapshot.stat(path);
  return stat?.kind === 'file' && stat.size === 0;
}
