/**
 * Compares what verify says of random trees with what the audit says, as many as asked for:
 *   npx tsx test/conformance/verify/main.ts --seed 1 --loads 20 --trees 40 [--root DIR --version N] [--show 10]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { askVerify, compareVerify } from './compare.ts';
import { rootVerifier, thisVerifier } from './machine.ts';
import { drawVerifyTree } from './tree.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    loads: { type: 'string', default: '10' },
    trees: { type: 'string', default: '40' },
    root: { type: 'string' },
    version: { type: 'string', default: '252' },
    show: { type: 'string', default: '10' },
  },
});
const verifier = values.root === undefined ? thisVerifier() : rootVerifier(values.root, Number(values.version));
if (verifier === undefined) throw new Error('no systemd-analyze verify --root here');
const base = mkdtempSync(join(tmpdir(), 'bootscope-verify-'));
const [first, loads, trees] = [Number(values.seed), Number(values.loads), Number(values.trees)];
const totals = { messages: 0, refused: 0, missed: 0, invented: 0, crashed: 0 };
for (let seed = first; seed < first + loads; seed++) {
  const entries = drawVerifyTree(seed, trees, verifier.version);
  let said: readonly string[];
  try {
    said = askVerify(base, entries, verifier);
  } catch (error) {
    // verify aborts on some trees by an assertion of its own.
    totals.crashed += trees;
    console.log(`seed ${seed}: no answer: ${String(error).slice(-200)}`);
    continue;
  }
  const { messages, refused, missed, invented } = compareVerify(said, entries, verifier.version);
  totals.messages += messages;
  totals.refused += refused;
  totals.missed += missed.length;
  totals.invented += invented.length;
  const text = (line: string): string | undefined => {
    const [, path = '', number = ''] = /^\/(.+?):(\d+): /.exec(line) ?? [];
    const entry = entries.find((one) => one.path === path);
    return entry?.kind === 'file' ? entry.text.split('\n')[Number(number) - 1] : undefined;
  };
  for (const line of missed.slice(0, Number(values.show)))
    console.log(`seed ${seed} missed   ${line} <<${text(line)}>>`);
  for (const line of invented.slice(0, Number(values.show)))
    console.log(`seed ${seed} invented ${line} <<${text(line)}>>`);
}
rmSync(base, { recursive: true });
console.log(`systemd ${verifier.version}, ${loads * trees} trees, seeds ${first}-${first + loads - 1}:`, totals);
