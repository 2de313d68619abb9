/** What the perpetual slices want is started before the boot begins; the answers are those of systemd 252 on this tree. */
import { expect, test } from 'vitest';
import { buildTransaction } from '../../src/engine/transaction/build.ts';
import { varyingJobs } from '../../src/engine/transaction/varying.ts';
import { exampleRoot } from '../audit/example-root.ts';

const service = (lines: string) => `[Unit]\nDefaultDependencies=no\n${lines}[Service]\nExecStart=/bin/true\n`;
const target = (lines: string) => `[Unit]\nDefaultDependencies=no\n${lines}`;

const jobsOf = (anchor: string): readonly string[] => {
  const dir = '/etc/systemd/system';
  const { graph, version } = exampleRoot(
    { version: 252 },
    {
      [`${dir}/system-scrub.slice`]: '[Unit]\nDescription=Scrub\n',
      [`${dir}/early.service`]: service(''),
      [`${dir}/kept.service`]: service('IgnoreOnIsolate=yes\n'),
      [`${dir}/user.service`]: service('Requires=early.service\n'),
      [`${dir}/stopper.service`]: service('Conflicts=kept.service early.service\n'),
      [`${dir}/system.slice.wants/system-scrub.slice`]: { link: '../system-scrub.slice' },
      [`${dir}/system.slice.wants/early.service`]: { link: '../early.service' },
      [`${dir}/system.slice.wants/kept.service`]: { link: '../kept.service' },
      [`${dir}/quiet.target`]: target(''),
      [`${dir}/alone.target`]: target('AllowIsolate=yes\n'),
      [`${dir}/mentions.target`]: target('AllowIsolate=yes\nAfter=user.service\n'),
      [`${dir}/wants.target`]: target('AllowIsolate=yes\nWants=user.service\n'),
      [`${dir}/conflicts.target`]: target('AllowIsolate=yes\nConflicts=early.service\n'),
      [`${dir}/wantsconflict.target`]: target('AllowIsolate=yes\nWants=stopper.service\n'),
      [`${dir}/quietconflict.target`]: target('Wants=stopper.service\n'),
    },
  );
  const { jobs } = buildTransaction(graph, { version, target: anchor });
  return jobs
    .filter(({ unit }) => unit !== anchor)
    .map(({ unit, type }) => `${type} ${unit}`)
    .sort();
};

test('what system.slice wants is started, whatever the boot is for', () => {
  expect(jobsOf('quiet.target')).toEqual(['start early.service', 'start kept.service', 'start system-scrub.slice']);
});

test('a target that is isolated and does not lead to it stops a service again, but no slice and none that IgnoreOnIsolate= keeps', () => {
  const kept = ['start kept.service', 'start system-scrub.slice', 'stop early.service'];
  expect(jobsOf('alone.target')).toEqual(kept);
  expect(jobsOf('mentions.target')).toEqual(kept);
  expect(jobsOf('conflicts.target')).toEqual(kept);
});

test('one that leads to it leaves it as it is', () => {
  expect(jobsOf('wants.target')).toEqual([
    'start early.service',
    'start kept.service',
    'start system-scrub.slice',
    'start user.service',
  ]);
});

test('what a started unit conflicts with is stopped again, though it is not active yet', () => {
  const stopped = ['start stopper.service', 'start system-scrub.slice', 'stop early.service', 'stop kept.service'];
  expect(jobsOf('wantsconflict.target')).toEqual(stopped);
  expect(jobsOf('quietconflict.target')).toEqual(stopped);
});

// systemd 252 on this tree: stopped at 16 of 24 starts, started at 8.
test('where two conflicts are settled in another order, a slice that system.slice wants is stopped at one boot and started at the next', () => {
  const dir = '/etc/systemd/system';
  const { graph, version } = exampleRoot(
    { version: 257 },
    {
      [`${dir}/system-scrub.slice`]: '[Unit]\nDescription=Scrub\n',
      [`${dir}/system.slice.wants/system-scrub.slice`]: { link: '../system-scrub.slice' },
      [`${dir}/reboot.target`]: target('AllowIsolate=yes\nRequires=reboot.service\nAfter=reboot.service\n'),
      [`${dir}/reboot.service`]: service(
        'Requires=shutdown.target umount.target\nAfter=shutdown.target umount.target\n',
      ),
      [`${dir}/shutdown.target`]: target('RefuseManualStart=yes\n'),
      [`${dir}/umount.target`]: target('RefuseManualStart=yes\n'),
    },
  );
  const usual = buildTransaction(graph, { version, target: 'reboot.target' });
  const varying = varyingJobs(graph, usual);
  expect(varying.map(({ unit }) => unit)).toEqual(['system-scrub.slice']);
  expect([...(varying[0]?.jobs ?? [])].sort()).toEqual(['start', 'stop']);
});
