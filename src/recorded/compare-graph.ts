/** What differs between a graph of ours (`graph --json`) and PID 1's dump. Empty means: the same, edge by edge. */
import { type Dump, type DumpUnit, edgeKey } from './dump.ts';

export interface JsonUnit {
  readonly id: string;
  readonly init: string;
  readonly load: string;
  readonly aliases: readonly string[];
  readonly description: string;
  readonly fragment: string | null;
  readonly dropIns: readonly string[];
}

export interface JsonEdge {
  readonly from: string;
  readonly to: string;
  readonly type: string;
  readonly origins: readonly string[];
  readonly declared: readonly unknown[];
}

export interface JsonGraph {
  readonly units: readonly JsonUnit[];
  readonly edges: readonly JsonEdge[];
}

export interface Difference {
  readonly kind:
    | 'missing-unit'
    | 'extra-unit'
    | 'load'
    | 'aliases'
    | 'fragment'
    | 'drop-ins'
    | 'description'
    | 'missing-edge'
    | 'extra-edge'
    | 'origins'
    | 'no-proof'
    | 'missing-job'
    | 'extra-job';
  readonly what: string;
  readonly expected: string;
  readonly got: string;
}

/** Known to the running kernel only, never to a disk. */
const KERNEL_ORIGINS = new Set(['mountinfo', 'mountinfo-implicit', 'mountinfo-default', 'udev', 'proc-swap']);

/** In the place of an edge's origins, where the dump tells none: then only whether there is an edge is compared. */
const UNSAID = 'unsaid';

/**
 * Compares on the dump's units: the dump holds what is reachable from the default target, we hold all.
 * An edge counts as extra only where both of its ends are in the dump.
 */
export function compareGraph(dump: Dump, graph: JsonGraph): Difference[] {
  const found: Difference[] = [];
  const kernelOnly = kernelOnlyUnits(dump);
  const mountedMasks = new Set([...dump.units.values()].filter(isMountedMask).map(({ id }) => id));
  const ours = new Map(graph.units.filter((unit) => unit.init === 'systemd').map((unit) => [unit.id, unit]));
  for (const theirs of dump.units.values()) {
    if (!kernelOnly.has(theirs.id)) compareUnit(theirs, ours.get(theirs.id), found);
  }
  const expected = new Map<string, string>();
  for (const [key, edge] of dump.edges) {
    const origins = originsFromFiles(dump, edge, kernelOnly);
    if (origins !== '') expected.set(key, origins);
  }
  const seen = new Set<string>();
  const mounted = mountedUnits(dump);
  for (const edge of graph.edges) {
    const key = edgeKey(edge.from, edge.type, edge.to);
    if (!dump.units.has(edge.from) || !dump.units.has(edge.to)) continue;
    seen.add(key);
    if (edge.declared.length === 0) found.push({ kind: 'no-proof', what: key, expected: 'a declaration', got: 'none' });
    if (kernelOnly.has(edge.from) || kernelOnly.has(edge.to)) continue;
    const got = originsOf(edge, mounted).sort().join(' ');
    const want = expected.get(key) ?? '';
    if (want === '' && dependsOnKernel(edge)) continue;
    if (want === '' && got !== '') found.push({ kind: 'extra-edge', what: key, expected: '', got });
    else if (dump.origins && want !== got) found.push({ kind: 'origins', what: key, expected: want, got });
  }
  for (const [key, want] of expected) {
    if (!seen.has(key) && !saidByAny(dump, key, mountedMasks))
      found.push({ kind: 'missing-edge', what: key, expected: want, got: '' });
  }
  return found;
}

/** Built-in rules that hold only where the running kernel has what they need: all control groups in one hierarchy. */
const KERNEL_RULES: ReadonlySet<unknown> = new Set(['managed-oom']);

/** Whether nothing but such rules makes the edge: a machine without that kernel does not have it. */
function dependsOnKernel({ declared }: JsonEdge): boolean {
  return declared.length > 0 && declared.every((one) => KERNEL_RULES.has((one as { readonly rule?: unknown }).rule));
}

/** Jobs of `transaction --json` against the dump's. */
export function compareJobs(
  dump: Dump,
  jobs: readonly { readonly unit: string; readonly type: string }[],
): Difference[] {
  const found: Difference[] = [];
  // What the machine under the oracle has mounted or plugged is active there, which decides whether a job is left.
  const running = new Set([...dump.units.values()].filter((u) => u.active && !u.perpetual).map((u) => u.id));
  const ours = new Set(jobs.filter((job) => !running.has(job.unit)).map((job) => `${job.unit}/${job.type}`));
  const theirs = new Set<string>();
  for (const unit of dump.units.values()) {
    if (running.has(unit.id)) continue;
    for (const type of unit.jobs) theirs.add(`${unit.id}/${type}`);
  }
  for (const job of theirs) if (!ours.has(job)) found.push({ kind: 'missing-job', what: job, expected: job, got: '' });
  for (const job of ours) if (!theirs.has(job)) found.push({ kind: 'extra-job', what: job, expected: '', got: job });
  return found;
}

/** A dump as a graph of files would be, without what the kernel alone said: to test the instrument against itself. */
export function asFilesWouldSay(dump: Dump): JsonGraph {
  return {
    units: [...dump.units.values()].map((unit) => ({ ...unit, init: 'systemd' })),
    edges: [...dump.edges.values()]
      .map((edge) => ({
        from: edge.from,
        to: edge.to,
        type: edge.type,
        origins: [...new Set([...edge.sides].map((side) => side.slice(side.indexOf(':') + 1)))].filter(
          (origin) => !KERNEL_ORIGINS.has(origin),
        ),
        declared: ['the dump'],
      }))
      .filter((edge) => edge.origins.length > 0),
  };
}

