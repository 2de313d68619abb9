/** What OnFailure= and OnSuccess= start once a unit has failed, or done its work (unit_notify, unit_start_on_termination_deps). */
import type { BootEdge } from '../../graph/model.ts';
import { parseBoolean } from '../../words/boolean.ts';
import { type Fate, isJobFailure, startsOnFailure } from './fate.ts';
import { valueInForce } from './own-end.ts';
import { type Activation, restartsIn, type Stage } from './stage.ts';
import { type Arrival, startClosure, stopClosure } from './stop-closure.ts';

type Fates = (Fate | undefined)[];

/** How a unit ended, as these two keys see it; undefined: neither starts anything. */
function endingOf(
  stage: Stage,
  by: number,
  fate: Fate,
): { readonly type: 'OnFailure' | 'OnSuccess'; readonly certain: boolean } | undefined {
  if (startsOnFailure(fate.kind)) {
    // Of one that must be running already and is not, the job is only passed over.
    if (fate.kind === 'dependency' && stage.jobs[by] === 'verify-active') return undefined;
    return isTriedForEver(stage, by, fate) ? undefined : { type: 'OnFailure', certain: fate.certain };
  }
  if (fate.kind === 'ended') return { type: 'OnSuccess', certain: fate.certain };
  const node = stage.compiled.nodes[by];
  // Skipped by ExecCondition= it has begun, and ends without a failure; by a condition it never began.
  const began = fate.kind === 'skipped' && node !== undefined && node.checks?.outcome !== 'skipped';
  return began && valueInForce(node, 'Service', 'ExecCondition') !== undefined
    ? { type: 'OnSuccess', certain: false }
    : undefined;
}

/** While it is tried again it has not failed for good; a job that ends because of another has no such second chance. */
function isTriedForEver(stage: Stage, by: number, { kind }: Fate): boolean {
  const { tries, direct } = restartsIn(stage, by);
  if (tries !== 'endless' || (kind !== 'failed' && kind !== 'died')) return false;
  return direct || !stage.compiled.does('on-failure-at-each-try');
}

/** In the order in which it happens; what it starts may stop or keep back others, whose own OnFailure= is not asked. */
export function activate(stage: Stage, fates: Fates): readonly Activation[] {
  const { compiled } = stage;
  const activated = new Map<number, Activation>();
  for (const by of stage.order) {
    const fate = fates[by];
    const ending = fate === undefined ? undefined : endingOf(stage, by, fate);
    if (ending === undefined) continue;
    const rows = compiled.forward[ending.type];
    for (let k = rows.start[by] as number; k < (rows.start[by + 1] as number); k++)
      activateOne(stage, fates, activated, { by, unit: rows.to[k] as number, edge: rows.edge[k] as number, ...ending });
  }
  return [...activated.values()];
}

interface Call {
  readonly by: number;
  readonly unit: number;
  readonly edge: number;
  readonly type: 'OnFailure' | 'OnSuccess';
  readonly certain: boolean;
}

function activateOne(stage: Stage, fates: Fates, activated: Map<number, Activation>, call: Call): void {
  const { by, unit, edge } = call;
  if (activated.get(unit)?.certain === true || isRefused(stage, call)) return;
  const { mode, started, stops, cancels } = transactionOf(stage, call);
  // With job mode "fail" nothing is started where a queued job stands against it.
  const certain = call.certain && (mode !== 'fail' || stops.every((stop) => stage.jobs[stop.unit] === undefined));
  for (const one of started)
    if (activated.get(one.unit)?.certain !== true && fates[one.unit] === undefined && !stage.activeBefore(one.unit))
      activated.set(one.unit, {
        unit: one.unit,
        by: one.edge < 0 ? by : one.from,
        edge: one.edge < 0 ? edge : one.edge,
        certain,
      });
  for (const stop of stops) takeDown(stage, fates, by, stop, certain);
  for (const one of cancels) takeDown(stage, fates, by, one, certain, true);
}

/** A unit that is not loaded is not started, and none is isolated that does not allow it (manager_add_job). */
function isRefused(stage: Stage, { by, unit, type }: Omit<Call, 'certain'>): boolean {
  const node = stage.compiled.nodes[unit];
  return node?.load !== 'loaded' || (jobModeOf(stage, by, type) === 'isolate' && node.facts.allowIsolate !== true);
}

