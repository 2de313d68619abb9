/** The list of roots: what it names, and which of them are whose part. */
import { digestOf } from './digest.ts';
import type { ListedRoot } from './facts.ts';

/**
 * A line a root; a list that holds NUL bytes is one of `find -print0`, where whatever stands between two is a name. Lines without a word, and those
 * that begin with #, are passed over: a folder of such a name is written ./#NAME.
 */
export function readRootList(text: string): readonly ListedRoot[] {
  const names = text.includes('\0')
    ? text.split('\0').filter((name) => name !== '')
    : text
        .replace(/^\ufeff/, '')
        .split(/\r?\n/)
        .filter((line) => line.trim() !== '' && !/^\s*#/.test(line));
  return names.map((root, k) => ({ n: k + 1, root }));
}

/** The first root that is named again: a host would be counted twice. */
export function namedTwice(roots: readonly ListedRoot[]): readonly [ListedRoot, ListedRoot] | undefined {
  const seen = new Map<string, ListedRoot>();
  for (const root of roots) {
    const name = plain(root.root);
    const before = seen.get(name);
    if (before !== undefined) return [before, root];
    seen.set(name, root);
  }
  return undefined;
}

/** `/a//b/./c/` is `/a/b/c`; what `..` leads to, only the disk knows. */
function plain(path: string): string {
  const parts = path.split('/').filter((part, k) => k === 0 || (part !== '' && part !== '.'));
  return parts[0] === '.' && parts.length > 1 ? parts.slice(1).join('/') : parts.join('/');
}

/** The same for the same list, however it is spelt. */
export function listDigest(roots: readonly ListedRoot[]): string {
  return digestOf(roots.map(({ root }) => root));
}

/** One of `of` parts; `part` counts from 1. */
export interface Shard {
  readonly part: number;
  readonly of: number;
}

/** `3/20`. undefined: it is none. */
export function parseShard(text: string): Shard | undefined {
  const [, part, of] = /^([0-9]{1,9})\/([0-9]{1,9})$/.exec(text) ?? [];
  const shard = { part: Number(part), of: Number(of) };
  return shard.part >= 1 && shard.part <= shard.of ? shard : undefined;
}

/** Every `of`-th root: neighbours in a list are often alike, and slow ones then lie in one part. */
export function inShard(roots: readonly ListedRoot[], { part, of }: Shard): readonly ListedRoot[] {
  return roots.filter(({ n }) => (n - 1) % of === part - 1);
}

/** Roots of a part where nobody says how many parts there are: as much as an interrupted run does again at most. */
const EACH = 500;

export function usualParts(roots: readonly ListedRoot[]): number {
  return Math.max(1, Math.ceil(roots.length / EACH));
}
