/** What the perpetual slices want is started before the boot begins; the answers are those of systemd 257 on a Debian root with such a slice. */
import { expect, test } from 'vitest';
import { buildTransaction } from '../../src/engine/transaction/build.ts';
import { exampleRoot } from '../audit/example-root.ts';

const jobOf = (target: string, wanted: string): string | undefined => {
  const { graph, version } = exampleRoot(
    { version: 257 },
    {
      '/etc/systemd/system/system-scrub.slice': '[Unit]\nDescription=Scrub\n',
      '/etc/systemd/system/system.slice.wants/system-scrub.slice': { link: '../system-scrub.slice' },
      '/etc/systemd/system/quiet.target': '[Unit]\nDefaultDependencies=no\n',
      '/etc/systemd/system/alone.target': '[Unit]\nDefaultDependencies=no\nAllowIsolate=yes\n',
    },
  );
  return buildTransaction(graph, { version, target }).jobs.find(({ unit }) => unit === wanted)?.type;
};

test('a slice that system.slice wants is started, whatever the boot is for', () => {
  expect(jobOf('quiet.target', 'system-scrub.slice')).toBe('start');
});

test('a target that is isolated and does not lead to it stops it again', () => {
  expect(jobOf('alone.target', 'system-scrub.slice')).toBe('stop');
});
