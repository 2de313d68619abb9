import { bootOf, shutdownMendedOf } from '../../boot/boot.ts';
import { startOrder } from '../../engine/order.ts';
import { faultPlace, faultSentence, goneWords, waySentence } from '../../report/mending.ts';
import { plain } from '../../report/style.ts';
import { listing } from '../../report/words.ts';
import { type AuditContext, placeOf, writtenOf } from '../context.ts';
import type { Observation, Rule } from '../rule.ts';

export const latentCycle: Rule = {
  id: 'latent-cycle',
  severity: 'notice',
  statement:
    'Units that are not started at boot wait for each other in no circle either, nor do those that a shutdown stops together.',
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
  *check({ opened, graph, attempted, plan, out }) {
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
    yield* atShutdown(opened, attempted);
  },
};

/** Circles through units that are started later, one by one, and stopped together with the others at every shutdown. */
function* atShutdown(opened: AuditContext['opened'], attempted: (id: string) => boolean): Iterable<Observation> {
  const { shutdown } = bootOf(opened);
  for (const knot of shutdown.knots.length > 0 ? shutdownMendedOf(opened) : []) {
    if (!knot.members.some(attempted)) continue;
    const cycle = shutdown.cycles.find(({ members }) => members.every((id) => knot.members.includes(id)));
    const [way] = knot.ways;
    const [part] = way?.parts ?? [];
    const later = knot.members.filter((id) => shutdown.later.has(id));
    const written = cycle?.edges.flatMap(({ edge }) => edge.declared).find(({ how }) => how === 'line');
    yield {
      severity: 'warning',
      message: `${listing(cycle?.members ?? knot.members)} wait for each other in a circle that no boot meets, since ${listing(later)} ${later.length === 1 ? 'is' : 'are'} started later; every shutdown at which ${later.length === 1 ? 'it runs' : 'they run'} stops all of them together, and systemd drops the stop of one of them.`,
      ...placeOf(part === undefined ? written : faultPlace(part)),
      ...(part?.changes[0] === undefined ? {} : { unit: part.changes[0].unit }),
      proof: cycle?.edges.map(({ edge }) => edge) ?? [],
      ...(way === undefined || part === undefined
        ? {}
        : {
            mend: plain(
              `At fault: ${faultSentence(part, knot.cycles.length)} To mend it (checked: ${goneWords(knot.cycles.length)}): ${waySentence(way)}.`,
            ),
          }),
    };
  }
}
