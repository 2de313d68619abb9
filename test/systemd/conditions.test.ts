import { describe, expect, test } from 'vitest';
import { compareVersions, matchesPattern } from '../../src/systemd/conditions/compare.ts';
import { type Given, service, smallBoot } from './small-boot.ts';

type Files = Parameters<typeof smallBoot>[1];

/** What becomes of a unit with these lines. */
function outcome(lines: string, files: Files = {}, given: Given = {}): string | undefined {
  return smallBoot({ 'u.service': service(lines) }, files, given).graph.nodes.get('u.service')?.checks?.outcome;
}

describe('a boot that finds something to update marks it as done', () => {
  const done = {
    'done.service': '[Unit]\n[Service]\nType=oneshot\nExecStart=/usr/lib/systemd/systemd-update-done\n',
  };
  const asks = (lines: string, units: Readonly<Record<string, string>> = done): string | undefined =>
    smallBoot({ 'u.service': service(lines), ...units }).graph.nodes.get('u.service')?.checks?.outcome;
  test('so that whether a unit that need not come before is skipped is not known', () => {
    expect(asks('ConditionNeedsUpdate=/etc')).toBe('open');
    expect(asks('ConditionNeedsUpdate=/etc\nAfter=done.service')).toBe('open');
    expect(asks('ConditionNeedsUpdate=!/var')).toBe('open');
  });
  test('one that it waits for has its turn before, through others too', () => {
    expect(asks('ConditionNeedsUpdate=/etc\nBefore=done.service')).toBe('met');
    const between = { 'mid.service': service('Before=done.service') };
    expect(asks('ConditionNeedsUpdate=/etc\nBefore=mid.service', { ...done, ...between })).toBe('met');
  });
  test('other folders, and a boot without such a unit, are as the copy is', () => {
    expect(asks('ConditionNeedsUpdate=/srv')).toBe('met');
    expect(asks('ConditionNeedsUpdate=/etc', {})).toBe('met');
  });
});

describe('conditions on paths are decided by the copy', () => {
  test.each([
    ['ConditionPathExists=/srv/gone', {}, 'skipped'],
    ['ConditionPathExists=!/srv/gone', {}, 'met'],
    ['ConditionPathExists=/srv/there', { '/srv/there': 'x' }, 'met'],
    ['ConditionPathExists=!/srv/there', { '/srv/there': 'x' }, 'skipped'],
    // access(2) follows a link, and so does not see a dangling one.
    ['ConditionPathExists=/srv/link', { '/srv/link': { link: 'gone' } }, 'skipped'],
    ['ConditionPathIsSymbolicLink=/srv/link', { '/srv/link': { link: '/srv/there' }, '/srv/there': 'x' }, 'met'],
    ['ConditionPathIsDirectory=/srv/there', { '/srv/there': 'x' }, 'skipped'],
    ['ConditionPathIsDirectory=/srv/dir', { '/srv/dir/a': 'x' }, 'met'],
    ['ConditionDirectoryNotEmpty=/srv/dir', { '/srv/dir/a': 'x' }, 'met'],
    // dir_is_empty() passes over hidden files and backups.
    ['ConditionDirectoryNotEmpty=/srv/dir', { '/srv/dir/.a': 'x', '/srv/dir/b~': 'x' }, 'skipped'],
    ['ConditionFileNotEmpty=/srv/there', { '/srv/there': '' }, 'skipped'],
    ['ConditionFileIsExecutable=/srv/there', { '/srv/there': 'x' }, 'skipped'],
    ['ConditionPathExistsGlob=/srv/*.conf', { '/srv/a.conf': 'x' }, 'met'],
    ['ConditionPathExistsGlob=/srv/*.conf', { '/srv/a.txt': 'x' }, 'skipped'],
    ['ConditionPathExists=/srv/%N', { '/srv/u': 'x' }, 'met'],
    ['ConditionPathIsMountPoint=/proc', {}, 'met'],
    ['ConditionPathIsMountPoint=/srv', {}, 'open'],
    // A path that is not absolute: the line is passed over.
    ['ConditionPathExists=srv/gone', {}, undefined],
  ])('%s with %j: %s', (lines, files, expected) => expect(outcome(lines, files as Files)).toBe(expected));

  test.each([
    ['/run, /dev and their like are filled by the running machine', 'ConditionPathExists=/run/x', {}],
    ['a link into /run leads there', 'ConditionPathExists=/srv/l', { '/srv/l': { link: '/run/x' } }],
    [
      'what tmpfiles.d makes may be there by then',
      'ConditionPathExists=/var/lib/x',
      { '/usr/lib/tmpfiles.d/x.conf': 'd /var/lib/x/y 0755 - - -\n' },
    ],
    [
      'what lies in a file system that is mounted at boot is not in the copy',
      'ConditionPathExists=/srv/data/x',
      { '/etc/fstab': '/dev/vdb /srv/data ext4 nofail 0 2\n' },
    ],
  ])('%s', (_, lines, files) => expect(outcome(lines, files as Files)).toBe('open'));

  test('a copy without programs is not of a whole root: what it lacks is not known to be missing', () => {
    const partial = smallBoot({ 'u.service': service('ConditionPathExists=/srv/gone') }).reopen([
      { path: '/usr/lib/systemd/systemd', removed: true },
    ]);
    expect(partial.graph.nodes.get('u.service')?.checks?.outcome).toBe('open');
  });
});

