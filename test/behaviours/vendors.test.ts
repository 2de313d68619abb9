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
