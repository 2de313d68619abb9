/**
 * Which file a unit's names lead to where PID 1 keeps no map of all names: it opens the file of a name when the unit is
 * loaded, and learns the names on the way to it from the links it follows (load-fragment.c: load_from_path, open_follow).
 */

import type { Does } from '../behaviours/does.ts';
import { lexicalPath } from '../snapshot/lexical.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { templateOf } from '../words/template-name.ts';
import { isUnitName, nameKind } from './unit-name.ts';

/** FOLLOW_MAX of load-fragment.c. */
const MAX_HOPS = 8;

/** `chain`: the names met, in the order of the links, none of them twice; the last is what the unit is called. */
export type OpenedFile =
  | { readonly path: string; readonly chain: readonly string[] }
  /** Why none is looked for any further. */
  | { readonly failed: string };

/**
 * @param names the unit's names so far, its id first
 * @param link the link below a `.wants/` or `.requires/` folder by which the unit was first met: it is followed where no name leads to a file
 * @returns undefined where there is no file
 */
export function findOpenedFile(
  snapshot: Snapshot,
  loadPath: readonly string[],
  does: Does,
  names: readonly string[],
  link: string | undefined,
): OpenedFile | undefined {
  for (const name of names) {
    const found = inLoadPath(name);
    if (found !== undefined) return found;
  }
  const found = link === undefined ? undefined : follow(link);
  if (found !== undefined) return found;
  if (nameKind(names[0] ?? '') !== 'instance') return undefined;
  for (const name of names) {
    const template = templateOf(name);
    const made = template === undefined ? undefined : inLoadPath(template);
    if (made !== undefined) return made;
  }
  return undefined;

  function inLoadPath(name: string): OpenedFile | undefined {
    for (const dir of loadPath) {
      const made = follow(`${dir}/${name}`);
      if (made !== undefined) return made;
    }
    return undefined;
  }

  /** undefined where nothing is there, at the path or at the end of its links. */
  function follow(start: string): OpenedFile | undefined {
    const chain = new Set<string>();
    let path = start;
    for (let hop = 0; hop < MAX_HOPS; hop++) {
      path = path.replaceAll(/\/{2,}/g, '/');
      const base = path.slice(path.lastIndexOf('/') + 1);
      if (isUnitName(base)) {
        chain.delete(base);
        chain.add(base);
      }
      // A captured root need not have /dev/null.
      if (lexicalPath(path) === '/dev/null') return { path, chain: [...chain] };
      const folder = path.slice(0, path.lastIndexOf('/')) || '/';
      const kind = snapshot.lstat(path)?.kind;
      if (kind === undefined) {
        const parent = snapshot.stat(folder);
        const stops = parent !== undefined && parent.kind !== 'dir' && does('opening-ends-at-no-folder');
        return stops ? { failed: `${folder} is no folder` } : undefined;
      }
      if (kind !== 'link') return { path, chain: [...chain] };
      const target = snapshot.readlink(path) ?? '';
      path = target.startsWith('/') ? target : `${folder === '/' ? '' : folder}/${target}`;
    }
    return { failed: `${start} leads through too many links` };
  }
}
