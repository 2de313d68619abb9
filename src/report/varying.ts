/** Units whose job is another at another boot of the same files, in words. */
import type { Transaction } from '../engine/transaction/build.ts';
import type { Varying } from '../engine/transaction/varying.ts';
import type { Fate, Uncertain } from '../engine/uncertain.ts';
import { em } from './style.ts';
import { listing } from './words.ts';
import { type Page, paragraph } from './wrap.ts';

const CHANCES: Readonly<Record<Transaction['byChance'][number], string>> = {
  conflict: 'some units are asked to start and to stop, and which of these jobs PID 1 deletes first is chance',
  'half-way':
    'a unit gives up where one of its requirements cannot be started, and how many of the others it has pulled in by then is chance',
};

/** Why two boots differ: `some units are asked to start and to stop, and …`. */
export function chancesOf({ byChance }: Transaction): string {
  return byChance.map((one) => CHANCES[one]).join('; ');
}

/** `start or no job` */
export function jobsOf({ jobs }: Varying): string {
  return jobs.map((job) => job ?? 'no job').join(' or ');
}

/** Why a unit is started at one boot and not at another: `it may lose its job to an ordering cycle (a → b → a)`. */
export function uncertainReason({ unit, because, cycle, victim }: Uncertain): string {
  const reasons = because.map((one) => {
    if (one !== 'cycle') return CHANCES[one];
    const ring = cycle === null ? '' : ` (${[...cycle.members, cycle.members[0]].join(' → ')})`;
    return victim === unit || victim === null
      ? `it may lose its job to an ordering cycle${ring}`
      : `it goes with ${victim}, which may lose its job to an ordering cycle${ring}`;
  });
  return reasons.join('; ');
}

/** `Not at every boot: b.service is started at some boots of these files and not at others, since …` */
export function notAtEveryBoot(one: Uncertain, page: Page): readonly string[] {
  const jobs = one.jobs.map((job) => (job === null ? 'no job' : `a ${job} job`)).join(' or ');
  return paragraph(
    `${em('warn', 'Not at every boot:')} ${one.unit} has ${jobs}, since ${uncertainReason(one)}. See bootscope ${one.cycle === null ? 'transaction' : 'cycles'}.`,
    page,
  );
}

/** The same of many: a line each, the reason once where it is the same. */
export function notAtEveryBootAll(all: readonly Uncertain[], page: Page): readonly string[] {
  if (all.length === 0) return [];
  const one = all[0];
  if (all.length === 1 && one !== undefined) return notAtEveryBoot(one, page);
  const cycle = all.some(({ because }) => because.includes('cycle'));
  const others = [...new Set(all.flatMap(({ because }) => because.flatMap((b) => (b === 'cycle' ? [] : CHANCES[b]))))];
  const reasons = [
    ...(cycle ? ['PID 1 breaks ordering cycles by deleting jobs, another one from boot to boot'] : []),
    ...others,
  ];
  return paragraph(
    `${em('warn', 'Not at every boot:')} ${listing(all.map(({ unit }) => unit))}, since ${reasons.join('; ')}. See bootscope ${cycle ? 'cycles' : 'transaction'}.`,
    page,
  );
}

/** `at every boot`, `at some boots`, `at no boot` */
export const FATES: Readonly<Record<Fate, string>> = {
  always: 'at every boot',
  sometimes: 'at some boots and not at others',
  never: 'at no boot',
};
