import { expect, test } from 'vitest';
import { buildTransaction } from '../../src/engine/transaction/build.ts';
import { drawn, seededRandom } from '../../src/engine/transaction/chance.ts';
import { ofHalfWay, ofWholeBoots, type Varying, varyingJobs } from '../../src/engine/transaction/varying.ts';
import { graphOfFiles, UNITS } from '../systemd/graph-of-files.ts';

const KEYS = ['Requires', 'Wants', 'BindsTo', 'Requisite', 'Wants', 'Requires', 'After', 'Conflicts'];

/** Units that pull in each other and what is not there. */
function drawnTree(seed: number): Record<string, string> {
  const random = seededRandom(seed);
  const below = (n: number): number => Math.floor(random() * n);
  const size = 6 + below(8);
  const nameOf = (k: number): string => (k < size ? `u${k}.target` : `gone${k}.target`);
  const bare = (lines: readonly string[]): string => `[Unit]\nDefaultDependencies=no\n${lines.join('\n')}\n`;
  const files: Record<string, string> = {
    [`${UNITS}/default.target`]: bare(['AllowIsolate=yes', 'Wants=u0.target u1.target', 'Requires=u2.target']),
  };
  const missing = below(3);
  // A conflict is what the short way has nothing to say of: in few trees.
  const keys = random() < 0.2 ? KEYS : KEYS.slice(0, -1);
  for (let k = 0; k < size; k++)
    files[`${UNITS}/${nameOf(k)}`] = bare(
      Array.from({ length: below(4) }, () => `${keys[below(keys.length)]}=${nameOf(below(size + missing))}`),
    );
  return files;
}

const told = (varying: readonly Varying[]): readonly string[] =>
  varying.map(({ unit, jobs }) => `${unit}: ${jobs.map(String).sort().join(' ')}`);

test('what a requirement that fails half-way leaves to chance is the same, played on the few units it touches or on whole boots', () => {
  const chances = Array.from({ length: 300 }, (_, draw) => drawn(draw + 1));
  const seen = { short: 0, varying: 0, whole: 0 };
  for (let seed = 1; seed <= 240; seed++) {
    const version = [247, 252, 257][seed % 3] as number;
    const graph = graphOfFiles(drawnTree(seed), version);
    const usual = buildTransaction(graph, { version });
    if (usual.cycles.length > 0 || usual.failed !== null || usual.byChance.length === 0) continue;
    const short = ofHalfWay(graph, usual, chances);
    if (short === undefined) {
      seen.whole++;
      continue;
    }
    seen.short++;
    const whole = ofWholeBoots(graph, usual, chances);
    seen.varying += whole.length;
    expect({ seed, version, varying: told(short) }).toEqual({ seed, version, varying: told(whole) });
    // What is asked draws fewer boots of the two; no unit is in it that never varies.
    for (const { unit } of varyingJobs(graph, usual)) expect(whole.map((one) => one.unit)).toContain(unit);
  }
  // Both ways are taken, and something does vary.
  expect(seen.short).toBeGreaterThan(20);
  expect(seen.varying).toBeGreaterThan(20);
  expect(seen.whole).toBeGreaterThan(0);
}, 60_000);
