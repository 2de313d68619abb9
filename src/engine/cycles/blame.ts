/**
 * How likely it is that a line is the one at fault, and how much its change would disturb: from all cycles of a knot together,
 * from who wrote the line, and from what the special units are for.
 */
import type { BootEdge, BootGraph, BootNode, Declaration, Setting } from '../../graph/model.ts';
import type { Change } from './change.ts';
import { isEarlyPoint, isLatePoint, isNeededByBus, isProvided } from './conventions.ts';
import type { CycleEdge, Knot } from './cycle.ts';

/** Why this line rather than another; the words are in src/report. */
export type Fault =
  /** The unit's own lines order it early, and its default dependencies late. */
  | 'default-against-early-order'
  /** The same, and the early line is what goes. */
  | 'early-order-against-default'
  /** An early unit, by its lines, its type or its links, waits by a line of its own for what comes late. */
  | 'late-order-of-early-unit'
  /** It waits for a target that waits for it. */
  | 'waits-for-its-target'
  /** A line of fstab that waits for the network, without _netdev. */
  | 'network-mount-as-local'
  /** A drop-in was to reset the line, which After= and Before= do not know. */
  | 'void-reset'
  | 'local-drop-in'
  | 'local-unit'
  | 'vendor-drop-in'
  | 'vendor-unit'
  | 'generated'
  | 'default-dependency'
  | 'default-of-target';

/** What follows from the change that an operator has to know before; the words are in src/report. */
export type Caution = 'socket-leaves-order' | 'bus-leaves-order';

export interface Blame {
  readonly fault: Fault;
  /** 1 for a change of something that may well be wrong; more for one of what follows convention. Counted before all else. */
  readonly effort: number;
  /** Below 20: among changes of equal effort the lowest comes first. */
  readonly weight: number;
  readonly caution?: Caution;
  /** The empty assignment that was to reset the line. */
  readonly reset?: Setting;
  /** The unit's own line against its default dependencies; `as` names what it comes before. */
  readonly early?: Declaration;
}

const CONVENTIONAL = 2.5;
const HARMFUL = 6;
const AUTHOR: Readonly<Record<string, number>> = {
  'local-drop-in': 10,
  'local-unit': 12,
  generated: 13,
  'vendor-drop-in': 14,
  'vendor-unit': 15,
};
/** Units that systemd itself ships are named so, and have been read by more people than any other. */
const SYSTEMDS_OWN = 2;

export interface Blaming {
  readonly graph: BootGraph;
  readonly knot: Knot;
  /** Edges of the knot by the unit that runs first, and by the one that waits. */
  readonly leaving: ReadonlyMap<string, readonly CycleEdge[]>;
  readonly entering: ReadonlyMap<string, readonly CycleEdge[]>;
  /** What is asked of one unit again and again. */
  readonly early: Map<string, boolean>;
  readonly squeezed: Map<string, boolean>;
}

export function blaming(graph: BootGraph, knot: Knot): Blaming {
  const leaving = new Map<string, CycleEdge[]>();
  const entering = new Map<string, CycleEdge[]>();
  const put = (map: Map<string, CycleEdge[]>, key: string, edge: CycleEdge): void => {
    const list = map.get(key);
    if (list) list.push(edge);
    else map.set(key, [edge]);
  };
  for (const edge of knot.edges) {
    put(leaving, edge.first, edge);
    put(entering, edge.next, edge);
  }
  return { graph, knot, leaving, entering, early: new Map(), squeezed: new Map() };
}

/** @param edge one that the change takes away; `declared` is what it takes from it */
export function blame(at: Blaming, change: Change, edge: BootEdge, declared: Declaration): Blame {
  const node = at.graph.nodes.get(change.unit);
  if (change.kind === 'no-default-dependencies') return ofDefaults(at, node, change.unit);
  if (change.kind === 'add-option') return ofLocalMount(at, change.unit);
  const fault = authorOf(declared);
  const weight = (AUTHOR[fault] ?? 15) + (isSystemds(change.unit, fault) ? SYSTEMDS_OWN : 0);
  const plain: Blame = { fault, effort: 1, weight: weight - squeeze(at, change.unit, change.key) };
  const reset = node && voidReset(node, change);
  if (reset !== undefined) return { fault: 'void-reset', effort: 1, weight: 4, reset };
  const other = declared.by === edge.from ? edge.to : edge.from;
  if (followsConvention(at, node, fault, change.key, other)) return { ...plain, effort: CONVENTIONAL };
  if (change.key === 'Before') return ofBefore(at, node, plain);
  return ofAfter(at, change.unit, other, plain);
}

