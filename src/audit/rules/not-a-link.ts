import { linkEntries } from '../link-folders.ts';
import type { Rule } from '../rule.ts';

export const notALink: Rule = {
  id: 'not-a-link',
  severity: 'warning',
  statement: 'What stands in a .wants/ or .requires/ folder is a link.',
  why: 'systemd reads only the names of links there. A unit file that was copied into the folder pulls in nothing, and is not read as a unit either.',
  mend: 'Move the file to /etc/systemd/system and enable the unit.',
  example: {
    files: { '/etc/systemd/system/multi-user.target.wants/web.service': '[Service]\nExecStart=/bin/true\n' },
    finds: ['/etc/systemd/system/multi-user.target.wants/web.service'],
    mended: {
      '/etc/systemd/system/multi-user.target.wants/web.service': { link: '../web.service' },
      '/etc/systemd/system/web.service': '[Service]\nExecStart=/bin/true\n',
    },
  },
  *check({ opened }) {
    for (const { unit, name, path, stat, target } of linkEntries(opened)) {
      if (target !== undefined || stat.kind !== 'file' || stat.size === 0) continue;
      yield {
        message: `${path} is a file, not a link: ${unit} does not want ${name} because of it.`,
        unit: name,
        file: path,
      };
    }
  },
};
