/** What a log says went wrong, tied to the files of a root: the lines behind a cycle, what is at fault, which requirement failed. */
import { bootOf, mendedOf, shutdownMendedOf } from '../boot/boot.ts';
import type { MendedKnot } from '../boot/mend.ts';
import { isEarlyPoint, isLatePoint } from '../engine/cycles/conventions.ts';
import { REQUIREMENTS } from '../engine/why.ts';
import type { BootEdge, BootGraph, Setting } from '../graph/model.ts';
import type { OpenedRoot } from '../open.ts';
import { eventsOf, type LogEvent, type LoggedJob } from '../recorded/log-events.ts';
import { logLines } from '../recorded/log-lines.ts';
import { nameFromPath } from '../systemd/unit-name.ts';

type CycleEvent = LogEvent & { readonly kind: 'cycle' };

export interface ExplainedCycle extends CycleEvent {
  /** One for each member: why its job runs after that of the next; null where these files do not say so. */
  readonly because: readonly (BootEdge | null)[] | null;
  /** The knot of this root's boot that holds all members, with what mends it. */
  readonly knot: MendedKnot | null;
  /** By the names alone: an early unit that waits for what comes late. */
  readonly suspect: { readonly unit: string; readonly after: string; readonly before: string } | null;
}

export interface ExplainedUnit {
  readonly event: LogEvent & { readonly kind: 'dependency' | 'device' | 'failed' | 'skipped' | 'waiting' };
  /** The unit that the words are about; null where it is not in these files, there are none, or several are described so. */
  readonly unit: string | null;
  /** Where several units of these files are described so: all of them. */
  readonly among: readonly string[];
  /** The line at which it came up after all. */
  readonly came: number | null;
  /** What it requires that went wrong in the same log; for a device, who waits for it. */
  readonly edges: readonly BootEdge[];
  /** Its conditions, where it was skipped. */
  readonly conditions: readonly Setting[];
}

export interface ExplainedLog {
  readonly cycles: readonly ExplainedCycle[];
  readonly deleted: readonly (LogEvent & { readonly kind: 'deleted' })[];
  readonly units: readonly ExplainedUnit[];
  /** Whether there are files to tie it to. */
  readonly tied: boolean;
  /** How many boots the text holds; of the last alone is told, which begins with line `from`. */
  readonly boots: number;
  readonly from: number;
  /** PID 1 ended in one of its modes for repairs. */
  readonly emergency: (LogEvent & { readonly kind: 'emergency' }) | null;
  /** Whether it looks like a log of a boot at all: it names systemd, or has the marks of its console. */
  readonly ofBoot: boolean;
}

export function explainLog(text: string, opened?: OpenedRoot): ExplainedLog {
  const { lines, boots, from } = logLines(text);
  const events = eventsOf(lines);
  const wrong = new Set<string>();
  for (const event of events)
    if (event.kind === 'dependency' || event.kind === 'device' || event.kind === 'failed') {
      const [unit, ...more] = unitsOf(opened?.graph, event.about);
      if (unit !== undefined && more.length === 0) wrong.add(unit);
    }
  for (const event of events) {
    const lost = event.kind === 'cycle' ? event.deleted : event.kind === 'deleted' ? event.job : null;
    if (lost !== null) wrong.add(opened?.graph.names.get(lost.unit) ?? lost.unit);
  }
  return {
    tied: opened !== undefined,
    boots,
    from,
    emergency: events.findLast((event) => event.kind === 'emergency') ?? null,
    ofBoot: events.length > 0 || /\bsystemd\b|\[ {0,2}(?:OK|FAILED|DEPEND|TIME) {0,2}\]/.test(text),
    cycles: events.flatMap((event) => (event.kind === 'cycle' ? [cycleOf(event, opened)] : [])),
    deleted: events.flatMap((event) => (event.kind === 'deleted' ? [event] : [])),
    units: once(stillSo(events).map((event) => unitOf(event, opened, wrong, cameAfter(events, event)))),
  };
}

type UnitEvent = ExplainedUnit['event'];

const OF_UNITS: ReadonlySet<string> = new Set(['dependency', 'device', 'failed', 'skipped', 'waiting']);

/** What is said of units; of a start that goes on its last word, where nothing is said of its end. */
function stillSo(events: readonly LogEvent[]): readonly UnitEvent[] {
  const told = events.filter(
    (event): event is UnitEvent | (LogEvent & { kind: 'came' }) => OF_UNITS.has(event.kind) || event.kind === 'came',
  );
  const last = new Map(told.map((event) => [event.about, event]));
  return told.filter(
    (event): event is UnitEvent =>
      event.kind !== 'came' && (event.kind !== 'waiting' || last.get(event.about) === event),
  );
}

