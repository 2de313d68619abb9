/** What becomes of a unit at its turn, in words. */
import type { Why } from '../answers/why.ts';
import type { UnitFate } from '../engine/failure/impact.ts';
import type { BootGraph } from '../graph/model.ts';
import { assumeWords, checkLines, unmetWords } from './checks.ts';
import { stepLines } from './steps.ts';
import { em } from './style.ts';
import { type Page, paragraph } from './wrap.ts';

/** In a list of units: `skipped`, `lost with cond.service`. */
export function fateTag(
  { fate, certain, because, unit }: UnitFate,
  length: 'short' | 'long' = 'long',
): string | undefined {
  if (fate === 'up' || fate === 'ended') return undefined;
  const perhaps = certain ? '' : 'perhaps ';
  if (fate === 'skipped' || fate === 'refused') return fate;
  const by = length === 'short' ? undefined : because.at(-1);
  const other = by === undefined ? undefined : by.from === unit ? by.to : by.from;
  return `${perhaps}${VERBS[fate]}${other === undefined ? '' : `, because of ${other}`}`;
}

export const VERBS: Readonly<Record<UnitFate['fate'], string>> = {
  up: 'started',
  ended: 'started',
  skipped: 'skipped',
  refused: 'refused',
  failed: 'failed',
  timeout: 'timed out',
  died: 'died',
  dependency: 'not started',
  cancelled: 'stopped, or not started',
  stopped: 'stopped again',
  pending: 'waiting for ever',
  'not-asked': 'not asked for',
};

/** The first lines of `why`, where the unit has a job and does not come up. undefined: it does. */
export function fateText(graph: BootGraph, { unit, fate, checks }: Why, page: Page): readonly string[] | undefined {
  if (fate === null || fate.fate === 'ended') return undefined;
  if ((fate.fate === 'skipped' || fate.fate === 'refused') && checks !== null)
    return [
      ...paragraph(
        `${em('warn', fate.fate === 'skipped' ? 'Skipped:' : 'Refused:')} ${em('strong', unit)} has its turn, but ${fate.fate === 'skipped' ? 'is skipped' : 'its job fails'}: ${unmetWords(checks)}.`,
        page,
      ),
      '',
      ...checkLines(checks.checks, page),
      '',
      ...paragraph(
        fate.fate === 'skipped'
          ? 'Its job counts as done, so what waits for it goes on; it never becomes active.'
          : 'What requires it loses its job.',
        page,
      ),
    ];
  const cause = fate.because[0];
  const origin = cause === undefined ? undefined : graph.nodes.get(originOf(fate));
  const why =
    origin?.checks?.outcome === 'skipped' || origin?.checks?.outcome === 'refused' ? origin.checks : undefined;
  return [
    ...paragraph(
      `${em('warn', fate.certain ? 'Not started:' : 'Perhaps not started:')} ${em('strong', unit)} is asked for and has its turn, but ${fate.fate === 'stopped' ? 'is stopped again' : 'its job ends without a start'}: ${endingWords(fate, origin?.id)}`,
      page,
    ),
    '',
    ...stepLines(graph, [...fate.because].reverse(), page),
    ...(why === undefined ? [] : ['', `${originOf(fate)}:`, ...checkLines(why.checks, page)]),
  ];
}

/** The unit at the beginning of the chain. */
function originOf({ because }: UnitFate): string {
  return because[0]?.to ?? '';
}

function endingWords({ fate, because, unit }: UnitFate, origin: string | undefined): string {
  const last = because.at(-1);
  if (last === undefined) return 'it must be running already, and is not.';
  if (last.type === 'After')
    return `it waits for ${last.to}${origin === undefined || origin === last.to ? '' : `, and with that for ${origin}`}, ${fate === 'pending' ? 'whose start never ends' : 'with whose end the machine goes down'}.`;
  const other = last.from === unit ? last.to : last.from;
  const further = origin === undefined || origin === other ? '' : `, by way of ${origin}`;
  const how =
    last.type === 'BindsTo'
      ? 'it is bound to'
      : last.type === 'Requisite'
        ? 'it needs, already active,'
        : 'it requires';
  return `${how} ${other}${further}, which ${fate === 'stopped' ? 'does not stay active' : 'is not active by then'}.`;
}

/** Conditions that only the machine decides; nothing where there are none. */
export function openChecksText({ checks }: Why, page: Page): readonly string[] {
  if (checks?.outcome !== 'open') return [];
  const advice = assumeWords(checks);
  return [
    '',
    ...paragraph('It has its turn; whether it is skipped then rests on what this root does not tell:', page),
    ...checkLines(checks.checks, page),
    ...(advice === undefined ? [] : paragraph(advice, page)),
  ];
}
