/**
 * The viewer's data: state, wave, place, proof and reason of everything in a graph, computed once here so that the page
 * only draws. Pure; the page runs the same function on a bare `bootscope/graph@1` that someone drops on it.
 * Longer than 300 lines: one column of the page after the other, each some lines.
 */
import { buildAdjacency } from '../engine/csr.ts';
import { drawnEdges } from '../engine/layout-edges.ts';
import { waves } from '../engine/waves.ts';
import { isHeeded } from '../engine/why.ts';
import type { BootEdge, BootGraph, BootNode, EdgeType } from '../graph/model.ts';
import { checksNote } from '../report/checks.ts';
import { chainSteps, pulledBy, stepOfEach } from './chain.ts';
import { edgeColumns, type NodeState, nodeColumns, proofTable, stringTable } from './columns.ts';
import { VIEW_FORMAT, type ViewCycle, type ViewData, type ViewFinding, type ViewState } from './format.ts';
import { layout } from './layout.ts';
import { labelWidth, shortLabel } from './text.ts';

/** The part of a transaction that the picture shows (`bootscope/transaction@1`). */
export interface ViewTransaction {
  readonly jobs: readonly { readonly unit: string; readonly type: string }[];
  readonly dropped?: readonly { readonly unit: string; readonly type: string; readonly reason: string }[];
  readonly cycles?: readonly ViewCycleInput[];
}

export interface ViewCycleInput {
  readonly members: readonly string[];
  readonly edges?: readonly { readonly from: string; readonly to: string; readonly type?: string }[];
  readonly victims?: readonly string[];
  readonly protected?: readonly string[];
  readonly culprit?: { readonly from: string; readonly to: string };
  readonly unbreakable?: boolean;
  readonly advice?: string;
}

export interface ViewFindingInput {
  readonly rule: string;
  readonly severity: string;
  readonly message: string;
  readonly unit?: string;
  readonly file?: string;
  readonly line?: number;
  readonly fix?: string;
  readonly proof?: readonly BootEdge[];
}

export interface ViewLink {
  readonly name: string;
  readonly file: string;
  readonly target: string;
}

export interface ViewExtras {
  readonly version?: number;
  readonly asked?: string;
  readonly config?: string;
  readonly cmdline?: string;
  readonly links?: readonly ViewLink[];
  readonly texts?: ViewData['texts'];
  /** Ids of the steps of the boot, where they do not follow from its target: Upstart's aims at its first event. */
  readonly milestones?: readonly string[];
  /** What starts, where there is no systemd transaction (an Upstart or sysv boot). */
  readonly started?: ReadonlySet<string>;
  readonly story?: ViewData['story'];
  readonly fileStarts?: ViewData['fileStarts'];
  readonly varying?: ViewData['varying'];
  /** Package of a file. */
  readonly owners?: ReadonlyMap<string, string>;
  /** Present where the audit has run. */
  readonly findings?: readonly ViewFindingInput[];
}

/** Edge types that ask for their `to` when `from` starts; the page needs them only where no transaction came along. */
const PULL_IN: readonly EdgeType[] = ['Requires', 'BindsTo', 'Wants', 'Upholds', 'Requisite'];

/** The page's edges, in the order of their numbers: those with both ends in the graph. */
export function edgesWithin({ nodes, edges }: BootGraph): readonly BootEdge[] {
  return edges.filter(({ from, to }) => nodes.has(from) && nodes.has(to));
}

/**
 * Longer than 80 lines: the record of the page, a column a line.
 * @returns the page's whole input. Linear in the graph but for the reduction of the drawn edges.
 */
