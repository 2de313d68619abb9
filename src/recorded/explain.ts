/** What differs between files and a manager's memory: one finding a cause, with the reason where the dump shows it. */
import type { BootGraph, EdgeType } from '../graph/model.ts';
import { affectsBoot } from './affects-boot.ts';
import { compareGraph, type Difference, type JsonGraph } from './compare-graph.ts';
import type { Dump, DumpUnit } from './dump.ts';

export type Reason = 'edited' | 'runtime' | 'generated' | 'no-file' | 'link' | 'unexplained';

/** One finding. */
export interface UnitDifference {
  /** The unit to look at. */
  readonly unit: string;
  readonly reason: Reason;
  /** Other units that are there, or not there, because it is. */
  readonly with: readonly string[];
  readonly differences: readonly Difference[];
}

export interface ExplainOptions {
  /** Also what has no bearing on the boot. */
  readonly all?: boolean;
  /** What either of both boots starts; everything, where it is not given. */
  readonly inBoot?: (unit: string) => boolean;
  /** Units that the files start. */
  readonly started?: Iterable<string>;
  /** Whether only one of both boots starts it, though both may know it. */
  readonly oneSided?: (unit: string) => boolean;
  /** Whether two paths are one file of the copy: /lib is a link to usr/lib as a rule. */
  readonly sameFile?: (a: string, b: string) => boolean;
}

/** By cause, in the order of names. */
export function explainedDifferences(
  dump: Dump,
  graph: BootGraph,
  options: ExplainOptions = {},
): readonly UnitDifference[] {
  const { all = false, inBoot = () => true, oneSided = () => false } = options;
  const differences = [
    ...compareGraph(dump, asJson(graph)).filter((one) => !isSameFile(one, options.sameFile)),
    ...onlyInFiles(dump, options.started ?? []),
  ].filter((one) => all || affectsBoot(one, inBoot));
  const absent = new Set(differences.filter(({ kind }) => /-unit$/.test(kind)).map(({ what }) => what));
  for (const { kind, what } of differences)
    if (/-edge$/.test(kind)) for (const end of what.split(' ')) if (oneSided(end)) absent.add(end);
  const heads = headsOf(absent, dump, graph);
  const findings = new Map<string, Difference[]>();
  for (const difference of differences) {
    const [from = '', , to = ''] = difference.what.split(' ');
    const near = [from, to].find((unit) => absent.has(unit));
    const unit = near === undefined ? ownerOf(difference, dump) : (heads.get(near) ?? near);
    const list = findings.get(unit);
    if (list) list.push(difference);
    else findings.set(unit, [difference]);
  }
  return [...findings]
    .map(([unit, found]) => ({
      unit,
      reason: reasonOf(unit, dump.units.get(unit), found, graph),
      with: [...heads]
        .filter(([other, head]) => head === unit && other !== unit)
        .map(([other]) => other)
        .sort(),
      differences: found,
    }))
    .sort((a, b) => (a.unit < b.unit ? -1 : 1));
}

/** Of a whole dump only: one of some units (systemd-analyze dump PATTERN) has not even what every machine has. */
function onlyInFiles(dump: Dump, started: Iterable<string>): readonly Difference[] {
  if (!dump.units.has('-.slice')) return [];
  const known = new Set(dump.units.keys());
  for (const { aliases } of dump.units.values()) for (const alias of aliases) known.add(alias);
  return [...started]
    .filter((unit) => !known.has(unit))
    .map((unit) => ({ kind: 'extra-unit', what: unit, expected: '', got: 'started' }));
}

function isSameFile({ kind, expected, got }: Difference, sameFile: ExplainOptions['sameFile']): boolean {
  if (sameFile === undefined || (kind !== 'fragment' && kind !== 'drop-ins')) return false;
  const [theirs, ours] = [expected.split(' '), got.split(' ')];
  return theirs.length === ours.length && theirs.every((path, i) => sameFile(path, ours[i] ?? ''));
}

/** Types by which one unit brings another along. */
const BRINGS: ReadonlySet<EdgeType> = new Set([
  'Requires',
  'Requisite',
  'Wants',
  'BindsTo',
  'Upholds',
  'Triggers',
  'InSlice',
]);

/** Of units that only one side has and that bring each other along, the one that nobody of them brings: the cause of the others. */
function headsOf(absent: ReadonlySet<string>, dump: Dump, graph: BootGraph): ReadonlyMap<string, string> {
  const broughtBy = new Map<string, string>();
  for (const { from, type, to } of [...dump.edges.values(), ...graph.edges])
    if (BRINGS.has(type) && from !== to && absent.has(from) && absent.has(to) && !broughtBy.has(to))
      broughtBy.set(to, from);
  const heads = new Map<string, string>();
  for (const unit of absent) {
    const seen = new Set([unit]);
    let head = unit;
    for (let next = broughtBy.get(head); next !== undefined && !seen.has(next); next = broughtBy.get(head)) {
      seen.add(next);
      head = next;
    }
    heads.set(unit, head);
  }
  return heads;
}

/** compareGraph keys an edge `FROM TYPE TO`; who wrote it is the unit to look at. */
function ownerOf({ what, kind }: Difference, dump: Dump): string {
  if (!/edge|origins|no-proof/.test(kind)) return what.split('/')[0] ?? what;
  const [from = what, , to = ''] = what.split(' ');
  const sides = [...(dump.edges.get(what)?.sides ?? [])];
  return sides.length > 0 && sides.every((side) => side.startsWith('to:')) ? to : from;
}

function reasonOf(
  id: string,
  unit: DumpUnit | undefined,
  differences: readonly Difference[],
  graph: BootGraph,
): Reason {
  if (unit === undefined) return 'unexplained';
  if (unit.needsReload) return 'edited';
  if (unit.transient || unit.fragment?.startsWith('/run/systemd/transient/')) return 'runtime';
  if (unit.fragment?.startsWith('/run/systemd/generator')) return 'generated';
  const missing = differences.some(({ kind, what }) => kind === 'missing-unit' && what === id);
  if (unit.fragment === null && missing) return 'no-file';
  // Its own file is not at issue: what differs is that somebody has a link to it.
  const pulled = differences.some(({ kind, what }) => {
    const [from = '', type = '', to = ''] = what.split(' ');
    return (
      kind === 'missing-edge' &&
      to === id &&
      from !== id &&
      (type === 'Wants' || type === 'Requires') &&
      graph.nodes.has(from)
    );
  });
  return pulled ? 'link' : 'unexplained';
}

function asJson(graph: BootGraph): JsonGraph {
  return { units: [...graph.nodes.values()], edges: graph.edges };
}
