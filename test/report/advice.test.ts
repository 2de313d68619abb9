/** What `why` tells a person to do is what does it: systemctl's own rules, and the boot after it. */
import { expect, test } from 'vitest';
import { why } from '../../src/answers/why.ts';
import { plain } from '../../src/report/style.ts';
import { whyText } from '../../src/report/why.ts';
import { type Given, smallBoot } from '../systemd/small-boot.ts';

type Files = Parameters<typeof smallBoot>[1];

function advice(unit: string, units: Readonly<Record<string, string>>, files: Files = {}, given: Given = {}): string {
  const opened = smallBoot(units, { '/bin/true': '', ...files }, given);
  const text = plain(whyText(opened, why(opened, unit), { width: 10_000 }));
  return text.split('\n').slice(1).join('\n');
}

const SERVICE = '[Service]\nExecStart=/bin/true\n';
const OWN = '/etc/systemd/system/own.service';

test('systemctl mask replaces no file of /etc/systemd/system: what asks for such a unit goes, or the file', () => {
  const vendors = {
    '/usr/lib/systemd/system/asker.service': `[Unit]\nDefaultDependencies=no\nWants=own.service\n${SERVICE}`,
    '/etc/systemd/system/multi-user.target.wants/asker.service': { link: '/usr/lib/systemd/system/asker.service' },
  };
  expect(advice('own.service', {}, { ...vendors, [OWN]: SERVICE })).toContain(
    `To leave it out of the boot: move ${OWN} out of the way, then systemctl mask own.service`,
  );
  expect(
    advice('own.service', { 'asker.service': `[Unit]\nWants=own.service\n${SERVICE}` }, { [OWN]: SERVICE }),
  ).toContain('take it out of Wants= at /etc/systemd/system/asker.service:3');
  const all = { ...vendors, '/usr/lib/systemd/system/own.service': SERVICE };
  expect(advice('own.service', {}, all)).toContain('To leave it out of the boot: systemctl mask own.service');
});

test('what a line of fstab or crypttab asks for is left out by noauto, also where a target requires it', () => {
  const fstab = { '/etc/fstab': '/dev/vdb1 /srv ext4 defaults 0 0\n/dev/vdb2 /opt ext4 noauto 0 0\n' };
  const targets = { 'local-fs.target': '[Unit]\nDescription=Local\n' };
  expect(advice('srv.mount', targets, fstab)).toContain('give /etc/fstab:1 the option noauto, or take the line out');
  expect(advice('opt.mount', targets, fstab)).toContain('To start it at boot: take noauto out of /etc/fstab:2.');
});

test('a unit that the kernel command line asks for is left out by that word', () => {
  const units = { 'extra.service': `#not-wanted\n${SERVICE}` };
  const given = { cmdline: 'quiet systemd.wants=extra' };
  expect(advice('extra.service', units, {}, given)).toContain('take systemd.wants=extra off the kernel command line');
});

test('systemctl enable starts nothing where the boot does not reach what [Install] names', () => {
  const units = {
    'shop.target': '#not-wanted\n[Unit]\nDescription=Shop\n',
    'web.service': `#not-wanted\n${SERVICE}[Install]\nWantedBy=shop.target\n`,
  };
  const text = advice('web.service', units);
  expect(text).toContain('systemctl enable web.service links it under shop.target, which this boot does not start.');
  expect(text).toContain('To start it at boot: systemctl add-wants multi-user.target web.service.');
});

test('a unit that conflicts with the boot is started by no link', () => {
  const units = {
    'web.service': SERVICE,
    'off.target': '#not-wanted\n[Unit]\nRequires=off.service\n',
    'off.service': `#not-wanted\n[Unit]\nRequires=down.target\n${SERVICE}`,
    'down.target': '#not-wanted\n[Unit]\nConflicts=web.service\n',
  };
  const text = advice('off.target', units);
  expect(text).toContain('It does not go together with this boot');
  expect(text).not.toContain('add-wants');
});

test('what goes with a unit that is left out is told: what nothing else asks for, and what Also= names', () => {
  const units = {
    'main.service': `#not-wanted\n[Unit]\nWants=helper.service other.service\n${SERVICE}[Install]\nWantedBy=multi-user.target\nAlso=main.socket\n`,
    'helper.service': `#not-wanted\n${SERVICE}`,
    'other.service': SERVICE,
  };
  const link = '/etc/systemd/system/multi-user.target.wants/main.service';
  const text = advice('main.service', units, { [link]: { link: '/usr/lib/systemd/system/main.service' } });
  expect(text).toContain('systemctl disable main.service (and with it main.socket, by Also=).');
  expect(text).toContain('With it goes what nothing else asks for: helper.service.');
});

test('the device of an encrypted volume starts nothing: it is there once its unit has run', () => {
  const files = { '/etc/crypttab': 'vault /dev/vdc1 none noauto\n', '/usr/lib/systemd/systemd-cryptsetup': '' };
  const opened = smallBoot({ 'a.service': SERVICE }, { '/bin/true': '', ...files });
  const text = plain(whyText(opened, why(opened, 'systemd-cryptsetup@vault.service'), { width: 10_000 }));
  expect(text).toMatch(/^Not started: systemd-cryptsetup@vault\.service/);
  expect(text).not.toContain('when the device appears');
  expect(text).toContain('To start it at boot: take noauto out of /etc/crypttab:1.');
});
