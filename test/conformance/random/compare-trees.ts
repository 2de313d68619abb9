/** One load path of many small trees: PID 1's answer, ours, and what differs. */
import { mkdirSync, rmSync } from 'node:fs';
import { compareGraph, compareJobs, type Difference, type JsonGraph } from '../../../src/compare/compare-graph.ts';
import { type Dump, parseDump } from '../../../src/compare/dump.ts';
import { buildTransaction } from '../../../src/engine/transaction/build.ts';
import type { BootGraph } from '../../../src/graph/model.ts';
import { openSnapshot } from '../../../src/snapshot/open.ts';
import { loadSystemdGraph } from '../../../src/systemd/loader.ts';
import { createUnitReader } from '../../../src/systemd/unit-reader.ts';
import { behaviours } from '../../../src/systemd/versions.ts';
import { type Entry, memoryTree, unitPath, writeEntries } from './files.ts';
import type { Machine } from './machine.ts';

export interface Compared {
  readonly differences: readonly Difference[];
  readonly dump: Dump;
  readonly log: string;
  readonly graph: BootGraph;
}

/** Where trees stand, for the oracle and for us. */
export const BASE = process.env.BOOTSCOPE_TREES ?? '/srv/bootscope-trees';

export function ourGraph(
  base: string,
  entries: readonly Entry[],
  machine: Pick<Machine, 'version' | 'host'>,
  target: string,
): BootGraph {
  const snapshot = openSnapshot(memoryTree(base, entries), 'random tree');
  const held = behaviours(machine.version);
  const source = createUnitReader(snapshot, unitPath(base), held, new Map(), machine.host);
  const init = { system: 'systemd', version: machine.version, evidence: [] } as const;
  return loadSystemdGraph(source, { target, host: machine.host, held, root: base, init });
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
  const { differences, dump, graph } = compareAnswer(text, base, entries, machine, target);
  if (!what.jobs) return { differences, dump, log, graph };
  const { jobs } = buildTransaction(graph, { version: machine.version, target });
  return { differences: [...differences, ...compareJobs(dump, jobs)], dump, log, graph };
}

/** What differs between a printed dump and our graph of the same tree. */
export function compareAnswer(
  text: string,
  base: string,
  entries: readonly Entry[],
  machine: Pick<Machine, 'version' | 'host'> & { readonly container?: boolean },
  target: string,
): { readonly differences: Difference[]; readonly dump: Dump; readonly graph: BootGraph; readonly units: number } {
  const dump = parseDump(text);
  const graph = ourGraph(base, entries, machine, target);
  const differences = compareGraph(dump, jsonOf(graph)).filter(
    (difference) =>
      !isKernels(difference, dump) &&
      !isUnmetAlias(difference, dump) &&
      !isOnlyKernels(difference, dump) &&
      !(machine.container === true && isContainers(difference)) &&
      !(machine.container === true && isOrderOfMeeting(difference)),
  );
  return { differences, dump, graph, units: dump.units.size };
}

/** In a container systemd gives swaps no default dependencies. */
function isContainers({ kind, what }: Difference): boolean {
  return kind === 'extra-edge' && /\.swap( |$)/.test(what) && /(swap|umount)\.target/.test(what);
}

/** Which mounts a machine has mounted decides which unit is met first: whether an edge is called file or path. */
function isOrderOfMeeting({ kind, expected, got }: Difference): boolean {
  // A target that comes after its members says so only where nothing has said it before.
  const plain = (origins: string): string =>
    origins.replaceAll(/\b(path|file|implicit)\b/g, 'path').replace(/^default (?=path)/, '');
  return kind === 'origins' && plain(expected) === plain(got);
}

/** A name that only a mount in /proc brought up, by its path or its device: nothing of the tree speaks of it. */
function isOnlyKernels(difference: Difference, dump: Dump): boolean {
  if (difference.kind !== 'missing-unit') return false;
  if (mounted(dump).has(difference.what)) return true;
  if (difference.expected !== 'not-found') return false;
  for (const edge of dump.edges.values())
    if (edge.to === difference.what && !mounted(dump).has(edge.from)) return false;
    else if (edge.from === difference.what && !mounted(dump).has(edge.to)) return false;
  return true;
}

/** We know every alias of a masked file; PID 1 only those by which it was asked for. */
function isUnmetAlias(difference: Difference, dump: Dump): boolean {
  if (difference.kind !== 'aliases' || dump.units.get(difference.what)?.load !== 'masked') return false;
  const ours = new Set(difference.got.split(' '));
  return difference.expected.split(' ').every((name) => name === '' || ours.has(name));
}

/** A mount point that exists where the oracle runs is filled in from the kernel, whatever its file says. */
function isKernels(difference: Difference, dump: Dump): boolean {
  const [from = '', , to = ''] = difference.what.split(' ');
  return [from, to].some((id) => mounted(dump).has(id));
}

const known = new WeakMap<Dump, ReadonlySet<string>>();
function mounted(dump: Dump): ReadonlySet<string> {
  let found = known.get(dump);
  if (found === undefined) {
    const set = new Set<string>();
    for (const edge of dump.edges.values())
      for (const side of edge.sides)
        if (side.endsWith(':mountinfo')) set.add(side.startsWith('from:') ? edge.from : edge.to);
    // The devices that they are mounted from are met there too: nothing leads to those.
    const reached = new Set([...dump.edges.values()].map(({ to }) => to));
    for (const id of dump.units.keys()) if (id.endsWith('.device') && !reached.has(id)) set.add(id);
    found = set;
  }
  return found;
}
