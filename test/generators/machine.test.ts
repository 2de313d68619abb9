/** Random inputs through this machine's own generators and through ours. A machine without systemd has the recorded answers (recorded.test.ts). */
import { describe, expect, test } from 'vitest';
import { folderTree } from '../../src/snapshot/folder.ts';
import type { CaseFile, GeneratorCase } from './real/case.ts';
import { differences } from './real/compare.ts';
import { KINDS, type KindName } from './real/kinds.ts';
import { runOnMachine, thisMachine } from './real/machine.ts';
import { bareTree, ourOutput } from './real/ours.ts';
import { seeded } from './real/random.ts';

/** Inputs that generators find by an environment variable, or that need none. */
const BY_ENVIRONMENT: readonly KindName[] = ['fstab', 'crypttab', 'veritytab', 'integritytab', 'sysv', 'boot'];
/** Of the generators that go by the command line, those that look at nothing else. */
const BY_CMDLINE = ['systemd-debug-generator', 'systemd-run-generator'];
const SEEDS = 40;

const machine = thisMachine();

describe.runIf(machine !== undefined)('what this machine would generate at boot', () => {
  for (const kind of BY_ENVIRONMENT) {
    const generators: readonly string[] = kind === 'boot' ? BY_CMDLINE : KINDS[kind].generators;
    for (const name of generators) {
      const program = machine?.generator(name);
      if (program === undefined) continue;
      test(`${name} makes of ${SEEDS} random inputs what we do`, () => {
        const found: string[] = [];
        for (let seed = 1; seed <= SEEDS; seed++) {
          const input = onlyFoundByEnvironment(kind, KINDS[kind].make(seeded(seed)));
          const { root, made, remove } = runOnMachine(program, input);
          const base = kind === 'sysv' ? folderTree(root) : folderTree('/');
          const options = { version: machine?.version ?? 0, container: machine?.container ?? false };
          const ours = ourOutput(base, kind === 'sysv' ? { files: new Map(), cmdline: '' } : input, [name], options);
          found.push(...differences(ours, made).map((difference) => `seed ${seed}: ${difference}`));
          remove();
        }
        expect(found).toEqual([]);
      });
    }
  }
});

test('a unit that no generator of the machine is asked for is not made up', () => {
  expect(
    ourOutput(bareTree(new Map()), { files: new Map(), cmdline: '' }, ['systemd-run-generator'], { version: 252 }),
  ).toEqual(new Map());
});

/** Links beside fstab would have to stand in the machine's own root. */
function onlyFoundByEnvironment(kind: KindName, input: GeneratorCase): GeneratorCase {
  if (kind === 'sysv') return input;
  const tables = [...input.files].filter(([path]) => /^\/etc\/\w+tab$/.test(path));
  return { ...input, files: new Map<string, CaseFile>(tables) };
}
