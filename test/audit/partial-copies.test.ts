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
