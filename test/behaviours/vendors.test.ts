/** What builders' patches do to the graph of one and the same root. */
import { expect, test } from 'vitest';
import { namedVersion } from '../../src/behaviours/version.ts';
import type { EdgeType } from '../../src/graph/model.ts';
import { type OpenedRoot, openTree } from '../../src/open.ts';
import { memoryTree } from '../memory-root.ts';

const ROOT = {
  '/usr/lib/systemd/system/default.target': '[Unit]\nRequires=sysinit.target\nAllowIsolate=yes\n',
  '/usr/lib/systemd/system/sysinit.target': '[Unit]\nDescription=Early\n',
  '/usr/lib/systemd/system/basic.target': '[Unit]\nRequires=sysinit.target\nAfter=sysinit.target\n',
  '/usr/lib/systemd/system/local-fs.target': '[Unit]\nDescription=Local\n',
  '/usr/lib/systemd/system/tmp.mount':
    '[Unit]\nDefaultDependencies=no\n[Mount]\nWhat=tmpfs\nWhere=/tmp\nType=tmpfs\n[Install]\nWantedBy=local-fs.target\n',
  '/usr/lib/systemd/system/private.service': '[Service]\nExecStart=/bin/true\nPrivateTmp=yes\n',
  '/usr/lib/systemd/system/below.service': '[Unit]\nRequiresMountsFor=/tmp/x\n[Service]\nExecStart=/bin/true\n',
  '/usr/lib/systemd/system/default.target.wants/private.service': { link: '../private.service' },
  '/usr/lib/systemd/system/default.target.wants/below.service': { link: '../below.service' },
};

function open(release: string, version: string, more: Parameters<typeof memoryTree>[0] = {}): OpenedRoot {
  const build = namedVersion(version);
  if (build === undefined) throw new Error(version);
  return openTree(memoryTree({ ...ROOT, '/etc/os-release': release, ...more }), 'r', { version: build });
}

function words({ graph }: OpenedRoot, from: string, to: string, ...types: readonly EdgeType[]): readonly string[] {
  return graph.edges
    .filter((edge) => edge.from === from && edge.to === to && types.includes(edge.type))
    .map((edge) => edge.type)
    .sort();
}

const ALL = ['After', 'Requires', 'Wants'] as const;

test.each([
  ['ID="rhel"\nVERSION_ID="9.4"\n', '252'],
  ['ID="centos"\nID_LIKE="rhel fedora"\nVERSION_ID="8"\n', '239'],
  ['ID="rocky"\nID_LIKE="rhel centos fedora"\nVERSION_ID="10.0"\n', '257'],
  ['ID="rhel"\nVERSION_ID="7.9"\n', '219'],
  ['ID="amzn"\nID_LIKE="centos rhel fedora"\nVERSION_ID="2"\n', '219'],
])('on %j nothing requires or wants tmp.mount because of a path below it', (release, version) => {
  const opened = open(release, version);
  expect(words(opened, 'below.service', 'tmp.mount', ...ALL)).toEqual(['After']);
  expect(words(opened, 'private.service', 'tmp.mount', ...ALL)).toEqual(['After']);
});

test.each([
  ['ID=fedora\n', '252', ['After', 'Wants']],
  ['ID=debian\n', '252', ['After', 'Wants']],
  ['ID="amzn"\nID_LIKE="fedora"\nVERSION_ID="2023"\n', '252', ['After', 'Wants']],
  ['ID="sles"\nID_LIKE="suse"\n', '246', ['After', 'Requires']],
])('on %j upstream’s rules hold', (release, version, expected) => {
  const opened = open(release, version);
  expect(words(opened, 'below.service', 'tmp.mount', ...ALL)).toEqual(['After', 'Requires']);
  expect(words(opened, 'private.service', 'tmp.mount', ...ALL)).toEqual(expected);
});

