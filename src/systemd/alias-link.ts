import type { Snapshot } from '../snapshot/snapshot.ts';
import { templateOf } from '../words/template-name.ts';

export interface AliasLink {
  readonly file: string;
  /** As it is written in the link. */
  readonly target: string;
}

/**
 * The link that makes `alias` another name of a unit: the first entry of that name in the load path, or of the template
 * where an instance is called by its template's alias. undefined: no link says so.
 */
export function aliasLink(snapshot: Snapshot, loadPath: readonly string[], alias: string): AliasLink | undefined {
  const template = templateOf(alias);
  for (const name of template === undefined ? [alias] : [alias, template])
    for (const folder of loadPath) {
      const file = `${folder}/${name}`;
      if (snapshot.lstat(file) === undefined) continue;
      const target = snapshot.readlink(file);
      return target === undefined ? undefined : { file, target };
    }
  return undefined;
}
