import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { dice } from '../conformance/random/dice.ts';
import { fuzz } from './fuzz.ts';
import { mutated, mutatedBytes } from './mutate.ts';
import { FILES } from './samples.ts';
import { tarOf } from './tar-bytes.ts';

/** Seconds here, a minute with a seed of its own in CI (BOOTSCOPE_SEED=fresh); the long run is main.ts. */
const FRESH = process.env['BOOTSCOPE_SEED'] === 'fresh';
const SEED = FRESH ? Date.now() % 1_000_000_000 : 7;

const work = mkdtempSync(join(tmpdir(), 'bootscope-fuzz-'));
afterAll(() => rmSync(work, { recursive: true }));

test(`no input throws, hangs or acts on a terminal (inputs from seed ${SEED})`, { timeout: 3_000_000 }, async () => {
  // With a seed of its own as many as a minute holds; else always the same ones, however long that takes here.
  const end = performance.now() + (FRESH ? 60_000 : Number.POSITIVE_INFINITY);
  const { inputs, findings } = await fuzz(SEED, FRESH ? 1e6 : 1500, () => performance.now() > end);
  expect(inputs).toBeGreaterThan(0);
  expect(findings).toEqual([]);
});

test(`the built program ends in a status that it documents (seed ${SEED})`, { timeout: 3_000_000 }, () => {
  const chance = dice(SEED);
  const commands = ['order', 'chain', 'audit', 'graph', 'why web', 'trace web', 'view -o /dev/null', 'cycles'];
  for (let k = 0; k < (FRESH ? 60 : 10); k++) {
    const files = Object.fromEntries(
      Object.entries(FILES).map(([path, text]) => [path, chance.chance(40) ? mutated(text, [text], chance) : text]),
    );
    const bytes = chance.chance(50) ? mutatedBytes(tarOf(files), chance) : tarOf(files);
    writeFileSync(join(work, 'root.tar'), bytes);
    const command = chance.pick(commands);
    const { status, signal, stdout, stderr } = spawnSync(
      process.execPath,
      ['dist/bootscope.js', '-r', join(work, 'root.tar'), ...command.split(' ')],
      { encoding: 'utf8', timeout: 600_000, maxBuffer: 2 ** 28 },
    );
    expect({ k, command, signal, known: [0, 1, 2, 3].includes(status ?? -1), stderr }).toMatchObject({
      signal: null,
      known: true,
    });
    // What is refused is said; what is answered is there.
    expect(status === 2 || status === 3 ? stderr : stdout).not.toBe('');
  }
});