describe('lists of conditions', () => {
  test.each([
    ['one of those with | is enough', 'ConditionPathExists=|/srv/gone\nConditionPathExists=|/srv/a', 'met'],
    ['none of those with | is met', 'ConditionPathExists=|/srv/gone\nConditionPathExists=|/srv/gone2', 'skipped'],
    [
      'a plain one counts whatever the others say',
      'ConditionPathExists=|/srv/a\nConditionPathExists=/srv/gone',
      'skipped',
    ],
    ['| and ! together', 'ConditionPathExists=|!/srv/gone', 'met'],
    // condition_free_list: the whole list goes, not only lines of that key.
    ['an empty one of any key takes away all before', 'ConditionPathExists=/srv/gone\nConditionFirstBoot=', undefined],
    ['but not the assertions', 'AssertPathExists=/srv/gone\nConditionFirstBoot=', 'refused'],
    [
      'an unmet condition keeps an assertion from being asked',
      'ConditionPathExists=/srv/gone\nAssertPathExists=/srv/gone',
      'skipped',
    ],
    ['an assertion that is not met fails the job', 'AssertPathExists=/srv/gone', 'refused'],
    ['an assertion behind an open condition is open', 'ConditionVirtualization=vm\nAssertPathExists=/srv/gone', 'open'],
    [
      'an unmet one decides, however many are open',
      'ConditionVirtualization=vm\nConditionPathExists=/srv/gone',
      'skipped',
    ],
    ['one that cannot be read fails, even behind !', 'ConditionFirstBoot=!perhaps', 'skipped'],
    ['a key that the version does not know yet is passed over', 'ConditionKernelModuleLoaded=loop', undefined],
  ])('%s', (_, lines, expected) => expect(outcome(lines, { '/srv/a': 'x' })).toBe(expected));
});

