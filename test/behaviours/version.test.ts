import { expect, test } from 'vitest';
import { builtBy, namedVersion, parseVersion } from '../../src/behaviours/version.ts';

test('versions are read as packages of each distribution write them', () => {
  expect(parseVersion('252')).toEqual({ major: 252 });
  expect(parseVersion('v249.11')).toEqual({ major: 249, point: 11 });
  expect(parseVersion('252.39-1~deb12u2')).toEqual({ major: 252, point: 39, builder: 'debian' });
  expect(parseVersion('249.11-0ubuntu3.12')).toEqual({ major: 249, point: 11, builder: 'debian' });
  expect(parseVersion('219-78.el7_9.9')).toEqual({ major: 219, release: [78, 9], builder: 'redhat' });
  expect(parseVersion('239-45.el8')).toEqual({ major: 239, release: [45], builder: 'redhat' });
  expect(parseVersion('219-57.amzn2.0.12')).toEqual({ major: 219, release: [57, 0], builder: 'amazon' });
  expect(parseVersion('253.12-1.fc38')).toMatchObject({ major: 253, point: 12, builder: 'fedora' });
  expect(parseVersion('246.16-150300.7.57.1')).toMatchObject({ major: 246, point: 16, builder: 'suse' });
  expect(parseVersion('257~rc2-1', 'debian')).toMatchObject({ major: 257, point: 0, builder: 'debian' });
  expect(parseVersion('219-rhel7')).toEqual({ major: 219, builder: 'redhat' });
  expect(parseVersion('254.27-suse')).toEqual({ major: 254, point: 27, builder: 'suse' });
});

test('text that is no version of systemd is none', () => {
  for (const text of [
    '',
    'banana',
    '0',
    '-1',
    '252x',
    '252,5',
    '1e3',
    '2520',
    '252.',
    '252-',
    '252-banana',
    '25.2.x',
    '0252',
    'v',
    ' ',
  ])
    expect([text, parseVersion(text)]).toEqual([text, undefined]);
});

test('a bare number means the release as tagged, unless a distribution’s late build of it was measured', () => {
  expect(namedVersion('250')).toEqual({ major: 250, point: 0 });
  expect(namedVersion('252')).toEqual({ major: 252 });
  expect(namedVersion('250.4')).toEqual({ major: 250, point: 4 });
});

test('who built it is what the version says, and else what the root says', () => {
  expect(builtBy(252, 'redhat')).toEqual({ major: 252, builder: 'redhat' });
  expect(builtBy({ major: 252, builder: 'debian' }, 'redhat').builder).toBe('debian');
  expect(builtBy(252, undefined)).toEqual({ major: 252 });
});

test('what systemctl --version says is a version, the longer part of it', () => {
  expect(namedVersion('systemd 252 (252.39-1~deb12u1)')).toMatchObject({ major: 252, point: 39, builder: 'debian' });
  expect(namedVersion('257.6-nixos')).toMatchObject({ major: 257, point: 6, builder: 'nixos' });
  expect(namedVersion('261-2-arch')).toMatchObject({ major: 261, builder: 'arch' });
});
