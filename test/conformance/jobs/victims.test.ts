import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { findCycles } from '../../../src/engine/cycles/find.ts';
import { openUnits } from './outcomes.ts';
import { type Flavour, jobTree } from './trees.ts';

/** `VERSION FLAVOUR SEED` → what PID 1 did in so many boots. */
const recorded: Record<string, { runs: number; victims: string[]; noBoot: number }> = JSON.parse(
  readFileSync(new URL('./recorded-victims.json', import.meta.url), 'utf8'),
);

describe('victims of ordering cycles', () => {
  for (const version of new Set(Object.keys(recorded).map((key) => key.split(' ')[0] ?? '')))
    test(`are exactly the jobs that systemd ${version} deleted in 150 boots of each recorded tree`, () => {
      for (const [key, { runs, victims, noBoot }] of Object.entries(recorded)) {
        const [of, flavour, seed] = key.split(' ');
        if (of !== version) continue;
        const { graph } = openUnits(jobTree(Number(seed), flavour as Flavour), Number(version));
        const { cycles } = findCycles(graph, { version: Number(version) });
        expect([...new Set(cycles.flatMap((cycle) => cycle.victims))].sort(), key).toEqual(victims);
        expect(cycles.some((cycle) => cycle.unbreakable) ? runs : 0, key).toBe(noBoot);
      }
    });
});
