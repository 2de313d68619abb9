/**
 * What a dump of PID 1 says, as data: of a running manager or of `systemd --test`, from 215 on (src/core/unit.c or unit-serialize.c:
 * unit_dump; job.c: job_dump; manager-dump.c). Up to 242 all names of a unit stand under one word; up to 235 no origins are told; up to
 * 231 not which units are perpetual; `systemd --test` of 229 prints the units before there are jobs.
 * Longer than 300 lines: a third of it is the tables of words that each version prints.
 */

import { EDGE_TYPES, type EdgeType } from '../graph/model.ts';
import { dumpLines } from './dump-lines.ts';
import { stampOf } from './wall-clock.ts';

/** A line that says a dependency: in the block of `unit`, under `key`, with the words in its parentheses. */
export interface DumpProof {
  readonly unit: string;
  readonly key: string;
  readonly line: number;
  readonly sides: readonly string[];
}

/** One dependency, forward, with who declared it: `from:file` where the edge's `from` did, `to:default` where its `to` did. */
export interface DumpEdge {
  readonly from: string;
  readonly to: string;
  readonly type: EdgeType;
  readonly sides: ReadonlySet<string>;
  /** The lines that say so: as a rule one in each end's block. */
  readonly proof: readonly DumpProof[];
}

/** The four moments that a unit remembers of itself, in microseconds of the wall clock. */
export interface DumpTimes {
  inactiveExit?: number;
  activeEnter?: number;
  activeExit?: number;
  inactiveEnter?: number;
}

export interface DumpCondition {
  /** `ConditionPathExists`. */
  readonly key: string;
  /** As a unit file would have it, with `|` and `!`. */
  readonly value: string;
  readonly result: string;
  readonly line: number;
}

export interface DumpUnit {
  readonly id: string;
  /** Of the line that names it. */
  readonly line: number;
  aliases: string[];
  description: string;
  load: string;
  loadError: { readonly message: string; readonly line: number } | undefined;
  perpetual: boolean;
  /** In the state it was found in: `active`, `failed`, `inactive`, `activating`. */
  activeState: string;
  active: boolean;
  /** Its files changed since the manager read them. */
  needsReload: boolean;
  transient: boolean;
  fragment: string | null;
  sourcePath: string | undefined;
  dropIns: string[];
  /** The unit that it follows: a device of another name that is the same thing. */
  following: string | undefined;
  jobs: string[];
  conditions: DumpCondition[];
  ignoreOnIsolate: boolean;
  defaultDependencies: boolean;
  refuseManualStart: boolean;
  serviceType: string | undefined;
  remainAfterExit: boolean | undefined;
  readonly times: DumpTimes;
}

/** The manager's own lines, at the top. */
export interface DumpManager {
  /** `252 (252.39-1~deb12u2)`, from 249 on. */
  readonly version?: { readonly text: string; readonly major: number; readonly line: number };
  /** `Timestamp NAME:` (236 on) → microseconds of the wall clock. */
  readonly timestamps: ReadonlyMap<string, number>;
}

export interface Dump {
  readonly manager: DumpManager;
  readonly units: ReadonlyMap<string, DumpUnit>;
  readonly edges: ReadonlyMap<string, DumpEdge>;
  /** Every word that stands before a colon in its units: they tell how old it is. */
  readonly words: ReadonlySet<string>;
  /** Edges say who declared them; where they do not, every edge's `sides` is empty. */
  readonly origins: boolean;
}

/** Units that PID 1 makes by itself, in versions whose dumps do not say so (229: slice.c, scope.c; the root's mount is met in /proc). */
const PERPETUAL_UNSAID: ReadonlySet<string> = new Set(['-.mount', '-.slice', 'init.scope']);

const FORWARD: ReadonlySet<string> = new Set(EDGE_TYPES);