/** A mount that waits for the network, or for what does, is no local one. */
function ofLocalMount(at: Blaming, unit: string): Blame {
  const waits = (at.entering.get(unit) ?? []).some(
    ({ first, edge }) => isLatePoint(first) || edge.declared.some((d) => d.by === unit && d.generator !== undefined),
  );
  return { fault: 'network-mount-as-local', effort: waits ? 1 : CONVENTIONAL, weight: waits ? 8 : 16 };
}

function ofAfter(at: Blaming, unit: string, other: string, plain: Blame): Blame {
  const defaults = at.graph.nodes.get(other)?.facts.defaultDependencies !== false;
  if (isEarly(at, unit)) {
    if (isLatePoint(other)) return { ...plain, fault: 'late-order-of-early-unit', weight: 6 };
    if (defaults) return { ...plain, fault: 'late-order-of-early-unit', weight: Math.min(9, plain.weight) };
  }
  const target = at.graph.nodes.get(other)?.type === 'target';
  const pulled = (at.leaving.get(unit) ?? []).some(({ edge }) => edge.declared.some(isComplement));
  return target && (pulled || isLatePoint(other)) && !isProvided(other)
    ? { ...plain, fault: 'waits-for-its-target', weight: 7 }
    : plain;
}

function ofBefore(at: Blaming, node: BootNode | undefined, plain: Blame): Blame {
  const late = (at.entering.get(node?.id ?? '') ?? []).some(({ edge }) =>
    edge.declared.some((d) => d.origin === 'default' && d.by === node?.id),
  );
  return { ...plain, weight: plain.weight - 0.25, ...(late ? { fault: 'early-order-against-default' as const } : {}) };
}

/** Turning default dependencies off is the answer where the unit's own lines order it early, and only there. */
function ofDefaults(at: Blaming, node: BootNode | undefined, unit: string): Blame {
  const early = ownEarlyOrders(at, unit);
  const late = (at.entering.get(unit) ?? []).some(({ edge }) =>
    edge.declared.some((d) => d.origin === 'default' && d.by === unit),
  );
  const bus = isNeededByBus(at.graph, unit);
  const caution: Caution | undefined = bus
    ? 'bus-leaves-order'
    : node?.type === 'socket'
      ? 'socket-leaves-order'
      : undefined;
  const extra = caution === undefined ? {} : { caution };
  if (node?.type === 'target') return { fault: 'default-of-target', effort: HARMFUL, weight: 18, ...extra };
  if (!late || early.length === 0)
    return { fault: 'default-dependency', effort: caution ? HARMFUL : CONVENTIONAL, weight: 16, ...extra };
  const firm = early.some(
    ({ next }) => isEarlyPoint(next) || at.graph.nodes.get(next)?.facts.defaultDependencies === false,
  );
  return {
    fault: 'default-against-early-order',
    effort: bus ? CONVENTIONAL : 1,
    weight: caution ? 16 : firm ? 11 : 13,
    ...extra,
    ...lineOf(early[0], unit),
  };
}

function lineOf(order: CycleEdge | undefined, unit: string): Pick<Blame, 'early'> {
  const line = order?.edge.declared.find((d) => d.by === unit && d.how === 'line');
  return line === undefined || order === undefined ? {} : { early: { ...line, as: line.as ?? order.next } };
}

/** Edges of the knot by which lines of the unit itself put it before what comes early. */
function ownEarlyOrders(at: Blaming, unit: string): readonly CycleEdge[] {
  return (at.leaving.get(unit) ?? []).filter(
    ({ next, edge }) => !isLatePoint(next) && edge.declared.some((d) => d.by === unit && d.how === 'line'),
  );
}

