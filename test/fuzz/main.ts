/** tsx test/fuzz/main.ts [--seed N] [--inputs N] [--seconds N]: a long run; prints counts, and each finding with its smallest input. */
import { parseArgs } from 'node:util';
import { fuzz } from './fuzz.ts';

const { values } = parseArgs({
  options: { seed: { type: 'string' }, inputs: { type: 'string' }, seconds: { type: 'string' } },
});
const seed = Number(values.seed ?? Date.now() % 1e9);
const end = performance.now() + Number(values.seconds ?? 1e9) * 1000;
const heap = process.memoryUsage().rss;
const { inputs, byKind, findings } = await fuzz(seed, Number(values.inputs ?? 1e6), () => performance.now() > end);
for (const { kind, seed: own, problem, input } of findings)
  console.log(`FOUND ${kind} (--seed ${own} --inputs 1)\n${problem}\n${JSON.stringify(input).slice(0, 4000)}\n`);
console.log(
  `${inputs} inputs from seed ${seed}, ${findings.length} findings; ${(process.cpuUsage().user / 1e6).toFixed(0)} s of CPU`,
);
for (const [name, counts] of byKind)
  console.log(`${String(counts.inputs).padStart(9)}  ${name}, the slowest ${counts.slowest.toFixed(2)} s`);
console.log(
  `memory ${(heap >> 20).toFixed(0)} MiB before, ${(process.memoryUsage().rss / 2 ** 20).toFixed(0)} MiB after`,
);
process.exitCode = findings.length > 0 ? 1 : 0;
