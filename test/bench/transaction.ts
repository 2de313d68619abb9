/**
 * `tsx test/bench/transaction.ts`: the transaction and the search for cycles by themselves, at 1 000, 5 000 and 20 000
 * units, beside what `systemd --test` says of itself on the same tree (loading and transaction) where the machine has one.
 */
import { rmSync } from 'node:fs';
import { findCycles } from '../../src/engine/cycles/find.ts';
import { buildTransaction } from '../../src/engine/transaction/build.ts';
import { openFolder } from '../../src/open.ts';
import { oracleAvailable, runOnTree } from '../conformance/oracle.ts';
import { chainRoot, treeRoot } from './trees.ts';

const RUNS = 5;

for (const [title, make] of [
  ['Chains: every unit requires the next', chainRoot],
  ['Trees: every unit requires three', treeRoot],
] as const) {
  process.stdout.write(`\n${title.padEnd(40)}  units  median ms\n`);
  for (const size of [1_000, 5_000, 20_000]) {
    const root = make(size);
    try {
      const opened = timed(() => openFolder(root, { version: 252 }), 1);
      const { graph } = opened.result;
      row('open and load', size, opened.median);
      row('transaction', size, timed(() => buildTransaction(graph, { version: 252 }), RUNS).median);
      row('transaction and cycles', size, timed(() => findCycles(graph, { version: 252 }), RUNS).median);
      if (!oracleAvailable()) continue;
      row('systemd --test: load and transaction', size, systemdTime(root));
    } finally {
      rmSync(root, { recursive: true });
    }
  }
}

/** What it says of itself; NaN where it ends without an answer (252 runs out of stack on a chain of 20 000 units). */
function systemdTime(root: string): number {
  try {
    const { log } = runOnTree([`${root}/etc/systemd/system`]);
    const [, number, unit] = /transaction in ([0-9.]+)(ms|s)/.exec(log) ?? [];
    return Number(number) * (unit === 's' ? 1000 : 1);
  } catch {
    return Number.NaN;
  }
}

function timed<T>(run: () => T, runs: number): { readonly result: T; readonly median: number } {
  const taken: number[] = [];
  let result = undefined as T;
  for (let k = 0; k < runs; k++) {
    const start = performance.now();
    result = run();
    taken.push(performance.now() - start);
  }
  return { result, median: taken.sort((a, b) => a - b)[Math.floor(runs / 2)] ?? 0 };
}

function row(what: string, size: number, ms: number): void {
  process.stdout.write(
    `  ${what.padEnd(38)}${String(size).padStart(7)}${(Number.isNaN(ms) ? 'none' : ms.toFixed(0)).padStart(11)}\n`,
  );
}
