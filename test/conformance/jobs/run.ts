/** `tsx test/conformance/jobs/run.ts FLAVOUR FROM COUNT RUNS DRAWS VERSION [ROOT]`: random trees, ours beside PID 1's. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTrees } from './batch.ts';
import { ourOutcomes, outcomeOfRun } from './outcomes.ts';
import { type Flavour, jobTree, type UnitTree, writeTree } from './trees.ts';

const [
  flavour = 'requirements',
  from = '0',
  count = '100',
  runs = '3',
  draws = '50',
  version = '252',
  root,
  faultless,
] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'bootscope-jobs-'));
chmodSync(folder, 0o755);
try {
  const trees = new Map<string, UnitTree>();
  for (let seed = Number(from); seed < Number(from) + Number(count); seed++) {
    const tree = jobTree(seed, flavour as Flavour, faultless !== 'plain');
    trees.set(`s${seed}`, tree);
    writeTree(join(folder, `s${seed}`), tree);
  }
  const seen = new Map<string, Map<string, number>>();
  for (const run of runTrees(folder, Number(runs), root === '-' || root === undefined ? undefined : root)) {
    const outcomes = seen.get(run.tree) ?? new Map<string, number>();
    const outcome = outcomeOfRun(run);
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    seen.set(run.tree, outcomes);
  }
  let bad = 0,
    several = 0,
    unseen = 0,
    failures = 0;
  for (const [name, tree] of trees) {
    const theirs = seen.get(name) ?? new Map<string, number>();
    const ours = new Set([
      ...ourOutcomes(tree, Number(version), Number(draws)).keys(),
      ...ourOutcomes(tree, Number(version), 5000, [...theirs.keys()]).keys(),
    ]);
    if (theirs.size > 1) several++;
    if ([...theirs.keys()].some((o) => o.startsWith('failed'))) failures++;
    const missing = [...theirs].filter(([o]) => !ours.has(o));
    unseen += [...ours].filter((o) => !theirs.has(o)).length;
    if (missing.length > 0) {
      bad++;
      if (bad < 4) console.log(name, 'seen but not ours:', missing, 'ours:', [...ours].slice(0, 5));
    }
  }
  console.log({ flavour, version, trees: trees.size, runs: Number(runs), bad, several, failures, unseen });
  process.exitCode = bad > 0 ? 1 : 0;
} finally {
  rmSync(folder, { recursive: true });
}
