import { orderedPairs } from '../../engine/ordered.ts';
import { placeOf, writtenOf } from '../context.ts';
import type { Rule } from '../rule.ts';

export const requiredNotOrdered: Rule = {
  id: 'required-not-ordered',
  severity: 'warning',
  statement: 'A service that requires another one is also ordered against it.',
  why: 'Requires= and BindsTo= do not order: both units start at the same moment. The one that needs the other may find it not there yet, and a failure of the other is noticed only if it is over by then.',
  mend: 'Add After= beside the requirement.',
  example: {
    files: {
      '/etc/systemd/system/db.service': '[Service]\nExecStart=/bin/true\n',
      '/etc/systemd/system/web.service': '[Unit]\nRequires=db.service\n[Service]\nExecStart=/bin/true\n',
      '/etc/systemd/system/multi-user.target.wants/web.service': { link: '../web.service' },
    },
    finds: ['/etc/systemd/system/web.service:2'],
    mended: {
      '/etc/systemd/system/web.service':
        '[Unit]\nRequires=db.service\nAfter=db.service\n[Service]\nExecStart=/bin/true\n',
    },
  },
  *check({ graph, started }) {
    const ordered = orderedPairs(graph, started);
    let left = 0;
    for (const edge of graph.edges) {
      if (edge.type !== 'Requires' && edge.type !== 'BindsTo') continue;
      if (!edge.from.endsWith('.service') || !/\.(service|mount|socket)$/.test(edge.to)) continue;
      const written = writtenOf(edge);
      if (written === undefined || !started(edge.from) || !started(edge.to)) continue;
      const found = ordered(edge.from, edge.to);
      if (found === undefined) left++;
      if (found !== false) continue;
      yield {
        message: `${edge.from} requires ${edge.to}, but nothing orders them: they start at the same time.`,
        unit: edge.from,
        ...placeOf(written),
        proof: [edge],
        mend: `Put After=${edge.to} beside it.`,
      };
    }
    if (left > 0) yield { message: `${left} more requirements were not looked at: this root has too many.` };
  },
};
