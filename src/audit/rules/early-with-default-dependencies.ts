import type { BootEdge } from '../../graph/model.ts';
import { placeOf, writtenOf } from '../context.ts';
import type { Rule } from '../rule.ts';

const SYSINIT = 'sysinit.target';

export const earlyWithDefaultDependencies: Rule = {
  id: 'early-with-default-dependencies',
  severity: 'warning',
  statement: 'A unit ordered before early boot has DefaultDependencies=no.',
  why: 'By default every service comes after sysinit.target. One that is also Before= something that sysinit.target waits for closes a circle, which systemd breaks by not starting one of its members: another one at each boot.',
  mend: 'Put DefaultDependencies=no into its [Unit] section, with Conflicts=shutdown.target and Before=shutdown.target; or drop the Before=.',
  example: {
    files: {
      '/etc/systemd/system/tune.service':
        '[Unit]\nBefore=local-fs.target\n[Service]\nType=oneshot\nExecStart=/bin/true\n',
    },
    finds: ['/etc/systemd/system/tune.service:2'],
    mended: {
      '/etc/systemd/system/tune.service':
        '[Unit]\nDefaultDependencies=no\nBefore=local-fs.target\n[Service]\nType=oneshot\nExecStart=/bin/true\n',
    },
  },
  *check({ graph, out, attempted }) {
    const early = new Set([SYSINIT]);
    const open = [SYSINIT];
    for (let id = open.pop(); id !== undefined; id = open.pop())
      for (const { to } of out(id, 'After'))
        if (!early.has(to) && attempted(to)) {
          early.add(to);
          open.push(to);
        }
    for (const edge of graph.edges) {
      if (edge.type !== 'After' || !early.has(edge.from) || edge.to === SYSINIT) continue;
      // Where the boot starts it, ordering-cycle tells the circle that it closes.
      if (attempted(edge.to)) continue;
      const written = writtenOf(edge);
      if (written?.by !== edge.to) continue;
      const late = out(edge.to, 'After').find(({ to, origins }) => to === SYSINIT && origins.includes('default'));
      if (late === undefined) continue;
      yield {
        message: `${edge.to} is not started at this boot; once it is, it closes a circle: it is to start before ${edge.from}, but by default starts after ${edge.from === SYSINIT ? 'it' : `${SYSINIT}, which waits for ${edge.from}`}.`,
        unit: edge.to,
        ...placeOf(written),
        proof: [edge, late] satisfies readonly BootEdge[],
      };
    }
  },
};
