/** A boot's jobs and who waits for whom, ready to be played through any number of times. */
import type { EdgeType } from '../../graph/model.ts';
import type { Adjacency } from '../csr.ts';
import type { Compiled } from '../transaction/compile.ts';
import { type Waits, waitsAmong } from './reach.ts';
import { type Restarts, restartsOf } from './restarts.ts';
import { topologicalOrder } from './topological.ts';

/** Read backwards: those who lose their job with a job that fails. */
export const FAIL_WITH: readonly EdgeType[] = ['Requires', 'Requisite', 'BindsTo'];

export interface Stage {
  readonly compiled: Compiled;
  /** Job type by unit; undefined: it has none. */
  readonly jobs: readonly ('start' | 'verify-active' | undefined)[];
  /** Units with jobs, each after all that it waits for. */
  readonly order: readonly number[];
  readonly waits: Waits;
  /** Active before the boot begins. */
  readonly activeBefore: (unit: number) => boolean;
  /** What Restart= makes of each unit's failure, as far as it was asked: the boot is played a thousand times. */
  readonly restarts: (Restarts | undefined)[];
  /** A unit of which each try fails only when its time is over. */
  readonly slow?: { readonly unit: number; readonly seconds: number };
}

export interface Activation {
  readonly unit: number;
  /** Whose OnFailure= or OnSuccess= started it. */
  readonly by: number;
  readonly edge: number;
  readonly certain: boolean;
}

export function setStage(compiled: Compiled, jobs: readonly { readonly unit: string; readonly type: string }[]): Stage {
  const byUnit = new Array<'start' | 'verify-active' | undefined>(compiled.ids.length).fill(undefined);
  for (const { unit, type } of jobs) {
    const number = compiled.index.get(unit);
    if (number === undefined || type === 'stop' || type === 'nop') continue;
    byUnit[number] = type === 'verify-active' ? 'verify-active' : 'start';
  }
  const takesPart = (unit: number): boolean => byUnit[unit] !== undefined;
  const waits = waitsAmong(compiled, takesPart);
  return {
    compiled,
    jobs: byUnit,
    order: topologicalOrder(compiled.ids.length, takesPart, (unit) => comesAfter(compiled, unit, waits)),
    waits,
    restarts: new Array<Restarts | undefined>(compiled.ids.length).fill(undefined),
    activeBefore: (unit) => {
      const node = compiled.nodes[unit];
      return node?.facts.activeAtBoot === true || node?.facts.perpetual === true;
    },
  };
}

/**
 * What is looked at before a unit: all that it waits for, and what it requires, unless that waits for it: a failure of that one may be
 * faster.
 */
function comesAfter(compiled: Compiled, unit: number, waits: Waits): readonly number[] {
  const before = rowOf(compiled.forward.After, unit);
  const waited = new Set(before);
  for (const type of FAIL_WITH)
    for (const other of rowOf(compiled.forward[type], unit))
      if (!waited.has(other) && !waits(other, unit)) before.push(other);
  return before;
}

function rowOf(rows: Adjacency, unit: number): number[] {
  return [...rows.to.subarray(rows.start[unit], rows.start[unit + 1])];
}

/** What Restart= makes of its failure. */
export function restartsIn({ compiled, slow, restarts }: Stage, unit: number): Restarts {
  const { nodes, graph, does } = compiled;
  if (slow?.unit === unit) return restartsOf(nodes[unit], 'timeout', graph.manager ?? [], does, slow.seconds);
  const known = restarts[unit] ?? restartsOf(nodes[unit], 'failed', graph.manager ?? [], does);
  restarts[unit] = known;
  return known;
}
