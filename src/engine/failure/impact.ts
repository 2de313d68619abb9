/** What one failure takes along: the boot as it is beside the boot in which one unit's start ends otherwise. */
import type { BootEdge, BootGraph, EdgeType } from '../../graph/model.ts';
import { oncePer } from '../../words/once.ts';
import { cheapestPath } from '../cheapest-path.ts';
import type { BootPlan } from '../plan.ts';
import { buildTransaction } from '../transaction/build.ts';
import { type Compiled, compile } from '../transaction/compile.ts';
import { PULLS, REQUIREMENTS } from '../why.ts';
import { type Fate, type FateKind, isLost } from './fate.ts';
import { impatientWith } from './impatient.ts';
import { type MachineAction, machineActions } from './machine-action.ts';
import type { FailureMode } from './own-end.ts';
import { type Played, play } from './simulate.ts';
import { restartsIn, type Stage, setStage } from './stage.ts';
import { supposedEnd } from './supposed-end.ts';
import { startLimit } from './time-limit.ts';

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
  /** Units that OnFailure= (or OnSuccess=) starts in the other only. */
  readonly started: readonly { readonly unit: string; readonly by: BootEdge; readonly certain: boolean }[];
  /** Units that come up in both. */
  readonly untouched: number;
  /** The failing unit itself. */
  readonly own: FateKind | 'missing';
  /** The target of the boot is reached. */
  readonly reached: 'yes' | 'no' | 'perhaps';
  /** OnFailure= ends in emergency.target or rescue.target, started with all that it conflicts with stopped. */
  readonly emergency: string | null;
  /** FailureAction= and the like, of it or of another: what becomes of the whole machine. */
  readonly machine: MachineAction | null;
  /** What takes the machine down in the boot as it is, whether this fails or not. */
  readonly machineAnyway: MachineAction | null;
}

/** A boot ready to be asked what each failure would do. */
export interface BootSimulation {
  readonly graph: BootGraph;
  readonly version: number;
  readonly compiled: Compiled;
  readonly stage: Stage;
  readonly usual: Played;
  readonly target: string;
}

export function simulateBoot(graph: BootGraph, plan: BootPlan, version: number): BootSimulation {
  const compiled = compile(graph, version);
  const stage = setStage(compiled, plan.transaction?.jobs ?? []);
  return { graph, version, compiled, stage, usual: play(stage, new Map()), target: plan.target };
}

/** For certain, and before its turn has come: what waits for it goes on at once. */
export function losesItsJob(fate: UnitFate | undefined): UnitFate | undefined {
  return fate?.certain === true && (fate.fate === 'dependency' || fate.fate === 'cancelled') ? fate : undefined;
}

/** What every unit with a job comes to in the boot as it is, where that is not simply up. */
export function usualFates({ graph, compiled, usual }: BootSimulation): ReadonlyMap<string, UnitFate> {
  const found = new Map<string, UnitFate>();
  usual.fates.forEach((fate, unit) => {
    if (fate === undefined || fate.kind === 'up') return;
    const id = compiled.ids[unit] as string;
    found.set(id, { unit: id, fate: fate.kind, certain: fate.certain, because: chainOf(graph, usual, unit) });
  });
  return found;
}

/** @param preparing its job fails whatever its type (see supposedEnd) */
export function lossesOf(simulation: BootSimulation, unit: string, mode: FailureMode, preparing = false): Losses {
  if (mode === 'missing') return lossesWithout(simulation, unit);
  const { compiled, stage } = simulation;
  const number = compiled.index.get(unit);
  const node = number === undefined ? undefined : compiled.nodes[number];
  if (number === undefined || node === undefined) return compareBoots(simulation, simulation, 'up', unit);
  const limit = mode === 'timeout' ? startLimit(node, simulation.graph.manager) : null;
  const slow = limit?.seconds ? { slow: { unit: number, seconds: limit.seconds * limit.commands } } : {};
  const tried: Stage = { ...stage, ...slow };
  const own = supposedEnd(node, mode, { preparing, restarts: restartsIn(tried, number), limit });
  const lasts = own === 'pending' ? null : limit?.seconds;
  const waiting = lasts === undefined ? [] : impatientWith(stage, number, lasts);
  const usual = play(tried, new Map<number, FateKind | Fate>([...waiting, [number, own]]));
  const other = { ...simulation, stage: tried, usual };
  return compareBoots(simulation, other, own, unit);
}

