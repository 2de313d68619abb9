import { bootOf, mendedOf } from '../../boot/boot.ts';
import type { CheckedMending, Way } from '../../boot/mend.ts';
import { type CycleEdge, cycleKey, type OrderingCycle } from '../../engine/cycles/cycle.ts';
import { effectSentences, faultPlace, faultSentence, goneWords, waySentence } from '../../report/mending.ts';
import { plain } from '../../report/style.ts';
import { listing } from '../../report/words.ts';
import { type AuditContext, placeOf } from '../context.ts';
import type { Observation, Rule } from '../rule.ts';

const service = (unit: string): string => `[Unit]\n${unit}[Service]\nExecStart=/bin/true\n`;

export const orderingCycle: Rule = {
  id: 'ordering-cycle',
  severity: 'error',
  statement: 'No units wait for each other in a circle.',
  why: 'systemd breaks a circle by not starting one of its members, and takes another one from boot to boot: a service is missing now and then, on some machines of many, without an error of its own.',
  mend: 'bootscope cycles shows each circle with its lines, and the change that ends it.',
  example: {
    files: {
      '/etc/systemd/system/a.service': service('After=b.service\n'),
      '/etc/systemd/system/b.service': service(''),
      '/etc/systemd/system/b.service.d/order.conf': '[Unit]\nAfter=a.service\n',
      '/etc/systemd/system/multi-user.target.wants/a.service': { link: '../a.service' },
      '/etc/systemd/system/multi-user.target.wants/b.service': { link: '../b.service' },
    },
    finds: ['/etc/systemd/system/b.service.d/order.conf:2'],
    mended: { '/etc/systemd/system/b.service.d/order.conf': null },
  },
  *check(context) {
    for (const group of cyclesByMending(context)) {
      const { cycle, more } = group;
      if (cycle.unbreakable) continue;
      yield {
        ...observation(group),
        message: `${circle(cycle)} wait for each other in a circle${more > 0 ? ` (and ${more} longer ${more === 1 ? 'one' : 'ones'} through the same line)` : ''}: ${cycle.victims.length === 1 ? `systemd never starts ${cycle.victims[0]}` : `at each boot systemd leaves out one of ${listing(cycle.victims, 'or')}`}.`,
      };
    }
  },
};

export const unbreakableCycle: Rule = {
  id: 'unbreakable-cycle',
  severity: 'error',
  statement: 'No circle consists of units that the boot requires, all of them.',
  why: 'systemd may leave out only what the boot does not require. Where every member of a circle is required it gives up: there is no boot, and the machine stops in emergency mode or at once.',
  mend: 'bootscope cycles shows the circle with its lines, and the change that ends it.',
  example: {
    files: {
      '/etc/systemd/system/multi-user.target.requires/a.service': { link: '../a.service' },
      '/etc/systemd/system/multi-user.target.requires/b.service': { link: '../b.service' },
      '/etc/systemd/system/a.service': service('After=b.service\n'),
      '/etc/systemd/system/b.service': service(''),
      '/etc/systemd/system/b.service.d/order.conf': '[Unit]\nAfter=a.service\n',
    },
    finds: ['/etc/systemd/system/b.service.d/order.conf:2'],
    mended: { '/etc/systemd/system/b.service.d/order.conf': null },
  },
  *check(context) {
    for (const group of cyclesByMending(context)) {
      const { cycle } = group;
      if (cycle.unbreakable)
        yield {
          ...observation(group),
          message: `${circle(cycle)} wait for each other in a circle, and the boot requires all of them: systemd gives up, and nothing is started.`,
        };
    }
  },
};

interface Group {
  readonly cycle: OrderingCycle;
  /** Longer cycles that the same change ends. */
  readonly more: number;
  readonly mending: CheckedMending | undefined;
  readonly way: Way | undefined;
  /** Of its knot. */
  readonly cycles: number;
}

/** One for each change that mends: the shortest of the cycles that it ends, and one for each cycle that nothing mends. */
function cyclesByMending({ opened, plan }: AuditContext): readonly Group[] {
  if (plan.system !== 'systemd') return [];
  const found = bootOf(opened).cycles;
  if (found.cycles.length === 0) return [];
  const mended = mendedOf(opened);
  const groups = new Map<unknown, Group>();
  for (const cycle of found.cycles) {
    const mending = mended.byCycle.get(cycleKey(cycle)) ?? undefined;
    const knot = mended.knots.find(({ cycles }) => cycles.includes(cycleKey(cycle)));
    const key = `${cycle.unbreakable} ${mending === undefined ? cycleKey(cycle) : mended.plan.indexOf(mending)}`;
    const known = groups.get(key);
    const group = { cycle, more: 0, mending, way: knot?.ways[0], cycles: knot?.cycles.length ?? 1 };
    groups.set(key, known ? { ...known, more: known.more + 1 } : group);
  }
  return [...groups.values()];
}

function observation({ cycle, mending, way, cycles }: Group): Omit<Observation, 'message'> {
  const culprit: CycleEdge | undefined = cycle.edges.find(({ edge }) =>
    edge.declared.some(({ how }) => how === 'line'),
  );
  const unit = mending?.changes[0]?.unit;
  const written =
    mending === undefined ? culprit?.edge.declared.find(({ how }) => how === 'line') : faultPlace(mending);
  const advice =
    mending === undefined || way === undefined
      ? []
      : [
          `At fault: ${faultSentence(mending, cycles)}`,
          `To mend it (checked: ${goneWords(cycles)}): ${waySentence(way)}.`,
          ...effectSentences(way),
        ];
  return {
    ...(unit === undefined ? {} : { unit }),
    ...placeOf(written),
    proof: cycle.edges.map(({ edge }) => edge),
    ...(advice.length === 0 ? {} : { mend: plain(advice.join(' ')) }),
  };
}

function circle({ members }: OrderingCycle): string {
  return members.length > 6 ? `${listing([...members.slice(0, 5), `${members.length - 5} more`])}` : listing(members);
}