export function viewData(graph: BootGraph, transaction?: ViewTransaction, extras: ViewExtras = {}): ViewData {
  const strings = stringTable();
  const proofs = proofTable();
  const nodes = [...graph.nodes.values()];
  const index = new Map(nodes.map((node, k) => [node.id, k]));
  const numberOf = (name: string): number => index.get(name) ?? index.get(graph.names.get(name) ?? '') ?? -1;
  const edges = edgesWithin(graph);
  const from = edges.map((edge) => index.get(edge.from) as number);
  const to = edges.map((edge) => index.get(edge.to) as number);
  const target = numberOf(graph.target);

  const pulled = pulledBy(nodes.length, target, edges, from, to, PULL_IN);
  const started = startedUnits(graph, nodes, pulled.reached, transaction, extras, numberOf);

  // The order of time, earlier → later, among what is started.
  const earlier: number[] = [];
  const later: number[] = [];
  const orderEdge: number[] = [];
  edges.forEach((edge, e) => {
    const [a, b] = [from[e] as number, to[e] as number];
    if (edge.type !== 'After' || started[a] !== 1 || started[b] !== 1 || !isHeeded(graph, edge)) return;
    earlier.push(b);
    later.push(a);
    orderEdge.push(e);
  });
  const before = buildAdjacency(nodes.length, earlier, later);
  const wave = waves(before, (node) => started[node] === 1);
  const keep = drawnEdges(nodes.length, wave, earlier, later);
  const order = new Array<number>(edges.length).fill(0);
  orderEdge.forEach((e, k) => {
    order[e] = keep[k] === 1 ? 2 : 1;
  });

  const chain =
    extras.milestones === undefined
      ? chainSteps(target, nodes, before, buildAdjacency(nodes.length, later, earlier), wave)
      : milestonesOf(extras.milestones.map(numberOf), wave);
  const step = stepOfEach(chain, buildAdjacency(nodes.length, later, earlier));
  const states = nodes.map((node, k) => stateOf(node, started[k] === 1));
  markTransaction(states, transaction, numberOf);

  const drawn = orderEdge.map((_, k) => k).filter((k) => keep[k] === 1);
  const shelves = shelvesOf(nodes, states, wave);
  const place = layout({
    wave,
    width: nodes.map((node, k) => labelWidth(shortLabel(node.id), chain.includes(k))),
    before: buildAdjacency(
      nodes.length,
      drawn.map((k) => earlier[k] as number),
      drawn.map((k) => later[k] as number),
    ),
    spine: new Set(chain),
    shelves: shelves.map((shelf) => shelf.members),
  });

  const edgeIndex = new Map(edges.map((edge, e) => [keyOf(edge), e]));
  return {
    format: VIEW_FORMAT,
    root: graph.root,
    init: {
      system: graph.init.system,
      version: graph.init.version === null ? '' : String(graph.init.version),
      evidence: graph.init.evidence.map((item) =>
        item.file === undefined ? item.text : `${item.text} (${item.file})`,
      ),
    },
    version: extras.version ?? 0,
    asked: extras.asked ?? '',
    config: extras.config ?? '/etc/systemd/system',
    cmdline: extras.cmdline ?? '',
    links: (extras.links ?? []).map(
      ({ name, file, target: to }) => [strings.of(name), strings.of(file), strings.of(to)] as const,
    ),
    target,
    exact: transaction !== undefined || extras.started !== undefined,
    chain,
    waveX: place.waveX.map(Math.round),
    shelves: shelves.map((shelf, k) => ({ title: shelf.title, y: place.shelfY[k] ?? 0, members: shelf.members })),
    nodes: nodeColumns(nodes, states, wave, place, pulled.by, step, strings.of),
    edges: edgeColumns(edges, from, to, order, proofs, strings.of),
    proofs: proofs.all,
    texts: extras.texts ?? { chain: '', cycles: '', why: {} },
    cycles: (transaction?.cycles ?? []).map((cycle) => cycleOf(cycle, numberOf, edgeIndex)),
    findings: findingsOf(extras, numberOf, edgeIndex),
    diagnostics: graph.diagnostics,
    audited: extras.findings !== undefined,
    ...(extras.story === undefined ? {} : { story: extras.story }),
    ...(extras.varying === undefined ? {} : { varying: extras.varying }),
    ...(extras.fileStarts === undefined ? {} : { fileStarts: extras.fileStarts }),
    ...(extras.owners === undefined
      ? {}
      : { packages: nodes.map(({ fragment }) => strings.of(extras.owners?.get(fragment ?? '') ?? '')) }),
    strings: strings.all,
  };
}

/** Those that this boot reaches, from the earliest; of several in one wave the last named. */
function milestonesOf(numbers: readonly number[], wave: Int32Array): number[] {
  const byWave = new Map(numbers.filter((n) => (wave[n] ?? -1) >= 0).map((n) => [wave[n] as number, n]));
  return [...byWave].sort(([a], [b]) => a - b).map(([, n]) => n);
}

function startedUnits(
  graph: BootGraph,
  nodes: readonly BootNode[],
  reached: Uint8Array,
  transaction: ViewTransaction | undefined,
  extras: ViewExtras,
  numberOf: (name: string) => number,
): Uint8Array {
  const started = new Uint8Array(nodes.length);
  if (extras.started !== undefined) {
    for (const id of extras.started) if (numberOf(id) >= 0) started[numberOf(id)] = 1;
    return started;
  }
  if (transaction !== undefined) {
    for (const job of transaction.jobs) {
      const node = numberOf(job.unit);
      if (node >= 0 && !job.type.includes('stop')) started[node] = 1;
    }
    return started;
  }
  return Uint8Array.from(nodes, (node, k) => {
    const asked = graph.init.system === 'systemd' ? reached[k] === 1 : node.init === graph.init.system;
    return asked && node.effective && node.load !== 'masked' && node.load !== 'not-found' ? 1 : 0;
  });
}

function stateOf(node: BootNode, started: boolean): NodeState {
  const error = node.loadError?.message ?? '';
  if (node.load === 'masked') return { state: 'masked', note: error || 'Masked: it can never be started.' };
  if (node.noEffect !== undefined) return { state: 'no-effect', note: node.noEffect.text };
  if (!node.effective) return { state: 'no-effect', note: 'Has no effect on this boot.' };
  if (node.load === 'not-found') return { state: 'missing', note: error || 'Named by others, but no file defines it.' };
  if (node.load === 'bad-setting' || node.load === 'error') return { state: 'broken', note: error || node.load };
  if (started) return { state: 'started', note: node.checks === undefined ? '' : checksNote(node.checks) };
  return { state: 'idle', note: '' };
}