/** Mounts that the machine under the dump had mounted: what their files say by default is said by /proc there. */
function mountedUnits(dump: Dump): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { from, to, sides } of dump.edges.values()) {
    if (sides.has('from:mountinfo')) found.add(from);
    if (sides.has('to:mountinfo')) found.add(to);
  }
  return found;
}

/** Our origins, without those that /proc has taken the place of. */
function originsOf(edge: JsonEdge, mounted: ReadonlySet<string>): string[] {
  if (!edge.origins.includes('mount-file')) return [...edge.origins];
  const declared = edge.declared as readonly { readonly by?: string; readonly origin?: string }[];
  const kept = declared.some(({ by, origin }) => origin === 'mount-file' && !mounted.has(by ?? ''));
  return edge.origins.filter((origin) => origin !== 'mount-file' || kept);
}

/** Those met in /proc and /sys alone, and the devices and missing units that only such a unit or udev speaks of. */
function kernelOnlyUnits(dump: Dump): ReadonlySet<string> {
  const found = new Set([...dump.units.values()].filter(existsInKernelOnly).map((unit) => unit.id));
  // Their paths name the mounts above them, which need not exist; their drop-ins may name any.
  const mounts = [...found].filter((id) => id.endsWith('.mount'));
  const extended = mounts.some((id) => (dump.units.get(id)?.dropIns.length ?? 0) > 0);
  const spokenOf = new Set<string>();
  const metThere = new Set<string>();
  for (const edge of dump.edges.values()) {
    if (found.has(edge.from)) metThere.add(edge.to);
    if (found.has(edge.to)) metThere.add(edge.from);
    if (originsFromFiles(dump, edge, found) === '') continue;
    spokenOf.add(edge.from);
    spokenOf.add(edge.to);
  }
  for (const { id, load } of dump.units.values()) {
    if (spokenOf.has(id)) continue;
    const stem = id.slice(0, -'.mount'.length);
    const above = id.endsWith('.mount') && (extended || mounts.some((mount) => mount.startsWith(`${stem}-`)));
    if (id.endsWith('.device') || (load === 'not-found' && (metThere.has(id) || above))) found.add(id);
  }
  return found;
}

/** A mount or swap that is loaded without a file was met in /proc; no file of the root makes it. */
function existsInKernelOnly(unit: DumpUnit): boolean {
  return unit.load === 'loaded' && unit.fragment === null && !unit.perpetual && /\.(mount|swap)$/.test(unit.id);
}

/** Whether nobody but one of these units declares the edge. */
function saidByAny(dump: Dump, key: string, units: ReadonlySet<string>): boolean {
  const edge = dump.edges.get(key);
  const sides = [...(edge?.sides ?? [])];
  return sides.length > 0 && sides.every((side) => units.has((side.startsWith('from:') ? edge?.from : edge?.to) ?? ''));
}

/** What PID 1 says of a mount that is masked but mounted, it has from /proc alone. */
function isMountedMask({ id, load, active }: DumpUnit): boolean {
  return load === 'masked' && active && /\.(mount|swap)$/.test(id);
}

/**
 * On an edge to a kernel-only unit only what another unit's file says is known from a disk. Where the dump tells no
 * origins, no such edge is compared.
 */
function originsFromFiles(
  dump: Dump,
  edge: { readonly from: string; readonly to: string; readonly type: string; readonly sides: ReadonlySet<string> },
  kernelOnly: ReadonlySet<string>,
): string {
  if (!dump.origins) return kernelOnly.has(edge.from) || kernelOnly.has(edge.to) ? '' : UNSAID;
  const origins = new Set<string>();
  for (const side of edge.sides) {
    const [who, origin = ''] = [side.slice(0, side.indexOf(':')), side.slice(side.indexOf(':') + 1)];
    if (KERNEL_ORIGINS.has(origin)) continue;
    if (kernelOnly.has(edge.from) || kernelOnly.has(edge.to)) {
      if (origin !== 'file' || kernelOnly.has(who === 'from' ? edge.from : edge.to)) continue;
      // A path below a mount gives After on it, with no other origin than After= itself has: only the former needs the kernel.
      if (edge.type === 'After') continue;
    }
    origins.add(origin);
  }
  return [...origins].sort().join(' ');
}

function compareUnit(theirs: DumpUnit, ours: JsonUnit | undefined, found: Difference[]): void {
  if (!ours) {
    found.push({ kind: 'missing-unit', what: theirs.id, expected: theirs.load, got: '' });
    return;
  }
  const check = (kind: Difference['kind'], expected: string, got: string): void => {
    if (expected !== got) found.push({ kind, what: theirs.id, expected, got });
  };
  check('load', theirs.load, ours.load);
  check('aliases', [...theirs.aliases].sort().join(' '), [...ours.aliases].sort().join(' '));
  check('fragment', theirs.fragment ?? '', ours.fragment ?? '');
  check('drop-ins', theirs.dropIns.join(' '), ours.dropIns.join(' '));
  // A device takes its description from udev where it is plugged.
  if (!theirs.id.endsWith('.device') && !isMountedMask(theirs))
    check('description', theirs.description, ours.description);
}
