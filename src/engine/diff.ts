/** What differs between two boots: what starts, in which order, in which state, by which settings. Pure. */
import type { BootEdge, BootGraph, BootNode, LoadState, Setting } from '../graph/model.ts';
import { type Adjacency, buildCsr } from './csr.ts';
import type { BootPlan } from './plan.ts';
import { type Reversals, reversals } from './reversals.ts';
import type { Fate } from './uncertain.ts';

export interface Boot {
  readonly graph: BootGraph;
  readonly plan: BootPlan;
  /** Whether a unit is started, over all boots of the same files. */
  fate(id: string): Fate;
}

export interface StateChange {
  readonly unit: string;
  readonly before: LoadState;
  readonly after: LoadState;
}

/** A key of a unit whose effective lines differ; paths do not count. */
export interface SettingChange {
  readonly unit: string;
  readonly section: string;
  readonly key: string;
  readonly before: readonly Setting[];
  readonly after: readonly Setting[];
}

export interface BootDiff {
  readonly target: { readonly before: string; readonly after: string };
  /** Started at every boot after and at none before, and the other way round. `known`: the other root has the unit, but does not start it. */
  readonly started: readonly { readonly unit: string; readonly known: boolean }[];
  readonly gone: readonly { readonly unit: string; readonly known: boolean }[];
  /** Units that at least one of the two starts at some boots and not at others, and that the other does not treat so. */
  readonly chance: readonly { readonly unit: string; readonly before: Fate; readonly after: Fate }[];
  /**
   * An order between two units that both boots start, which only one of them has, directly or through others. Also new: the edges by which such
   * a unit waits for one that was not started before, but of a target for what it asks for. Also lost: those to a unit that is not started any
   * more, where an order between others led through it. Each edge comes from the graph that has it.
   */
  readonly newOrder: readonly BootEdge[];
  readonly lostOrder: readonly BootEdge[];
  /** Units that both start, one of which waited for the other and is waited for now. */
  readonly turned: Reversals;
  readonly states: readonly StateChange[];
  /** Of units that at least one of the boots starts. */
  readonly settings: readonly SettingChange[];
  readonly failed: { readonly before: string | null; readonly after: string | null };
}

/** Linear, but for one walk for each order edge that only one side has. */
export function diffBoots(before: Boot, after: Boot): BootDiff {
  const both = (id: string): boolean => mayStart(before, id) && mayStart(after, id);
  const newOrder = orderOnlyIn(after, impliedBy(before), both, (edge) => !isTargetOfIt(edge));
  const implied = impliedBy(after);
  const lostOrder = orderOnlyIn(before, implied, both, linkOf(before, implied, both));
  const side = (boot: Boot) => ({ graph: boot.graph, takesPart: (id: string) => mayStart(boot, id) });
  return {
    target: { before: before.plan.target, after: after.plan.target },
    started: onlyIn(after, before),
    gone: onlyIn(before, after),
    chance: chanceOf(before, after),
    newOrder,
    lostOrder,
    turned: reversals(side(before), side(after), [...newOrder, ...lostOrder]),
    states: [...before.graph.nodes.values()].flatMap((node) => {
      const other = after.graph.nodes.get(node.id);
      return other === undefined || other.load === node.load || node.init !== before.plan.system
        ? []
        : [{ unit: node.id, before: node.load, after: other.load }];
    }),
    settings: [...before.graph.nodes.values()].flatMap((node) => {
      const other = after.graph.nodes.get(node.id);
      const counts = mayStart(before, node.id) || mayStart(after, node.id);
      return other === undefined || !counts ? [] : settingChanges(node, other);
    }),
    failed: { before: before.plan.failed, after: after.plan.failed },
  };
}

/** Whether the two boots do the same: same units, same order, same states. Settings alone do not change a boot. */
export function sameBoot(diff: BootDiff): boolean {
  return (
    diff.started.length +
      diff.gone.length +
      diff.chance.length +
      diff.newOrder.length +
      diff.lostOrder.length +
      diff.states.length ===
      0 &&
    diff.target.before === diff.target.after &&
    diff.failed.before === diff.failed.after
  );
}

function mayStart(boot: Boot, id: string): boolean {
  return boot.fate(id) !== 'never';
}

function chanceOf(before: Boot, after: Boot): BootDiff['chance'] {
  return [...new Set([...before.graph.nodes.keys(), ...after.graph.nodes.keys()])].sort().flatMap((unit) => {
    const [was, is] = [before.fate(unit), after.fate(unit)];
    return was !== is && (was === 'sometimes' || is === 'sometimes') ? [{ unit, before: was, after: is }] : [];
  });
}