/** Without its file the unit is not found: the transaction is another one (transaction_add_job_and_dependencies). */
function lossesWithout(simulation: BootSimulation, unit: string): Losses {
  const { graph, version, target } = simulation;
  const node = graph.nodes.get(unit);
  if (node === undefined) return compareBoots(simulation, simulation, 'up', unit);
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
  const other = { ...simulation, graph: without, compiled, stage, usual: play(stage, new Map()) };
  return compareBoots(simulation, other, 'missing', unit);
}

function compareBoots(before: BootSimulation, after: BootSimulation, own: Losses['own'], unit: string): Losses {
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
    const because =
      now === undefined || at === undefined
        ? wayWithout(before.graph, unit, id)
        : chainOf(after.graph, after.usual, at);
    lost.push({ unit: id, fate: now?.kind ?? 'not-asked', certain: now?.certain ?? true, because });
  });
  // What its success would have started.
  const now = new Set(after.usual.activated.map((one) => after.compiled.ids[one.unit]));
  for (const one of before.usual.activated) {
    const id = before.compiled.ids[one.unit] as string;
    const edge = before.graph.edges[one.edge];
    if (!now.has(id) && edge !== undefined)
      lost.push({ unit: id, fate: 'not-asked', certain: one.certain, because: [edge] });
  }
  const had = new Set(before.usual.activated.map((one) => before.compiled.ids[one.unit]));
  const started = after.usual.activated.flatMap((one) => {
    const id = after.compiled.ids[one.unit] as string;
    const by = after.graph.edges[one.edge];
    return had.has(id) || by === undefined ? [] : [{ unit: id, by, certain: one.certain }];
  });
  const target = lost.find((one) => one.unit === before.target);
  const machine = machineBetween(before, after);
  const rescue = started.find((one) => /^(emergency|rescue)\.target$/.test(one.unit));
  return {
    lost,
    started,
    untouched,
    own,
    reached: reachedWith(unit === before.target ? 'itself' : target, machine),
    emergency: rescue?.unit ?? null,
    ...machine,
  };
}

/** @param lost the boot's target, where it is lost; or it is the one that fails */
function reachedWith(
  lost: UnitFate | 'itself' | undefined,
  { machine, machineAnyway }: Pick<Losses, 'machine' | 'machineAnyway'>,
): Losses['reached'] {
  if (lost === 'itself') return 'no';
  if (lost !== undefined) return lost.certain ? 'no' : 'perhaps';
  return machine === null && machineAnyway === null ? 'yes' : 'perhaps';
}

/** Which action only the other boot has, and which one both have: a certain one before others. */
function machineBetween(before: BootSimulation, after: BootSimulation): Pick<Losses, 'machine' | 'machineAnyway'> {
  const had = usualActions(before);
  const has = usualActions(after);
  const isOf = (one: MachineAction) => (other: MachineAction) =>
    one.unit === other.unit && one.setting.key === other.setting.key;
  return {
    machine: mostCertain(has.filter((one) => !had.some(isOf(one)))),
    machineAnyway: mostCertain(has.filter((one) => had.some(isOf(one)))),
  };
}

/** What the ends of this boot's starts do to the machine. */
export const usualActions = oncePer(({ stage, usual }: BootSimulation) =>
  machineActions(stage, usual.fates, usual.activated),
);

function mostCertain(actions: readonly MachineAction[]): MachineAction | null {
  return actions.find((one) => one.certain) ?? actions[0] ?? null;
}

/** What takes the machine down in the boot as it is: SuccessAction= of a unit that does its work. */
export function usualAction(simulation: BootSimulation): MachineAction | null {
  return mostCertain(usualActions(simulation));
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

/** Why a unit is not asked for without `gone`: what it requires, on and on to that; or who alone asked for it. Edges from `gone` to it. */
function wayWithout(graph: BootGraph, gone: string, unit: string): readonly BootEdge[] {
  const along = (from: string, to: string, types: ReadonlySet<EdgeType>): readonly BootEdge[] =>
    cheapestPath(graph, from, to, ({ type }) => (types.has(type) ? 'free' : undefined)) ?? [];
  const needs = along(unit, gone, REQUIREMENTS);
  return needs.length > 0 ? [...needs].reverse() : along(gone, unit, PULLS);
}
