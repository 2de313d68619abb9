/**
 * What of insserv's answer is chance: it takes scripts and links in the order in which the folder lists them, which no copy of the files
 * keeps, and ties, `$all` and loops come out by it. So it is asked several times, each with another order.
 */
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { type InsservResult, runInsserv } from './run.ts';

/** Something that insserv says, and whether it says so whatever the order. */
export interface Said<T> {
  readonly what: T;
  readonly always: boolean;
}

export interface InsservByChance {
  readonly loops: readonly Said<InsservResult['loops'][number]>[];
  readonly fatal: readonly Said<string>[];
  readonly unknown: readonly Said<InsservResult['unknown'][number]>[];
  readonly afterAll: readonly Said<InsservResult['afterAll'][number]>[];
  /** By `start NAME` and `stop NAME`, every number that came out. */
  readonly numbers: ReadonlyMap<string, ReadonlySet<number>>;
}

/** Orders that are tried: as the copy lists, the other way round, and turned by a part of the list. */
const TURNS = [0.25, 0.4, 0.6, 0.75] as const;

/** @param thorough all of the orders; else two, where there are many scripts */
export function insservByChance(snapshot: Snapshot, thorough: boolean): InsservByChance {
  const names = (folder: string): readonly string[] => (snapshot.list(folder) ?? []).map(({ name }) => name);
  const orders: readonly ((folder: string) => readonly string[])[] = [
    names,
    (folder) => [...names(folder)].reverse(),
    ...(thorough ? TURNS : []).map((part) => (folder: string) => turned(names(folder), part)),
  ];
  const results = orders.map((listOrder) => runInsserv(snapshot, { listOrder }));
  const numbers = new Map<string, Set<number>>();
  for (const { order } of results)
    for (const { script, mode, number } of order) {
      const key = `${mode} ${script}`;
      numbers.set(key, (numbers.get(key) ?? new Set()).add(number));
    }
  return {
    loops: gather(
      results,
      ({ loops }) => loops,
      ({ mode, between }) => [mode, ...[...between].sort()].join(' '),
    ),
    fatal: gather(
      results,
      ({ fatal }) => fatal,
      (text) => text,
    ),
    unknown: gather(
      results,
      ({ unknown }) => unknown,
      ({ needs }) => needs,
    ),
    afterAll: gather(
      results,
      ({ afterAll }) => afterAll,
      ({ mode, script, all }) => `${mode} ${script} ${all}`,
    ),
    numbers,
  };
}

function turned(list: readonly string[], part: number): readonly string[] {
  const at = Math.floor(list.length * part);
  const [head, tail] = [list.slice(0, at), list.slice(at)];
  // Even and odd places apart, so that neighbours of one order are none of the other.
  const all = [...tail, ...head];
  return [...all.filter((_, i) => i % 2 === 1), ...all.filter((_, i) => i % 2 === 0)];
}

/** Each thing once, in the order of its first being said. */
function gather<T>(
  results: readonly InsservResult[],
  of: (result: InsservResult) => readonly T[],
  key: (what: T) => string,
): readonly Said<T>[] {
  const found = new Map<string, { readonly what: T; readonly runs: Set<InsservResult> }>();
  for (const result of results)
    for (const what of of(result)) {
      const known = found.get(key(what)) ?? { what, runs: new Set<InsservResult>() };
      found.set(key(what), known);
      known.runs.add(result);
    }
  return [...found.values()].map(({ what, runs }) => ({ what, always: runs.size === results.length }));
}
