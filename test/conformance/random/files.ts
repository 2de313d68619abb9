/** A generated tree of unit files: as a list, on a disk for the oracle, and in memory for us, under the same paths. */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DirEntry, Tree } from '../../../src/snapshot/snapshot.ts';

/** `path` is below the base folder, without a leading slash. Text holds bytes, one a character (latin1). */
export type Entry =
  | { readonly path: string; readonly kind: 'file'; readonly text: string }
  /** A target that starts with `@/` is absolute, below the base folder. */
  | { readonly path: string; readonly kind: 'link'; readonly to: string }
  | { readonly path: string; readonly kind: 'dir' | 'fifo' };

/** Folders of the load path, highest priority first; `out` is beside them, for linked units. */
export const LOAD_FOLDERS = ['d0', 'd1', 'd2'] as const;

export function unitPath(base: string): string[] {
  return LOAD_FOLDERS.map((dir) => `${base}/${dir}`);
}

function targetOf(base: string, to: string): string {
  return to.startsWith('@/') ? base + to.slice(1) : to;
}

export function writeEntries(base: string, entries: readonly Entry[]): void {
  const made = new Set<string>();
  const folder = (path: string): void => {
    if (made.has(path)) return;
    mkdirSync(path, { recursive: true, mode: 0o755 });
    made.add(path);
  };
  for (const dir of LOAD_FOLDERS) folder(`${base}/${dir}`);
  chmodSync(base, 0o755);
  for (const entry of entries) {
    const path = `${base}/${entry.path}`;
    folder(entry.kind === 'dir' ? path : dirname(path));
    if (entry.kind === 'file') writeFileSync(path, Buffer.from(entry.text, 'latin1'));
    else if (entry.kind === 'link') symlinkSync(targetOf(base, entry.to), path);
    else if (entry.kind === 'fifo') execFileSync('mkfifo', [path]);
  }
}

/** The same tree as `writeEntries` makes, and nothing else of the machine. */
export function memoryTree(base: string, entries: readonly Entry[]): Tree {
  const nodes = new Map<string, Entry>();
  const folders = new Map<string, Map<string, DirEntry['kind']>>();
  const add = (path: string, kind: DirEntry['kind']): void => {
    if (path === '/' || path === '') return;
    const cut = path.lastIndexOf('/');
    const parent = path.slice(0, cut) || '/';
    if (kind === 'dir' && !folders.has(path)) folders.set(path, new Map());
    const known = folders.get(parent);
    if (known?.has(path.slice(cut + 1))) return;
    const inside = known ?? new Map<string, DirEntry['kind']>();
    inside.set(path.slice(cut + 1), kind);
    folders.set(parent, inside);
    add(parent, 'dir');
  };
  for (const dir of LOAD_FOLDERS) add(`${base}/${dir}`, 'dir');
  for (const entry of entries) {
    const path = `${base}/${entry.path}`;
    nodes.set(path, entry);
    add(path, entry.kind === 'fifo' ? 'other' : entry.kind);
  }
  const sizeOf = (entry: Entry): number => (entry.kind === 'file' ? entry.text.length : 0);
  return {
    lstat(path) {
      const entry = nodes.get(path);
      if (path === '/' || folders.has(path)) return { kind: 'dir', size: 0, mode: 0o755 };
      if (!entry || entry.kind === 'dir') return undefined;
      return { kind: entry.kind === 'fifo' ? 'other' : entry.kind, size: sizeOf(entry), mode: 0o644 };
    },
    readlink(path) {
      const entry = nodes.get(path);
      return entry?.kind === 'link' ? targetOf(base, entry.to) : undefined;
    },
    list: (path) => {
      const inside = folders.get(path);
      return inside && [...inside].map(([name, kind]) => ({ name, kind }));
    },
    read(path) {
      const entry = nodes.get(path);
      return entry?.kind === 'file' ? new Uint8Array(Buffer.from(entry.text, 'latin1')) : undefined;
    },
  };
}

/** A tree in words, for a person: each file with its lines. */
export function printEntries(entries: readonly Entry[]): string {
  return entries
    .map((entry) => {
      if (entry.kind === 'link') return `${entry.path} -> ${entry.to}`;
      if (entry.kind !== 'file') return `${entry.path} (${entry.kind})`;
      const lines = entry.text.replace(/\n$/, '').split('\n');
      return [entry.path, ...lines.map((line) => `    ${JSON.stringify(line).slice(1, -1)}`)].join('\n');
    })
    .join('\n');
}
