/**
 * `tsx test/conformance/jobs/cycles-run.ts FLAVOUR FROM COUNT RUNS VERSION [ROOT] [RECORD]`: the victims PID 1 chose beside
 * ours. ROOT `-`: the machine's systemd. RECORD: a file to add them to, for machines without one.
 */
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findCycles } from '../../../src/engine/cycles/find.ts';
import { type BatchRun, runTrees } from './batch.ts';
import { openUnits } from './outcomes.ts';
import { type Flavour, jobTree, writeTree } from './trees.ts';

const [flavour = 'stock', from = '0', count = '20', runs = '200', version = '252', root, record] =
  process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'bootscope-cycles-'));
chmodSync(folder, 0o755);
const told: Record<string, unknown> = {};
let [compared, bad, unseen, unbreakable] = [0, 0, 0, 0];
try {
  const ours = new Map<string, ReturnType<typeof findCycles>>();
  for (let seed = Number(from); ours.size < Number(count); seed++) {
    const tree = jobTree(seed, flavour as Flavour);
    if (!tree.has('default.target')) continue;
    const cycles = findCycles(openUnits(tree, Number(version)).graph, { version: Number(version) });
    if (cycles.cycles.length === 0) continue;
    ours.set(`s${seed}`, cycles);
    writeTree(join(folder, `s${seed}`), tree);
  }
  const seen = new Map<string, BatchRun[]>();
  for (const run of runTrees(folder, Number(runs), root === '-' ? undefined : root))
    seen.set(run.tree, [...(seen.get(run.tree) ?? []), run]);
  for (const [name, { cycles }] of ours) {
    const theirs = seen.get(name) ?? [];
    const victims = new Set(theirs.flatMap((run) => run.victims));
    const expected = new Set(cycles.flatMap((cycle) => cycle.victims));
    const fatal = cycles.some((cycle) => cycle.unbreakable);
    const fails = theirs.filter((run) => run.failed === 'cyclic').length;
    compared++;
    told[`${version} ${flavour} ${name.slice(1)}`] = {
      runs: theirs.length,
      victims: [...victims].sort(),
      noBoot: fails,
    };
    if (fatal) unbreakable++;
    const missing = [...victims].filter((unit) => !expected.has(unit));
    const never = [...expected].filter((unit) => !victims.has(unit));
    const wrongFatal = fatal ? fails !== theirs.length : fails > 0;
    if (missing.length > 0 || wrongFatal) {
      bad++;
      console.log(name, { missing, fatal, fails, runs: theirs.length }, JSON.stringify(cycles.map((c) => c.members)));
    }
    if (never.length > 0) {
      unseen++;
      console.log(name, 'never seen:', never, fatal, JSON.stringify(cycles.map((c) => c.members)));
    }
  }
} finally {
  rmSync(folder, { recursive: true });
}
if (record !== undefined) {
  const known = existsSync(record) ? JSON.parse(readFileSync(record, 'utf8')) : {};
  writeFileSync(record, `${JSON.stringify({ ...known, ...told }, null, 1)}\n`);
}
console.log({ flavour, version, compared, bad, unseen, unbreakable });
process.exitCode = bad > 0 ? 1 : 0;