/** A service that is tried again may come up at another try. */
function cameAfter(events: readonly LogEvent[], { kind, line, about }: UnitEvent): number | null {
  if (kind === 'skipped') return null;
  return events.find((event) => event.kind === 'came' && event.line > line && event.about === about)?.line ?? null;
}

/** A unit's end is told twice: in words for people, and as the result of its job. */
function once(units: readonly ExplainedUnit[]): readonly ExplainedUnit[] {
  const seen = new Set<string>();
  return units.filter(({ event, unit }) => {
    const key = `${event.kind} ${unit ?? event.about}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function cycleOf(event: CycleEvent, opened: OpenedRoot | undefined): ExplainedCycle {
  const suspect = suspectOf(event.jobs);
  if (opened === undefined) return { ...event, because: null, knot: null, suspect };
  const { graph } = opened;
  const because = event.jobs.map((job, at) => edgeOf(graph, job, event.jobs[(at + 1) % event.jobs.length] ?? job));
  const ids = event.jobs.map(({ unit }) => graph.names.get(unit) ?? unit);
  const starts = event.jobs.every(({ job }) => job !== 'stop');
  const tangled = starts && graph.init.system === 'systemd' && bootOf(opened).cycles.cycles.length > 0;
  const knots = starts ? (tangled ? mendedOf(opened).knots : []) : shutdownMendedOf(opened);
  const knot = knots.find(({ members }) => ids.every((id) => members.includes(id))) ?? null;
  return { ...event, because, knot, suspect };
}

/** `one` runs after `next`: as they are started, or the other way round where `next` is stopped. */
function edgeOf(graph: BootGraph, one: LoggedJob, next: LoggedJob): BootEdge | null {
  const [from, to] = [graph.names.get(one.unit) ?? one.unit, graph.names.get(next.unit) ?? next.unit];
  const find = (a: string, b: string) => graph.edges.find((e) => e.type === 'After' && e.from === a && e.to === b);
  const reversed = next.job === 'stop' || next.job === 'restart';
  return (reversed ? (find(to, from) ?? find(from, to)) : find(from, to)) ?? null;
}

/** A member that is no target and runs after a late point; and before an early one, itself or through others that are none. */
function suspectOf(jobs: readonly LoggedJob[]): ExplainedCycle['suspect'] {
  if (jobs.some(({ job }) => job === 'stop')) return null;
  const at = (n: number): string => jobs[(n + jobs.length) % jobs.length]?.unit ?? '';
  for (const [n, { unit }] of jobs.entries()) {
    if (unit.endsWith('.target') || !isLatePoint(at(n + 1))) continue;
    let back = n - 1;
    while (back > n - jobs.length && !at(back).endsWith('.target')) back--;
    if (isEarlyPoint(at(back))) return { unit, after: at(n + 1), before: at(back) };
  }
  return null;
}

function unitOf(
  event: ExplainedUnit['event'],
  opened: OpenedRoot | undefined,
  wrong: ReadonlySet<string>,
  came: number | null,
): ExplainedUnit {
  const all = unitsOf(opened?.graph, event.about);
  const [unit, ...more] = all;
  if (opened === undefined || unit === undefined || more.length > 0)
    return {
      event,
      unit: more.length > 0 ? null : (unit ?? null),
      among: more.length > 0 ? all : [],
      came,
      edges: [],
      conditions: [],
    };
  const boot = bootOf(opened);
  const edges =
    event.kind === 'dependency'
      ? boot.out(unit).filter(({ type, to }) => REQUIREMENTS.has(type) && wrong.has(to))
      : event.kind === 'device'
        ? boot.in(unit).filter(({ type }) => REQUIREMENTS.has(type))
        : [];
  const node = opened.graph.nodes.get(unit);
  const named = /\((\w+)=/.exec(event.because ?? '')?.[1];
  const conditions =
    event.kind === 'skipped'
      ? (node?.facts.conditions ?? []).filter(
          ({ key }) => key.startsWith('Condition') && (named === undefined || key === named),
        )
      : [];
  return { event, unit, among: [], came, edges, conditions };
}

/** StatusUnitFormat= decides whether a unit's name, its description or both are written. */
function unitsOf(graph: BootGraph | undefined, about: string): readonly string[] {
  const name = /^(\S+\.[a-z]+)(?: - .*)?$/.exec(about)?.[1];
  if (graph === undefined) return name === undefined ? [] : [name];
  if (name !== undefined && graph.names.has(name)) return [graph.names.get(name) ?? name];
  const device = about.startsWith('/') ? [...graph.nodes.values()].filter(({ type }) => type === 'device') : [];
  const path = device.find(({ id, description }) => description === about || id === nameFromPath(about, '.device'));
  if (path !== undefined) return [path.id];
  return [...graph.nodes.values()]
    .filter(({ description, init }) => init === 'systemd' && description === about)
    .map(({ id }) => id);
}
