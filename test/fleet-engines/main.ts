/**
 * npm run fleet:engines: the recipes of docs/fleet.md, each with a machine or a task that is killed on the way, each to the end with every host
 * once. Wants root and Debian's packages (.ci/run installs them); all on loopback.
 */

import { tryKubernetes } from './kubernetes.ts';
import { tryParallel } from './parallel.ts';
import { endAll } from './processes.ts';
import { trySlurm } from './slurm.ts';

process.on('exit', endAll);
const only = process.argv[2];
let failed = false;
for (const [name, run] of Object.entries({ parallel: tryParallel, slurm: trySlurm, kubernetes: tryKubernetes })) {
  if (only !== undefined && only !== name) continue;
  const begun = performance.now();
  try {
    const seen = await run();
    process.stdout.write(`${seen}; ${((performance.now() - begun) / 1000).toFixed(0)} s\n`);
  } catch (error) {
    failed = true;
    process.stdout.write(`${name} failed: ${error instanceof Error ? error.message : String(error)}\n`);
  }
}
process.exit(failed ? 1 : 0);