/** Dump word → the forward type it is the other end of. References and ReferencedBy are bookkeeping and left out. */
const INVERSE: ReadonlyMap<string, EdgeType> = new Map([
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

/** Up to 230 or so a requirement could also be one that counts only on boot; its inverse words (unit.c: unit_dependency_table of 219). */
const OLD_WORDS: ReadonlyMap<string, readonly [key: string, type: EdgeType]> = new Map([
  ['RequiresOverridable', ['Requires', 'Requires']],
  ['RequiredByOverridable', ['RequiredBy', 'Requires']],
  ['RequisiteOverridable', ['Requisite', 'Requisite']],
]);

/** A key that no id can break: unit names never hold a space. */
export function edgeKey(from: string, type: string, to: string): string {
  return `${from} ${type} ${to}`;
}

type GrowingEdge = DumpEdge & { readonly sides: Set<string>; readonly proof: DumpProof[] };

/** Never throws: of a text that is no dump, nothing is read. */
export function parseDump(text: string): Dump {
  const units = new Map<string, DumpUnit>();
  const edges = new Map<string, GrowingEdge>();
  const timestamps = new Map<string, number>();
  let version: DumpManager['version'];
  const words = new Set<string>();
  let unit: DumpUnit | undefined;
  for (const said of dumpLines(text)) {
    switch (said.kind) {
      case 'manager': {
        const major = said.key === 'Manager' ? /^systemd (\d{3,})\b/.exec(said.value) : null;
        if (major) version = { text: said.value.slice('systemd '.length), major: Number(major[1]), line: said.line };
        const stamp = said.key.startsWith('Timestamp ') ? stampOf(said.value) : undefined;
        if (stamp !== undefined) timestamps.set(said.key.slice('Timestamp '.length), stamp);
        break;
      }
      case 'unit':
        unit = newUnit(said.unit, said.line);
        units.set(unit.id, unit);
        break;
      case 'job': {
        // After the units comes the list of all jobs, once more, or in 229 for the first time.
        const owner = units.get(said.unit);
        if (owner !== undefined && !owner.jobs.includes(said.type)) owner.jobs.push(said.type);
        break;
      }
      case 'field':
        words.add(said.key);
        if (unit !== undefined) readField(unit, said.key, said.value, said.line, edges);
    }
  }
  const origins = [...edges.values()].some(({ sides }) => sides.size > 0);
  return {
    manager: { ...(version ? { version } : {}), timestamps },
    units,
    edges,
    words,
    origins,
  };
}

/** A unit of which nothing was said yet. */
export function newUnit(id: string, line: number): DumpUnit {
  return {
    id,
    line,
    aliases: [],
    description: '',
    load: '',
    loadError: undefined,
    perpetual: PERPETUAL_UNSAID.has(id),
    activeState: '',
    active: false,
    needsReload: false,
    transient: false,
    fragment: null,
    sourcePath: undefined,
    dropIns: [],
    following: undefined,
    jobs: [],
    conditions: [],
    ignoreOnIsolate: false,
    defaultDependencies: true,
    refuseManualStart: false,
    serviceType: undefined,
    remainAfterExit: undefined,
    times: {},
  };
}

const STAMPS: ReadonlyMap<string, keyof DumpTimes> = new Map([
  ['Inactive Exit Timestamp', 'inactiveExit'],
  ['Active Enter Timestamp', 'activeEnter'],
  ['Active Exit Timestamp', 'activeExit'],
  ['Inactive Enter Timestamp', 'inactiveEnter'],
]);

/** What one word of a unit's block tells of it. @returns whether the word is one of these */
function readWord(unit: DumpUnit, key: string, value: string, line: number): boolean {
  const yes = value === 'yes';
  switch (key) {
    case 'Alias':
    case 'Name':
      if (value !== unit.id) unit.aliases.push(value);
      return true;
    case 'Description':
      if (unit.description === '') unit.description = value;
      return true;
    case 'Unit Load State':
      unit.load = value;
      return true;
    case 'Load Error Code':
      unit.loadError = { message: value, line };
      return true;
    case 'Unit Active State':
      unit.activeState = value;
      unit.active = value === 'active';
      return true;
    case 'Perpetual':
      unit.perpetual = yes;
      return true;
    case 'Need Daemon Reload':
      unit.needsReload = yes;
      return true;
    case 'Transient':
      unit.transient = yes;
      return true;
    case 'Fragment Path':
      unit.fragment = value;
      return true;
    case 'Source Path':
      unit.sourcePath = value;
      return true;
    case 'DropIn Path':
      unit.dropIns.push(value);
      return true;
    case 'Following':
      unit.following = value;
      return true;
    case 'IgnoreOnIsolate':
      unit.ignoreOnIsolate = yes;
      return true;
    case 'DefaultDependencies':
      unit.defaultDependencies = value !== 'no';
      return true;
    case 'RefuseManualStart':
      unit.refuseManualStart = yes;
      return true;
    case 'RemainAfterExit':
      unit.remainAfterExit = yes;
      return true;
    case 'Type':
      if (unit.id.endsWith('.service')) unit.serviceType ??= value;
      return true;
    default:
      return false;
  }
}

function readField(unit: DumpUnit, key: string, value: string, line: number, edges: Map<string, GrowingEdge>): void {
  const stamp = STAMPS.get(key);
  if (stamp !== undefined) {
    const at = stampOf(value);
    if (at !== undefined) unit.times[stamp] = at;
    return;
  }
  if (readWord(unit, key, value, line)) return;
  const condition = /^(?:Condition|Assert)[A-Z]/.test(key)
    ? /^(.*) (untested|succeeded|failed|error)$/.exec(value)
    : null;
  if (condition) unit.conditions.push({ key, value: condition[1] ?? '', result: condition[2] ?? '', line });
  else readDependency(unit, OLD_WORDS.get(key)?.[0] ?? key, value, line, edges);
}

/** Where the dependencies of a record come together: each forward edge once, with every line that says it. */
export function dependencyGrower(): {
  readonly edges: ReadonlyMap<string, DumpEdge>;
  readonly add: (unit: DumpUnit, key: string, value: string, line: number) => void;
} {
  const edges = new Map<string, GrowingEdge>();
  return {
    edges,
    add: (unit, key, value, line) => readDependency(unit, OLD_WORDS.get(key)?.[0] ?? key, value, line, edges),
  };
}

function readDependency(
  unit: DumpUnit,
  key: string,
  value: string,
  line: number,
  edges: Map<string, GrowingEdge>,
): void {
  const inverse = INVERSE.get(key);
  if (inverse === undefined && !FORWARD.has(key)) return;
  const dep = /^(\S+)(?: \(((?:(?:origin|destination)-[a-z-]+ ?)+)\))?\s*$/.exec(value);
  if (!dep) return;
  const other = dep[1] ?? '';
  const from = inverse === undefined ? unit.id : other;
  const to = inverse === undefined ? other : unit.id;
  const type = inverse ?? (key as EdgeType);
  const id = edgeKey(from, type, to);
  let edge = edges.get(id);
  if (!edge) {
    edge = { from, to, type, sides: new Set(), proof: [] };
    edges.set(id, edge);
  }
  const sides: string[] = [];
  for (const word of (dep[2] ?? '').split(' ')) {
    const mine = word.startsWith('origin-');
    const origin = word.slice(mine ? 'origin-'.length : 'destination-'.length);
    const declaredByFrom = mine === (inverse === undefined);
    if (origin !== '') sides.push(`${declaredByFrom ? 'from' : 'to'}:${origin}`);
  }
  for (const side of sides) edge.sides.add(side);
  edge.proof.push({ unit: unit.id, key, line, sides });
}
