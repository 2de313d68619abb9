/** In what a unit of one host differs from the same unit of another: its state, its lines, the dependencies that they make. */
import type { Ask } from '../ask.ts';
import {
  type EdgeRow,
  edgesOf,
  type HostAt,
  hostKey,
  hostsAt,
  hostsIn,
  keyOf,
  linesOf,
  type SettingRow,
  type UnitPair,
  type UnitRow,
  unitsOf,
} from './difference-rows.ts';

/** Columns of `units` that are told when they differ, the causes first. */
export const STATES = [
  'load',
  'enabled',
  'fragment',
  'dropins',
  'aliases',
  'effective',
  'started',
  'job',
  'lost',
  'fate',
  'tangled',
] as const;
export type StateName = (typeof STATES)[number] | 'there' | 'text';

export interface StateDifference {
  readonly state: StateName;
  readonly before: string | null;
  readonly after: string | null;
}

/** A line of a file that one of the two has in force and the other has not. */
export interface LineDifference {
  readonly kind: 'more' | 'less';
  readonly section: string;
  readonly key: string;
  readonly value: string;
  readonly file: string;
  readonly line: number;
  readonly source: string | null;
  readonly source_line: number | null;
}

/** A dependency that only one of the two has. */
export interface EdgeDifference {
  readonly kind: 'more' | 'less';
  readonly src: string;
  readonly type: string;
  readonly dst: string;
  readonly by: string;
  readonly how: string;
  readonly rule: string | null;
  readonly file: string | null;
  readonly line: number | null;
  readonly source: string | null;
  readonly source_line: number | null;
}

export interface UnitDifference {
  readonly unit: string;
  readonly states: readonly StateDifference[];
  readonly lines: readonly LineDifference[];
  readonly edges: readonly EdgeDifference[];
  /** Something of its own differs; else it only follows from what others do. */
  readonly own: boolean;
}

const FOLLOWS: ReadonlySet<StateName> = new Set(['started', 'job', 'lost', 'fate', 'tangled']);

/** One answer for each pair, in their order. */
export async function differencesOf(ask: Ask, pairs: readonly UnitPair[]): Promise<readonly UnitDifference[]> {
  if (pairs.length === 0) return [];
  const hosts = await hostsAt(ask, hostsIn(pairs));
  // Rows of a host lie in its part, and so do those that it shares with others: no other file is read.
  const parts = [...new Set(hosts.map(({ part }) => part))];
  const units = await unitsOf(ask, pairs, parts);
  const lines = await linesOf(
    ask,
    [...units.values()].flatMap(({ lines_digest }) => lines_digest ?? []),
    parts,
  );
  const alone = pairs.filter(
    (pair) => !units.has(keyOf(pair.before, pair.unit)) || !units.has(keyOf(pair.after, pair.unit)),
  );
  const edges = await edgesOf(
    ask,
    pairs,
    hosts,
    alone.map(({ unit }) => unit),
  );
  return pairs.map((pair) => {
    const between = (of: HostAt): Side => {
      const row = units.get(keyOf(of, pair.unit));
      // Of a mask nobody wants every line that it takes away.
      const own = row?.load === 'masked' ? undefined : (lines.get(row?.lines_digest ?? '') ?? []);
      return { row, lines: own, edges: edges.get(hostKey(of)) ?? [] };
    };
    return differenceOf(pair.unit, between(pair.before), between(pair.after));
  });
}

/** What one host has of a unit. */
interface Side {
  readonly row: UnitRow | undefined;
  /** undefined: it is masked. */
  readonly lines: readonly SettingRow[] | undefined;
  readonly edges: readonly EdgeRow[];
}

function differenceOf(unit: string, before: Side, after: Side): UnitDifference {
  const masked = before.lines === undefined || after.lines === undefined;
  const changed = masked ? [] : linesBetween(before.lines, after.lines);
  const told = new Set(changed.map(({ file, line }) => `${file}:${line}`));
  const states = statesBetween(before.row, after.row);
  const alone = before.row === undefined || after.row === undefined;
  const names = ({ src, dst, by }: EdgeRow): boolean => src === unit || dst === unit || by === unit;
  const edges = edgesBetween(before.edges.filter(names), after.edges.filter(names)).filter((edge) => {
    const { dst, by, how, file, line } = edge;
    // What a told line makes is the line once more; what others say is told of them, unless it makes the unit.
    if (line !== null && told.has(`${file}:${line}`)) return false;
    return by === unit ? !masked : (how === 'link' && dst === unit) || alone;
  });
  return {
    unit,
    states,
    lines: changed,
    edges,
    own: isOwn(before.row ?? after.row, changed.length + edges.length, states),
  };
}

/** A unit that only others name is there, or is not, by what they say. */
function isOwn(row: UnitRow | undefined, written: number, states: readonly StateDifference[]): boolean {
  const named = row?.fragment === null && row.dropins === null;
  if (states.some(({ state }) => state === 'there')) return !named;
  return written > 0 || states.some(({ state }) => !FOLLOWS.has(state));
}

function statesBetween(before: UnitRow | undefined, after: UnitRow | undefined): readonly StateDifference[] {
  if (before === undefined || after === undefined)
    return [{ state: 'there', before: told(before !== undefined), after: told(after !== undefined) }];
  const states: StateDifference[] = STATES.filter((state) => before[state] !== after[state]).map((state) => ({
    state,
    before: told(before[state]),
    after: told(after[state]),
  }));
  const text = before.init !== 'systemd' && before.files_digest !== after.files_digest && before.fragment !== null;
  return text ? [...states, { state: 'text', before: before.fragment, after: after.fragment }] : states;
}

function told(value: string | number | boolean | null): string | null {
  return value === null ? null : typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value);
}

/** By what they say: a line that only moved is none. */
function linesBetween(before: readonly SettingRow[], after: readonly SettingRow[]): readonly LineDifference[] {
  const says = ({ section, key, value }: SettingRow): string => `${section}\0${key}\0${value}`;
  const only = (
    these: readonly SettingRow[],
    those: readonly SettingRow[],
    kind: 'more' | 'less',
  ): LineDifference[] => {
    const left = counted(those.map(says));
    return these.flatMap((row) => {
      const count = left.get(says(row)) ?? 0;
      left.set(says(row), count - 1);
      const { section, key, value, file, line, source, source_line } = row;
      return count > 0 ? [] : [{ kind, section, key, value, file, line, source, source_line } as LineDifference];
    });
  };
  return [...only(before, after, 'less'), ...only(after, before, 'more')];
}

function edgesBetween(before: readonly EdgeRow[], after: readonly EdgeRow[]): readonly EdgeDifference[] {
  const says = (e: EdgeRow): string =>
    [e.src, e.type, e.dst, e.by, e.how, e.key, e.how === 'link' ? e.file : ''].join('\0');
  const only = (these: readonly EdgeRow[], those: readonly EdgeRow[], kind: 'more' | 'less'): EdgeDifference[] => {
    const left = new Set(those.map(says));
    return these.flatMap((row) => {
      if (left.has(says(row))) return [];
      const { src, type, dst, by, how, rule, file, line, source, source_line } = row;
      return [{ kind, src, type, dst, by, how, rule, file, line, source, source_line } as EdgeDifference];
    });
  };
  return [...only(before, after, 'less'), ...only(after, before, 'more')];
}

function counted(keys: readonly string[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const key of keys) found.set(key, (found.get(key) ?? 0) + 1);
  return found;
}
