/** Units whose job is another at another boot of the same files, in words. */
import type { Transaction } from '../engine/transaction/build.ts';
import type { Varying } from '../engine/transaction/varying.ts';
import { em } from './style.ts';
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

/** What is to be added to an answer about a unit whose job varies. */
export function varyingText(varying: Varying, transaction: Transaction, page: Page): string {
  const jobs = varying.jobs.map((job) => (job === null ? 'no job' : `a ${job} job`)).join(' or ');
  return paragraph(
    `${em('warn', 'Not at every boot:')} ${varying.unit} has ${jobs}, since ${chancesOf(transaction)}. See bootscope transaction.`,
    page,
  ).join('\n');
}
