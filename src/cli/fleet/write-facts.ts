/** From a list of roots to the parts of a snapshot. */
import { type FactsOptions, hostCell, type ListedRoot, statusOf } from '../../fleet/facts.ts';
import { inShard, type Shard } from '../../fleet/root-list.ts';
import type { FactsFormat } from '../../fleet/write-tables.ts';
import type { FactsPart, FactsWritten } from '../../report/fleet/written.ts';
import { hasPart, writePart } from './part-files.ts';
import { startProgress } from './progress.ts';
import { inOrder, type Limits, startThreads, type Threads } from './threads.ts';

export interface FactsRun {
  readonly folder: string;
  readonly roots: readonly ListedRoot[];
  /** Those that this run makes. */
  readonly shards: readonly Shard[];
  readonly format: FactsFormat;
  readonly options: FactsOptions;
  readonly limits: Limits;
  /** A part with a root that is not read is not written. */
  readonly strict: boolean;
}

type Unread = FactsWritten['unread'];

/** So many results may wait for an earlier root that takes long. */
const AHEAD = 256;
/** Unread roots that are kept to be told; all are rows. */
const KEPT = 100;

export async function writeFacts(
  run: FactsRun,
): Promise<{ readonly parts: readonly FactsPart[]; readonly unread: Unread }> {
  const parts: FactsPart[] = [];
  const unread: Unread[number][] = [];
  const open = run.shards.filter((shard) => !hasPart(run.folder, shard));
  const threads = open.length === 0 ? undefined : startThreads(run.options, run.limits);
  const progress = startProgress(open.reduce((sum, shard) => sum + inShard(run.roots, shard).length, 0));
  try {
    for (const shard of run.shards) {
      const own = inShard(run.roots, shard);
      // Another machine may have written it while this run was at an earlier one.
      if (threads === undefined || hasPart(run.folder, shard)) {
        parts.push({ part: shard.part, roots: own.length, read: 0, state: 'there' });
        continue;
      }
      parts.push(await onePart(run, shard, own, threads, progress.step, (one) => unread.push(one)));
    }
  } finally {
    progress.end();
    await threads?.end();
  }
  return { parts, unread: unread.slice(0, KEPT) };
}

async function onePart(
  { folder, format, limits, strict }: FactsRun,
  shard: Shard,
  own: readonly ListedRoot[],
  threads: Threads,
  step: (read: boolean) => void,
  tell: (unread: Unread[number]) => void,
): Promise<FactsPart> {
  const part = writePart(folder, shard, format);
  let read = 0;
  try {
    await inOrder(own, { lanes: limits.jobs, ahead: AHEAD }, threads.facts, (facts, { n, root }) => {
      part.add(facts);
      const status = statusOf(facts);
      if (status === 'read') read++;
      else tell({ n, root, status, error: hostCell(facts, 'error') ?? status });
      step(status === 'read');
    });
    if (strict && read < own.length) {
      part.discard();
      return { part: shard.part, roots: own.length, read, state: 'left-out' };
    }
    return { part: shard.part, roots: own.length, read, state: part.finish() ? 'written' : 'there' };
  } catch (error) {
    part.discard();
    // Another run that was first has taken this one's files away.
    if (hasPart(folder, shard)) return { part: shard.part, roots: own.length, read: 0, state: 'there' };
    throw error;
  }
}