const EARLY_BY_TYPE: Readonly<Record<string, string>> = {
  socket: 'sockets.target',
  timer: 'timers.target',
  path: 'paths.target',
};

/** By lines of its own or of its links before early boot's end; or of a type that basic.target waits for. */
function isEarly(at: Blaming, unit: string): boolean {
  return kept(at.early, unit, () => comesEarly(at, unit));
}

function kept(map: Map<string, boolean>, unit: string, make: () => boolean): boolean {
  const known = map.get(unit);
  if (known !== undefined) return known;
  const made = make();
  map.set(unit, made);
  return made;
}

function comesEarly(at: Blaming, unit: string): boolean {
  const type = at.graph.nodes.get(unit)?.type ?? '';
  return (at.leaving.get(unit) ?? []).some(
    ({ next, edge }) =>
      isEarlyPoint(next) ||
      next === EARLY_BY_TYPE[type] ||
      (next === 'basic.target' && type in EARLY_BY_TYPE && edge.declared.some(isComplement)),
  );
}

function isComplement(d: Declaration): boolean {
  return d.rule === 'target-complement';
}

/** Who is to order itself before which target, and that what comes later may wait for early points: no fault of a package's line. */
function followsConvention(at: Blaming, node: BootNode | undefined, fault: Fault, key: string, other: string): boolean {
  if (fault === 'local-drop-in' || fault === 'local-unit') return false;
  if (node?.type === 'target') return true;
  if (key === 'After') {
    // A socket waits for nothing; and who put itself between two points has both lines to answer for.
    if (node !== undefined && node.type in EARLY_BY_TYPE) return false;
    if (isProvided(other)) return isEarlyPoint(other);
    const between = node !== undefined && kept(at.squeezed, node.id, () => isSqueezed(at, node.id));
    return (isEarlyPoint(other) && (!between || other === 'sysinit.target')) || other === 'basic.target';
  }
  const early = node?.facts.defaultDependencies === false;
  return isProvided(other) ? isLatePoint(other) || early : isEarlyPoint(other) && early;
}

/** A unit both of whose edges in every cycle are its own lines has put itself between two that exclude each other. */
function squeeze(at: Blaming, unit: string, key: string): number {
  if (!kept(at.squeezed, unit, () => isSqueezed(at, unit))) return 0;
  return key === 'After' ? 3 : 1;
}

function isSqueezed(at: Blaming, unit: string): boolean {
  const own = ({ edge }: CycleEdge): boolean => edge.declared.some((d) => d.by === unit && d.how === 'line');
  const { cycles } = at.knot;
  return (
    cycles.length > 0 &&
    cycles.every(({ edges }) => {
      const into = edges.find(({ next }) => next === unit);
      const out = edges.find(({ first }) => first === unit);
      return into !== undefined && out !== undefined && own(into) && own(out);
    })
  );
}

/** After= and Before= cannot be reset: an empty assignment further down shows which line was meant to go. */
function voidReset(
  node: BootNode,
  change: { readonly file: string; readonly line: number; readonly key: string },
): Setting | undefined {
  const own = node.settings.findIndex((s) => s.file === change.file && s.line === change.line);
  if (own < 0) return undefined;
  return node.settings
    .slice(own + 1)
    .find((s) => s.section === 'Unit' && s.key === change.key && s.value === '' && s.file !== change.file);
}

function authorOf(d: Declaration): Fault {
  if (d.generator !== undefined) return 'generated';
  const local = isLocalFile(d.file ?? '');
  const dropIn = /\.d\/[^/]+\.conf$/.test(d.file ?? '');
  return local ? (dropIn ? 'local-drop-in' : 'local-unit') : dropIn ? 'vendor-drop-in' : 'vendor-unit';
}

/** Of this machine or this user, rather than of a package. */
export function isLocalFile(file: string): boolean {
  return !/^\/(usr\/)?lib\/|^\/usr\/share\/|^\/nix\/store\//.test(file);
}

function isSystemds(unit: string, fault: Fault): boolean {
  return fault === 'vendor-unit' && unit.startsWith('systemd-');
}
