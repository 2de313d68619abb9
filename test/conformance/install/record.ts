/** `tsx test/conformance/install/record.ts VERSION [ROOT]`: what this systemctl did to our own roots, for machines without one. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { changesOf, linksOfCopy, operationsFor } from './compare.ts';
import { runOperations } from './oracle.ts';
import { writeInstallRoot } from './trees.ts';

const FILE = new URL('./recorded.json', import.meta.url);
const SEEDS = [2, 11];

const [version = '252', root] = process.argv.slice(2);
const told: Record<string, Record<string, readonly string[]>> = {};
for (const seed of SEEDS) {
  const copy = mkdtempSync(join(tmpdir(), 'bootscope-install-'));
  try {
    writeInstallRoot(copy, seed);
    const before = linksOfCopy(copy);
    const runs = runOperations(copy, operationsFor(copy, Number(version)), root);
    // Up to v250 a missing name in Also= ends preset-all half-way, at a place that the order of a folder decides.
    const sure = runs.filter(({ operation }) => operation !== 'preset-all' || Number(version) > 250);
    told[seed] = Object.fromEntries(sure.map(({ operation, links }) => [operation, changesOf(before, links)]));
  } finally {
    rmSync(copy, { recursive: true });
  }
}
const all = existsSync(FILE) ? JSON.parse(readFileSync(FILE, 'utf8')) : {};
writeFileSync(FILE, `${JSON.stringify({ ...all, [version]: told }, null, 1)}\n`);
