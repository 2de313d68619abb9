/** A machine's first boot: presets are applied before units are loaded (machine-id(5), "First Boot Semantics"). */
import { expect, test } from 'vitest';
import { audit } from '../../src/audit/audit.ts';
import { type OpenOptions, openTree } from '../../src/open.ts';
import { type Entry, memoryTree } from '../memory-root.ts';

const SERVICE = '[Service]\nExecStart=/usr/sbin/webd\n[Install]\nWantedBy=multi-user.target\n';
const image = (version: number): Readonly<Record<string, Entry>> => ({
  '/etc/passwd': 'root:x:0:0::/root:/bin/sh\n',
  '/usr/bin/sh': 'ELF',
  '/usr/sbin/webd': 'ELF',
  '/sbin/init': { link: '/usr/lib/systemd/systemd' },
  '/usr/lib/systemd/systemd': 'ELF',
  [`/usr/lib/systemd/libsystemd-shared-${version}.so`]: 'ELF',
  '/usr/lib/systemd/system/default.target': { link: 'multi-user.target' },
  '/usr/lib/systemd/system/multi-user.target': '[Unit]\nAllowIsolate=yes\n',
  '/usr/lib/systemd/system/web.service': SERVICE,
  '/usr/lib/systemd/system/silent.service': SERVICE,
  '/usr/lib/systemd/system-preset/50-x.preset': 'enable web.service\ndisable *\n',
});
const open = (more: Readonly<Record<string, Entry>>, version = 252, options: OpenOptions = {}) =>
  openTree(memoryTree({ ...image(version), ...more }), 'image', options);
const wanted = (...args: Parameters<typeof open>): readonly string[] =>
  open(...args)
    .graph.edges.filter(({ from, type }) => from === 'multi-user.target' && type === 'Wants')
    .map(({ to }) => to);
const ID = '/etc/machine-id';

test.each([
  ['uninitialized', 252, { [ID]: 'uninitialized\n' }, ['web.service']],
  ['uninitialized, before that word was known', 246, { [ID]: 'uninitialized\n' }, []],
  ['missing', 252, {}, ['web.service']],
  ['missing, long ago', 219, {}, ['web.service']],
  ['empty: no first boot, the id is made anew', 252, { [ID]: '' }, []],
  ['an id', 252, { [ID]: '0123456789abcdef0123456789abcdef\n' }, []],
] as const)('a machine-id that is %s (%d)', (_, version, more, units) => {
  expect(wanted(more, version)).toEqual(units);
});

test('the kernel command line decides from 252 on, whatever the machine-id says', () => {
  expect(wanted({ [ID]: 'uninitialized' }, 252, { cmdline: 'systemd.condition_first_boot=0' })).toEqual([]);
  expect(wanted({ [ID]: '' }, 252, { cmdline: 'systemd.condition-first-boot' })).toEqual(['web.service']);
  expect(wanted({ [ID]: '' }, 249, { cmdline: 'systemd.condition_first_boot=1' })).toEqual([]);
});

test('what a first boot enables is proven by the line of the preset, told as an assumption and found by the audit', () => {
  const opened = open({ [ID]: 'uninitialized' });
  const edge = opened.graph.edges.find(({ to, type }) => to === 'web.service' && type === 'Wants');
  expect(edge?.declared[0]).toMatchObject({ source: { file: '/usr/lib/systemd/system-preset/50-x.preset', line: 1 } });
  expect(opened.assumptions.map(({ code }) => code)).toContain('first-boot');
  expect(audit(opened).filter(({ rule }) => rule === 'preset-not-enabled')).toMatchObject([
    { unit: 'web.service', severity: 'notice', file: '/usr/lib/systemd/system-preset/50-x.preset', line: 1 },
  ]);
});

test('what the presets disable stays enabled where it is: a first boot only enables', () => {
  const link = {
    '/etc/systemd/system/multi-user.target.wants/silent.service': { link: '/usr/lib/systemd/system/silent.service' },
  };
  expect(wanted({ [ID]: 'uninitialized', ...link })).toEqual(['silent.service', 'web.service']);
});

test('a copy of a machine that ran lacks its machine-id: that is no first boot', () => {
  const { '/etc/passwd': _, ...sos } = image(252);
  const files = { ...sos, '/sos_commands/systemd/x': '' };
  const edges = openTree(memoryTree(files), 'sosreport').graph.edges;
  expect(edges.some(({ from, to }) => from === 'multi-user.target' && to === 'web.service')).toBe(false);
});

test('cloud-init.target is wanted where the generator finds no ds-identify to ask, at the path that it names', () => {
  const cloud = (generator: string, more: Readonly<Record<string, Entry>> = {}) =>
    wanted({
      [ID]: '',
      '/usr/lib/systemd/system/cloud-init.target': '[Unit]\nDescription=Cloud\n',
      '/usr/lib/systemd/system-generators/cloud-init-generator': { text: generator, mode: 0o755 },
      ...more,
    });
  const script = '#!/bin/sh\ndsidentify="/usr/libexec/cloud-init/ds-identify"\n';
  const there = { text: '#!/bin/sh\n', mode: 0o755 };
  expect(cloud(script)).toEqual(['cloud-init.target']);
  expect(cloud(script, { '/usr/lib/cloud-init/ds-identify': there })).toEqual(['cloud-init.target']);
  expect(cloud(script, { '/usr/libexec/cloud-init/ds-identify': there })).toEqual([]);
  expect(cloud(script, { '/etc/cloud/cloud-init.disabled': '' })).toEqual([]);
  // What its last run found, it has left in /run.
  const asked = { '/usr/libexec/cloud-init/ds-identify': there };
  expect(cloud(script, { ...asked, '/run/cloud-init/enabled': '' })).toEqual(['cloud-init.target']);
  expect(cloud(script, { '/run/cloud-init/disabled': '' })).toEqual([]);
});

test.each([
  [252, {}, ['t@one.service', 't@two.service']],
  [239, {}, []],
  [239, { '/etc/os-release': 'ID="rhel"\nVERSION_ID="8.6"\n' }, ['t@one.service', 't@two.service']],
] as const)('a preset names instances of a template from 242 on, and in RHEL 8 (%d %j)', (version, more, units) => {
  const template = '[Service]\nExecStart=/usr/sbin/webd\n[Install]\nWantedBy=multi-user.target\n';
  const presets = 'enable t@.service one two\ndisable *\n';
  const files = {
    ...more,
    '/usr/lib/systemd/system/t@.service': template,
    '/usr/lib/systemd/system-preset/50-x.preset': presets,
  };
  expect(wanted(files, version)).toEqual(units);
});
