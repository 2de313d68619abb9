/**
 * What several questions about one root need: the plan, the ordering cycles, the jobs that chance decides, the edges of each unit.
 * Each is worked out when the first question asks for it, and once: all answers about a root rest on the same plan.
 */
import { type Cycles, findCycles } from '../engine/cycles/find.ts';
import { type Interruption, interruptions } from '../engine/failure/activate.ts';
import { isLost } from '../engine/failure/fate.ts';
import { type BootSimulation, simulateBoot, type UnitFate, usualFates } from '../engine/failure/impact.ts';
import { type LaterStart, laterStarts, type OwnJobs } from '../engine/later/later-start.ts';
import { type Leaving, planLeaving } from '../engine/leaving.ts';
import { type BootPlan, planBoot } from '../engine/plan.ts';
import { planShutdown, type Shutdown } from '../engine/shutdown.ts';
import { type Varying, varyingJobs } from '../engine/transaction/varying.ts';
import { type Fate, fateOf, type Uncertain, uncertainUnits } from '../engine/uncertain.ts';
import type { BootEdge, BootGraph, EdgeType } from '../graph/model.ts';
import type { OpenedRoot } from '../open.ts';
import type { FileStarts } from '../trace/file-starts.ts';
import { once, oncePer } from '../words/once.ts';
import { type Mended, type MendedKnot, mendCycles } from './mend.ts';
import { mendShutdown } from './mend-shutdown.ts';
import type { RootFacts } from './root-facts.ts';

export interface Boot {
  readonly graph: BootGraph;
  readonly version: number;
  /** What the init in force starts. */
  readonly plan: BootPlan;
  /** Of systemd's transaction; none under an init that has no transactions. */
  readonly cycles: Cycles;
  /** Units on a cycle that PID 1 meets: an order through them counts, though one of them may be left out. */
  readonly tangled: ReadonlySet<string>;
  /** Units whose job is another at another boot of the same files. */
  readonly varying: readonly Varying[];
  /** Units that chance starts at one boot and not at another, for whatever reason: ordering cycles too. */
  readonly uncertain: ReadonlyMap<string, Uncertain>;
  /** Whether it is started, over all boots of the same files. */
  fate(id: string): Fate;
  /** Started at the boot that is looked at, or at another of the same files. */
  mayStart(id: string): boolean;
  /** The jobs of systemd's boot, to be played through with failures. */
  readonly simulation: BootSimulation;
  /** What becomes of each unit with a job in this boot, where it does not simply come up. */
  readonly turns: ReadonlyMap<string, UnitFate>;
  /** Failures whose OnFailure= would stop others. */
  readonly interruptions: readonly Interruption[];
  /** What a shutdown stops, and in which order. */
  readonly shutdown: Shutdown;
  /** What starts units after these jobs are queued, by unit. Of a page, which has no files, what its graph says. */
  readonly later: ReadonlyMap<string, readonly LaterStart[]>;
  /** Commands in scripts of started units that start others. */
  readonly commands: FileStarts['commands'];
  /** Where another target than the machine's own is asked for: what is stopped on the way there once the machine is up. */
  readonly leaving: Leaving | undefined;
  started(id: string): boolean;
  /** Edges that begin at a node, of the types asked for; of every type, where none is. In the graph's order. */
  out(id: string, ...types: readonly EdgeType[]): readonly BootEdge[];
  /** Edges that end at a node. */
  in(id: string, ...types: readonly EdgeType[]): readonly BootEdge[];
}

const NO_CYCLES: Cycles = { target: '', mode: 'isolate', cycles: [], tangled: [], knots: [], complete: true };

