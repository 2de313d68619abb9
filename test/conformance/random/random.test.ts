/**
 * Random trees against this machine's systemd, and recorded answers of other versions. The seed is in the test's title:
 * BOOTSCOPE_SEED=N draws the trees of another, BOOTSCOPE_SEED=fresh those of a new one.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { compareAnswer, compareEntries } from './compare-trees.ts';
import { printEntries } from './files.ts';
import { drawLoad, loadOf } from './load.ts';
import { thisMachine } from './machine.ts';
import { RECORDED, type Recorded } from './recorded.ts';

const machine = thisMachine();
const asked = process.env.BOOTSCOPE_SEED ?? '300';
const seed = asked === 'fresh' ? 1_000_000 + Math.floor(Math.random() * 1e8) : Number(asked);

test.runIf(machine !== undefined)(
  `random trees of seed ${seed} load as this machine's systemd loads them`,
  () => {
    if (machine === undefined) return;
    // Not in /tmp, which is covered where systemd is asked.
    const base = mkdtempSync('/var/tmp/bootscope-trees-');
    let compared = 0;
    for (let n = 0; n < 6; n++) {
      const load = drawLoad(seed + n, 50, 'graph', machine.version);
      const halves = [load, loadOf(load.seed, load.trees.slice(0, 25), machine.version)];
      const answer = halves
        .map((part) => ({ part, result: tried(() => compareEntries(part.entries, machine, { jobs: false }, base)) }))
        .find(({ result }) => result);
      // systemd aborts on some trees by an assertion of its own; the other loads still count.
      if (answer?.result === undefined) continue;
      compared += answer.part.trees.length;
      const first = answer.result.differences[0];
      const tag = /\b(x\d+)\b/.exec(first?.what.replaceAll(/[-_.@\\]/g, ' ') ?? '')?.[1];
      const tree = load.trees.find(({ prefix }) => prefix === tag);
      expect(answer.result.differences, `seed ${seed + n}\n${printEntries(tree?.entries ?? [])}`).toEqual([]);
    }
    rmSync(base, { recursive: true, force: true });
    console.log(`${compared} random trees compared with systemd ${machine.version}, seed ${seed}`);
    expect(compared).toBeGreaterThan(0);
  },
  120_000,
);

function tried<T>(f: () => T): T | undefined {
  try {
    return f();
  } catch (error) {
    if (String(error).includes('no units printed')) return undefined;
    throw error;
  }
}

for (const file of readdirSync(RECORDED).filter((name) => name.endsWith('.json.gz'))) {
  test(`recorded trees load as ${file.split('.')[0]} loaded them`, () => {
    const { version, base, host, entries, dump } = JSON.parse(
      gunzipSync(readFileSync(new URL(file, RECORDED))).toString('utf8'),
    ) as Recorded;
    const machineThen = { version, host: { ...host, osRelease: new Map(host.osRelease) } };
    const { differences, units } = compareAnswer(dump, base, entries, machineThen, 'default.target');
    expect(units).toBeGreaterThan(100);
    expect(differences).toEqual([]);
  });
}
