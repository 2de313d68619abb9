import { nameKind } from '../../systemd/unit-name.ts';
import { linkEntries } from '../link-folders.ts';
import type { Rule } from '../rule.ts';

export const linkOfOtherName: Rule = {
  id: 'link-of-other-name',
  severity: 'notice',
  statement: 'A link in a .wants/ or .requires/ folder has the name of the unit it leads to.',
  why: 'Only the link’s own name counts, not where it leads. A link web.service that leads to db.service starts web.service.',
  mend: 'Name the link for the unit that is meant.',
  example: {
    files: {
      '/etc/systemd/system/db.service': '[Service]\nExecStart=/bin/true\n',
      '/etc/systemd/system/web.service': '[Service]\nExecStart=/bin/true\n',
      '/etc/systemd/system/multi-user.target.wants/web.service': { link: '../db.service' },
    },
    finds: ['/etc/systemd/system/multi-user.target.wants/web.service'],
    mended: { '/etc/systemd/system/multi-user.target.wants/web.service': { link: '../web.service' } },
  },
  *check({ graph, opened }) {
    for (const { unit, name, path, target } of linkEntries(opened)) {
      if (nameKind(name) === 'template' && nameKind(unit) === 'plain') {
        yield {
          message: `The link is called ${name}, a template, and ${unit} gives it no instance: systemd makes one up of the prefix.`,
          unit: name,
          file: path,
        };
        continue;
      }
      const leads = target?.slice(target.lastIndexOf('/') + 1);
      if (leads === undefined || leads === name || target === '/dev/null') continue;
      // An instance leads to its template, an alias to its unit.
      if (name.replace(/@.*\./, '@.') === leads || graph.names.get(name) === (graph.names.get(leads) ?? leads))
        continue;
      yield {
        message: `The link is called ${name} and leads to ${leads}: systemd goes by the name and starts ${name}.`,
        unit: name,
        file: path,
      };
    }
  },
};
