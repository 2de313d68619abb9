/** The least changes that end the ordering cycles of a boot, checked: the root is opened again with them, and the cycles are gone. */
import type { Caution, Fault } from '../engine/cycles/blame.ts';
import type { Change } from '../engine/cycles/change.ts';
import { type CycleEdge, cycleKey, type Knot } from '../engine/cycles/cycle.ts';
import { type Effect, effectsOf } from '../engine/cycles/effects.ts';
import { type Cycles, findCycles } from '../engine/cycles/find.ts';
import { type Candidate, cost, planKnot } from '../engine/cycles/plan.ts';
import { buildTransaction } from '../engine/transaction/build.ts';
import type { Declaration, Setting } from '../graph/model.ts';
import type { OpenedRoot } from '../open.ts';
import { filesOf, type MendFile, sourceChange } from './mend-files.ts';

/** One change of a way that was tried and works. */
export interface CheckedMending {
  /** The order that it takes away, in the shortest cycle that holds it. */
  readonly culprit: CycleEdge;
  readonly fault: Fault;
  readonly changes: readonly Change[];
  readonly files: readonly MendFile[];
  /** Keys of the cycles that hold an order that it takes away. */
  readonly ends: readonly string[];
  readonly caution?: Caution;
  /** The empty assignment that was to reset the line. */
  readonly reset?: Setting;
  /** Where default dependencies are at fault: the unit's own line against them. */
  readonly early?: Declaration;
}

/** One way to end all cycles of a knot. */
export interface Way {
  /** Comparable within a knot: two of the same cost are as likely. */
  readonly cost: number;
  readonly parts: readonly CheckedMending[];
  readonly effects: readonly Effect[];
  /** Units that nothing asks for any more. */
  readonly gone: readonly string[];
}

export interface MendedKnot {
  readonly members: readonly string[];
  /** Keys of its cycles. */
  readonly cycles: readonly string[];
  /** The least change first; empty where nothing that was tried helps. */
  readonly ways: readonly Way[];
  /** No smaller set of changes ends them: the search went to its end. */
  readonly exact: boolean;
  /** Cycles that no change of an order ends. */
  readonly hopeless: number;
}

export interface Mended {
  /** By the key of each cycle: what ends it in the first way; null where nothing that was tried does. */
  readonly byCycle: ReadonlyMap<string, CheckedMending | null>;
  /** The first way of every knot, together. */
  readonly plan: readonly CheckedMending[];
  /** Cycles that are left with all of the plan applied. */
  readonly left: number;
  readonly knots: readonly MendedKnot[];
  /** Whose files these are: of the machine, of a user, of an initrd, which is made from others. */
  readonly scope: 'system' | 'user' | 'initrd';
}

/** A root is opened again for each try: so many at most. */
const TRIES = 40;
/** Ways that are told of one knot. */
const WAYS = 3;
/** Other ways are told where they are not much more than the first. */
const NOT_MUCH_MORE = 1.5;

interface Trial {
  readonly opened: OpenedRoot;
  readonly found: Cycles;
}

interface Trying {
  readonly opened: OpenedRoot;
  readonly options: { readonly target?: string };
  tries: number;
}

/** Every knot by itself, then all first ways together. Where new cycles come up with them, those are mended too. */
export function mendCycles(opened: OpenedRoot, found: Cycles, options: { readonly target?: string } = {}): Mended {
  const trying: Trying = { opened, options, tries: TRIES };
  const knots = found.knots.map((knot) => mendKnot(trying, { opened, found }, knot, []));
  const separate = knots.flatMap(({ ways }) => ways[0]?.parts ?? []);
  const plan = [...(withFiles(opened, separate) ?? separate)];
  const byCycle = new Map<string, CheckedMending | null>();
  for (const cycle of found.cycles) {
    const key = cycleKey(cycle);
    const way = knots.find(({ cycles }) => cycles.includes(key))?.ways[0];
    const part = way?.parts.find(({ ends }) => ends.includes(key)) ?? way?.parts[0];
    byCycle.set(key, (part && plan[separate.indexOf(part)]) ?? null);
  }
  const scope = opened.user !== undefined ? 'user' : opened.initrd ? 'initrd' : 'system';
  if (plan.length === 0) return { byCycle, plan, left: found.cycles.length, knots, scope };
  let files = plan.flatMap((part) => part.files);
  let last = tryFiles(trying, files);
  for (let round = 0; round < WAYS && last.found.cycles.length > 0; round++) {
    const more = last.found.knots.flatMap((knot) => mendKnot(trying, last, knot, files).ways[0]?.parts ?? []);
    const next = more.length === 0 ? last : tryFiles(trying, [...files, ...more.flatMap((part) => part.files)]);
    if (next.found.tangled.length >= last.found.tangled.length) break;
    plan.push(...more);
    files = plan.flatMap((part) => part.files);
    last = next;
  }
  return { byCycle, plan, left: last.found.cycles.length, knots, scope };
}

