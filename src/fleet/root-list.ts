/** The list of roots: what it names, and which of them are whose part. */
import { digestOf } from './digest.ts';
import type { ListedRoot } from './facts.ts';

/** A line a root; a list that holds NUL bytes is one of `find -print0`. Lines without a word are passed over. */
export function readRootList(text: string): readonly ListedRoot[] {
  return text
    .split(text.includes('\0') ? '\0' : /\r?\n/)
    .filter((root) => root.trim() !== '')
    .map((root, k) => ({ n: k + 1, root }));
}

/** The first root that is named again: a host would be counted twice. */
export function namedTwice(roots: readonly ListedRoot[]): readonly [ListedRoot, ListedRoot] | undefined {
  const seen = new Map<string, ListedRoot>();
  for (const root of roots) {
    const before = seen.get(root.root);
    if (before !== undefined) return [before, root];
    seen.set(root.root, root);
  }
  return undefined;
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