/** What such a start starts and stops, and of what it only cancels the jobs that are still queued (JOB_FLUSH of transaction_apply). */
function transactionOf(stage: Stage, { by, unit, edge, type }: Omit<Call, 'certain'>) {
  const { compiled } = stage;
  const mode = jobModeOf(stage, by, type);
  const started = mode === 'ignore-dependencies' ? [{ unit, edge: -1, from: unit }] : startClosure(compiled, unit);
  const stops =
    mode === 'isolate'
      ? everythingElse(stage, started, edge)
      : stopClosure(compiled, started, (other) => stage.jobs[other] !== undefined || stage.activeBefore(other));
  const cancels = mode === 'flush' ? everythingElse(stage, started, edge) : [];
  return { mode, started, stops, cancels };
}

/** A failure that would stop units that do not hang on the one that fails: by what its OnFailure= starts. */
export interface Interruption {
  /** The OnFailure= edge. */
  readonly edge: BootEdge;
  /** Ids of what is stopped, or loses its job. */
  readonly stopped: ReadonlySet<string>;
}

/** Of all units with a job, whichever may fail; each thing that is started so once. */
export function interruptions(stage: Stage): readonly Interruption[] {
  const { compiled } = stage;
  const found = new Map<string, Interruption>();
  for (const by of stage.order) {
    const rows = compiled.forward.OnFailure;
    for (let k = rows.start[by] as number; k < (rows.start[by + 1] as number); k++) {
      const call = { by, unit: rows.to[k] as number, edge: rows.edge[k] as number, type: 'OnFailure' as const };
      const key = `${call.unit} ${jobModeOf(stage, by, 'OnFailure')}`;
      if (found.has(key) || isRefused(stage, call)) continue;
      const { stops, cancels } = transactionOf(stage, call);
      const gone = [...stops, ...cancels].map((stop) => compiled.ids[stop.unit] as string);
      const edge = compiled.graph.edges[call.edge];
      if (gone.length > 0 && edge !== undefined) found.set(key, { edge, stopped: new Set(gone) });
    }
  }
  return [...found.values()];
}

/** OnFailureJobMode= and OnSuccessJobMode= in force; OnFailureIsolate= is an old name. */
function jobModeOf({ compiled }: Stage, unit: number, type: Call['type']): string {
  const keys = type === 'OnSuccess' ? /^OnSuccessJobMode$/ : /^OnFailure(JobMode|Isolate)$/;
  const settings = compiled.nodes[unit]?.settings ?? [];
  const said = settings.findLast(({ section, key }) => section === 'Unit' && keys.test(key));
  if (said?.key === 'OnFailureIsolate') return parseBoolean(said.value) === true ? 'isolate' : 'replace';
  return said?.value ?? (type === 'OnSuccess' ? 'fail' : 'replace');
}

/** Isolating stops all that is not started by it, but what says otherwise (IgnoreOnIsolate=). */
function everythingElse(stage: Stage, started: readonly Arrival[], edge: number): readonly Arrival[] {
  const own = new Set(started.map(({ unit }) => unit));
  const from = started[0]?.unit ?? 0;
  return stage.order
    .filter((unit) => !own.has(unit) && stage.compiled.nodes[unit]?.facts.ignoreOnIsolate !== true)
    .map((unit) => ({ unit, edge, from }));
}

/**
 * A stop job takes the place of a start job, or stops what was started.
 * @param queuedOnly what was started by then stays
 */
function takeDown(
  stage: Stage,
  fates: Fates,
  by: number,
  { unit, edge, from }: Arrival,
  certain: boolean,
  queuedOnly = false,
): void {
  const fate = fates[unit];
  if (fate === undefined || isJobFailure(fate.kind) || fate.kind === 'stopped' || fate.kind === 'died') return;
  // What waits for the one that failed has not had its turn; what does not may have done its work before.
  const before = stage.waits(unit, by);
  const done = fate.kind === 'ended' || fate.kind === 'skipped';
  fates[unit] = {
    kind: 'cancelled',
    certain: certain && (before || (!done && !queuedOnly)),
    cause: { unit: from, edge },
  };
}
