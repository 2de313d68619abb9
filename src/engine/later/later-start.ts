/**
 * What starts a unit after the boot's own jobs are queued: timers, sockets, paths, automounts, devices, messages on the bus, the end of
 * another unit, a command in a script. Such a start is a transaction of its own; it, too, waits for any queued job of a unit named in After=
 * (job_is_runnable).
 */
import type { BootEdge, BootGraph, BootNode, EdgeType, Setting } from '../../graph/model.ts';
import { isOwnVolume } from '../../words/own-volume.ts';
import { templateOf } from '../../words/template-name.ts';
import { PULLS } from '../why.ts';
import { perConnection } from './per-connection.ts';

export type LaterKind =
  | 'timer'
  | 'socket'
  | 'path'
  | 'automount'
  | 'device'
  | 'udev-rule'
  | 'bus'
  | 'on-failure'
  | 'on-success'
  | 'command';

export interface LaterStart {
  /** Who is started. */
  readonly unit: string;
  readonly kind: LaterKind;
  /** The unit that starts it; of a rule or bus name, what is looked for. */
  readonly by: string;
  /** The edge that says so, where it is one of the graph. */
  readonly edge?: BootEdge;
  /** The line of another file that says so: a udev rule, a bus service, a script. */
  readonly at?: { readonly file: string; readonly line?: number; readonly text: string };
  /** Lines that say when: OnCalendar=, ListenStream=, PathExists=. */
  readonly when: readonly Setting[];
  /** It comes with another that is started so and is no part of the graph: that one asks for it. */
  readonly with?: BootEdge;
  /** Of OnFailure=: the failure is one of this boot, as far as the files tell. */
  readonly certain?: true;
}

/** Keys of a timer that count from something else than its own unit's last run. */
const FIRST_RUN = /^On(Active|Boot|Startup)Sec$|^OnCalendar$|^On(Clock|Timezone)Change$/;

/** A timer that only starts its unit anew after it has run: nothing starts it a first time (timer_enter_waiting). */
export function onlyRepeats(timer: BootNode): boolean {
  return (
    timer.type === 'timer' &&
    !timer.settings.some(
      (s) => s.section === 'Timer' && FIRST_RUN.test(s.key) && s.overridden !== true && s.value !== '',
    )
  );
}

/** What is known of the boot's own jobs. */
export interface OwnJobs {
  readonly started: (id: string) => boolean;
  /** It has a job, and nothing is known to keep it from coming up. */
  readonly comesUp: (id: string) => boolean;
  /** OnFailure= that this boot calls. */
  readonly called: (edge: BootEdge) => boolean;
}

/** A later start, and the way from the unit that is started so to the one that comes with it; empty: it is that unit. */
export interface LaterWay {
  readonly start: LaterStart;
  readonly path: readonly BootEdge[];
}

const WHEN: Readonly<Record<string, RegExp>> = {
  timer: /^(On[A-Z].*|Persistent|RandomizedDelaySec|AccuracySec)$/,
  socket: /^(Listen.+|FileDescriptorName|Accept)$/,
  path: /^(PathExists|PathExistsGlob|PathChanged|PathModified|DirectoryNotEmpty)$/,
  automount: /^(Where|TimeoutIdleSec)$/,
};

/**
 * @param own units with a job at boot: what they activate may come
 * @param files starts that stand in files outside the graph: udev rules, bus services, scripts
 */
export function laterStarts(
  graph: BootGraph,
  own: OwnJobs,
  files: readonly LaterStart[],
): ReadonlyMap<string, readonly LaterStart[]> {
  const found = new Map<string, LaterStart[]>();
  const add = (start: LaterStart): void => {
    const list = found.get(start.unit);
    if (list) list.push(start);
    else found.set(start.unit, [start]);
  };
  for (const edge of graph.edges) {
    const start = ofEdge(graph, edge, own);
    if (start !== undefined) add(start);
  }
  for (const node of graph.nodes.values())
    if (own.comesUp(node.id) && perConnection(node) !== undefined) add(instanceStart(node));
  for (const start of files) add(start);
  return found;
}

function instanceStart(socket: BootNode): LaterStart {
  const unit = `${socket.id.slice(0, -'.socket'.length)}@.service`;
  return { unit, kind: 'socket', by: socket.id, when: whenOf(socket, 'socket') };
}

function whenOf(node: BootNode, kind: 'timer' | 'socket' | 'path' | 'automount'): readonly Setting[] {
  const section = node.type[0]!.toUpperCase() + node.type.slice(1);
  const pattern = WHEN[kind] as RegExp;
  return node.settings.filter(
    (s) => s.section === section && pattern.test(s.key) && s.overridden !== true && s.value !== '',
  );
}

function ofEdge(graph: BootGraph, edge: BootEdge, { started, comesUp, called }: OwnJobs): LaterStart | undefined {
  const from = graph.nodes.get(edge.from);
  if (from === undefined || from.init !== 'systemd') return undefined;
  const common = { unit: edge.to, by: edge.from, edge };
  if (edge.type === 'Triggers') {
    const kind = from.type;
    if (kind !== 'timer' && kind !== 'socket' && kind !== 'path' && kind !== 'automount') return undefined;
    if (!comesUp(edge.from) || onlyRepeats(from)) return undefined;
    return { ...common, kind, when: whenOf(from, kind) };
  }
  // udev plugs a device; then PID 1 starts what it wants (retroactively_start_dependencies).
  if (from.type === 'device' && PULLS.has(edge.type))
    return isOwnVolume(edge.to, edge.from) ? undefined : { ...common, kind: 'device', when: [] };
  if (edge.type === 'OnFailure' && started(edge.from))
    return { ...common, kind: 'on-failure', when: [], ...(called(edge) ? { certain: true as const } : {}) };
  if (edge.type === 'OnSuccess' && started(edge.from)) return { ...common, kind: 'on-success', when: [] };
  return undefined;
}

/** What is asked of a boot for the ways below. */
interface LaterOf {
  readonly later: ReadonlyMap<string, readonly LaterStart[]>;
  started(id: string): boolean;
  in(id: string, ...types: readonly EdgeType[]): readonly BootEdge[];
}

/** How a unit without a job at boot comes later, shortest ways first: by itself, or with another that does. */
export function laterWays({ later, started, in: into }: LaterOf, unit: string): readonly LaterWay[] {
  const own = (later.get(unit) ?? later.get(templateOf(unit) ?? unit) ?? []).map(
    (start): LaterWay => ({ start, path: [] }),
  );
  if (own.length > 0) return own;
  const came = new Map<string, BootEdge | undefined>([[unit, undefined]]);
  const queue = [unit];
  for (let at = 0; at < queue.length; at++) {
    const here = queue[at] as string;
    const [start] = here === unit ? [] : (later.get(here) ?? []);
    if (start !== undefined) {
      const path: BootEdge[] = [];
      for (let edge = came.get(here); edge !== undefined; edge = came.get(edge.to)) path.push(edge);
      return [{ start, path }];
    }
    for (const edge of into(here, ...PULLS))
      if (!came.has(edge.from) && !started(edge.from)) {
        came.set(edge.from, edge);
        queue.push(edge.from);
      }
  }
  return [];
}
