/** What our engine says of a tree: every outcome that some order of PID 1's hash tables leads to. */

import { buildTransaction, type Transaction } from '../../../src/engine/transaction/build.ts';
import { drawn, FIXED } from '../../../src/engine/transaction/chance.ts';
import { openTree } from '../../../src/open.ts';
import { overlayTree } from '../../../src/snapshot/overlay.ts';
import type { Tree } from '../../../src/snapshot/snapshot.ts';
import { AS_TESTED } from '../../surroundings.ts';
import type { BatchRun } from './batch.ts';
import type { UnitTree } from './trees.ts';

const EMPTY: Tree = {
  lstat: (p) => (p === '/' ? { kind: 'dir', size: 0, mode: 0o755 } : undefined),
  readlink: () => undefined,
  list: () => undefined,
  read: () => undefined,
};

export function openUnits(tree: UnitTree, version: number) {
  const entries = [...tree].map(([name, entry]) => ({
    path: `/etc/systemd/system/${name}`,
    ...('link' in entry ? { linkTarget: entry.link } : { content: entry.content }),
  }));
  return openTree(overlayTree(EMPTY, entries), 'tree', {
    version,
    unitPath: ['/etc/systemd/system'],
    init: 'systemd',
    surroundings: AS_TESTED,
  });
}

/** Outcomes of at most `draws` boots; fewer where all of `wanted` were met before. */
export function ourOutcomes(
  tree: UnitTree,
  version: number,
  draws: number,
  wanted?: readonly string[],
): ReadonlyMap<string, Transaction> {
  const { graph } = openUnits(tree, version);
  const outcomes = new Map<string, Transaction>();
  for (let seed = -1; seed < draws; seed++) {
    const transaction = buildTransaction(graph, { version, chance: seed < 0 ? FIXED : drawn(seed) });
    outcomes.set(outcomeOf(transaction), transaction);
    if (wanted?.every((outcome) => outcomes.has(outcome))) break;
  }
  return outcomes;
}

function outcomeOf({ failed, jobs }: Transaction): string {
  if (failed === null)
    return jobs
      .map(({ unit, type }) => `${unit} ${type}`)
      .filter(isOfTree)
      .sort()
      .join(', ');
  return /cyclic/.test(failed)
    ? 'failed: cyclic'
    : /conflicting/.test(failed)
      ? 'failed: conflicting'
      : 'failed: no-anchor';
}

export function outcomeOfRun(run: BatchRun): string {
  return run.failed === null ? run.jobs.filter(isOfTree).join(', ') : `failed: ${run.failed}`;
}

/** What the running kernel mounts and plugs has jobs of its own. */
function isOfTree(job: string): boolean {
  return !/\.(mount|swap|device|automount|slice|scope) /.test(job);
}
