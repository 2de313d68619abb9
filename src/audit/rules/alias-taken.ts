import { at, effective } from '../context.ts';
import type { Rule } from '../rule.ts';

export const aliasTaken: Rule = {
  id: 'alias-taken',
  severity: 'warning',
  statement: 'The other names that an enabled unit asks for are its own.',
  why: 'Two units want the same name (display-manager.service, dbus.service, mysql.service). Only one has it: what is ordered after that name, or wants it, gets the other unit.',
  mend: 'Disable one of the two, then systemctl reenable the one that is meant to have the name.',
  example: {
    files: {
      '/etc/systemd/system/maria.service':
        '[Service]\nExecStart=/bin/true\n[Install]\nWantedBy=multi-user.target\nAlias=sql.service\n',
      '/etc/systemd/system/multi-user.target.wants/maria.service': { link: '../maria.service' },
      '/etc/systemd/system/postgres.service': '[Service]\nExecStart=/bin/true\n',
      '/etc/systemd/system/sql.service': { link: 'postgres.service' },
    },
    finds: ['/etc/systemd/system/maria.service:5'],
    mended: { '/etc/systemd/system/sql.service': { link: 'maria.service' } },
  },
  *check({ units, graph, in: into }) {
    for (const unit of units) {
      if (unit.load !== 'loaded' || unit.fragment === null) continue;
      const enabled = into(unit.id, 'Wants', 'Requires').some(({ declared }) =>
        declared.some(({ how, generator }) => how === 'link' && generator === undefined),
      );
      if (!enabled) continue;
      for (const setting of effective(unit, 'Install', 'Alias'))
        for (const name of setting.value.split(/\s+/)) {
          const holder = graph.nodes.get(graph.names.get(name) ?? '');
          if (holder === undefined || holder.id === unit.id || holder.load === 'not-found') continue;
          yield {
            message: `${unit.id} is also to be called ${name}, but that name ${holder.load === 'masked' ? 'is masked' : `leads to ${holder.id}`}.`,
            unit: unit.id,
            ...at(setting),
          };
        }
    }
  },
};
