/** What one failure takes along: the boot as it is beside the boot in which one unit's start ends otherwise. */
import type { BootEdge, BootGraph } from '../../graph/model.ts';
import type { BootPlan } from '../plan.ts';
import { buildTransaction } from '../transaction/build.ts';
import { type Compiled, compile } from '../transaction/compile.ts';
import { type FateKind, isLost } from './fate.ts';
import { type FailureMode, supposedEnd } from './own-end.ts';
import { type Played, play, type Stage, setStage } from './simulate.ts';

export interface UnitFate {
  readonly unit: string;
  /** `not-asked`: it has no job, since what asked for it is not there. */
  readonly fate: FateKind | 'not-asked';
  readonly certain: boolean;
  /** From the unit that failed, or was skipped, to this one: each edge took the next along. */
  readonly because: readonly BootEdge[];
}

export interface Losses {
  /** Units that come up, or do their work, in the boot as it is, and not in the other. */
  readonly lost: readonly UnitFate[];
  /** Units that OnFailure= starts in the other only. */
  readonly started: readonly { readonly unit: string; readonly by: BootEdge; readonly certain: boolean }[];
  /** Units that come up in both. */
  readonly untouched: number;
  /** The failing unit itself. */
  readonly own: FateKind | 'missing';
  /** The target of the boot is reached. */
  readonly reached: 'yes' | 'no' | 'perhaps';
  /** OnFailure= ends in emergency.target or rescue.target, started with all that it conflicts with stopped. */
  readonly emergency: string | null;
}

/** A boot ready to be asked what each failure would do. */
export interface Rehearsal {
  readonly graph: BootGraph;
  readonly version: number;
  readonly compiled: Compiled;
  readonly stage: Stage;
  readonly usual: Played;
  readonly target: string;
}

export function rehearse(graph: BootGraph, plan: BootPlan, version: number): Rehearsal {
  const compiled = compile(graph, version);
  const stage = setStage(compiled, plan.transaction?.jobs ?? []);
  return { graph, version, compiled, stage, usual: play(stage, new Map()), target: plan.target };
}

/** What every unit with a job comes to in the boot as it is, where that is not simply up. */
export function usualFates({ graph, compiled, usual }: Rehearsal): ReadonlyMap<string, UnitFate> {
  const found = new Map<string, UnitFate>();
  usual.fates.forEach((fate, unit) => {
    if (fate === undefined || fate.kind === 'up') return;
    const id = compiled.ids[unit] as string;
    found.set(id, { unit: id, fate: fate.kind, certain: fate.certain, because: chainOf(graph, usual, unit) });
  });
  return found;
}

/** @param preparing one of its ExecStartPre= fails, rather than its main process */
export function lossesOf(rehearsal: Rehearsal, unit: string, mode: FailureMode, preparing = false): Losses {
  if (mode === 'missing') return lossesWithout(rehearsal, unit);
  const { compiled, stage } = rehearsal;
  const number = compiled.index.get(unit);
  const node = number === undefined ? undefined : compiled.nodes[number];
  if (number === undefined || node === undefined) return compareBoots(rehearsal, rehearsal, 'up', unit);
  const own = supposedEnd(node, mode, preparing);
  const other = { ...rehearsal, usual: play(stage, new Map([[number, own]])) };
  return compareBoots(rehearsal, other, own, unit);
}

/** Without its file the unit is not found: the transaction is another one (transaction_add_job_and_dependencies). */
function lossesWithout(rehearsal: Rehearsal, unit: string): Losses {
  const { graph, version, target } = rehearsal;
  const node = graph.nodes.get(unit);
  if (node === undefined) return compareBoots(rehearsal, rehearsal, 'up', unit);
  const gone = { ...node, load: 'not-found' as const, fragment: null, dropIns: [], settings: [], facts: {} };
  const { checks: _, ...bare } = gone;
  const without: BootGraph = {
    ...graph,
    nodes: new Map([...graph.nodes, [unit, bare]]),
    // What its own file said is said no longer.
    edges: graph.edges.flatMap((edge) => {
      const declared = edge.declared.filter(({ by }) => by !== unit);
      return declared.length === 0 ? [] : [{ ...edge, declared }];
    }),
  };
  const transaction = buildTransaction(without, { version, target });
  const compiled = compile(without, version);
  const stage = setStage(compiled, transaction.jobs);
  const other = { ...rehearsal, graph: without, compiled, stage, usual: play(stage, new Map()) };
  return compareBoots(rehearsal, other, 'missing', unit);
}

function compareBoots(before: Rehearsal, after: Rehearsal, own: Losses['own'], unit: string): Losses {
  const lost: UnitFate[] = [];
  let untouched = 0;
  before.usual.fates.forEach((fate, number) => {
    const id = before.compiled.ids[number] as string;
    if (fate === undefined || isLost(fate.kind) || id === unit) return;
    const at = after.compiled.index.get(id);
    const now = at === undefined ? undefined : after.usual.fates[at];
    if (now !== undefined && !isLost(now.kind)) {
      untouched++;
      return;
    }
    const because = now === undefined || at === undefined ? [] : chainOf(after.graph, after.usual, at);
    lost.push({ unit: id, fate: now?.kind ?? 'not-asked', certain: now?.certain ?? true, because });
  });
  const had = new Set(before.usual.activated.map((one) => before.compiled.ids[one.unit]));
  const started = after.usual.activated.flatMap((one) => {
    const id = after.compiled.ids[one.unit] as string;
    const by = after.graph.edges[one.edge];
    return had.has(id) || by === undefined ? [] : [{ unit: id, by, certain: one.certain }];
  });
  const target = lost.find((one) => one.unit === before.target);
  const rescue = started.find((one) => /^(emergency|rescue)\.target$/.test(one.unit));
  return {
    lost,
    started,
    untouched,
    own,
    reached: target === undefined ? (unit === before.target ? 'no' : 'yes') : target.certain ? 'no' : 'perhaps',
    emergency: rescue?.unit ?? null,
  };
}

/** Edges from the first cause to the unit. */
function chainOf(graph: BootGraph, { fates }: Played, unit: number): readonly BootEdge[] {
  const chain: BootEdge[] = [];
  const seen = new Set<number>();
  for (let at = unit, cause = fates[at]?.cause; cause !== undefined && !seen.has(at); cause = fates[at]?.cause) {
    seen.add(at);
    const edge = graph.edges[cause.edge];
    if (edge !== undefined) chain.push(edge);
    at = cause.unit;
  }
  return chain.reverse();
}
