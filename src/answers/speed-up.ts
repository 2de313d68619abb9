/** What would make a boot shorter, by its recorded times: each change tried on the root, the most saving first. */
import { bootOf } from '../boot/boot.ts';
import { dropInsOf, type IdeaFiles, type Tried, tryIdea } from '../boot/try-idea.ts';
import { networkAfter } from '../engine/time/forecast.ts';
import { type AskedBoot, estimate, type Idea, keyOf, type SpeedUpKind } from '../engine/time/idea.ts';
import { type Estimated, ideasOf } from '../engine/time/ideas.ts';
import type { TimeNetwork } from '../engine/time/network.ts';
import { type Rests, restsOn } from '../engine/time/slack.ts';
import { PULLS } from '../engine/why.ts';
import type { BootEdge } from '../graph/model.ts';
import { isWritten } from '../graph/written.ts';
import type { OpenedRoot } from '../open.ts';
import type { Timings } from '../recorded/timing.ts';
import { type BootTime, bootTime } from './boot-time.ts';
import { QuestionError } from './question-error.ts';

export interface Proposal extends IdeaFiles {
  readonly kind: SpeedUpKind;
  /** The start whose time is saved. */
  readonly slow: string;
  readonly units: readonly string[];
  /** How much sooner the target is reached, and when. */
  readonly gain: number;
  readonly reached: number;
  /** The longest start of the chain that the length rests on then; null: it was not tried, or none takes time. */
  readonly restsMostOn: string | null;
  /** Orders that go, with their proof. */
  readonly goes: readonly BootEdge[];
  /** Where such an order is built in: why, since one asks for the other. */
  readonly asks: readonly BootEdge[];
  readonly changes: Idea['changes'];
  readonly after: Idea['after'];
  /** When each unit that moves starts and is done, before and then. */
  readonly moved: readonly Moved[];
  /** Units, but for targets, that waited for the slow one, directly or not, and no longer do. */
  readonly free: readonly string[];
  /** Units that are not started with the boot any more. */
  readonly gone: readonly string[];
  /** Opened again with the change: the orders are gone, no cycle has come up. False: there are no unit files to try it on. */
  readonly tried: boolean;
}

export interface Moved {
  readonly unit: string;
  readonly before: { readonly began: number; readonly ended: number };
  readonly after: { readonly began: number; readonly ended: number };
}

export interface SpeedUp {
  readonly time: BootTime;
  /** Of each of the last links of the chain that the length rests on: when the target would be reached without it. */
  readonly without: readonly (number | null)[];
  /** Each by itself, the most saving first. */
  readonly proposals: readonly Proposal[];
  /** One after the other, each on top of those before. */
  readonly together: readonly Proposal[];
}

/** Ideas that are tried of one boot: each opens the root again. */
const TRIES = 8;
/** The same, of a boot that has a change already. */
const LATER_TRIES = 4;
/** Links of the chain, from the target back, of which it is worked out what the boot would be without them. */
const LINKS = 60;
/** Changes that are put on top of each other. */
const STEPS = 5;
/** Of two that save about the same the milder one is better. */
const ABOUT_THE_SAME = 0.05;
const MILDEST: readonly SpeedUpKind[] = ['later', 'on-demand', 'order', 'online', 'waiter'];

/**
 * @param unit what the length is measured to; what the boot aims for, if none is given
 * @throws QuestionError where another init than systemd is in force, or the target has no recorded time
 */
export function speedUp(opened: OpenedRoot, timings: Timings, unit?: string): SpeedUp {
  const { system } = opened.graph.init;
  if (system !== 'systemd') throw new QuestionError({ kind: 'other-init', what: 'speed-up', init: system });
  const time = bootTime(opened, timings, unit);
  const { target, rests } = time;
  const state: State = { opened, network: time.network, target };
  const proposals = proposalsOf(state);
  const without = rests.map(({ wait }, at) =>
    wait === undefined || at > LINKS ? null : (estimate(time.network, target, onlyWithout(wait.edge)) ?? null),
  );
  return { time, without, proposals: proposals.map(({ proposal }) => proposal), together: oneAfterTheOther(proposals) };
}

interface State {
  readonly opened: OpenedRoot;
  readonly network: TimeNetwork;
  readonly target: string;
}

interface Proposed {
  readonly proposal: Proposal;
  /** The boot with it; undefined where it could not be tried. */
  readonly state: State | undefined;
}

function onlyWithout(edge: BootEdge): Idea {
  return { kind: 'order', slow: edge.to, units: [], goes: [edge], after: [], changes: [], out: [] };
}

function askedOf({ opened, network, target }: State): AskedBoot {
  const { graph, started, out, in: into } = bootOf(opened);
  return { graph, network, target, started, out, in: into };
}

/** All that were tried and save something. */
function proposalsOf(state: State): readonly Proposed[] {
  const all = ideasOf(askedOf(state))
    .slice(0, TRIES)
    .flatMap((one) => proposed(state, one) ?? []);
  return all.filter((one) => !all.some((other) => needsLess(other, one))).sort(byGain);
}

/** Of the same kind, about the same with fewer units: what else is changed saves nothing. */
function needsLess({ proposal: one }: Proposed, { proposal: other }: Proposed): boolean {
  return (
    one.kind === other.kind &&
    one.units.length < other.units.length &&
    one.units.every((unit) => other.units.includes(unit)) &&
    magnitude(one.gain) >= magnitude(other.gain)
  );
}

