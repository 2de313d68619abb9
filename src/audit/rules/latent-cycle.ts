import { startOrder } from '../../engine/order.ts';
import { listing } from '../../report/words.ts';
import { placeOf, writtenOf } from '../context.ts';
import type { Rule } from '../rule.ts';

export const latentCycle: Rule = {
  id: 'latent-cycle',
  severity: 'notice',
  statement: 'Units that are not started at boot wait for each other in no circle either.',
  why: 'The boot does not meet this circle. The first command or timer that starts these units together does, and systemd then leaves one of them out, or refuses to start them.',
  mend: 'Take one of the lines away that close the circle.',
  example: {
    files: {
      '/etc/systemd/system/a.service': '[Unit]\nAfter=b.service\n[Service]\nExecStart=/bin/true\n',
      '/etc/systemd/system/b.service': '[Unit]\nAfter=a.service\n[Service]\nExecStart=/bin/true\n',
    },
    finds: ['/etc/systemd/system/a.service:2'],
    mended: { '/etc/systemd/system/b.service': '[Service]\nExecStart=/bin/true\n' },
  },
  *check({ graph, attempted, plan, out }) {
    if (plan.system !== 'systemd') return;
    // A circle through what the boot starts is ordering-cycle's business, or one that nobody starts whole.
    const idle = (id: string): boolean => {
      const node = graph.nodes.get(id);
      return node?.init === 'systemd' && node.load === 'loaded' && !attempted(id);
    };
    for (const members of startOrder(graph, idle).cycles) {
      const within = new Set(members);
      const edges = [...members].sort().flatMap((id) => out(id, 'After').filter(({ to }) => within.has(to)));
      const written = edges.find((edge) => writtenOf(edge) !== undefined);
      yield {
        message: `${listing(members.length > 6 ? [...members.slice(0, 5), `${members.length - 5} more`] : [...members].sort())} wait for each other in a circle, which closes once they are started together.`,
        ...placeOf(written && writtenOf(written)),
        ...(written === undefined ? {} : { unit: written.from }),
        proof: edges.slice(0, 8),
      };
    }
  },
};