/** The boot of a root; the same object for the same root, however often it is asked for. Nothing is worked out yet. */
export const bootOf: (root: RootFacts) => Boot = oncePer((root) => {
  const { graph, version } = root;
  const plan = once(() => planBoot(graph, { version }));
  const cycles = once(
    (): Cycles =>
      graph.init.system === 'systemd' ? findCycles(graph, { version }) : { ...NO_CYCLES, target: graph.target },
  );
  // Cycles are looked for only where PID 1 meets one.
  const meetsCycle = (): boolean => (plan().transaction?.cycles.length ?? 0) > 0;
  const tangled = once((): ReadonlySet<string> => new Set(meetsCycle() ? cycles().tangled : []));
  const varying = once(() => {
    if (root.varying !== undefined) return root.varying;
    const { transaction } = plan();
    return transaction === undefined ? [] : varyingJobs(graph, transaction);
  });
  const uncertain = once((): ReadonlyMap<string, Uncertain> => {
    const met = meetsCycle() && plan().failed === null;
    return uncertainUnits(plan(), met ? cycles() : NO_CYCLES, varying());
  });
  const simulation = once(() => simulateBoot(graph, plan(), version));
  const turns = once(() => usualFates(simulation()));
  const interruptionsOf = once(() => interruptions(simulation().stage));
  const inFiles = once(() => (graph.init.system === 'systemd' ? root.startsInFiles?.(plan().started) : undefined));
  const ownJobs = (): OwnJobs => {
    const { started } = plan();
    const { usual } = simulation();
    const called = new Set(usual.activated.flatMap(({ edge, certain }) => (certain ? (graph.edges[edge] ?? []) : [])));
    return {
      started: (id) => started.has(id),
      comesUp: (id) => {
        const turn = turns().get(id);
        return started.has(id) && !(turn?.certain === true && turn.fate !== 'not-asked' && isLost(turn.fate));
      },
      called: (edge) => called.has(edge),
    };
  };
  const later = once(() =>
    graph.init.system === 'systemd'
      ? laterStarts(graph, ownJobs(), inFiles()?.later ?? [])
      : new Map<string, readonly LaterStart[]>(),
  );
  const leaving = once(() => {
    const { transaction } = plan();
    const target = graph.names.get('default.target') ?? 'default.target';
    if (transaction === undefined || target === transaction.target || graph.nodes.get(target)?.load !== 'loaded')
      return;
    const { varying: _, ...files } = root;
    const usual = bootOf({ ...files, graph: { ...graph, target } });
    return planLeaving(graph, version, transaction, { from: target, started: usual.mayStart });
  });
  const shutdown = once(() => {
    const left = leaving();
    // Nobody boots to reboot.target: what goes down there is the machine's usual boot.
    if (left?.how === 'shutdown') return left;
    // What has done its work, or never came up, is inactive: its stop does nothing, and is passed on to nobody (transaction_drop_redundant).
    const isOver = ({ fate, certain }: UnitFate): boolean => certain && fate !== 'stopped';
    return planShutdown(graph, (id) => {
      const turn = turns().get(id);
      return fateOf(plan(), uncertain(), id) !== 'never' && (turn === undefined || !isOver(turn));
    });
  });
  const outgoing = once(() => edgesBy(graph.edges, 'from'));
  const incoming = once(() => edgesBy(graph.edges, 'to'));
  return {
    graph,
    version,
    get plan() {
      return plan();
    },
    get cycles() {
      return cycles();
    },
    get tangled() {
      return tangled();
    },
    get varying() {
      return varying();
    },
    get uncertain() {
      return uncertain();
    },
    fate: (id) => fateOf(plan(), uncertain(), id),
    mayStart: (id) => fateOf(plan(), uncertain(), id) !== 'never',
    get simulation() {
      return simulation();
    },
    get turns() {
      return turns();
    },
    get interruptions() {
      return interruptionsOf();
    },
    get shutdown() {
      return shutdown();
    },
    get later() {
      return later();
    },
    get commands() {
      return inFiles()?.commands ?? [];
    },
    get leaving() {
      return leaving();
    },
    started: (id) => plan().started.has(id),
    out: (id, ...types) => ofTypes(outgoing().get(id), types),
    in: (id, ...types) => ofTypes(incoming().get(id), types),
  };
});

/** The smallest change that ends each ordering cycle of a root, tried on it: once a root, for each try opens it again. */
export const mendedOf: (opened: OpenedRoot) => Mended = /* @__PURE__ */ oncePer((opened) =>
  mendCycles(opened, bootOf(opened).cycles),
);

/** The same for the circles that only a shutdown meets. */
export const shutdownMendedOf: (opened: OpenedRoot) => readonly MendedKnot[] = /* @__PURE__ */ oncePer((opened) =>
  mendShutdown(opened, (root) => bootOf(root).shutdown),
);

/** And for those among what is stopped by isolating the target asked for. */
export const isolationMendedOf: (opened: OpenedRoot) => readonly MendedKnot[] = /* @__PURE__ */ oncePer((opened) =>
  mendShutdown(opened, (root) => bootOf(root).leaving ?? bootOf(root).shutdown),
);

function ofTypes(edges: readonly BootEdge[] | undefined, types: readonly EdgeType[]): readonly BootEdge[] {
  if (edges === undefined) return [];
  return types.length === 0 ? edges : edges.filter(({ type }) => types.includes(type));
}

function edgesBy(edges: readonly BootEdge[], end: 'from' | 'to'): ReadonlyMap<string, readonly BootEdge[]> {
  const groups = new Map<string, BootEdge[]>();
  for (const edge of edges) {
    const list = groups.get(edge[end]);
    if (list) list.push(edge);
    else groups.set(edge[end], [edge]);
  }
  return groups;
}
