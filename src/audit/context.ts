/** What a rule may look at: the opened root, what is started, and the edges by their ends. */
import type { Does } from '../behaviours/does.ts';
import { bootOf } from '../boot/boot.ts';
import type { BootPlan } from '../engine/plan.ts';
import type { BootEdge, BootGraph, BootNode, Declaration, EdgeType, Setting } from '../graph/model.ts';
import type { OpenedRoot } from '../open.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { byKeyOf } from '../systemd/setting-reader.ts';
import { once, oncePer } from '../words/once.ts';
import { type KeyInPlace, keysOf, oncePerLine } from './written-keys.ts';

export interface AuditContext {
  /** For what opens the root again with a change in it. */
  readonly opened: OpenedRoot;
  readonly snapshot: Snapshot;
  readonly graph: BootGraph;
  /** Its number, for words and for what was read in the sources of some versions only; all else asks `does`. */
  readonly version: number;
  readonly does: Does;
  readonly plan: BootPlan;
  /** systemd's units, whether or not systemd is in force; of the other inits see `graph`. */
  readonly units: readonly BootNode[];
  /** What stands in sections of their own kind, of every unit that reads it. */
  readonly everyKey: readonly KeyInPlace[];
  /** The same, each line once. */
  readonly keys: readonly KeyInPlace[];
  /** Started at this boot, or meant to be (a job was made, and dropped). */
  attempted(id: string): boolean;
  started(id: string): boolean;
  /** Edges out of a node, of the types asked for. */
  out(id: string, ...types: readonly EdgeType[]): readonly BootEdge[];
  in(id: string, ...types: readonly EdgeType[]): readonly BootEdge[];
}

export function auditContext(opened: OpenedRoot): AuditContext {
  const { graph, snapshot, version, does } = opened;
  const boot = bootOf(opened);
  const { plan } = boot;
  const dropped = new Set(
    plan.transaction?.dropped.filter(({ type }) => type !== 'stop').map(({ unit }) => unit) ?? [],
  );
  const units = [...graph.nodes.values()].filter((node) => node.init === 'systemd' && node.effective);
  const everyKey = once(() => keysOf(units, version));
  const keys = once(() => oncePerLine(everyKey()));
  return {
    opened,
    snapshot,
    graph,
    version,
    does,
    plan,
    units,
    get everyKey() {
      return everyKey();
    },
    get keys() {
      return keys();
    },
    started: boot.started,
    attempted: (id) => plan.started.has(id) || dropped.has(id),
    out: boot.out,
    in: boot.in,
  };
}

/** The declaration that a person wrote: a line of a file, a link; undefined where only built-in rules make the edge. */
export function writtenOf(edge: BootEdge): Declaration | undefined {
  return edge.declared.find(({ how, generator }) => how !== 'rule' && generator === undefined);
}

/** Where a declaration stands, for a finding; what a generator wrote stands in what the generator read. */
export function placeOf(declaration: Declaration | undefined): { readonly file?: string; readonly line?: number } {
  const { file, line } = declaration?.source ?? declaration ?? {};
  return { ...(file === undefined ? {} : { file }), ...(line === undefined ? {} : { line }) };
}

/** Where a setting stands, for a finding. */
export function at(setting: Setting): { readonly file: string; readonly line: number } {
  return { file: setting.file, line: setting.line };
}

/** By key: a dozen rules ask each unit for a few keys of its many. */
const settingsByKey = oncePer(({ settings }: BootNode) => byKeyOf(settings));

/** Assignments of a key since the last empty one: those that count for a list. */
export function effective(node: BootNode, section: string, key: string): readonly Setting[] {
  const all = settingsByKey(node)
    .get(key)
    ?.filter((setting) => setting.section === section);
  return all === undefined ? [] : all.slice(all.findLastIndex(({ value }) => value === '') + 1);
}
