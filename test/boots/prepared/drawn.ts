/** A web of units that hang on each other by chance, a quarter of which do not come up: what one loses, and what several lose together. */
import type { FailureMode } from '../../../src/engine/failure/own-end.ts';
import { type Breakage, type Prepared, STAYS, UNITS, unit, wanted } from './prepared.ts';

const SIZE = 90;
const TIES = [
  'Requires=DEP\nAfter=DEP',
  'BindsTo=DEP\nAfter=DEP',
  'Requisite=DEP\nAfter=DEP',
  'Wants=DEP\nAfter=DEP',
  'After=DEP',
  'PartOf=DEP\nAfter=DEP',
  'StopPropagatedFrom=DEP\nAfter=DEP',
] as const;

const FAILS: readonly (readonly [lines: string, body: string, how: FailureMode])[] = [
  ['', '[Service]\nType=oneshot\nRemainAfterExit=yes\nExecStart=/bin/false\n', 'failed'],
  ['', '[Service]\nType=oneshot\nRemainAfterExit=yes\nTimeoutStartSec=1\nExecStart=/bin/sleep 60\n', 'timeout'],
  ['ConditionPathExists=/srv/nowhere', STAYS, 'skipped'],
  ['', '', 'missing'],
];
const WELL = [
  STAYS,
  STAYS,
  '[Service]\nExecStart=/bin/sleep 600\n',
  '[Service]\nType=oneshot\nExecStart=/bin/true\n',
] as const;

/** @param seed the same number draws the same web */
export function drawn(seed: number): Prepared {
  const next = numbers(seed);
  const pick = <T>(list: readonly T[]): T => list[next() % list.length] as T;
  const healthy: Record<string, string | null> = {};
  const broken: Record<string, string | null> = {};
  const breakages: Breakage[] = [];
  for (let at = 0; at < SIZE; at++) {
    const name = `w${at}.service`;
    const ties = Array.from({ length: at === 0 ? 0 : next() % 3 }, () =>
      pick(TIES).replaceAll('DEP', `w${next() % at}.service`),
    ).join('\n');
    const lines = `${ties}${next() % 4 === 0 ? `\nOnFailure=w${at}-rescue.service` : ''}`;
    const [more, body, how] = pick(FAILS);
    const fails = next() % 4 === 0;
    // What limits a start stands in the healthy file, too: without a line of its own a oneshot has no limit.
    const well = !fails ? pick(WELL) : how === 'timeout' ? body.replace('sleep 60', 'true') : STAYS;
    Object.assign(healthy, wanted(name, unit(lines, well)));
    healthy[`${UNITS}/w${at}-rescue.service`] = STAYS;
    if (!fails) continue;
    broken[`${UNITS}/${name}`] = how === 'missing' ? null : unit(`${lines}\n${more}`, body);
    breakages.push({ unit: name, how });
  }
  return { healthy, broken, breakages };
}

/** Numbers of a seed (a linear congruence: good enough to draw with). */
function numbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 8;
  };
}
