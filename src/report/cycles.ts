/** Ordering cycles in words: what is at fault and what mends it, which units wait for each other, whose job may be deleted. */
import type { CyclesAnswer, ShutdownCycles } from '../answers/cycles.ts';

import type { CheckedMending, Mended } from '../boot/mend.ts';
import { cycleKey, type OrderingCycle } from '../engine/cycles/cycle.ts';
import type { Loss } from '../engine/cycles/losses.ts';
import type { BootGraph } from '../graph/model.ts';
import { knotLines, scopeLines } from './mending.ts';
import { proofLines } from './proof.ts';
import { em } from './style.ts';
import { count, listing } from './words.ts';
import { type Page, paragraph } from './wrap.ts';

type Answer = CyclesAnswer & { readonly kind: 'cycles' };

const SHOWN = 10;
/** Knots of which the mend is written out. */
const KNOTS = 8;

export function cyclesText(graph: BootGraph, answer: Answer, page: Page): string {
  return [
    ...bootLines(graph, answer, page),
    ...shutdownLines(graph, answer.shutdown, page),
    ...isolationLines(graph, answer, page),
  ].join('\n');
}

/** Circles that no boot meets, since their units are started one by one, but that every shutdown does. */
function shutdownLines(graph: BootGraph, { cycles, knots }: ShutdownCycles, page: Page): readonly string[] {
  if (cycles.length === 0) return [];
  const head = `${em('bad', 'At shutdown:')} ${count(cycles.length, 'ordering cycle')} that no boot meets. Some of the units are started later, one by one; once they run, every shutdown stops all of them together. PID 1 then deletes the stop job of one, which is killed at the end instead of being stopped in its turn.`;
  return ['', ...paragraph(head, page), ...stopLines(graph, { cycles, knots }, page)];
}

/** The same on the way from a machine that is up to the target that was asked for. */
function isolationLines(graph: BootGraph, { isolation, found }: Answer, page: Page): readonly string[] {
  if (isolation === null || isolation.cycles.length === 0) return [];
  const head = `${em('bad', `By systemctl isolate ${found.target}`)}, from ${isolation.from}: ${count(isolation.cycles.length, 'ordering cycle')} among the units that it stops, which no boot meets. PID 1 deletes the stop job of one: that unit keeps running.`;
  return ['', ...paragraph(head, page), ...stopLines(graph, isolation, page)];
}

function stopLines(graph: BootGraph, { cycles, knots }: ShutdownCycles, page: Page): readonly string[] {
  const lines: string[] = [];
  for (const knot of knots) lines.push('', ...knotLines(knot, page, ''));
  for (const cycle of cycles.slice(0, SHOWN)) {
    lines.push('', ...paragraph([...cycle.members, cycle.members[0]].join(' → '), page));
    lines.push(...edgeLines(graph, cycle));
  }
  return lines;
}

function bootLines(graph: BootGraph, { found, mended }: Answer, page: Page): readonly string[] {
  const { cycles, complete, target } = found;
  if (cycles.length === 0) return [`No ordering cycle: every job on the way to ${em('strong', target)} has its turn.`];
  const fatal = cycles.some((cycle) => cycle.unbreakable);
  const headline = fatal
    ? `${em('bad', 'No boot:')} ${count(cycles.length, 'ordering cycle')} on the way to ${em('strong', target)}, and no job of one of them may be dropped: PID 1 gives up and stops.`
    : `${em('bad', count(cycles.length, 'ordering cycle'))} on the way to ${em('strong', target)}: PID 1 deletes a job of each to break it. Which one changes from boot to boot.`;
  const lines = [...paragraph(headline, page)];
  if (!complete) lines.push(...paragraph('There are more; only these, the shortest, were looked at.', page));
  lines.push(...knotsLines(mended, page));
  const numbers = new Map(cycles.map((cycle, at) => [cycleKey(cycle), at + 1]));
  const listed = new Set<CheckedMending>();
  for (const cycle of cycles.slice(0, SHOWN)) {
    const key = cycleKey(cycle);
    const mending = mended.byCycle.get(key);
    lines.push('');
    // What mends a cycle that was told mends this one: its proof says nothing new.
    if (mending && listed.has(mending)) lines.push(...shortLines(cycle, numbers.get(key) ?? 0, page));
    else lines.push(...cycleLines(graph, cycle, numbers.get(key) ?? 0, page));
    if (mending) listed.add(mending);
  }
  if (cycles.length > SHOWN)
    lines.push('', `… and ${count(cycles.length - SHOWN, 'longer cycle')}; --json has them all.`);
  return lines;
}

