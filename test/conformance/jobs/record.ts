/** `tsx test/conformance/jobs/record.ts VERSION [ROOT]`: what this systemd said of the first trees, for machines without one. */
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTrees } from './batch.ts';
import { outcomeOfRun } from './outcomes.ts';
import { FLAVOURS, jobTree, writeTree } from './trees.ts';

/** Version → `flavour seed` → the outcomes seen. */
export type Recorded = Record<string, Record<string, readonly string[]>>;
const SEEDS = 25;
const RUNS = 4;
const FILE = new URL('./recorded.json', import.meta.url);

const [version = '252', root] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'bootscope-jobs-'));
chmodSync(folder, 0o755);
try {
  for (const flavour of FLAVOURS)
    for (let seed = 0; seed < SEEDS; seed++) writeTree(join(folder, `${flavour}-${seed}`), jobTree(seed, flavour));
  const seen: Record<string, string[]> = {};
  for (const run of runTrees(folder, RUNS, root)) {
    seen[run.tree] ??= [];
    const outcome = outcomeOfRun(run);
    if (!seen[run.tree]?.includes(outcome)) seen[run.tree]?.push(outcome);
  }
  const all: Recorded = existsSync(FILE) ? JSON.parse(readFileSync(FILE, 'utf8')) : {};
  for (const outcomes of Object.values(seen)) outcomes.sort();
  writeFileSync(FILE, `${JSON.stringify({ ...all, [version]: seen }, null, 1)}\n`);
} finally {
  rmSync(folder, { recursive: true });
}
