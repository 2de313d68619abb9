import { expect, test } from 'vitest';
import { distributionOf } from '../../src/behaviours/distribution.ts';

const release = (id: string, like?: string): ReadonlyMap<string, string> =>
  new Map([['ID', id], ...(like === undefined ? [] : [['ID_LIKE', like] as const])]);

test('ID= says the distribution, and ID_LIKE= what it is made from', () => {
  const family = (id: string, like?: string) => distributionOf({ osRelease: release(id, like) }).family;
  expect(family('debian')).toBe('debian');
  expect(family('raspbian', 'debian')).toBe('debian');
  expect(family('neon', 'ubuntu debian')).toBe('debian');
  expect(family('rhel', 'fedora')).toBe('redhat');
  expect(family('centos', 'rhel fedora')).toBe('redhat');
  expect(family('almalinux', 'rhel centos fedora')).toBe('redhat');
  expect(family('ol', 'fedora')).toBe('redhat');
  expect(family('somelinux', 'rhel fedora')).toBe('redhat');
  expect(family('fedora')).toBe('fedora');
  expect(family('amzn', 'centos rhel fedora')).toBe('amazon');
  expect(family('sles', 'suse')).toBe('suse');
  expect(family('opensuse-leap', 'suse opensuse')).toBe('suse');
  expect(family('arch')).toBe('arch');
  expect(family('void')).toBeUndefined();
  expect(family('azurelinux', 'mariner')).toBeUndefined();
});

test('before os-release each distribution had a file of its own', () => {
  expect(distributionOf({ redhatRelease: 'CentOS release 6.10 (Final)\n' })).toEqual({
    family: 'redhat',
    id: 'centos',
    version: '6.10',
    seen: 'redhat-release',
  });
  expect(distributionOf({ redhatRelease: 'Fedora release 20 (Heisenbug)\n' }).family).toBe('fedora');
  expect(distributionOf({ redhatRelease: 'Amazon Linux AMI release 2018.03\n' }).family).toBe('amazon');
  expect(distributionOf({ suseRelease: 'SUSE Linux Enterprise Server 11 (x86_64)\nVERSION = 11\n' })).toMatchObject({
    family: 'suse',
    version: '11',
  });
  expect(distributionOf({ debianVersion: '7.11\n' })).toMatchObject({ family: 'debian', version: '7.11' });
  expect(distributionOf({ debianVersion: 'jessie/sid\n' }).version).toBeUndefined();
  expect(distributionOf({})).toEqual({ family: undefined, id: undefined, version: undefined, seen: undefined });
});

test('os-release outweighs the older files', () => {
  expect(distributionOf({ osRelease: release('fedora'), redhatRelease: 'Red Hat Enterprise Linux 8' }).family).toBe(
    'fedora',
  );
});