function proposed(state: State, { idea, gain }: Estimated): Proposed | undefined {
  const { opened, network, target } = state;
  if (!hasUnitFiles(opened)) {
    if (idea.changes.length > 0) return undefined;
    const operation = idea.out.length === 0 ? undefined : ({ verb: 'disable', names: idea.out } as const);
    const files: IdeaFiles = { files: dropInsOf(opened, idea), links: [], ...(operation && { operation }) };
    return { proposal: proposalOf(idea, files, { state, after: undefined, gain, gone: idea.out }), state: undefined };
  }
  const tried = tryIdea(opened, idea);
  if (tried === undefined) return undefined;
  const planned = bootOf(opened).started;
  const after = networkAfter(network, tried.boot.graph, (id) => planned(id) && !tried.boot.started(id));
  const saved = endOf(network, target) - endOf(after, target);
  if (!after.starts.has(target) || saved <= network.tolerance) return undefined;
  return {
    proposal: proposalOf(idea, filesOf(tried), { state, after, gain: saved, gone: tried.gone }),
    state: { opened: tried.opened, network: after, target },
  };
}

function filesOf({ files, operation, links }: Tried): IdeaFiles {
  return { files, links, ...(operation === undefined ? {} : { operation }) };
}

/** A dump says what was there, but has no files that a change could be tried on. */
function hasUnitFiles({ graph }: OpenedRoot): boolean {
  return !graph.diagnostics.some(({ code }) => code === 'from-dump');
}

interface Outcome {
  readonly state: State;
  readonly after: TimeNetwork | undefined;
  readonly gain: number;
  readonly gone: readonly string[];
}

function proposalOf(idea: Idea, files: IdeaFiles, { state, after, gain, gone }: Outcome): Proposal {
  const { network, target, opened } = state;
  const { kind, slow, units, goes, changes } = idea;
  const { out } = bootOf(opened);
  return {
    kind,
    slow,
    units,
    gain,
    reached: endOf(network, target) - gain,
    restsMostOn: after === undefined ? null : longestOf(after, target),
    goes,
    asks: goes
      .filter(({ declared }) => !declared.some(isWritten))
      .flatMap(({ from, to }) => out(from, ...PULLS).filter((edge) => edge.to === to)),
    changes,
    after: idea.after,
    moved: units.flatMap((unit) => {
      const [was, is] = [network.starts.get(unit), after?.starts.get(unit)];
      if (was === undefined || is === undefined) return [];
      return [{ unit, before: { began: was.began, ended: was.ended }, after: { began: is.began, ended: is.ended } }];
    }),
    free: after === undefined ? [] : freeOf(network, after, slow),
    gone,
    tried: after !== undefined,
    ...files,
  };
}

function longestOf(network: TimeNetwork, target: string): string | null {
  const took = ({ start }: Rests): number => start.ended - start.began;
  const longest = restsOn(network, target).reduce<Rests | undefined>(
    (most, one) => (took(one) > (most === undefined ? 0 : took(most)) ? one : most),
    undefined,
  );
  return longest?.start.unit ?? null;
}

/** Who waited for the slow start and no longer does; targets do nothing themselves. */
function freeOf(before: TimeNetwork, after: TimeNetwork, slow: string): readonly string[] {
  const still = waitersOf(after, slow);
  return [...waitersOf(before, slow)]
    .filter((id) => id !== slow && !still.has(id) && !id.endsWith('.target') && after.starts.has(id))
    .sort();
}

function waitersOf({ starts, waits }: TimeNetwork, unit: string): ReadonlySet<string> {
  const found = new Set([unit]);
  if (!starts.has(unit)) return found;
  // Each stands after all that it waits for.
  for (const id of starts.keys()) if (waits.get(id)?.some(({ earlier }) => found.has(earlier))) found.add(id);
  return found;
}

function oneAfterTheOther(first: readonly Proposed[]): readonly Proposal[] {
  const steps: Proposal[] = [];
  const done = new Set<string>();
  for (let next = first[0]; next !== undefined && steps.length < STEPS; ) {
    steps.push(next.proposal);
    for (const edge of next.proposal.goes) done.add(keyOf(edge));
    const { state } = next;
    next = state === undefined ? undefined : bestOf(state, done);
  }
  return steps.length > 1 ? steps : [];
}

/** The best of what is left; no more is tried once one saves more than the others could. */
function bestOf(state: State, done: ReadonlySet<string>): Proposed | undefined {
  let best: Proposed | undefined;
  const ideas = ideasOf(askedOf(state)).filter(({ idea }) => !idea.goes.some((edge) => done.has(keyOf(edge))));
  for (const one of ideas.slice(0, LATER_TRIES)) {
    if (best !== undefined && !mayBeBetter(one, best)) break;
    const found = proposed(state, one);
    if (found !== undefined && (best === undefined || byGain(found, best) < 0)) best = found;
  }
  return best;
}

/** An idea that saves as much at most, and is no milder, need not be tried. */
function mayBeBetter({ idea, gain }: Estimated, { proposal }: Proposed): boolean {
  const [one, other] = [magnitude(gain), magnitude(proposal.gain)];
  return one > other || (one === other && MILDEST.indexOf(idea.kind) < MILDEST.indexOf(proposal.kind));
}

function byGain({ proposal: a }: Proposed, { proposal: b }: Proposed): number {
  const [one, other] = [MILDEST.indexOf(a.kind), MILDEST.indexOf(b.kind)];
  return magnitude(b.gain) - magnitude(a.gain) || one - other || a.units.length - b.units.length || b.gain - a.gain;
}

/** The same number for gains that are about the same. */
function magnitude(gain: number): number {
  return Math.round(Math.log(gain) / Math.log1p(ABOUT_THE_SAME));
}

function endOf({ starts }: TimeNetwork, target: string): number {
  return starts.get(target)?.ended ?? 0;
}
