/** What systemd-analyze said on the recorded machines, and what the built program says of the same boots. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { bootscope } from '../cli/run.ts';
import { BOOTS, type Boot, recordedBytes, recordedText } from './boots.ts';

const folder = mkdtempSync(join(tmpdir(), 'bootscope-recorded-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The file as it was on the machine, unpacked. */
function unpacked(boot: Boot, name: string): string {
  const at = join(folder, `${boot}-${name}`);
  writeFileSync(at, recordedBytes(boot, name));
  return at;
}

const lines = (text: string): readonly string[] => text.split('\n').filter((line) => line.trim() !== '');
const SPAN = /^ *\d[\d.a-z ]* \S+\.[a-z]+$/;
const BRANCH = /^(?: *└─)?\S+\.[a-z]+(?: @.*| \+.*)?$/;

function run(boot: Boot, words: readonly string[], timings: readonly string[]): readonly string[] {
  const files = timings.flatMap((name) => ['--timings', unpacked(boot, name)]);
  const { out, err } = bootscope(['-r', unpacked(boot, 'analyze-dump.txt'), ...words, ...files]);
  expect(err).toBe('');
  return lines(out);
}

describe.each(BOOTS)('critical-chain of a recorded boot (%s)', (boot) => {
  const theirs = lines(recordedText(boot, 'analyze-critical-chain.txt')).slice(2);

  test.each([[['analyze-plot.txt']], [['show.txt', 'journal.export']], [['show.txt', 'journal.json']]])(
    'is what systemd-analyze said, line for line, by %s',
    (timings) => {
      const ours = run(boot, ['critical-chain'], timings);
      const from = ours.findIndex((line) => BRANCH.test(line));
      expect(ours.slice(from, from + theirs.length)).toEqual(theirs);
      expect(ours[from + theirs.length]).not.toMatch(BRANCH);
    },
  );

  test('--blame is what systemd-analyze said, line for line', () => {
    const ours = run(boot, ['critical-chain', '--blame'], ['analyze-plot.txt']).filter((line) => SPAN.test(line));
    expect(ours).toEqual(lines(recordedText(boot, 'analyze-blame.txt')));
  });

  test('plot labels each start as systemd-analyze did', () => {
    const at = join(folder, `${boot}.svg`);
    run(boot, ['plot', '-o', at], ['analyze-plot.txt']);
    const labels = (svg: string): readonly string[] =>
      [...svg.matchAll(/<text [^>]*>([^< ]+\.(?!txt)[a-z]+(?: \([^)]*\))?)<\/text>/g)].map(([, label = '']) => label);
    const own = labels(readFileSync(at, 'utf8'));
    const theirsSorted = [...labels(recordedText(boot, 'analyze-plot.txt'))]
      .filter((label) => !/^\d/.test(label))
      .sort();
    expect([...own].filter((label) => !/^\d/.test(label)).sort()).toEqual(theirsSorted);
  });
});

test('every form in which systemd writes times is read by the built program, from what the real programs wrote', () => {
  const files: readonly (readonly [Boot, string, number])[] = [
    ['bookworm-vm', 'show.txt', 48],
    ['trixie-container', 'plot.json', 34],
    ['trixie-container', 'show.txt', 33],
    ['bookworm-vm', 'analyze-plot.txt', 57],
    ['bookworm-vm', 'analyze-blame.txt', 57],
    ['bookworm-vm', 'analyze-critical-chain.txt', 4],
    ['bookworm-vm', 'journal.export', 50],
    ['bookworm-vm', 'journal.json', 50],
    ['bookworm-vm', 'journal.txt', 50],
    ['trixie-container', 'journal.export', 27],
    ['trixie-container', 'analyze-dump.txt', 12],
    ['bookworm-vm', 'analyze-dump.txt', 50],
  ];
  for (const [boot, name, least] of files) {
    const theirs = new Set(lines(recordedText(boot, 'analyze-blame.txt')).map((line) => line.trim().split(' ').at(-1)));
    const ours = run(boot, ['critical-chain', '--blame'], [name]).filter((line) => SPAN.test(line));
    const same = ours.filter((line) => theirs.has(line.trim().split(' ').at(-1)));
    expect([name, same.length >= least, same.length], name).toEqual([name, true, same.length]);
  }
});

test('a start that failed is named where the chain leaves it out: who waited longest for whom', () => {
  const { out } = bootscope([
    '-r',
    unpacked('bookworm-vm', 'analyze-dump.txt'),
    'critical-chain',
    '--timings',
    unpacked('bookworm-vm', 'analyze-plot.txt'),
  ]);
  expect(out.replace(/\s+/g, ' ')).toContain(
    'multi-user.target waited longer for nova-compute.service @2min 32.758s +11.983s',
  );
});

test('where a unit was started again after the boot, that is said: nothing is made up', () => {
  const { out } = bootscope([
    '-r',
    unpacked('trixie-container', 'analyze-dump.txt'),
    'critical-chain',
    '--timings',
    unpacked('trixie-container', 'plot.json'),
  ]);
  expect(out.replace(/\s+/g, ' ')).toContain(
    'Not in the chain, though it may belong there: early-metrics.service and gdm.service.',
  );
});

test('a sosreport is asked by the names that sos gives: the dump answers where there are no unit files, times come from the finest', () => {
  const at = join(folder, 'sosreport-node1', 'sos_commands', 'systemd');
  mkdirSync(at, { recursive: true });
  writeFileSync(join(at, 'systemd-analyze_dump'), recordedBytes('bookworm-vm', 'analyze-dump.txt'));
  writeFileSync(join(at, 'systemd-analyze_plot.svg'), recordedBytes('bookworm-vm', 'analyze-plot.txt'));
  writeFileSync(join(at, 'systemd-analyze_blame'), recordedBytes('bookworm-vm', 'analyze-blame.txt'));
  const root = join(folder, 'sosreport-node1');
  const { out } = bootscope(['-r', root, 'critical-chain', '--blame']);
  const theirs = lines(recordedText('bookworm-vm', 'analyze-blame.txt'));
  const ours = lines(out).filter((line) => SPAN.test(line));
  expect(ours.slice(0, theirs.length)).toEqual(theirs);
  // The dump was made last: what the plot had asked for had been started by then.
  expect(ours.slice(theirs.length)).toEqual(['6s systemd-hostnamed.service']);
  expect(bootscope(['-r', root, 'why', 'nova-compute']).out).toContain(
    '/sos_commands/systemd/systemd-analyze_dump:20329',
  );
});
