import { isPassive } from '../../words/passive-target.ts';
import { placeOf } from '../context.ts';
import { isEnablingLink } from '../link-folders.ts';
import type { Rule } from '../rule.ts';

export const enabledUnderPassive: Rule = {
  id: 'enabled-under-passive',
  severity: 'warning',
  statement: 'No unit is enabled under a passive target that nothing starts.',
  why: 'A passive target (network.target, nss-lookup.target, time-sync.target; systemd.special(7)) is pulled in by what provides it, never by what uses it. WantedBy= such a target starts the unit only where some provider happens to be started.',
  mend: 'Enable it under multi-user.target, and write After= (or Before=) the passive target for the order.',
  example: {
    files: {
      '/usr/lib/systemd/system/nss-lookup.target': '[Unit]\nDescription=Host and Network Name Lookups\n',
      '/etc/systemd/system/web.service': '[Service]\nExecStart=/bin/true\n[Install]\nWantedBy=nss-lookup.target\n',
      '/etc/systemd/system/nss-lookup.target.wants/web.service': { link: '../web.service' },
    },
    finds: ['/etc/systemd/system/nss-lookup.target.wants/web.service'],
    mended: {
      '/etc/systemd/system/nss-lookup.target.wants/web.service': null,
      '/etc/systemd/system/web.service':
        '[Unit]\nAfter=nss-lookup.target\n[Service]\nExecStart=/bin/true\n[Install]\nWantedBy=multi-user.target\n',
      '/etc/systemd/system/multi-user.target.wants/web.service': { link: '../web.service' },
    },
  },
  *check({ graph, opened, attempted, in: into, plan }) {
    if (plan.failed !== null || plan.system !== 'systemd') return;
    for (const node of graph.nodes.values()) {
      if (node.init !== 'systemd' || node.load !== 'loaded' || attempted(node.id)) continue;
      const asked = into(node.id, 'Wants', 'Requires', 'Upholds', 'Triggers');
      if (asked.some(({ from }) => attempted(from))) continue;
      const edge = asked.find(
        ({ from, declared }) => isPassive(from) && declared.some((one) => isEnablingLink(one, opened)),
      );
      if (edge === undefined) continue;
      const session = opened.user !== undefined && edge.from.startsWith('graphical-session');
      yield {
        message: session
          ? `${node.id} is enabled under ${edge.from}: it starts when a desktop's own session target pulls that in, not with the user's manager.`
          : `${node.id} is enabled under ${edge.from}, a passive target that nothing starts at this boot: it does not start.`,
        unit: node.id,
        ...placeOf(edge.declared.find(({ how }) => how === 'link')),
        proof: [edge],
        ...(session
          ? { severity: 'info' as const, mend: 'If it is to start without a desktop, too: WantedBy=default.target.' }
          : {}),
      };
    }
  },
};
