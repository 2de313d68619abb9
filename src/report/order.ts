/** The order of the start in words: waves, or what one unit waits for and what waits for it. */
import type { Order, UnitOrder } from '../answers/order.ts';
import type { UnitFate } from '../engine/failure/impact.ts';
import type { Waiting } from '../engine/order.ts';
import type { BootGraph } from '../graph/model.ts';
import { type Timings, tookOf } from '../recorded/timing.ts';
import { unmetWords } from './checks.ts';
import { fateTag } from './fate.ts';
import { proofLines } from './proof.ts';
import { spanWords } from './span.ts';
import { em } from './style.ts';
import { notAtEveryBoot, notAtEveryBootAll } from './varying.ts';
import { count } from './words.ts';
import { columns, type Page, paragraph } from './wrap.ts';

/** The recorded time of a unit, as ` @1.2s +300ms`; nothing where none was recorded. */
export type TimeOf = (unit: string) => string;

/** Behind the name of a unit that chance may leave out. */
const SOMETIMES = ' (not at every boot)';

const NO_TIMES: TimeOf = () => '';

/** ` @REACHED +TOOK` of each unit that has a time, as systemd-analyze critical-chain writes them. */
export function recordedTimes(timings: Timings | undefined): TimeOf {
  if (timings === undefined) return NO_TIMES;
  return (unit) => {
    const timing = timings.units.get(unit);
    if (timing?.activated === undefined) return '';
    const took = tookOf(timing);
    return ` @${spanWords(timing.activated)}${took ? ` +${spanWords(took)}` : ''}`;
  };
}

/** ` (skipped)`, where the unit does not come up. */
function tagOf(fate: UnitFate | undefined): string {
  const tag = fate === undefined ? undefined : fateTag(fate, 'short');
  return tag === undefined ? '' : ` ${em('warn', `(${tag})`)}`;
}

export function orderText(order: Order, page: Page, timeOf: TimeOf = NO_TIMES): string {
  const { target, failed } = order;
  const units = order.waves.reduce((sum, wave) => sum + wave.length, 0);
  const lines = [
    ...(failed === null ? [] : [failed, '']),
    `${count(units, 'unit')} start in ${count(order.waves.length, 'wave')} ${target.startsWith('event:') ? 'from' : 'to reach'} ${em('strong', target)}${target.startsWith('event:') ? ' on' : ''}.`,
    ...paragraph(
      'A unit starts as soon as all that it waits for is up; those of one wave do not wait for each other.',
      page,
    ),
  ];
  if (order.cycles.length > 0)
    lines.push(
      ...order.cycles.flatMap((cycle) =>
        paragraph(`${em('bad', 'Cycle:')} ${cycle.join(' ')} wait for each other; see bootscope cycles.`, page),
      ),
    );
  lines.push(...notAtEveryBootAll(order.notAtEveryBoot, page));
  const chance = new Set(order.notAtEveryBoot.map(({ unit }) => unit));
  order.waves.forEach((wave, number) => {
    lines.push(
      '',
      `${em('strong', `wave ${number}`)}  ${count(wave.length, 'unit')}`,
      ...columns(
        wave.map((id) => id + timeOf(id) + (chance.has(id) ? SOMETIMES : '') + tagOf(order.fates.get(id))),
        page,
        '  ',
      ),
    );
  });
  return lines.join('\n');
}

export function unitOrderText(graph: BootGraph, answer: UnitOrder, page: Page, timeOf: TimeOf = NO_TIMES): string {
  const { unit, wave, waves, total } = answer;
  const own = answer.notAtEveryBoot.find((one) => one.unit === unit);
  const others = answer.notAtEveryBoot.filter((one) => one !== own);
  const headline =
    own !== undefined && wave !== null
      ? `${notAtEveryBoot(own, page).join('\n')}\nWhere it is started: wave ${wave} of 0 to ${waves - 1}; it waits for ${count(total.waitsFor, 'unit')}, and ${count(total.waitedForBy, 'unit')} ${total.waitedForBy === 1 ? 'waits' : 'wait'} for it.`
      : wave === null
        ? `${em('warn', 'Not started:')} ${em('strong', unit)}; if it were, this would be its order. See bootscope why ${unit}.`
        : `${em('strong', unit)} starts in wave ${wave} of 0 to ${waves - 1}; it waits for ${count(total.waitsFor, 'unit')}, and ${count(total.waitedForBy, 'unit')} ${total.waitedForBy === 1 ? 'waits' : 'wait'} for it.`;
  return [
    headline,
    ...notAtEveryBootAll(others, page),
    ...fateLines(answer, page),
    ...side(graph, 'It waits for', answer.waitsFor, page, 'to', timeOf),
    ...side(graph, 'What waits for it', answer.waitedForBy, page, 'from', timeOf),
  ].join('\n');
}

/** That the unit has its turn and does not come up. */
function fateLines({ fate, checks }: UnitOrder, page: Page): readonly string[] {
  const tag = fate === null ? undefined : fateTag(fate);
  if (tag === undefined) return [];
  const unmet =
    checks === null || checks.outcome === 'met' || checks.outcome === 'open' ? '' : `: ${unmetWords(checks)}`;
  return paragraph(`${em('warn', 'It has its turn, but is')} ${tag}${unmet}. What waits for it goes on.`, page);
}

/** Direct ones with their proof, those further off by name, a block for each distance. */
function side(
  graph: BootGraph,
  title: string,
  list: readonly Waiting[],
  page: Page,
  end: 'from' | 'to',
  timeOf: TimeOf,
): readonly string[] {
  const direct = list.filter((waiting) => waiting.steps === 1);
  if (direct.length === 0) return ['', `${title}: nothing.`];
  const lines = ['', em('strong', title)];
  for (const { edge } of direct)
    lines.push(
      `  ${em('strong', edge[end])}${timeOf(edge[end])}`,
      ...proofLines(graph, edge).map((line) => `      ${line}`),
    );
  const furthest = list.at(-1)?.steps ?? 1;
  for (let steps = 2; steps <= furthest; steps++) {
    const there = list.filter((waiting) => waiting.steps === steps).map((waiting) => waiting.id);
    lines.push(
      '',
      `  ${steps} steps away, ${count(there.length, 'unit')}`,
      ...columns(
        there.sort().map((id) => id + timeOf(id)),
        page,
        '    ',
      ),
    );
  }
  return lines;
}