function markTransaction(
  states: NodeState[],
  transaction: ViewTransaction | undefined,
  numberOf: (name: string) => number,
): void {
  for (const cycle of transaction?.cycles ?? []) {
    for (const id of cycle.victims ?? []) {
      const entry = states[numberOf(id)];
      if (entry === undefined) continue;
      entry.state = 'victim';
      entry.note = 'systemd may drop its job to break an ordering cycle: which of the possible victims goes is random.';
    }
  }
  for (const { unit, type, reason } of transaction?.dropped ?? []) {
    const entry = states[numberOf(unit)];
    // A stop job or a second start job that went says nothing of whether the unit starts.
    if (entry?.state !== 'idle' || type === 'stop') continue;
    entry.state = reason === 'redundant' ? 'active' : 'dropped';
    entry.note = DROPPED[reason] ?? `Dropped from the boot: ${reason}.`;
  }
}

/** Words for why a job is not in the transaction (`DroppedJob.reason`). */
const DROPPED: Readonly<Record<string, string>> = {
  'victim-of-cycle': 'Dropped from the boot to break an ordering cycle.',
  'lost-with': 'Dropped from the boot, since something that it requires was dropped.',
  conflict: 'Dropped from the boot, since it conflicts with a unit that is started.',
  'requirement-failed': 'Dropped from the boot, since something that it requires cannot be started.',
  redundant: 'Active before the boot begins: nothing is left to start.',
  'not-needed': 'Dropped from the boot: nothing that is started needs it any longer.',
};

interface Shelf {
  readonly title: string;
  readonly members: readonly number[];
}

function shelvesOf(nodes: readonly BootNode[], states: readonly NodeState[], wave: Int32Array): Shelf[] {
  const groups: readonly (readonly [string, readonly ViewState[]])[] = [
    ['Dropped from the boot', ['dropped']],
    ['May be dropped to break a cycle', ['victim']],
    ['Active before the boot begins', ['active']],
    ['Loaded, but not started by this boot', ['idle']],
    ['Masked', ['masked']],
    ['Named, but not found', ['missing']],
    ['Cannot be loaded', ['broken']],
    ['Without effect', ['no-effect']],
  ];
  return groups
    .map(([title, wanted]) => ({
      title,
      members: states
        .flatMap((entry, k) => (wanted.includes(entry.state) && (wave[k] ?? -1) < 0 ? [k] : []))
        .sort(byTypeAndName(nodes)),
    }))
    .filter((shelf) => shelf.members.length > 0);
}

function byTypeAndName(nodes: readonly BootNode[]): (a: number, b: number) => number {
  const key = (k: number): string => `${nodes[k]?.type} ${nodes[k]?.id}`;
  return (a, b) => (key(a) < key(b) ? -1 : 1);
}

function keyOf({ from, type, to }: { readonly from: string; readonly type?: string; readonly to: string }): string {
  return `${from}\n${type ?? 'After'}\n${to}`;
}

function cycleOf(
  cycle: ViewCycleInput,
  numberOf: (name: string) => number,
  edgeIndex: ReadonlyMap<string, number>,
): ViewCycle {
  const all = (names: readonly string[] | undefined): number[] => (names ?? []).map(numberOf).filter((k) => k >= 0);
  const edgeOf = (edge: { from: string; to: string; type?: string }): number => edgeIndex.get(keyOf(edge)) ?? -1;
  return {
    members: all(cycle.members),
    edges: edgesOf(cycle)
      .map(edgeOf)
      .filter((e) => e >= 0),
    victims: all(cycle.victims),
    protected: all(cycle.protected),
    culprit: cycle.culprit === undefined ? -1 : edgeOf(cycle.culprit),
    unbreakable: cycle.unbreakable ?? false,
    advice: cycle.advice ?? '',
  };
}

/** Members stand in running order: where no edges are given, each starts after the one before it. */
function edgesOf({ members, edges }: ViewCycleInput): readonly { from: string; to: string; type?: string }[] {
  return edges ?? members.map((to, k) => ({ from: members[(k + 1) % members.length] as string, to }));
}

function findingsOf(
  extras: ViewExtras,
  numberOf: (name: string) => number,
  edgeIndex: ReadonlyMap<string, number>,
): ViewFinding[] {
  return (extras.findings ?? []).map((finding) => ({
    rule: finding.rule,
    severity: finding.severity,
    message: finding.message,
    node: finding.unit === undefined ? -1 : numberOf(finding.unit),
    file: finding.file ?? '',
    line: finding.line ?? 0,
    fix: finding.fix ?? '',
    edges: (finding.proof ?? []).map((edge) => edgeIndex.get(keyOf(edge)) ?? -1).filter((e) => e >= 0),
  }));
}
