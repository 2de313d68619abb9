/** Who waits without end when nothing moves any more: half-matched conditions that hold an event, and what the event holds. */
import type { Declaration } from '../../graph/model.ts';
import { jobOf } from '../job-events.ts';
import { emittersOf, textOf } from './missing.ts';
import { heldLeaves, isTrue, missingLeaves } from './operator.ts';
import type { Emission, Outcome, Run } from './run.ts';
import type { ProgramContext } from './steps.ts';

export interface Blockage {
  /** The event that is never finished. */
  readonly event: string;
  /** The job that waits for it: it is `starting` or `stopping`, or its script emitted it. */
  readonly waiting: string;
  readonly how: 'starting' | 'stopping' | 'script';
  /** The script's line, where it is one. */
  readonly declared: readonly Declaration[];
  readonly heldBy: readonly Holder[];
  /** Job names around the loop, from `waiting` back to it: what is missing could only come from who waits. */
  readonly cycle: readonly string[] | undefined;
}

/** What keeps the event: a condition of which only a part has come true, or a job that does not get where it is going. */
export type Holder =
  | {
      readonly kind: 'condition';
      readonly job: string;
      readonly file: string;
      readonly line: number;
      readonly needs: readonly string[];
    }
  | { readonly kind: 'job'; readonly job: string; readonly state: string };

export function findBlockages(outcome: Outcome, context: ProgramContext): Blockage[] {
  const holders = holdersOf(outcome, context);
  const found: Blockage[] = [];
  const add = (event: Emission, run: Run, how: Blockage['how'], declared: readonly Declaration[]): void => {
    const text = [event.name, ...event.env].join(' ');
    found.push({
      event: text,
      waiting: run.job.name,
      how,
      declared,
      heldBy: holders.get(event) ?? [],
      cycle: undefined,
    });
  };
  for (const run of outcome.runs)
    if (run.blocker !== undefined) add(run.blocker, run, run.blocker.name === 'stopping' ? 'stopping' : 'starting', []);
  for (const { waitsFor, run } of outcome.processes)
    if (waitsFor !== undefined && 'progress' in waitsFor) add(waitsFor, run, 'script', waitsFor.proof);
  if (found.length === 0) return found;
  const next = successors(found, outcome, context);
  return found.map((blockage) => ({ ...blockage, cycle: cycleThrough(blockage.waiting, next) }));
}

function holdersOf(outcome: Outcome, context: ProgramContext): ReadonlyMap<Emission, Holder[]> {
  const holders = new Map<Emission, Holder[]>();
  const add = (event: Emission, holder: Holder): void => {
    const list = holders.get(event);
    if (list === undefined) holders.set(event, [holder]);
    else list.push(holder);
  };
  for (const [name, operator] of outcome.startOn) {
    const job = context.jobs.get(name);
    const needs = missingLeaves(operator).map(textOf);
    for (const { leaf, event } of heldLeaves(operator))
      add(event, { kind: 'condition', job: name, file: job?.startOn?.file ?? '', line: leaf.line, needs });
  }
  for (const run of outcome.runs)
    for (const event of run.blocking) add(event, { kind: 'job', job: run.job.name, state: run.state });
  return holders;
}

type Next = (job: string) => readonly string[];

/** From a job to those that would have to move before it does. */
function successors(blockages: readonly Blockage[], outcome: Outcome, context: ProgramContext): Next {
  const waits = new Map<string, Set<string>>();
  for (const { waiting, heldBy } of blockages) {
    const set = waits.get(waiting) ?? new Set<string>();
    waits.set(waiting, set);
    for (const { job } of heldBy) set.add(job);
  }
  const emitters = new Map<string, readonly string[]>();
  const sources = (event: string): readonly string[] => {
    const known = emitters.get(event) ?? emittersOf(event, context);
    emitters.set(event, known);
    return known;
  };
  const running = new Set(outcome.runs.map((run) => run.job.name));
  return (name) => {
    const own = waits.get(name);
    if (own !== undefined) return [...own];
    const operator = outcome.startOn.get(name);
    if (operator === undefined || isTrue(operator) || (running.has(name) && heldLeaves(operator).length === 0))
      return [];
    return missingLeaves(operator).flatMap((leaf) => jobOf(leaf) ?? sources(leaf.name));
  };
}

/** Breadth first from `start` back to itself: the shortest loop. */
function cycleThrough(start: string, next: Next): readonly string[] | undefined {
  const came = new Map<string, string>();
  const todo = [start];
  for (let at = 0; at < todo.length; at++) {
    const here = todo[at] as string;
    for (const to of next(here)) {
      if (to === start) {
        const path = [start];
        for (let back: string | undefined = here; back !== undefined && back !== start; back = came.get(back))
          path.push(back);
        return [...(here === start && path.length === 1 ? [start] : [start, ...path.slice(1).reverse()]), start];
      }
      if (came.has(to)) continue;
      came.set(to, here);
      todo.push(to);
    }
  }
  return undefined;
}
