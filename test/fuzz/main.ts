/**
 * tsx test/fuzz/main.ts [--seed N] [--inputs N] [--seconds N] [--limit N] [--every N]: a long run. Prints its counts every so many
 * seconds (60), so that a run that is killed has said what it did, and each finding with its smallest input. `--limit`: seconds of CPU
 * that one input may take (3).
 */
import { parseArgs } from 'node:util';
import { fuzz, type Report } from './fuzz.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    inputs: { type: 'string' },
    seconds: { type: 'string' },
    limit: { type: 'string' },
    every: { type: 'string' },
  },
});
const seed = Number(values.seed ?? Date.now() % 1e9);
const start = performance.now();
const end = start + Number(values.seconds ?? 1e9) * 1000;
const every = Number(values.every ?? 60) * 1000;
const heap = process.memoryUsage().rss;
let next = start + every;
let printed = 0;

/** What was done so far, and what was found since it was last said. */
function say({ inputs, byKind, findings }: Report): void {
  for (const { kind, seed: own, problem, input } of findings.slice(printed))
    console.log(`FOUND ${kind} (--seed ${own} --inputs 1)\n${problem}\n${JSON.stringify(input).slice(0, 4000)}\n`);
  printed = findings.length;
  const cpu = (process.cpuUsage().user / 1e6).toFixed(0);
  const memory = `${heap >> 20} MiB before, ${process.memoryUsage().rss >> 20} MiB now`;
  console.log(`${inputs} inputs from seed ${seed}, ${findings.length} findings; ${cpu} s of CPU; memory ${memory}`);
  for (const [name, counts] of byKind)
    console.log(
      `${String(counts.inputs).padStart(9)}  ${name}: ${counts.seconds.toFixed(1)} s, the slowest ${counts.slowest.toFixed(2)} s`,
    );
}

const report = await fuzz(
  seed,
  Number(values.inputs ?? 1e6),
  (soFar) => {
    const now = performance.now();
    if (now > next || soFar.findings.length > printed) {
      say(soFar);
      next = now + every;
    }
    return now > end;
  },
  Number(values.limit ?? 3),
);
say(report);
process.exitCode = report.findings.length > 0 ? 1 : 0;
