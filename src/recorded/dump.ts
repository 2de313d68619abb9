/**
 * The text that `systemd --test` prints, read into data. Checked on 229, 237, 247, 252, 257 and 262 (src/core/unit.c or
 * unit-serialize.c: unit_dump, job.c: job_dump): 257 and later draw `→` where earlier ones draw `->`; 237 and earlier list
 * all names of a unit under one word; 229 tells no origins, not which units are perpetual, and prints the units before
 * there are jobs.
 */

import { EDGE_TYPES } from '../graph/model.ts';

/** One dependency, forward, with who declared it: `from:file` where the edge's `from` did, `to:default` where its `to` did. */
export interface DumpEdge {
  readonly from: string;
  readonly to: string;
  readonly type: string;
  readonly sides: ReadonlySet<string>;
}

export interface DumpUnit {
  readonly id: string;
  aliases: string[];
  description: string;
  load: string;
  perpetual: boolean;
  /** In the state the oracle found it: a mount of the machine it ran on, a plugged device. */
  active: boolean;
  /** Its files changed since the manager read them. */
  needsReload: boolean;
  transient: boolean;
  fragment: string | null;
  dropIns: string[];
  jobs: string[];
}

export interface Dump {
  readonly units: ReadonlyMap<string, DumpUnit>;
  readonly edges: ReadonlyMap<string, DumpEdge>;
  /** Edges say who declared them; where they do not, every edge's `sides` is empty. */
  readonly origins: boolean;
}

/** Units that PID 1 makes by itself, in versions whose dumps do not say so (229: slice.c, scope.c; the root's mount is met in /proc). */
const PERPETUAL_UNSAID: ReadonlySet<string> = new Set(['-.mount', '-.slice', 'init.scope']);

const FORWARD: ReadonlySet<string> = new Set(EDGE_TYPES);

/** Dump word → the forward type it is the other end of. References and ReferencedBy are bookkeeping and left out. */
const INVERSE: ReadonlyMap<string, string> = new Map([
  ['RequiredBy', 'Requires'],
  ['RequisiteOf', 'Requisite'],
  ['WantedBy', 'Wants'],
  ['BoundBy', 'BindsTo'],
  ['ConsistsOf', 'PartOf'],
  ['UpheldBy', 'Upholds'],
  ['ConflictedBy', 'Conflicts'],
  ['Before', 'After'],
  ['OnSuccessOf', 'OnSuccess'],
  ['OnFailureOf', 'OnFailure'],
  ['TriggeredBy', 'Triggers'],
  ['ReloadPropagatedFrom', 'PropagatesReloadTo'],
  ['StopPropagatedFrom', 'PropagatesStopTo'],
  ['SliceOf', 'InSlice'],
]);

/** A key that no id can break: unit names never hold a space. */
export function edgeKey(from: string, type: string, to: string): string {
  return `${from} ${type} ${to}`;
}

export function parseDump(text: string): Dump {
  const units = new Map<string, DumpUnit>();
  const edges = new Map<string, DumpEdge & { readonly sides: Set<string> }>();
  let unit: DumpUnit | undefined;
  for (const line of text.split('\n')) {
    const head = /^\t(?:->|→) Unit (\S+):$/.exec(line);
    if (head) {
      const id = head[1] ?? '';
      unit = {
        id,
        aliases: [],
        description: '',
        load: '',
        perpetual: PERPETUAL_UNSAID.has(id),
        active: false,
        needsReload: false,
        transient: false,
        fragment: null,
        dropIns: [],
        jobs: [],
      };
      units.set(id, unit);
      continue;
    }
    // After the units comes the list of jobs, indented by one: once more, or in 229 for the first time.
    if (/^\t(?:->|→) Job \d+:$/.test(line)) unit = undefined;
    const listed = unit === undefined ? /^\t\tAction: (\S+) (?:->|→) (\S+)$/.exec(line) : null;
    const owner = units.get(listed?.[1] ?? '');
    if (owner !== undefined && !owner.jobs.includes(listed?.[2] ?? '')) owner.jobs.push(listed?.[2] ?? '');
    if (!unit) continue;
    const job = /^\t\t\tAction: \S+ (?:->|→) (\S+)$/.exec(line);
    if (job) {
      unit.jobs.push(job[1] ?? '');
      continue;
    }
    const field = /^\t\t([A-Za-z ]+): (.*)$/.exec(line);
    if (field) readField(unit, field[1] ?? '', field[2] ?? '', edges);
  }
  return { units, edges, origins: [...edges.values()].some(({ sides }) => sides.size > 0) };
}

function readField(
  unit: DumpUnit,
  key: string,
  value: string,
  edges: Map<string, DumpEdge & { readonly sides: Set<string> }>,
): void {
  switch (key) {
    case 'Alias':
    case 'Name':
      if (value !== unit.id) unit.aliases.push(value);
      return;
    case 'Description':
      if (unit.description === '') unit.description = value;
      return;
    case 'Unit Load State':
      unit.load = value;
      return;
    case 'Unit Active State':
      unit.active = value === 'active';
      return;
    case 'Perpetual':
      unit.perpetual = value === 'yes';
      return;
    case 'Need Daemon Reload':
      unit.needsReload = value === 'yes';
      return;
    case 'Transient':
      unit.transient = value === 'yes';
      return;
    case 'Fragment Path':
      unit.fragment = value;
      return;
    case 'DropIn Path':
      unit.dropIns.push(value);
      return;
  }
  const inverse = INVERSE.get(key);
  if (inverse === undefined && !FORWARD.has(key)) return;
  const dep = /^(\S+)(?: \(((?:(?:origin|destination)-[a-z-]+ ?)+)\))?$/.exec(value);
  if (!dep) return;
  const other = dep[1] ?? '';
  const from = inverse === undefined ? unit.id : other;
  const to = inverse === undefined ? other : unit.id;
  const type = inverse ?? key;
  const id = edgeKey(from, type, to);
  let edge = edges.get(id);
  if (!edge) {
    edge = { from, to, type, sides: new Set() };
    edges.set(id, edge);
  }
  for (const word of (dep[2] ?? '').split(' ')) {
    const mine = word.startsWith('origin-');
    const origin = word.slice(mine ? 'origin-'.length : 'destination-'.length);
    const declaredByFrom = mine === (inverse === undefined);
    if (origin !== '') edge.sides.add(`${declaredByFrom ? 'from' : 'to'}:${origin}`);
  }
}