/** @param before files that are laid over the root already in this trial */
function mendKnot(trying: Trying, trial: Trial, knot: Knot, before: readonly MendFile[]): MendedKnot {
  const { graph } = trial.opened;
  const { plans, exact, hopeless } = planKnot(graph, knot);
  const asked = askedFor(trial, trying.options);
  const ways: Way[] = [];
  const wanted = Math.max(1, Math.min(WAYS, Math.floor(TRIES / (2 * trial.found.knots.length))));
  let least = Number.POSITIVE_INFINITY;
  for (const plan of plans) {
    const effort = plan.reduce((sum, one) => sum + one.effort, 0);
    if (ways.length >= wanted || effort > least * NOT_MUCH_MORE) break;
    // What a generator reads is the better place; where that does not do, its unit is covered.
    for (const atSource of plan.some(({ change }) => sourceChange(trial.opened.snapshot, change))
      ? [true, false]
      : [false]) {
      const parts = partsOf(trial.opened, knot, plan, atSource);
      if (parts === undefined || trying.tries-- <= 0) continue;
      const tried = tryFiles(trying, [...before, ...parts.flatMap((part) => part.files)]);
      if (!helps(trial.found, tried.found, knot, hopeless)) continue;
      // What ends a cycle by not starting the unit any more is no mend of its order.
      const still = askedFor(tried, trying.options);
      if (plan.some(({ change }) => asked.has(change.unit) && !still.has(change.unit))) continue;
      least = Math.min(least, effort);
      const gone = [...asked].filter((id) => !still.has(id)).sort();
      const effects = effectsOf(graph, tried.opened.graph, (id) => asked.has(id) && still.has(id));
      ways.push({ parts, cost: plan.reduce((sum, one) => sum + cost(one), 0), effects, gone });
      break;
    }
  }
  return { members: knot.members, cycles: knot.cycles.map(cycleKey), ways, exact, hopeless };
}

/** undefined where a file cannot be written. */
export function partsOf(
  opened: OpenedRoot,
  knot: Knot,
  plan: readonly Candidate[],
  atSource: boolean,
): readonly CheckedMending[] | undefined {
  const parts: CheckedMending[] = [];
  for (const { change, fault, caution, reset, early, edges } of plan) {
    const made = (atSource ? sourceChange(opened.snapshot, change) : undefined) ?? change;
    const taken = new Set(edges.map(({ edge }) => edge));
    const broken = knot.cycles.filter((cycle) => cycle.edges.some(({ edge }) => taken.has(edge)));
    const culprit = broken[0]?.edges.find(({ edge }) => taken.has(edge)) ?? edges[0];
    if (culprit === undefined) return undefined;
    parts.push({
      culprit,
      fault,
      changes: [made],
      files: [],
      ends: broken.map(cycleKey),
      ...(caution === undefined ? {} : { caution }),
      ...(reset === undefined ? {} : { reset }),
      ...(early === undefined ? {} : { early }),
    });
  }
  return withFiles(opened, parts);
}

/** With the files of all of them together; undefined where one cannot be written. */
function withFiles(opened: OpenedRoot, parts: readonly CheckedMending[]): readonly CheckedMending[] | undefined {
  const files = filesOf(
    opened,
    parts.flatMap(({ changes }) => changes),
  );
  if (files === undefined) return undefined;
  return parts.map((part) => ({ ...part, files: part.changes.flatMap((change) => files.get(change) ?? []) }));
}

/** Units that had a job before any cycle was broken. */
function askedFor({ opened }: Trial, options: Trying['options']): ReadonlySet<string> {
  const { jobs, dropped } = buildTransaction(opened.graph, { version: opened.version, ...options });
  return new Set([...jobs, ...dropped].map(({ unit }) => unit));
}

/** Its units are in no cycle any more, or in fewer where some cannot be ended; and no others are. */
function helps(before: Cycles, after: Cycles, knot: Knot, hopeless: number): boolean {
  if (after.target !== before.target) return false;
  const known = new Set(before.tangled);
  if (after.tangled.some((id) => !known.has(id))) return false;
  const own = new Set(knot.members);
  return hopeless === 0 ? !after.tangled.some((id) => own.has(id)) : after.cycles.length < before.cycles.length;
}

/** Later files of one path take the place of earlier ones. */
function tryFiles({ opened, options }: Trying, files: readonly MendFile[]): Trial {
  const tried = opened.reopen([...new Map(files.map((file) => [file.path, file])).values()]);
  return { opened: tried, found: findCycles(tried.graph, { version: tried.version, ...options }) };
}
