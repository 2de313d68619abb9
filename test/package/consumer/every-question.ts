/** What someone who installed the package may write: every question once, on a root whose path is given. Prints what was answered. */
import {
  audit,
  autostart,
  type BootEdge,
  blame,
  chain,
  compare,
  criticalChain,
  cycles,
  diff,
  type Finding,
  graph,
  type Impact,
  impact,
  impacts,
  type ListedUnit,
  list,
  type OpenedRoot,
  openFolder,
  openRoot,
  order,
  orderOf,
  parseDump,
  QuestionError,
  RootUnreadable,
  readTimings,
  type SpeedUp,
  show,
  speedUp,
  type Tree,
  trace,
  transaction,
  tree,
  unitNamed,
  view,
  type Why,
  whatIf,
  why,
  whyOrder,
  withTarget,
} from 'bootscope';

const [, , path = ''] = process.argv;
const opened: OpenedRoot = await openRoot(path);
const unit: string = unitNamed(opened.graph, 'nova-compute');
const other: string = unitNamed(opened.graph, 'libvirt-bin');
const because: Why = why(opened, unit);
const edges: readonly BootEdge[] = because.paths[0] ?? [];
const findings: readonly Finding[] = audit(opened);
const told = chain(opened);
const loops = cycles(opened);
const masked = whatIf(opened, { operations: [{ verb: 'mask', names: [other] }], dropIns: [] });
const lost: Impact = impact(opened, other);
const units: readonly ListedUnit[] = list(opened);
const pulled: Tree = tree(opened, unit);
const dump = parseDump('');
const timings = readTimings([]);

const answers: Readonly<Record<string, boolean>> = {
  why: because.holds && edges.every(({ type }) => type === 'Wants' || type === 'Requires'),
  whyOrder: whyOrder(opened, unit, other).holds,
  order: order(opened).waves.flat().includes(unit),
  orderOf: orderOf(opened, unit, { depth: 2 }).wave !== null,
  chain: told.kind === 'targets' && told.steps.length > 0,
  show: show(opened, unit).unit.id === unit,
  trace: trace(opened, unit) !== undefined,
  transaction: transaction(opened).transaction.jobs.some((job) => job.unit === unit),
  cycles: loops.kind === 'cycles' && loops.found.cycles.length === 0,
  whatIf: masked.after.opened.graph.nodes.get(other)?.load === 'masked',
  autostart: autostart(opened, unit) !== undefined,
  audit: findings.every(({ rule, mend }) => rule !== '' && mend !== ''),
  impact: lost !== undefined && impacts(opened) !== undefined,
  list: units.some(({ name, enabled }) => name === unit && enabled === 'enabled'),
  tree: pulled.branches.length > 0,
  graph: graph(opened, { started: true }).nodes.size < opened.graph.nodes.size,
  view: view(opened).format === 'bootscope/view@1',
  diff: diff(opened, openFolder(path)).same,
  compare: typeof dump === 'string' || compare(opened, dump).compared.units >= 0,
  speedUp: typeof timings === 'string' || shorter(timings).proposals !== undefined,
  times: typeof timings === 'string' || (blame(timings) && criticalChain(opened, timings)) !== undefined,
  target: withTarget(opened, 'rescue').asked === 'rescue.target',
};

function shorter(recorded: Exclude<typeof timings, string>): SpeedUp {
  return speedUp(opened, recorded);
}

function fails(ask: () => unknown, kind: new (...given: never[]) => Error): boolean {
  try {
    ask();
  } catch (error) {
    return error instanceof kind;
  }
  return false;
}
const faults: Readonly<Record<string, boolean>> = {
  'no such root': fails(() => openFolder('/nosuch'), RootUnreadable),
  'no such unit': fails(() => unitNamed(opened.graph, 'nova-compote'), QuestionError),
};

console.log(JSON.stringify({ ...answers, ...faults }));
