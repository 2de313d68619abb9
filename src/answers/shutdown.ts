/** How this machine goes down: what is stopped in which order, what the next waits for, and how long at most. */
import { bootOf } from '../boot/boot.ts';
import type { OrderingCycle } from '../engine/cycles/cycle.ts';
import type { BootGraph, BootNode } from '../graph/model.ts';
import type { OpenedRoot } from '../open.ts';
import { managerConfig, managerSettings } from '../systemd/manager-config.ts';
import { parseTimeSpan } from '../words/time-span.ts';
import { QuestionError } from './question-error.ts';

/** How long PID 1 waits for one step of a unit's stop; null: for ever. In seconds. */
export interface StopTimeout {
  readonly seconds: number | null;
  /** The line that says so; the manager's default where there is none. */
  readonly file: string | null;
  readonly line: number | null;
}

export interface ShutdownOrder {
  readonly target: 'shutdown.target';
  /** The first wave is stopped first. */
  readonly waves: readonly (readonly string[])[];
  /** Units that run only once something has started them after the boot. */
  readonly later: readonly string[];
  /** Of each unit that runs something at its stop. */
  readonly timeouts: Readonly<Record<string, StopTimeout>>;
  /** The chain of stops that may take longest, the first to be stopped first, and how long: null where one may wait for ever. */
  readonly longest: { readonly units: readonly string[]; readonly seconds: number | null };
  /** Met at shutdown only. */
  readonly cycles: readonly OrderingCycle[];
}

/** @throws QuestionError where another init than systemd is in force */
export function shutdownOrder(opened: OpenedRoot): ShutdownOrder {
  const { graph, snapshot, user } = opened;
  if (graph.init.system !== 'systemd')
    throw new QuestionError({ kind: 'other-init', what: 'transactions', init: graph.init.system });
  const { shutdown } = bootOf(opened);
  const fallback = spanSeconds(managerConfig(managerSettings(snapshot, user ? 'user' : 'system')).timeoutStop);
  const timeouts: Record<string, StopTimeout> = {};
  for (const id of [...shutdown.stopped].sort()) {
    const timeout = timeoutOf(graph.nodes.get(id), fallback);
    if (timeout !== undefined) timeouts[id] = timeout;
  }
  return {
    target: 'shutdown.target',
    waves: shutdown.waves,
    later: [...shutdown.later].sort(),
    timeouts,
    longest: longestOf(graph, shutdown.waves, timeouts),
    cycles: shutdown.cycles,
  };
}

/** Types that run a command or unmount at their stop, and the keys of the timeout, the later line before the earlier. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  service: ['TimeoutStopSec', 'TimeoutSec'],
  socket: ['TimeoutSec'],
  mount: ['TimeoutSec'],
  swap: ['TimeoutSec'],
};

function timeoutOf(node: BootNode | undefined, fallback: number | null): StopTimeout | undefined {
  const keys = node === undefined ? undefined : KEYS[node.type];
  if (node === undefined || keys === undefined) return undefined;
  // A socket without commands of its own has nothing to wait for.
  if (node.type === 'socket' && !node.settings.some(({ key }) => /^ExecStop(Pre|Post)$/.test(key))) return undefined;
  const section = `${node.type.charAt(0).toUpperCase()}${node.type.slice(1)}`;
  const set = node.settings.findLast(
    (s) => s.section === section && keys.includes(s.key) && parseTimeSpan(s.value) !== undefined,
  );
  if (set === undefined) return { seconds: fallback, file: null, line: null };
  return { seconds: spanSeconds(set.value), file: set.file, line: set.line };
}

/** null: infinite, which 0 is too (service.c: config_parse_service_timeout). */
function spanSeconds(text: string): number | null {
  const span = parseTimeSpan(text);
  return span === undefined || span === 'infinity' || span === 0n ? null : Number(span) / 1e6;
}

function longestOf(
  graph: BootGraph,
  waves: ShutdownOrder['waves'],
  timeouts: ShutdownOrder['timeouts'],
): ShutdownOrder['longest'] {
  const wave = new Map(waves.flatMap((units, depth) => units.map((id) => [id, depth] as const)));
  const waitsFor = new Map<string, string[]>();
  // What starts after a unit is stopped before it; members of a circle share a wave and are not counted against each other.
  for (const { type, from, to } of graph.edges)
    if (type === 'After' && (wave.get(from) ?? -1) < (wave.get(to) ?? -1) && wave.has(from))
      waitsFor.set(to, [...(waitsFor.get(to) ?? []), from]);
  const best = new Map<string, { readonly seconds: number; readonly before: string | undefined }>();
  for (const units of waves)
    for (const id of units) {
      const own = timeouts[id] === undefined ? 0 : (timeouts[id].seconds ?? Number.POSITIVE_INFINITY);
      let [seconds, before]: [number, string | undefined] = [0, undefined];
      for (const other of waitsFor.get(id) ?? []) {
        const known = best.get(other)?.seconds ?? 0;
        if (known > seconds) [seconds, before] = [known, other];
      }
      best.set(id, { seconds: seconds + own, before });
    }
  const [last] = [...best].sort(([a, x], [b, y]) =>
    x.seconds === y.seconds ? (a < b ? -1 : 1) : y.seconds > x.seconds ? 1 : -1,
  );
  const units: string[] = [];
  for (let id = last?.[0]; id !== undefined; id = best.get(id)?.before)
    if (timeouts[id] !== undefined) units.unshift(id);
  const seconds = last?.[1].seconds ?? 0;
  return { units, seconds: Number.isFinite(seconds) ? seconds : null };
}
