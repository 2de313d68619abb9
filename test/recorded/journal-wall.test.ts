/** Journals as text with the wall clock, as the real journalctl wrote one boot in each of its forms: they tell what its export tells. */
import { describe, expect, test } from 'vitest';
import { readTimings } from '../../src/recorded/read-timings.ts';
import { SOS_TIMES } from '../../src/recorded/sosreport.ts';
import { type Timings, tookOf } from '../../src/recorded/timing.ts';
import { recordedBytes } from './boots.ts';

function read(bytes: Uint8Array): Timings {
  const found = readTimings([bytes]);
  if (typeof found === 'string') throw new Error(found);
  return found;
}

const EXPORT = read(recordedBytes('bookworm-vm', 'journal.export'));

describe.each([
  ['short', 1_000_000],
  ['short-iso', 1_000_000],
  ['short-full', 1_000_000],
  ['with-unit', 1_000_000],
  ['catalog', 1_000_000],
  ['short-precise', 1000],
  ['short-unix', 1000],
  ['verbose', 1000],
] as const)('-o %s', (form, resolution) => {
  const told = read(recordedBytes('bookworm-vm', `journal-${form}.txt`));

  test('is of its own resolution', () => {
    expect(told.resolution).toBe(resolution);
    expect(told.zero).toBe('systemd');
  });

  test('has the lengths of the starts that the export has, as exactly as it can', () => {
    const both = [...EXPORT.units.values()].flatMap((timing) => {
      const [theirs, ours] = [tookOf(timing), tookOf(told.units.get(timing.unit) ?? { unit: '' })];
      return theirs === undefined || ours === undefined ? [] : [{ unit: timing.unit, off: Math.abs(theirs - ours) }];
    });
    expect(both.length).toBeGreaterThanOrEqual(20);
    // journald takes a moment to receive a line.
    expect(both.filter(({ off }) => off > resolution + 50_000)).toEqual([]);
  });
});

test('-o short-delta is short-monotonic with the way from line to line', () => {
  const { units } = read(recordedBytes('bookworm-vm', 'journal-short-delta.txt'));
  expect([...units]).toEqual([...read(recordedBytes('bookworm-vm', 'journal.txt')).units]);
});

test('the year may end while a machine boots', () => {
  const text = [
    'Dec 31 23:59:58 h systemd[1]: Starting a.service - A...',
    'Jan  1 00:00:01 h systemd[1]: Started a.service - A.',
    'Jan  1 00:00:02 h systemd[1]: Startup finished in 1.000s (kernel) + 8.500s (userspace) = 9.500s.',
  ].join('\n');
  const { units, finish } = read(Buffer.from(text));
  expect(tookOf(units.get('a.service') ?? { unit: '' })).toBe(3_000_000);
  expect(finish).toBe(8_500_000);
});

test('only what PID 1 says counts, of the last boot', () => {
  const text = [
    'Mar 01 10:00:00 h systemd[1]: Starting a.service - A...',
    'Mar 01 10:00:09 h systemd[1]: Started a.service - A.',
    '-- Reboot --',
    'Mar 01 11:00:00 h systemd[1]: Starting a.service - A...',
    'Mar 01 11:00:01 h systemd[800]: Started a.service - A.',
    'Mar 01 11:00:02 h cron[70]: Started a.service - A.',
    'Mar 01 11:00:04 h systemd[1]: Started a.service - A.',
  ].join('\n');
  expect(tookOf(read(Buffer.from(text)).units.get('a.service') ?? { unit: '' })).toBe(4_000_000);
});

test('a sosreport has such a text under the name of each generation of sos', () => {
  expect(SOS_TIMES.filter((path) => path.includes('journalctl'))).toEqual([
    '/sos_commands/logs/journalctl_--no-pager_--boot',
    '/sos_commands/logs/journalctl_--no-pager_--catalog_--boot',
    '/sos_commands/logs/journalctl_--boot_--no-pager',
    '/sos_commands/systemd/journalctl_--all_--this-boot_--no-pager',
  ]);
});
