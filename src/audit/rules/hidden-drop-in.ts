import { unitFolders } from '../link-folders.ts';
import type { Rule } from '../rule.ts';

export const hiddenDropIn: Rule = {
  id: 'hidden-drop-in',
  severity: 'notice',
  statement: 'No drop-in is hidden by another one of the same name.',
  why: 'Of drop-ins of the same file name only the one in the folder of highest priority is read. Two packages that both ship override.conf for a unit undo each other; an empty file or a link to /dev/null switches a drop-in off.',
  mend: 'Give it a name of its own, unless hiding is what is meant.',
  example: {
    files: {
      '/usr/lib/systemd/system/web.service': '[Service]\nExecStart=/bin/true\n',
      '/usr/lib/systemd/system/web.service.d/local.conf': '[Service]\nUser=www\n',
      '/etc/systemd/system/web.service.d/local.conf': '[Service]\nGroup=www\n',
    },
    finds: ['/usr/lib/systemd/system/web.service.d/local.conf'],
    mended: { '/etc/systemd/system/web.service.d/local.conf': null },
  },
  *check({ snapshot, opened }) {
    const first = new Map<string, string>();
    for (const folder of unitFolders(opened))
      for (const { name: inner } of snapshot.list(folder) ?? []) {
        if (!inner.endsWith('.d')) continue;
        for (const { name } of snapshot.list(`${folder}/${inner}`) ?? []) {
          if (!name.endsWith('.conf')) continue;
          const [key, path] = [`${inner}/${name}`, `${folder}/${inner}/${name}`];
          const winner = first.get(key);
          if (winner === undefined) first.set(key, path);
          else
            yield {
              message: `It is not read: ${winner} has the same name and comes first.`,
              unit: inner.slice(0, -2),
              file: path,
            };
        }
      }
  },
};
