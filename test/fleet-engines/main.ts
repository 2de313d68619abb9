/**
 * npm run fleet:engines: the recipes of docs/fleet.md, each with a machine or a task that is killed on the way, each to the end with every host
 * once. What goes wrong once is tried again: which process is met when it is to be killed is chance. Wants root and Debian's packages (.ci/run installs them); all on loopback.
 */

import { tryKubernetes } from './kubernetes.ts';
import { tryParallel } from './parallel.ts';
import { endAll, NotHere } from './processes.ts';
import { trySlurm } from './slurm.ts';

process.on('exit', endAll);
const only = process.argv[2];
let failed = false;
for (const [name, run] of Object.entries({ parallel: tryParallel, slurm: trySlurm, kubernetes: tryKubernetes })) {
  if (only !== undefined && only !== name) continue;
  for (const last of [false, true]) {
    const begun = performance.now();
    try {
      const seen = await run();
      process.stdout.write(`${seen}; ${((performance.now() - begun) / 1000).toFixed(0)} s\n`);
      break;
    } catch (error) {
      const said = error instanceof Error ? error.message : String(error);
      endAll();
      if (error instanceof NotHere) process.stdout.write(`${name} WAS NOT TRIED on this machine: ${said}\n`);
      else process.stdout.write(`${name} failed${last ? '' : ', is tried again'}: ${said}\n`);
      if (error instanceof NotHere) break;
      failed ||= last;
    }
  }
}
process.exit(failed ? 1 : 0);