/** What is at fault and what mends it, knot by knot; then whether all of it together leaves a cycle. */
function knotsLines(mended: Mended, page: Page): readonly string[] {
  const { knots, plan, left } = mended;
  const lines: string[] = [];
  for (const [at, knot] of knots.slice(0, KNOTS).entries()) {
    const title = `${em('strong', `Knot ${at + 1} of ${knots.length}`)}, ${count(knot.members.length, 'unit')}, ${count(knot.cycles.length, 'cycle')}: ${few(knot.members)}`;
    lines.push('', ...(knots.length > 1 ? paragraph(title, page) : []));
    lines.push(...knotLines(knot, page, knots.length > 1 ? '   ' : ''));
  }
  if (knots.length > KNOTS) lines.push('', `… and ${count(knots.length - KNOTS, 'more knot')}; --json has them all.`);
  if (knots.length > 1 && plan.length > 1 && left === 0)
    lines.push(
      '',
      ...paragraph(
        `${em('good', 'All mended:')} with these ${count(plan.length, 'change')} together, no cycle is left (checked).`,
        page,
      ),
    );
  else if (left > 0)
    lines.push('', ...paragraph(`With all of these changes ${count(left, 'cycle')} would be left.`, page));
  return [...lines, ...scopeLines(mended, page)];
}

function few(names: readonly string[]): string {
  return names.length > 6 ? listing([...names.slice(0, 5), `${names.length - 5} more`]) : listing(names);
}

/** Without its edges: who may lose a job, what goes with it, what is at fault and what mends it. */
export function cycleAdvice(cycle: OrderingCycle, mended: Mended | undefined, page: Page): string {
  const knot = mended?.knots.find(({ cycles }) => cycles.includes(cycleKey(cycle)));
  const lines = [
    ...victimLines(cycle, page),
    ...cycle.losses.flatMap((loss) => lossLines(loss, page)),
    ...(knot === undefined ? [] : knotLines(knot, page)),
  ];
  return lines.map((line) => line.replace(/^ {3}/, '')).join('\n');
}

function headLine(cycle: OrderingCycle, number: number, page: Page): readonly string[] {
  return paragraph(`${em('strong', `${number}.`)} ${[...cycle.members, cycle.members[0]].join(' → ')}`, page);
}

function shortLines(cycle: OrderingCycle, number: number, page: Page): readonly string[] {
  return [
    ...headLine(cycle, number, page),
    ...victimLines(cycle, page),
    ...cycle.losses.flatMap((loss) => lossLines(loss, page)),
  ];
}

function victimLines(cycle: OrderingCycle, page: Page): readonly string[] {
  if (cycle.unbreakable)
    return paragraph(`${em('bad', 'Never broken:')} the boot requires every one of them.`, page, '   ');
  const { victims } = cycle;
  const who =
    victims.length === 1
      ? `${victims[0]} loses its job at every boot.`
      : `one of ${listing(victims, 'or')} loses its job.`;
  const kept = cycle.protected;
  const never = `Never lost, since the boot requires ${kept.length === 1 ? 'it' : 'them'}: ${listing(kept)}.`;
  return [
    ...paragraph(`${em('warn', 'Lost:')} ${who}`, page, '   '),
    ...(kept.length > 0 ? paragraph(never, page, '   ') : []),
  ];
}

function edgeLines(graph: BootGraph, { edges }: OrderingCycle): readonly string[] {
  return edges.flatMap(({ first, next, edge }) => [
    `   ${em('strong', first)}${edge.from === first ? ' is stopped before' : ' runs before'} ${em('strong', next)}`,
    ...proofLines(graph, edge).map((line) => `       ${line}`),
  ]);
}

function cycleLines(graph: BootGraph, cycle: OrderingCycle, number: number, page: Page): readonly string[] {
  const lines = [...headLine(cycle, number, page), ...edgeLines(graph, cycle)];
  lines.push(...victimLines(cycle, page), ...cycle.losses.flatMap((loss) => lossLines(loss, page)));
  return lines;
}

function lossLines(loss: Loss, page: Page): readonly string[] {
  const lines: string[] = [];
  const { victim, lost, unneeded, stillStarted } = loss;
  if (lost.length > 0)
    lines.push(
      `without ${victim} there is no ${listing(lost.map(({ unit }) => unit))} either, which ${lost.length === 1 ? 'requires' : 'require'} it.`,
    );
  if (unneeded.length > 0) lines.push(`without ${victim} nothing asks for ${listing(unneeded)}.`);
  if (stillStarted.length > 0)
    lines.push(
      `without ${victim}, ${listing(stillStarted)} ${stillStarted.length === 1 ? 'is' : 'are'} started all the same, though nothing else asks for ${stillStarted.length === 1 ? 'it' : 'them'}.`,
    );
  return lines.flatMap((line) => paragraph(line.charAt(0).toUpperCase() + line.slice(1), page, '   '));
}

/** `bootscope/cycles@1`; the cycles are those of `bootscope/transaction@1`, with what mends each. */
export function cyclesJson({ found, mended, shutdown, isolation }: Answer): unknown {
  const { target, mode, complete, tangled } = found;
  return {
    format: 'bootscope/cycles@1',
    target,
    mode,
    complete,
    tangled,
    cycles: found.cycles.map((cycle) => ({ ...cycle, mending: mended.byCycle.get(cycleKey(cycle)) ?? null })),
    plan: mended.plan,
    left: mended.left,
    knots: mended.knots,
    shutdown,
    isolation,
  };
}
