/** Ordering cycles in words: which units wait for each other, whose job may be deleted, what is at fault and what mends it. */

import type { CheckedMending, Mended } from '../boot/mend.ts';
import type { Cycles, OrderingCycle } from '../engine/cycles/find.ts';
import { cycleKey } from '../engine/cycles/find.ts';
import type { Loss } from '../engine/cycles/losses.ts';
import type { Change, Fault } from '../engine/cycles/mending.ts';
import type { BootGraph } from '../graph/model.ts';
import { proofLines } from './proof.ts';
import { em } from './style.ts';
import { count, listing, place } from './words.ts';
import { type Page, paragraph } from './wrap.ts';

const SHOWN = 10;

export function cyclesText(graph: BootGraph, found: Cycles, mended: Mended, page: Page): string {
  const { cycles, complete, target } = found;
  if (cycles.length === 0) return `No ordering cycle: every job on the way to ${em('strong', target)} has its turn.`;
  const fatal = cycles.some((cycle) => cycle.unbreakable);
  const headline = fatal
    ? `${em('bad', 'No boot:')} ${count(cycles.length, 'ordering cycle')} on the way to ${em('strong', target)}, and no job of one of them may be dropped: PID 1 gives up and stops.`
    : `${em('bad', count(cycles.length, 'ordering cycle'))} on the way to ${em('strong', target)}: PID 1 deletes a job of each to break it. Which one changes from boot to boot.`;
  const lines = [...paragraph(headline, page)];
  if (!complete) lines.push(...paragraph('There are more; only these, the shortest, were looked at.', page));
  const told = new Set<CheckedMending>();
  for (const [at, cycle] of cycles.slice(0, SHOWN).entries()) {
    const mending = mended.byCycle.get(cycleKey(cycle));
    lines.push('');
    // What mends a cycle that was told mends this one: its proof says nothing new.
    if (mending && told.has(mending)) lines.push(...shortLines(cycle, at + 1, page));
    else lines.push(...cycleLines(graph, cycle, at + 1, mending, page));
    if (mending) told.add(mending);
  }
  if (cycles.length > SHOWN)
    lines.push('', `… and ${count(cycles.length - SHOWN, 'longer cycle')}; --json has them all.`);
  if (mended.plan.length > 1 && mended.left === 0)
    lines.push(
      '',
      ...paragraph(
        `${em('good', 'All mended:')} with these ${count(mended.plan.length, 'change')} together, no cycle is left (checked).`,
        page,
      ),
    );
  else if (mended.left > 0)
    lines.push('', ...paragraph(`With all of these changes ${count(mended.left, 'cycle')} would be left.`, page));
  return lines.join('\n');
}

/** Without its edges: who may lose a job, what goes with it, what is at fault and what mends it. */
export function cycleAdvice(cycle: OrderingCycle, mending: CheckedMending | null | undefined, page: Page): string {
  const lines = [
    ...victimLines(cycle, page),
    ...cycle.losses.flatMap((loss) => lossLines(loss, page)),
    ...(mending ? mendingLines(mending, page) : mending === null ? noMending(page) : []),
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
    ...paragraph(`${em('good', 'Mended')} by the change above.`, page, '   '),
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

function cycleLines(
  graph: BootGraph,
  cycle: OrderingCycle,
  number: number,
  mending: CheckedMending | null | undefined,
  page: Page,
): readonly string[] {
  const lines = [...headLine(cycle, number, page)];
  for (const { first, next, edge } of cycle.edges) {
    const stops = edge.from === first ? ' is stopped before' : ' runs before';
    lines.push(`   ${em('strong', first)}${stops} ${em('strong', next)}`);
    lines.push(...proofLines(graph, edge).map((line) => `       ${line}`));
  }
  lines.push(...victimLines(cycle, page), ...cycle.losses.flatMap((loss) => lossLines(loss, page)));
  if (mending === undefined) return lines;
  if (mending === null) lines.push(...noMending(page));
  else lines.push(...mendingLines(mending, page));
  return lines;
}

function noMending(page: Page): readonly string[] {
  return paragraph(
    'No single change was found that ends it: every order in it is built in, or holds for another reason too.',
    page,
    '   ',
  );
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

const FAULTS: Readonly<Record<Fault, string>> = {
  'default-against-early-order':
    'it is ordered early by its own files, but still has the default dependencies of an ordinary unit, which order it late.',
  'default-dependency': 'its default dependencies order it late.',
  'default-of-target': 'its default dependencies order it.',
  'local-drop-in': 'a drop-in of this machine orders it.',
  'local-unit': 'a unit file of this machine orders it.',
  'vendor-drop-in': 'a packaged drop-in orders it.',
  'vendor-unit': 'a packaged unit file orders it.',
  generated: 'a generated unit orders it.',
};

function mendingLines(mending: CheckedMending, page: Page): readonly string[] {
  const { culprit, fault, changes, files } = mending;
  const unit = changes[0]?.unit ?? culprit.edge.from;
  const lines = [
    ...paragraph(
      `${em('name', 'At fault:')} ${culprit.first} before ${culprit.next}. ${em('strong', unit)}: ${FAULTS[fault]}`,
      page,
      '   ',
    ),
    ...paragraph(`${em('good', 'To mend it')} (checked: the cycle is gone):`, page, '   '),
  ];
  for (const [at, change] of changes.entries())
    lines.push(...changeLines(change, files[at]?.path ?? '', files[at]?.content ?? '', page));
  return lines;
}

function changeLines(change: Change, path: string, content: string, page: Page): readonly string[] {
  if (change.kind === 'no-default-dependencies')
    return [
      `     write ${em('name', path)}`,
      ...content
        .trimEnd()
        .split('\n')
        .map((line) => `         ${line}`),
    ];
  const word = `${change.key}=${change.word}`;
  const lines =
    path === change.file
      ? [`take ${word} out of ${em('name', place(change))}`]
      : [
          `copy ${em('name', change.file)} to ${em('name', path)} and take ${word} out of line ${change.line} there: an order cannot be undone by a drop-in, since ${change.key}= has no empty assignment.`,
        ];
  if (change.source !== undefined)
    lines.push(`It is made by ${change.generator} from ${em('name', place(change.source))}; better change it there.`);
  return lines.flatMap((line) => paragraph(line, page, '     '));
}

/** `bootscope/cycles@1`; the cycles are those of `bootscope/transaction@1`, with what mends each. */
export function cyclesJson(found: Cycles, mended: Mended): unknown {
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
  };
}
