/** One load path of many small trees: PID 1's answer, ours, and what differs. */
import { mkdirSync, rmSync } from 'node:fs';
import { behaviours, type Does } from '../../../src/behaviours/does.ts';
import { buildTransaction } from '../../../src/engine/transaction/build.ts';
import type { BootGraph } from '../../../src/graph/model.ts';
import { compareGraph, compareJobs, type Difference, type JsonGraph } from '../../../src/recorded/compare-graph.ts';
import { type Dump, parseDump } from '../../../src/recorded/dump.ts';
import { openSnapshot } from '../../../src/snapshot/open.ts';
import { overlayTree } from '../../../src/snapshot/overlay.ts';
import { loadSystemdGraph } from '../../../src/systemd/loader.ts';
import { createUnitReader } from '../../../src/systemd/unit-reader.ts';
import { AS_TESTED } from '../../surroundings.ts';
import { type Entry, memoryTree, unitPath, writeEntries } from './files.ts';
import type { Machine } from './machine.ts';

export interface Compared {
  readonly differences: readonly Difference[];
  readonly dump: Dump;
  readonly log: string;
  readonly graph: BootGraph;
}

/** Where trees stand, for the oracle and for us: two runs at a time must not write into each other's. */
export const BASE = process.env.BOOTSCOPE_TREES ?? `/srv/bootscope-trees-${process.pid}`;
process.on('exit', () => rmSync(BASE, { recursive: true, force: true }));

export function ourGraph(
  base: string,
  entries: readonly Entry[],
  machine: Pick<Machine, 'version' | 'host'>,
  target: string,
): BootGraph {
  const snapshot = openSnapshot(
    overlayTree(memoryTree(base, entries), [{ path: '/usr/bin/true', content: '' }]),
    'random tree',
  );
  const does = behaviours(machine.version);
  const source = createUnitReader(snapshot, unitPath(base), does, new Map(), machine.host);
  const init = { system: 'systemd', version: machine.version, evidence: [] } as const;
  return loadSystemdGraph(source, { target, host: machine.host, does, root: base, init, mounted: AS_TESTED.mounted });
}

export function jsonOf(graph: BootGraph): JsonGraph {
  return { units: [...graph.nodes.values()], edges: graph.edges };
}

export function compareEntries(
  entries: readonly Entry[],
  machine: Machine,
  what: { readonly jobs: boolean; readonly unit?: string },
  base = BASE,
): Compared {
  const target = what.unit ?? 'default.target';
  rmSync(base, { recursive: true, force: true });
  mkdirSync(base, { recursive: true });
  writeEntries(base, entries);
  const { dump: text, log } = machine.run(base, what.unit);
  const first = compareAnswer(text, base, entries, machine, target);
  const { dump, graph } = first;
  const again = (): readonly Difference[] =>
    compareAnswer(machine.run(base, what.unit).dump, base, entries, machine, target).differences;
  const differences = everyTime(first.differences, again);
  if (!what.jobs) return { differences, dump, log, graph };
  const { jobs } = buildTransaction(graph, { version: machine.version, target });
  return { differences: [...differences, ...compareJobs(dump, jobs)], dump, log, graph };
}

/** How often systemd is asked again where an answer of its own may depend on chance. */
const STARTS = 12;

/**
 * The mounts that a unit needs stand in a hash table whose seed changes with every start, so what is loaded first, and with
 * it an origin, may differ from one start to the next. Ours must be one of systemd's own answers: a difference counts where
 * it is there at every start.
 */
function everyTime(first: readonly Difference[], again: () => readonly Difference[]): readonly Difference[] {
  let left = first;
  for (let start = 1; start < STARTS && left.length > 0; start++) {
    const now = new Set(again().map(placeOf));
    left = left.filter((difference) => now.has(placeOf(difference)));
  }
  return left;
}

function placeOf({ kind, what }: Difference): string {
  return `${kind.replace(/^(missing-edge|extra-edge|origins)$/, 'edge')} ${what}`;
}

/** What differs between a printed dump and our graph of the same tree. */
export function compareAnswer(
  text: string,
  base: string,
  entries: readonly Entry[],
  machine: Pick<Machine, 'version' | 'host'>,
  target: string,
): { readonly differences: Difference[]; readonly dump: Dump; readonly graph: BootGraph; readonly units: number } {
  const dump = parseDump(text);
  const graph = ourGraph(base, entries, machine, target);
  const does = behaviours(machine.version);
  const asMounted = !does('mount-file-origin');
  const differences = compareGraph(dump, jsonOf(graph)).filter(
    (difference) =>
      !isUnmetAlias(difference, does) &&
      !(asMounted && isMounts(difference, dump)) &&
      !isFoundFirst(difference, dump) &&
      !ofMountedAlready(difference, dump, graph),
  );
  return { differences, dump, graph, units: dump.units.size };
}

/**
 * Up to v248, what is mounted counts and not what its file says (get_mount_parameters), and up to v251 both do, with the
 * origin of a file: where the oracle finds a tmpfs, its order against swap, devices and the network is that of a tmpfs.
 */
function isMounts({ kind, what }: Difference, dump: Dump): boolean {
  const [from = '', , to = ''] = what.split(' ');
  const reached = /^(local|remote)-fs\.target$/.test(from);
  const unit = dump.units.get(reached ? to : from);
  if (!/^(missing|extra)-edge$/.test(kind) || !unit?.id.endsWith('.mount') || !unit.active || unit.perpetual)
    return false;
  return reached || /\.device$|^(swap|network|network-online|local-fs-pre|remote-fs-pre)\.target$/.test(to);
}

/** A mount found in /proc needs the folder above it from then on, before its file is read: origin implicit, whatever the file says. */
function isFoundFirst({ kind, what, expected, got }: Difference, dump: Dump): boolean {
  const [from = '', type, to = ''] = what.split(' ');
  const unit = dump.units.get(from);
  const mount = from.endsWith('.mount') && to.endsWith('.mount') && unit?.active === true && !unit.perpetual;
  return kind === 'origins' && mount && type !== 'InSlice' && ['implicit', `${got} implicit`].includes(expected);
}

/** What is mounted already has its device from /proc: a What= of its file that names no device fails it only at boot. */
function ofMountedAlready({ what }: Difference, dump: Dump, graph: BootGraph): boolean {
  return what.split(' ').some((id) => {
    const ours = graph.nodes.get(id);
    return dump.units.get(id)?.active === true && /is no device path$/.test(ours?.loadError?.message ?? '');
  });
}

/** We know every alias of an instance in versions that do not gather them: PID 1 only those by which it was asked for. */
function isUnmetAlias({ kind, expected, got }: Difference, does: Does): boolean {
  if (kind !== 'aliases' || does('instance-aliases-gathered')) return false;
  const [theirs, ours] = [new Set(expected.split(' ')), got.split(' ')];
  const unmet = ours.filter((name) => !theirs.has(name));
  const known = ours.length - unmet.length + (expected === '' ? 1 : 0) === theirs.size;
  return known && unmet.every((name) => name.includes('@'));
}