describe('conditions on the machine', () => {
  const files = {
    '/etc/machine-id': '4f1b9c0e7ad84f6f9c2b5d3e8a7f6012\n',
    '/etc/hostname': 'node1\n',
    '/etc/os-release': 'ID=debian\nVERSION_ID="12"\n',
  };
  test.each([
    ['ConditionFirstBoot=no', 'met'],
    ['ConditionFirstBoot=yes', 'skipped'],
    ['ConditionHost=NODE*', 'met'],
    ['ConditionHost=4f1b9c0e-7ad8-4f6f-9c2b-5d3e8a7f6012', 'met'],
    ['ConditionHost=other', 'skipped'],
    ['ConditionUser=root', 'met'],
    ['ConditionUser=!@system', 'skipped'],
    ['ConditionUser=mail', 'skipped'],
    ['ConditionGroup=root', 'met'],
    ['ConditionOSRelease=ID=debian VERSION_ID>=11', 'met'],
    ['ConditionOSRelease=VERSION_ID<12', 'skipped'],
    ['ConditionOSRelease=NOT_THERE!=x', 'met'],
    ['ConditionNeedsUpdate=/etc', 'met'],
    ['ConditionNeedsUpdate=!/etc', 'skipped'],
    ['ConditionKernelCommandLine=quiet', 'open'],
    ['ConditionVirtualization=!container', 'open'],
    ['ConditionACPower=true', 'open'],
    ['ConditionCapability=CAP_SYS_ADMIN', 'open'],
    ['ConditionArchitecture=x86-64', 'open'],
  ])('%s: %s', (lines, expected) => expect(outcome(lines, files)).toBe(expected));

  test.each([
    ['ConditionKernelCommandLine=quiet', 'ro quiet', 'met'],
    ['ConditionKernelCommandLine=root', 'root=/dev/vda', 'met'],
    ['ConditionKernelCommandLine=root=/dev/vdb', 'root=/dev/vda', 'skipped'],
    ['ConditionFirstBoot=yes', 'systemd.condition-first-boot=1', 'met'],
    ['ConditionNeedsUpdate=/etc', 'systemd.condition_needs_update=0', 'skipped'],
  ])('%s on "%s": %s', (lines, cmdline, expected) => expect(outcome(lines, files, { cmdline })).toBe(expected));

  test.each([
    ['ConditionVirtualization=vm', 'virtualization=kvm', 'met'],
    ['ConditionVirtualization=qemu', 'virtualization=kvm', 'skipped'],
    ['ConditionVirtualization=!container', 'virtualization=systemd-nspawn', 'skipped'],
    ['ConditionVirtualization=no', 'virtualization=none', 'met'],
    // That it is some machine does not say which.
    ['ConditionVirtualization=kvm', 'virtualization=vm', 'open'],
    ['ConditionVirtualization=docker', 'virtualization=vm', 'skipped'],
    ['ConditionACPower=false', 'ac-power=no', 'met'],
    ['ConditionKernelVersion=>=6.1 <7', 'kernel=6.1.0-13-amd64', 'met'],
    ['ConditionSecurity=!selinux', 'security=apparmor', 'met'],
    ['ConditionMemory=>=4G', 'memory=2G', 'skipped'],
    ['ConditionCPUs=4', 'cpus=8', 'met'],
    ['ConditionPathExists=/dev/kvm', 'exists=/dev/kvm', 'met'],
    ['ConditionPathIsReadWrite=/sys', 'virtualization=systemd-nspawn', 'skipped'],
  ])('%s, assumed %s: %s', (lines, assumed, expected) =>
    expect(outcome(lines, files, { assumed: [assumed] })).toBe(expected),
  );

  test('a machine whose id is still to be made boots for the first time', () => {
    expect(outcome('ConditionFirstBoot=yes', { '/etc/machine-id': 'uninitialized\n' })).toBe('met');
    expect(outcome('ConditionFirstBoot=yes')).toBe('met');
    // An empty file is filled in, and no first boot.
    expect(outcome('ConditionFirstBoot=yes', { '/etc/machine-id': '' })).toBe('skipped');
  });

  test('a line tells where it stands, and what was found', () => {
    const { graph } = smallBoot({ 'u.service': service('ConditionPathExists=/srv/gone') });
    expect(graph.nodes.get('u.service')?.checks?.checks).toEqual([
      {
        key: 'ConditionPathExists',
        value: '/srv/gone',
        file: '/etc/systemd/system/u.service',
        line: 3,
        met: false,
        triggering: false,
        found: { code: 'missing', what: '/srv/gone' },
      },
    ]);
  });
});

// As `systemd-analyze compare-versions` of 252 answers.
test.each([
  ['1.0', '1.0~rc1', 1],
  ['6.1.0-13', '6.1.0', 1],
  ['10', '9', 1],
  ['1.09', '1.9', 0],
  ['122.1', '123~rc1-1', -1],
  ['123^post', '123', 1],
  ['a', 'b', -1],
])('versions %s and %s: %i', (a, b, expected) => expect(Math.sign(compareVersions(a, b))).toBe(expected));

test.each([
  ['node*', 'node/1', true],
  ['[!a]b', 'cb', true],
  ['[a-c]?', 'bz', true],
  ['a.c', 'abc', false],
])('pattern %s on %s: %s', (pattern, text, expected) => expect(matchesPattern(pattern, text)).toBe(expected));