test('the version that somebody names may say the builder, whatever the root says', () => {
  expect(words(open('ID=debian\n', '239-rhel8'), 'private.service', 'tmp.mount', ...ALL)).toEqual(['After']);
});

test('up to 227 services require basic.target; from 228 on sysinit.target, and only come after basic.target', () => {
  const old = open('ID="rhel"\n', '219');
  expect(words(old, 'private.service', 'basic.target', ...ALL)).toEqual(['After', 'Requires']);
  expect(words(old, 'private.service', 'sysinit.target', ...ALL)).toEqual([]);
  expect(words(old, 'private.service', 'system.slice', ...ALL)).toEqual(['After', 'Wants']);
  const later = open('ID="sles"\n', '228');
  expect(words(later, 'private.service', 'basic.target', ...ALL)).toEqual(['After']);
  expect(words(later, 'private.service', 'sysinit.target', ...ALL)).toEqual(['After', 'Requires']);
  expect(words(later, 'private.service', 'system.slice', ...ALL)).toEqual(['After', 'Requires']);
});

const LOCK = { '/etc/fstab': 'tmpfs /run/lock tmpfs rw 0 0\ntmpfs /run/other tmpfs rw 0 0\n' };

test('Debian’s systemd mounts /run/lock itself up to 255, so a line of fstab makes no unit of it', () => {
  const debian = open('ID=debian\n', '252', LOCK);
  expect(debian.graph.nodes.has('run-lock.mount')).toBe(false);
  expect(debian.graph.nodes.get('run-other.mount')?.load).toBe('loaded');
  expect(open('ID=raspbian\nID_LIKE=debian\n', '247', LOCK).graph.nodes.has('run-lock.mount')).toBe(false);
});

test('elsewhere, and from Debian 13 on, it is a mount like any other', () => {
  expect(open('ID=fedora\n', '252', LOCK).graph.nodes.get('run-lock.mount')?.load).toBe('loaded');
  expect(open('ID=debian\n', '257', LOCK).graph.nodes.get('run-lock.mount')?.load).toBe('loaded');
});

test('a version outside the modelled range is told', () => {
  const codes = (version: string): readonly string[] =>
    open('ID=debian\n', version).graph.diagnostics.map((d) => d.code);
  expect(codes('300')).toContain('version-not-modelled');
  expect(codes('44')).toContain('version-not-modelled');
  expect(codes('252')).not.toContain('version-not-modelled');
});

const CRYPT = {
  '/etc/crypttab': 'data /dev/vdb1 none _netdev\nlater /dev/vdc1 none noauto\n',
  '/etc/fstab': '/dev/mapper/later /later ext4 defaults 0 0\n',
  '/usr/lib/systemd/system/cryptsetup.target': '[Unit]\n',
  '/usr/lib/systemd/system/remote-cryptsetup.target': '[Unit]\n',
};
const VOLUME = 'systemd-cryptsetup@data.service';
const RHEL7 = 'ID="rhel"\nVERSION_ID="7.9"\n';

test.each([
  [RHEL7, '219-44.el7', 'cryptsetup.target', 'cryptsetup-pre.target', true],
  [RHEL7, '219-45.el7', 'remote-cryptsetup.target', 'remote-cryptsetup-pre.target', true],
  [RHEL7, '219-51.el7', 'remote-cryptsetup.target', 'remote-fs-pre.target', true],
  [RHEL7, '219-78.el7', 'remote-cryptsetup.target', 'remote-fs-pre.target', false],
  ['ID=debian\n', '232', 'cryptsetup.target', 'cryptsetup-pre.target', true],
  ['ID="rhel"\n', '239', 'remote-cryptsetup.target', 'remote-fs-pre.target', false],
  ['ID="sles"\n', '234', 'remote-cryptsetup.target', 'remote-fs-pre.target', false],
  ['ID=debian\n', '247', 'remote-cryptsetup.target', 'remote-fs-pre.target', false],
] as const)('a volume with _netdev, %j %s', (release, version, target, pre, bound) => {
  const opened = open(release, version, CRYPT);
  expect(words(opened, target, VOLUME, 'Requires')).toEqual(['Requires']);
  expect(words(opened, VOLUME, pre, 'After')).toEqual(['After']);
  expect(words(opened, VOLUME, 'dev-mapper-data.device', 'BindsTo').length > 0).toBe(bound);
});

