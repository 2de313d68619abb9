/** The commands that advice names are those of the distribution. */
import { expect, test } from 'vitest';
import { why } from '../../src/answers/why.ts';
import { audit } from '../../src/audit/audit.ts';
import { providerCommand } from '../../src/behaviours/package-commands.ts';
import { openTree } from '../../src/open.ts';
import { whyText } from '../../src/report/why.ts';
import { type Entry, memoryTree } from '../memory-root.ts';

test.each([
  ['debian', '12', "apt-file search -x '^/usr/sbin/x$'"],
  ['redhat', '7.9', 'yum provides /usr/sbin/x'],
  ['redhat', '9.4', 'dnf provides /usr/sbin/x'],
  ['fedora', '42', 'dnf provides /usr/sbin/x'],
  ['amazon', '2', 'yum provides /usr/sbin/x'],
  ['amazon', '2023', 'dnf provides /usr/sbin/x'],
  ['suse', '15.6', 'zypper search --provides --match-exact /usr/sbin/x'],
  ['arch', undefined, 'pacman -F /usr/sbin/x'],
] as const)('which package has a file: %s %s', (family, version, command) => {
  expect(providerCommand({ family, version }, '/usr/sbin/x')).toBe(command);
});

test('a path that a shell would read otherwise is put into no command', () => {
  expect(providerCommand({ family: 'debian', version: '12' }, '/usr/bin/$(reboot)')).toBeUndefined();
});

const ROOT: Readonly<Record<string, Entry>> = {
  '/usr/bin/sh': 'ELF',
  '/usr/lib/systemd/systemd': 'ELF',
  '/usr/lib/systemd/libsystemd-shared-252.so': 'ELF',
  '/usr/lib/systemd/system/default.target': '[Unit]\nAllowIsolate=yes\n',
  '/etc/systemd/system/web.service': '[Service]\nExecStart=/usr/sbin/webd\n[Install]\nWantedBy=default.target\n',
  '/etc/systemd/system/default.target.wants/web.service': { link: '../web.service' },
};

test.each([
  ['ID=debian\n', 'apt-file search'],
  ['ID="opensuse-leap"\nID_LIKE="suse opensuse"\n', 'zypper search'],
  ['ID=manjaro\nID_LIKE=arch\n', 'pacman -F'],
])('a program that is missing is looked for by the distribution’s own means: %j', (release, said) => {
  const [finding] = audit(openTree(memoryTree({ ...ROOT, '/etc/os-release': release }), 'x')).filter(
    ({ rule }) => rule === 'program-missing',
  );
  expect(finding?.mend).toContain(`${said}`);
});

test('links of init scripts are made anew by the distribution’s own tool', () => {
  const script = {
    text: '#!/bin/sh\n# chkconfig: 345 20 80\n### BEGIN INIT INFO\n# Provides: old\n# Default-Start: 3 5\n### END INIT INFO\n',
    mode: 0o755,
  };
  const redhat = {
    '/etc/os-release': 'ID=rhel\n',
    '/etc/rc.d/init.d/old': script,
    '/etc/rc.d/rc3.d/S20old': { link: '../init.d/old' },
  };
  const [finding] = audit(openTree(memoryTree({ ...ROOT, ...redhat }), 'x')).filter(
    ({ rule }) => rule === 'rc-link-drift',
  );
  expect(finding?.mend).toContain('chkconfig old reset');
});

test('before a first boot nobody is told to disable what a preset may enable anew', () => {
  const said = (id: string): string => {
    const root = openTree(memoryTree({ ...ROOT, '/etc/passwd': '', '/etc/machine-id': id }), 'x');
    return whyText(root, why(root, 'web.service'), { width: 1000 });
  };
  expect(said('uninitialized\n')).toContain('systemctl mask web.service, or a preset "disable web.service"');
  expect(said('')).toContain('To leave it out of the boot: systemctl disable web.service.');
});
