import { placeOf, writtenOf } from '../context.ts';
import type { Rule } from '../rule.ts';

const ONLINE = 'network-online.target';

export const networkOnlineNotWanted: Rule = {
  id: 'network-online-not-wanted',
  severity: 'warning',
  scope: 'system',
  statement: 'A unit that waits for network-online.target also pulls it in.',
  why: 'network-online.target is started only where something wants it (systemd.special(7)). With After= alone a unit waits for it only if another unit happens to want it, and starts before the network is up where none does.',
  mend: 'Put Wants=network-online.target beside the After=.',
  example: {
    files: {
      '/usr/lib/systemd/system/network-online.target': '[Unit]\nDescription=Network is Online\n',
      '/etc/systemd/system/web.service': '[Unit]\nAfter=network-online.target\n[Service]\nExecStart=/bin/true\n',
      '/etc/systemd/system/multi-user.target.wants/web.service': { link: '../web.service' },
    },
    finds: ['/etc/systemd/system/web.service:2'],
    mended: {
      '/etc/systemd/system/web.service':
        '[Unit]\nWants=network-online.target\nAfter=network-online.target\n[Service]\nExecStart=/bin/true\n',
    },
  },
  *check({ graph, started, out, in: into }) {
    for (const edge of into(ONLINE, 'After')) {
      const written = writtenOf(edge);
      if (written === undefined || !started(edge.from) || edge.from.endsWith('.target')) continue;
      if (out(edge.from, 'Wants', 'Requires', 'BindsTo', 'Requisite', 'Upholds').some(({ to }) => to === ONLINE))
        continue;
      const others = into(ONLINE, 'Wants', 'Requires').filter(({ from }) => started(from));
      const inBoot = started(ONLINE);
      yield {
        message: inBoot
          ? `${edge.from} waits for ${ONLINE} only because ${others[0]?.from ?? 'another unit'} wants it; by itself it would not wait.`
          : `${edge.from} is ordered after ${ONLINE}, which nothing starts at this boot: it does not wait for the network.`,
        unit: edge.from,
        ...placeOf(written),
        proof: [edge, ...others.slice(0, 1)],
        severity: inBoot ? 'notice' : graph.nodes.get(ONLINE)?.load === 'loaded' ? 'warning' : 'notice',
      };
    }
  },
};