test('volumes come before a blockdev target from 245 on', () => {
  const wanted = (version: string) =>
    words(open('ID=debian\n', version, CRYPT), VOLUME, 'blockdev@dev-mapper-data.target', 'Wants');
  expect([wanted('239'), wanted('245')]).toEqual([[], ['Wants']]);
});

test('SUSE’s fstab goes by crypttab up to 239: what is set up by hand is mounted by hand', () => {
  const wanted = (release: string, version: string) =>
    words(open(release, version, CRYPT), 'local-fs.target', 'later.mount', 'Requires');
  expect(wanted('ID="sles"\n', '234')).toEqual([]);
  expect(wanted('ID="sles"\n', '246')).toEqual(['Requires']);
  expect(wanted('ID=debian\n', '234')).toEqual(['Requires']);
});

test('SUSE orders mounts before their target in 228 and 234 too, and automounted ones in 246 and 249', () => {
  const mount = (options: string) => ({
    '/etc/systemd/system/srv.mount': `[Mount]\nWhat=/dev/vdb\nWhere=/srv\nType=ext4\nOptions=${options}\n`,
  });
  const before = (release: string, version: string, options: string): boolean =>
    words(open(release, version, mount(options)), 'local-fs.target', 'srv.mount', 'After').length > 0;
  const suse = 'ID="sles"\n';
  expect(['228', '234'].map((version) => [before(suse, version, 'rw'), before('ID=debian\n', version, 'rw')])).toEqual([
    [true, false],
    [true, false],
  ]);
  expect(before(suse, '234', 'nofail')).toBe(false);
  expect(
    ['246', '249'].map((version) => [
      before(suse, version, 'x-systemd.automount'),
      before('ID=debian\n', version, 'x-systemd.automount'),
    ]),
  ).toEqual([
    [true, false],
    [true, false],
  ]);
});

test('the last errata of RHEL 7.9 follow links in fstab', () => {
  const linked = {
    '/etc/fstab': '/dev/vdb /data xfs defaults 0 0\n',
    '/data': { link: 'mnt/real' },
    '/mnt/real/x': '',
  };
  const named = (version: string): boolean => open(RHEL7, version, linked).graph.nodes.has('mnt-real.mount');
  expect(['219-78.el7_9.9', '219-78.el7_9.10', '219-79.el7'].map(named)).toEqual([false, true, true]);
});

test('a drop-in of all services hides a unit’s own of the same name in 244 and in RHEL 8 up to 8.8; then it is hidden', () => {
  const files = {
    '/etc/systemd/system/private.service.d/10-x.conf': '[Unit]\nWants=own.service\n',
    '/etc/systemd/system/service.d/10-x.conf': '[Unit]\nWants=all.service\n',
  };
  const wants = (release: string, version: string): readonly string[] =>
    open(release, version, files)
      .graph.edges.filter(
        ({ from, type, to }) => from === 'private.service' && type === 'Wants' && /^(own|all)\./.test(to),
      )
      .map(({ to }) => to);
  const rhel8 = 'ID="rhel"\nVERSION_ID="8.9"\n';
  expect(wants('ID=debian\n', '243')).toEqual(['own.service']);
  expect(wants('ID=debian\n', '244')).toEqual(['all.service']);
  expect(wants('ID=debian\n', '245')).toEqual(['own.service']);
  expect(wants(rhel8, '239-58.el8')).toEqual(['own.service']);
  expect(wants(rhel8, '239-74.el8')).toEqual(['all.service']);
  expect(wants(rhel8, '239-78.el8')).toEqual(['own.service']);
});