function onlyIn(one: Boot, other: Boot): BootDiff['started'] {
  return [...one.graph.nodes.keys()]
    .filter((id) => one.fate(id) === 'always' && other.fate(id) === 'never')
    .sort()
    .map((unit) => ({ unit, known: other.graph.nodes.get(unit)?.load === 'loaded' }));
}

/** Whether a boot orders two units so, directly or through others. */
type Implied = (from: string, to: string) => boolean;

/**
 * Order edges of `one` from common units that are not implied by the other boot.
 * @param ofOne whether an edge to a unit that only `one` starts is told
 */
function orderOnlyIn(
  one: Boot,
  implied: Implied,
  both: (id: string) => boolean,
  ofOne: (edge: BootEdge) => boolean,
): readonly BootEdge[] {
  return one.graph.edges.filter((edge) => {
    if (edge.type !== 'After' || !both(edge.from)) return false;
    return both(edge.to) ? !implied(edge.from, edge.to) : mayStart(one, edge.to) && ofOne(edge);
  });
}

function impliedBy(boot: Boot): Implied {
  const csr = buildCsr(boot.graph, ['After'], ({ from, to }) => mayStart(boot, from) && mayStart(boot, to));
  const reachable = memoReach(csr.forward);
  return (one, other) => {
    const [from, to] = [csr.index.get(one), csr.index.get(other)];
    return from !== undefined && to !== undefined && reachable(from, to);
  };
}

/** Whether an edge to a unit that is gone was a link of an order between units that both start, which is lost with it. */
function linkOf(before: Boot, implied: Implied, both: (id: string) => boolean): (edge: BootEdge) => boolean {
  const next = new Map<string, string[]>();
  for (const { type, from, to } of before.graph.edges) {
    if (type !== 'After' || both(from) || !mayStart(before, from) || !mayStart(before, to)) continue;
    const list = next.get(from);
    if (list) list.push(to);
    else next.set(from, [to]);
  }
  const behind = new Map<string, readonly string[]>();
  const behindOf = (gone: string): readonly string[] => {
    const known = behind.get(gone);
    if (known !== undefined) return known;
    const seen = new Set([gone]);
    for (const id of seen) if (!both(id)) for (const to of next.get(id) ?? []) seen.add(to);
    const found = [...seen].filter(both);
    behind.set(gone, found);
    return found;
  };
  return ({ from, to }) => behindOf(to).some((id) => id !== from && !implied(from, id));
}

/** That a target comes after what it asks for follows from its being started. */
function isTargetOfIt({ from, declared }: BootEdge): boolean {
  return from.endsWith('.target') && declared.every(({ how }) => how === 'rule');
}

/** Whether `to` can be reached from `from`; what one start reaches is kept while the same start is asked again. */
function memoReach({ start, to }: Adjacency): (from: number, target: number) => boolean {
  let last = -1;
  let seen = new Uint8Array(0);
  return (from, target) => {
    for (let k = start[from]!; k < start[from + 1]!; k++) if (to[k] === target) return true;
    if (last !== from) {
      last = from;
      seen = new Uint8Array(start.length);
      const open = [from];
      for (let node = open.pop(); node !== undefined; node = open.pop())
        for (let k = start[node]!; k < start[node + 1]!; k++) {
          const next = to[k]!;
          if (seen[next] === 0) {
            seen[next] = 1;
            open.push(next);
          }
        }
    }
    return seen[target] === 1;
  };
}

function settingChanges(before: BootNode, after: BootNode): readonly SettingChange[] {
  const [old, now] = [byKey(before), byKey(after)];
  return [...new Set([...old.keys(), ...now.keys()])].sort().flatMap((name) => {
    const [was, is] = [old.get(name) ?? [], now.get(name) ?? []];
    if (was.length === is.length && was.every(({ value }, i) => value === is[i]?.value)) return [];
    const cut = name.indexOf('.');
    return [{ unit: before.id, section: name.slice(0, cut), key: name.slice(cut + 1), before: was, after: is }];
  });
}

function byKey(node: BootNode): ReadonlyMap<string, readonly Setting[]> {
  const keys = new Map<string, Setting[]>();
  for (const setting of node.settings) {
    if (setting.overridden) continue;
    const name = `${setting.section}.${setting.key}`;
    const list = keys.get(name);
    if (list) list.push(setting);
    else keys.set(name, [setting]);
  }
  return keys;
}
