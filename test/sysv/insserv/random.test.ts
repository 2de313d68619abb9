/**
 * Our numbers beside those of Debian's insserv. Where the program is not installed, its recorded answers speak for it:
 * `BOOTSCOPE_RECORD=1` writes them anew. More seeds: `BOOTSCOPE_SEEDS=0-1000`.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { RUNLEVELS } from '../../../src/behaviours/runlevels.ts';
import { type Flavour, writeScripts } from './random-scripts.ts';
import { isInstalled, ourInsserv, type RootFacts, readdirOrder, realInsserv } from './real.ts';

interface Recorded {
  readonly seed: number;
  /** Names by folder, as readdir(3) gave them. */
  readonly names: Readonly<Record<string, readonly string[]>>;
  readonly told: RootFacts;
}

const FILE = new URL('./recorded/random.json', import.meta.url).pathname;
const RECORDED_SEEDS = Array.from({ length: 24 }, (_, i) => i);

function flavourOf(seed: number): Flavour {
  return { density: [0.15, 0.3, 0.5][seed % 3] ?? 0.3, odd: seed % 4 === 3 };
}

function inFolder<T>(seed: number, use: (root: string, names: readonly string[]) => T): T {
  const root = mkdtempSync(join(tmpdir(), 'bootscope-insserv-'));
  try {
    return use(root, writeScripts(root, seed, flavourOf(seed)));
  } finally {
    rmSync(root, { recursive: true });
  }
}

function record(): void {
  const all = RECORDED_SEEDS.map((seed) =>
    inFolder(seed, (root, scripts): Recorded => {
      const folders = ['/etc/init.d', ...RUNLEVELS.map((level) => `/etc/rc${level}.d`)];
      const names = Object.fromEntries(folders.map((folder) => [folder, readdirOrder(root)(folder) ?? []]));
      return { seed, names, told: realInsserv(root, scripts) };
    }),
  );
  writeFileSync(FILE, `[\n${all.map((one) => JSON.stringify(one)).join(',\n')}\n]\n`);
}

if (process.env['BOOTSCOPE_RECORD'] && isInstalled()) record();

describe('random sets of init scripts, enabled all at once', () => {
  const recorded = JSON.parse(readFileSync(FILE, 'utf8')) as readonly Recorded[];

  test('numbers, loops, refusals and what waits for what are those that insserv gave', () => {
    for (const { seed, names, told } of recorded)
      inFolder(seed, (root, scripts) => {
        const listOrder = (folder: string): readonly string[] | undefined => names[folder];
        const enabling = ourInsserv(root, { listOrder, named: scripts, defaults: true });
        expect({ seed, ...enabling, order: ourInsserv(root, { listOrder }).order }).toEqual({ seed, ...told });
      });
    expect(recorded.length).toBe(RECORDED_SEEDS.length);
    expect(recorded.some(({ told }) => told.loops.length > 0)).toBe(true);
    expect(recorded.filter(({ told }) => !told.failed).length).toBeGreaterThan(5);
  });

  test.runIf(isInstalled())('the program itself agrees, before and after it has made the links', () => {
    const [from = 100, to = 112] = (process.env['BOOTSCOPE_SEEDS'] ?? '100-112').split('-').map(Number);
    for (let seed = from; seed < to; seed++)
      inFolder(seed, (root, scripts) => {
        const order = ourInsserv(root).order;
        const enabling = ourInsserv(root, { named: scripts, defaults: true });
        const told = realInsserv(root, scripts);
        expect({ seed, ...enabling, order }).toEqual({ seed, ...told });
        if (!told.failed) expect({ seed, ...ourInsserv(root) }).toEqual({ seed, ...realInsserv(root, []) });
      });
  });
});
