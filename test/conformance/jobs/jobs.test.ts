import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { oracleAvailable, oracleVersion } from '../oracle.ts';
import { runTrees } from './batch.ts';
import { ourOutcomes, outcomeOfRun } from './outcomes.ts';
import { FLAVOURS, type Flavour, jobTree, writeTree } from './trees.ts';

const recorded: Record<string, Record<string, string[]>> = JSON.parse(
  readFileSync(new URL('./recorded.json', import.meta.url), 'utf8'),
);

describe('jobs of random trees', () => {
  for (const [version, trees] of Object.entries(recorded))
    test(`systemd ${version} queued, on every recorded tree, what one of our orders leads to`, () => {
      let compared = 0;
      for (const [name, seen] of Object.entries(trees)) {
        const [flavour = '', seed] = name.split('-');
        const tree = jobTree(Number(seed), flavour as Flavour);
        compared++;
        expect([...ourOutcomes(tree, Number(version), 3000, seen).keys()], name).toEqual(expect.arrayContaining(seen));
      }
      expect(compared).toBeGreaterThan(80);
    });

  test.runIf(oracleAvailable())("the machine's systemd queues, on fresh trees, what one of our orders leads to", () => {
    const version = oracleVersion();
    const folder = mkdtempSync(join(tmpdir(), 'bootscope-jobs-'));
    chmodSync(folder, 0o755);
    const first = 100_000 + (Math.floor(Date.now() / 1000) % 100_000) * 10;
    const trees = new Map<string, ReturnType<typeof jobTree>>(
      FLAVOURS.flatMap((flavour) =>
        Array.from({ length: 8 }, (_, n) => [`${flavour}-${first + n}`, jobTree(first + n, flavour)] as const),
      ),
    );
    try {
      for (const [name, tree] of trees) writeTree(join(folder, name), tree);
      const runs = runTrees(folder, 2);
      expect(runs.length).toBe(trees.size * 2);
      for (const run of runs) {
        const tree = trees.get(run.tree);
        if (tree === undefined) continue;
        expect([...ourOutcomes(tree, version, 3000, [outcomeOfRun(run)]).keys()], run.tree).toContain(
          outcomeOfRun(run),
        );
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
