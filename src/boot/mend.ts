/** The smallest change that ends each ordering cycle, checked: the root is opened again with it, and the cycle is gone. */
import { type Cycles, cycleKey, findCycles, type OrderingCycle } from '../engine/cycles/find.ts';
import { type Change, type Mending, mendings } from '../engine/cycles/mending.ts';
import type { OpenedRoot } from '../open.ts';
import { canonicalPath } from '../snapshot/canonical.ts';
import type { OverlayEntry } from '../snapshot/overlay.ts';

/** A mending that was tried and works. */
export interface CheckedMending extends Mending {
  /** Files to write, whole. */
  readonly files: readonly { readonly path: string; readonly content: string }[];
}

export interface Mended {
  /** By the key of each cycle: what ends it; null where nothing that was tried does. */
  readonly byCycle: ReadonlyMap<string, CheckedMending | null>;
  /** The changes which together leave no cycle, in the order in which they were found. */
  readonly plan: readonly CheckedMending[];
  /** Cycles that are left with all of the plan applied. */
  readonly left: number;
}

/** A root is opened again for each try: so many at most. */
const TRIES = 40;
const TRIES_PER_CYCLE = 6;

/** Mends the shortest cycle, looks again, and goes on until none is left or nothing helps. */
export function mendCycles(opened: OpenedRoot, found: Cycles, options: { readonly target?: string } = {}): Mended {
  const byCycle = new Map<string, CheckedMending | null>();
  const plan: CheckedMending[] = [];
  let current = opened;
  let cycles = found;
  let tries = 0;
  const changed: OverlayEntry[] = [];
  for (let cycle = nextOf(); cycle !== undefined && tries < TRIES; cycle = nextOf()) {
    const key = cycleKey(cycle);
    byCycle.set(key, null);
    for (const mending of mendings(current.graph, cycle, cycles.cycles).slice(0, TRIES_PER_CYCLE)) {
      const files = filesOf(current, mending.changes);
      if (files === undefined || tries++ >= TRIES) continue;
      const tried = opened.reopen([...changed, ...files]);
      const left = findCycles(tried.graph, { version: tried.version, ...options });
      const keys = new Set(left.cycles.map(cycleKey));
      if (keys.has(key) || left.tangled.length > cycles.tangled.length || left.target !== cycles.target) continue;
      const checked = { ...mending, files };
      for (const other of cycles.cycles) if (!keys.has(cycleKey(other))) byCycle.set(cycleKey(other), checked);
      plan.push(checked);
      changed.push(...files);
      current = tried;
      cycles = left;
      break;
    }
  }
  return { byCycle, plan, left: cycles.cycles.length };

  function nextOf(): OrderingCycle | undefined {
    return cycles.cycles.find((cycle) => !byCycle.has(cycleKey(cycle)));
  }
}

/** undefined where a file to change cannot be read. */
function filesOf({ snapshot, config }: OpenedRoot, changes: readonly Change[]): CheckedMending['files'] | undefined {
  const files = new Map<string, string>();
  for (const change of changes) {
    if (change.kind === 'no-default-dependencies') {
      const path = canonicalPath(snapshot, `${config}/${change.unit}.d/no-default-dependencies.conf`);
      files.set(path, `${change.lines.join('\n')}\n`);
      continue;
    }
    const path = canonicalPath(snapshot, whereToWrite(change.file, config));
    const text = files.get(path) ?? snapshot.read(change.file);
    if (text === undefined) return undefined;
    files.set(path, withoutWord(text, change.line, change.word));
  }
  return [...files].map(([path, content]) => ({ path, content }));
}

/** The administrator's own files are edited; every other is covered by a copy in /etc, which comes before it. */
export function whereToWrite(file: string, config: string): string {
  if (/^\/(etc|usr\/local)\//.test(file) || file.startsWith(`${config}/`)) return file;
  const parts = file.split('/');
  const dropIn = parts.at(-2)?.endsWith('.d') === true;
  return [config, ...parts.slice(dropIn ? -2 : -1)].join('/');
}

/** Takes one word out of an assignment that may run over several lines; an assignment left empty goes altogether. */
export function withoutWord(text: string, line: number, word: string): string {
  const lines = text.split('\n');
  const first = line - 1;
  let last = first;
  while (lines[last]?.endsWith('\\') === true) last++;
  const escaped = word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const pattern = new RegExp(`(^|[\\s=])${escaped}(?=[\\s\\\\]|$)`, 'g');
  const kept = lines.slice(first, last + 1).map((l) => l.replace(pattern, '$1'));
  const empty = /^\s*[A-Za-z]+\s*=[\s\\]*$/.test(kept.join('\n'));
  return [...lines.slice(0, first), ...(empty ? [] : kept), ...lines.slice(last + 1)].join('\n');
}
