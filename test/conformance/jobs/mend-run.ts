/** `tsx test/conformance/jobs/mend-run.ts FLAVOUR FROM COUNT RUNS VERSION [ROOT]`: mended trees must have no cycle for PID 1. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { mendCycles } from '../../../src/boot/mend.ts';
import { findCycles } from '../../../src/engine/cycles/find.ts';
import { runTrees } from './batch.ts';
import { openUnits } from './outcomes.ts';
import { type Flavour, jobTree } from './trees.ts';

const [flavour = 'stock', from = '0', count = '20', runs = '5', version = '252', root] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'bootscope-mend-'));
chmodSync(folder, 0o755);
const faults = new Map<string, number>();
let [cycleTrees, unmended, bad] = [0, 0, 0];
try {
  for (let seed = Number(from); cycleTrees < Number(count); seed++) {
    const tree = jobTree(seed, flavour as Flavour);
    if (!tree.has('default.target')) continue;
    const opened = openUnits(tree, Number(version));
    const found = findCycles(opened.graph, { version: Number(version) });
    if (found.cycles.length === 0) continue;
    cycleTrees++;
    const mended = mendCycles(opened, found);
    for (const { fault } of mended.plan) faults.set(fault, (faults.get(fault) ?? 0) + 1);
    if (mended.left > 0) {
      unmended++;
      console.log('not mended', seed, JSON.stringify(found.cycles.map((c) => c.members)));
      continue;
    }
    const files = new Map<string, { content: string } | { link: string }>(tree);
    for (const { path, content } of mended.plan.flatMap((m) => m.files))
      files.set(path.replace('/etc/systemd/system/', ''), { content });
    for (const [name, entry] of files) {
      const path = join(folder, `s${seed}`, name);
      mkdirSync(dirname(path), { recursive: true, mode: 0o755 });
      if ('link' in entry) symlinkSync(entry.link, path);
      else writeFileSync(path, entry.content);
    }
  }
  for (const run of runTrees(folder, Number(runs), root))
    if (run.victims.length > 0 || run.failed === 'cyclic') {
      bad++;
      console.log(run.tree, run.victims, run.failed);
    }
} finally {
  rmSync(folder, { recursive: true });
}
console.log({ flavour, version, cycleTrees, unmended, bad, faults: Object.fromEntries(faults) });
process.exitCode = bad + unmended > 0 ? 1 : 0;
