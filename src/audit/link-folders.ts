/** The `.wants/`, `.requires/` and `.upholds/` folders of the load path, entry by entry, whatever they hold. */
import type { Declaration } from '../graph/model.ts';
import type { OpenedRoot } from '../open.ts';
import type { Stat } from '../snapshot/snapshot.ts';

export interface LinkEntry {
  /** The unit whose folder it is: `multi-user.target`. */
  readonly unit: string;
  /** The key of [Install] that makes such a link. */
  readonly suffix: 'wants' | 'requires' | 'upholds';
  readonly name: string;
  readonly path: string;
  readonly stat: Stat;
  /** As written in the link; undefined: it is no link. */
  readonly target: string | undefined;
}

/** Folders that hold unit files, on the disk: not those that generators fill. */
export function unitFolders({ snapshot, loadPath }: Pick<OpenedRoot, 'snapshot' | 'loadPath'>): readonly string[] {
  const real = new Map<string, string>();
  for (const folder of loadPath) {
    const path = snapshot.realpath(folder);
    if (path !== undefined && !folder.includes('/generator') && ![...real.values()].includes(path))
      real.set(folder, path);
  }
  return [...real.keys()];
}

/** Whether it is a link as `systemctl enable` makes one: in /etc, or in the user's own folder. */
export function isEnablingLink({ how, file }: Declaration, { config }: Pick<OpenedRoot, 'config'>): boolean {
  return how === 'link' && (file?.startsWith('/etc/') === true || file?.startsWith(`${config}/`) === true);
}

export function* linkEntries(opened: Pick<OpenedRoot, 'snapshot' | 'loadPath'>): Generator<LinkEntry> {
  const { snapshot } = opened;
  for (const folder of unitFolders(opened))
    for (const { name: inner } of snapshot.list(folder) ?? []) {
      const match = /^(.+)\.(wants|requires|upholds)$/.exec(inner);
      if (match === null) continue;
      for (const { name } of snapshot.list(`${folder}/${inner}`) ?? []) {
        const path = `${folder}/${inner}/${name}`;
        const stat = snapshot.lstat(path);
        if (stat === undefined) continue;
        yield {
          unit: match[1] ?? '',
          suffix: match[2] as LinkEntry['suffix'],
          name,
          path,
          stat,
          target: snapshot.readlink(path),
        };
      }
    }
}
