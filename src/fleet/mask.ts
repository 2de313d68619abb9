/**
 * Names that mean the same on every host. Device units are called by ids that no two machines share (file-system UUIDs, serial numbers),
 * and with them mounts, swaps and checks: ten thousand like machines would have ten thousand graphs. Each such id is put as {1}, {2}, …:
 * two of one host stay two, and which is which follows from what depends on them, not from the id.
 */
import type { BootGraph } from '../graph/model.ts';

export interface Mask {
  /** The same text for every host, where only ids of the host's own devices differ. */
  of(text: string): string;
  /** The same for a text that nobody asks for twice: a whole file. */
  once(text: string): string;
}

const NOTHING: Mask = { of: (text) => text, once: (text) => text };

const DASH = String.raw`(?:-|\\x2d)`;
/** Ids in names of devices: what follows by-uuid, by-partuuid and by-id, and whatever looks like a UUID. */
const BY_ID = new RegExp(String.raw`^dev-disk-by${DASH}(?:uuid|partuuid|id)-(.+)\.(?:device|swap)$`);
const UUID = new RegExp(`(?<![0-9a-f])[0-9a-f]{8}(?:${DASH}[0-9a-f]{4}){3}${DASH}[0-9a-f]{12}(?![0-9a-f])`, 'gi');
/** A device mapper's name is the same on like machines. */
const NO_ID = /^(dm|lvm)(-|\\x2d)(name|pv)/;
/** Shorter ones may be part of any word; more than these no machine has. */
const SHORTEST = 6;
const MOST = 500;

/** Of what a name of a device has: `1234-ABCD`, from `1234\x2dABCD`. */
function plain(id: string): string {
  return id.replaceAll('\\x2d', '-').toLowerCase();
}

/** @param more ids that are the host's own beside those of devices: its machine id */
export function maskFor(graph: BootGraph, more: readonly string[] = []): Mask {
  const ids = new Set(more.filter((id) => id.length >= SHORTEST).map(plain));
  for (const id of graph.nodes.keys()) {
    if (!id.startsWith('dev-') || ids.size >= MOST) continue;
    const [, named] = BY_ID.exec(id) ?? [];
    if (named !== undefined && named.length >= SHORTEST && !NO_ID.test(named)) ids.add(plain(named));
    for (const [uuid] of id.matchAll(UUID)) ids.add(plain(uuid));
  }
  if (ids.size === 0) return NOTHING;
  // The longer first: one may hold another.
  const spelt = [...ids].sort((a, b) => b.length - a.length || (a < b ? -1 : 1)).map(spelling);
  const found = new RegExp(`(?<![0-9a-z])(?:${spelt.join('|')})(?![0-9a-z])`, 'gi');
  const numbers = numbered(graph, ids, found);
  const known = new Map<string, string>();
  const once = (text: string): string => text.replace(found, (id) => `{${numbers.get(plain(id)) ?? 0}}`);
  return {
    once,
    of(text) {
      const before = known.get(text);
      if (before !== undefined) return before;
      const masked = once(text);
      known.set(text, masked);
      return masked;
    },
  };
}

function spelling(id: string): string {
  return id.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&').replaceAll('-', DASH);
}

/** A number for each id, by the edges of what is called by it: they are alike on like hosts. */
function numbered(graph: BootGraph, ids: ReadonlySet<string>, found: RegExp): ReadonlyMap<string, number> {
  const general = new Map<string, { readonly name: string; readonly ids: readonly string[] }>();
  for (const id of graph.nodes.keys()) {
    const name = id.replace(found, '{}');
    general.set(id, { name, ids: name === id ? [] : [...id.matchAll(found)].map(([one]) => plain(one)) });
  }
  const met = new Map<string, string[]>([...ids].map((id) => [id, []]));
  for (const { from, to, type } of graph.edges) {
    const [one, other] = [general.get(from), general.get(to)];
    if (one === undefined || other === undefined) continue;
    for (const id of one.ids) met.get(id)?.push(`${one.name} ${type} ${other.name}`);
    for (const id of other.ids) met.get(id)?.push(`${one.name} ${type} ${other.name}`);
  }
  const signed = [...met].map(([id, edges]) => ({ id, sign: edges.sort().join('\n') }));
  signed.sort((a, b) => (a.sign < b.sign ? -1 : a.sign > b.sign ? 1 : a.id < b.id ? -1 : 1));
  return new Map(signed.map(({ id }, k) => [id, k + 1]));
}
