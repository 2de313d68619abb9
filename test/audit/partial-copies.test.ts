/** A unit that a copy lacks is not said to be missing on the machine, where the copy lacks unit files. */
import { expect, test } from 'vitest';
import { audit } from '../../src/audit/audit.ts';
import { openTree } from '../../src/open.ts';
import { type Entry, memoryTree } from '../memory-root.ts';

/** Units of a machine with a split /usr, of which sos copies /lib/systemd/system alone. */
const FILES: Readonly<Record<string, Entry>> = {
  '/lib/systemd/system/default.target': '[Unit]\nAllowIsolate=yes\n',
  '/lib/systemd/system/basic.target': '[Unit]\n',
  '/lib/systemd/system/sysinit.target': '[Unit]\n',
  '/lib/systemd/system/shutdown.target': '[Unit]\nDefaultDependencies=no\n',
  '/lib/systemd/system/time-set.target': '[Unit]\n',
  '/lib/systemd/system/time-sync.target': '[Unit]\n',
  '/etc/systemd/system/default.target.wants/web.service': { link: '../web.service' },
  '/etc/systemd/system/default.target.wants/gone.service': { link: '../../../../usr/lib/systemd/system/gone.service' },
  '/etc/systemd/system/web.service': '[Unit]\nRequires=base.service\n[Service]\nExecStart=/bin/true\n',
  '/etc/systemd/system/other.service.d/limits.conf': '[Service]\nLimitNOFILE=9\n',
  '/etc/systemd/system/default.target.wants/save.timer': { link: '../save.timer' },
  '/etc/systemd/system/save.timer': '[Timer]\nOnBootSec=1\n',
};
const RULES = /^(required-unavailable|activates-missing|dangling-link|orphaned-drop-in)$/;

function found(more: Readonly<Record<string, Entry>>): readonly (readonly [string, string, boolean])[] {
  return audit(openTree(memoryTree({ ...FILES, ...more }), 'copy', { version: 254, cmdline: '' }))
    .filter(({ rule }) => RULES.test(rule))
    .map(({ rule, severity, message }) => [rule, severity, message.includes('this copy')] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

test('a sosreport of a split /usr lacks what vendors put below /usr/lib: what is absent is told as not in this copy', () => {
  expect(found({ '/sos_commands/systemd/systemctl_list-units': 'UNIT\n' })).toEqual([
    ['activates-missing', 'notice', true],
    ['orphaned-drop-in', 'info', true],
    ['required-unavailable', 'notice', true],
  ]);
});

test('of the whole root the same units are missing', () => {
  expect(found({ '/usr/lib/systemd/systemd': 'ELF', '/sbin/init': 'ELF systemd' })).toEqual([
    ['activates-missing', 'error', false],
    ['dangling-link', 'warning', false],
    ['orphaned-drop-in', 'warning', false],
    ['required-unavailable', 'error', false],
  ]);
});

const of = (rule: string, files: Readonly<Record<string, Entry>>) =>
  audit(openTree(memoryTree(files), 'copy', { version: 254, cmdline: '' }))
    .filter((one) => one.rule === rule)
    .map(({ severity, message }) => [severity, message] as const);
const SOS = { '/sos_commands/systemd/systemctl_list-units': 'UNIT\n' };
const MERGED = Object.fromEntries(
  Object.entries(FILES).map(([path, entry]) => [path.replace(/^\/lib\//, '/usr/lib/'), entry] as const),
);
const WHOLE = { ...MERGED, '/lib': { link: 'usr/lib' }, '/usr/lib/systemd/systemd': 'ELF', '/usr/bin/true': 'ELF' };

test('a link that makes a unit wholly enabled may be in a folder that was left out', () => {
  const half = {
    '/etc/systemd/system/web.service':
      '[Service]\nExecStart=/usr/bin/true\n[Install]\nWantedBy=default.target\nRequiredBy=basic.target\n',
  };
  expect(of('half-enabled', { ...FILES, ...SOS, ...half })).toEqual([]);
  expect(of('half-enabled', { ...WHOLE, ...half })).toHaveLength(1);
});

test('what a preset of /etc says, one that was not copied may have said otherwise before', () => {
  const preset = {
    '/etc/systemd/system-preset/50-local.preset': 'enable late.service\n',
    '/etc/systemd/system/late.service': '[Service]\nExecStart=/usr/bin/true\n[Install]\nWantedBy=default.target\n',
  };
  const sos = Object.fromEntries(Object.entries(WHOLE).filter(([path]) => path !== '/usr/lib/systemd/systemd'));
  expect(of('preset-not-enabled', { ...sos, ...SOS, ...preset })).toEqual([]);
  expect(of('preset-not-enabled', { ...WHOLE, ...preset })).toHaveLength(1);
});

test('a script that provides a name may be one that was not copied: of Debian sos copies those with a link, of Red Hat all', () => {
  const script = (folder: string): Readonly<Record<string, Entry>> => ({
    [`${folder}/init.d/old`]: {
      text: '#!/bin/sh\n### BEGIN INIT INFO\n# Provides: old\n# Required-Start: nobody\n# Default-Start: 3\n### END INIT INFO\n',
      mode: 0o755,
    },
    [`${folder}/rc3.d/S20old`]: { link: '../init.d/old' },
  });
  const debian = { '/etc/os-release': 'ID=debian\n', ...script('/etc') };
  const redhat = { '/etc/os-release': 'ID=rhel\n', ...script('/etc/rc.d') };
  const sos = Object.fromEntries(Object.entries(WHOLE).filter(([path]) => !/systemd\/systemd$|bin/.test(path)));
  expect(of('lsb-unknown-name', { ...sos, ...SOS, ...debian })).toEqual([]);
  expect(of('lsb-unknown-name', { ...sos, ...SOS, ...redhat })).toHaveLength(1);
  expect(of('lsb-unknown-name', { ...WHOLE, ...debian })).toHaveLength(1);
});

test('an empty unit file of a sosreport is a mask, or was not readable; a link to /dev/null is a mask', () => {
  const sos = Object.fromEntries(Object.entries(WHOLE).filter(([path]) => !/systemd\/systemd$|bin/.test(path)));
  const empty = of('masked-needed', { ...sos, ...SOS, '/etc/systemd/system/base.service': '' });
  expect(empty).toEqual([['notice', expect.stringContaining('as one that could not be read is')]]);
  const link = of('masked-needed', {
    ...sos,
    ...SOS,
    '/etc/systemd/system/base.service': { link: '../../../dev/null' },
  });
  expect(link).toEqual([['error', expect.stringContaining('is masked (')]]);
});

test('the first boot of a copy without presets enables nothing that is known, and that is said', () => {
  const image = {
    ...Object.fromEntries(Object.entries(WHOLE).filter(([path]) => path !== '/usr/bin/true')),
    '/etc/machine-id': 'uninitialized\n',
    '/etc/systemd/system/late.service': '[Service]\nExecStart=/usr/bin/true\n[Install]\nWantedBy=default.target\n',
  };
  const open = (more: Readonly<Record<string, Entry>>) =>
    openTree(memoryTree({ ...image, ...more }), 'x', { version: 254 });
  const wanted = (more: Readonly<Record<string, Entry>>): boolean =>
    open(more).graph.edges.some(({ to, type }) => to === 'late.service' && type === 'Wants');
  const sos = { '/sos_commands/systemd/x': '' };
  expect(wanted({ ...sos })).toBe(false);
  expect(open(sos).notComputed).toContainEqual(expect.objectContaining({ code: 'presets-not-in-copy' }));
  expect(wanted({ '/usr/bin/true': 'ELF' })).toBe(true);
});
