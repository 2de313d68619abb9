import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { oracleAvailable, oracleVersion } from '../oracle.ts';
import { compareOperations, operationsFor, ourChanges } from './compare.ts';
import { runOperations } from './oracle.ts';
import { writeInstallRoot } from './trees.ts';

const recorded: Record<string, Record<string, Record<string, string[]>>> = JSON.parse(
  readFileSync(new URL('./recorded.json', import.meta.url), 'utf8'),
);

const withRoot = <T>(seed: number, use: (copy: string) => T): T => {
  const copy = mkdtempSync(join(tmpdir(), 'bootscope-install-'));
  try {
    writeInstallRoot(copy, seed);
    return use(copy);
  } finally {
    rmSync(copy, { recursive: true });
  }
};

describe('enabling, disabling, masking and presets', () => {
  for (const [version, seeds] of Object.entries(recorded))
    test(`leave the links that systemctl ${version} left`, () => {
      for (const [seed, operations] of Object.entries(seeds))
        withRoot(Number(seed), (copy) => {
          expect(Object.keys(operations).length).toBeGreaterThan(50);
          for (const [operation, changes] of Object.entries(operations))
            expect(ourChanges(copy, Number(version), operation), `${seed}: ${operation}`).toEqual(changes);
        });
    });

  test.runIf(oracleAvailable() && existsSync('/usr/bin/systemctl'))(
    "leave the links that the machine's systemctl leaves",
    () => {
      withRoot(12, (copy) => {
        const version = oracleVersion();
        const runs = runOperations(copy, operationsFor(copy, version));
        expect(runs.length).toBeGreaterThan(50);
        expect(compareOperations(copy, version, runs).differences).toEqual([]);
      });
    },
  );
});
