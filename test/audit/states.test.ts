/** The audit looks at the state that it reports, not at the text alone: masks, volumes that the boot does not come to, users' managers. */
import { expect, test } from 'vitest';
import { audit } from '../../src/audit/audit.ts';
import type { ExampleFiles, Finding } from '../../src/audit/rule.ts';
import { exampleRoot } from './example-root.ts';

const GENERATOR = { text: 'ELF', mode: 0o755 };
const SERVICE = '[Service]\nExecStart=/bin/true\n';

function found(
  files: ExampleFiles,
  reopened: Parameters<ReturnType<typeof exampleRoot>['reopen']>[1] = {},
): readonly Finding[] {
  return audit(exampleRoot({ version: 255 }, files).reopen([], reopened));
}

test('a masked unit that a service requires and sockets activate is one finding, which names the mask', () => {
  const sockets = Object.fromEntries(
    ['one', 'two', 'three', 'four'].flatMap((name) => [
      [`/usr/lib/systemd/system/${name}.socket`, `[Socket]\nListenStream=/run/${name}\nService=db.service\n`],
      [`/etc/systemd/system/sockets.target.wants/${name}.socket`, { link: `/usr/lib/systemd/system/${name}.socket` }],
    ]),
  );
  const findings = found({
    ...sockets,
    '/etc/systemd/system/db.service': { link: '/dev/null' },
    '/usr/lib/systemd/system/web.service': `[Unit]\nRequires=db.service\n${SERVICE}`,
    '/etc/systemd/system/multi-user.target.wants/web.service': { link: '/usr/lib/systemd/system/web.service' },
  });
  expect(findings.map(({ rule, file, severity }) => [rule, file, severity])).toEqual([
    ['masked-needed', '/etc/systemd/system/db.service', 'error'],
  ]);
  expect(findings[0]?.message).toMatch(/web\.service requires it, and .* and 1 more activate it/);
  expect(findings[0]?.mend).toContain('systemctl unmask db.service');
});

test('a mask of the kernel command line is taken off there: systemctl unmask does not reach it', () => {
  const files = {
    '/usr/lib/systemd/system-generators/systemd-debug-generator': GENERATOR,
    '/usr/lib/systemd/system/db.service': SERVICE,
    '/usr/lib/systemd/system/web.service': `[Unit]\nRequires=db.service\n${SERVICE}`,
    '/etc/systemd/system/multi-user.target.wants/web.service': { link: '/usr/lib/systemd/system/web.service' },
  };
  const [finding] = found(files, { cmdline: 'quiet systemd.mask=db' });
  expect(finding?.rule).toBe('masked-needed');
  expect(finding?.message).toContain('systemd.mask=db on the kernel command line');
  expect(finding?.mend).toContain('take systemd.mask=db off the kernel command line');
});

test('systemctl unmask reaches /etc, with --runtime /run, and no other folder: elsewhere the advice is another', () => {
  const advice = (folder: string): string | undefined =>
    found({
      [`${folder}/db.service`]: { link: '/dev/null' },
      '/usr/lib/systemd/system/web.service': `[Unit]\nRequires=db.service\n${SERVICE}`,
      '/etc/systemd/system/multi-user.target.wants/web.service': { link: '/usr/lib/systemd/system/web.service' },
    }).find(({ rule }) => rule === 'masked-needed')?.mend;
  expect(advice('/etc/systemd/system')).toMatch(/systemctl unmask db\.service\./);
  expect(advice('/run/systemd/system')).toMatch(/systemctl unmask --runtime db\.service; .* next boot/);
  expect(advice('/usr/lib/systemd/system')).toMatch(/put a unit file at \/etc\/systemd\/system\/db\.service/);
  expect(advice('/usr/lib/systemd/system')).toContain('systemctl unmask does not reach it');
});

test('a mask is told by its own file, also where PID 1 says /dev/null, to which it leads (up to 248)', () => {
  const files = {
    '/etc/systemd/system/db.service': { link: '/dev/null' },
    '/usr/lib/systemd/system/web.service': `[Unit]\nRequires=db.service\n${SERVICE}`,
    '/etc/systemd/system/multi-user.target.wants/web.service': { link: '/usr/lib/systemd/system/web.service' },
  };
  for (const version of [229, 247, 255]) {
    const all = audit(exampleRoot({ version }, files));
    const finding = all.find(({ rule }) => rule === 'masked-needed');
    expect([finding?.file, finding?.mend]).toEqual([
      '/etc/systemd/system/db.service',
      'If it is to run: systemctl unmask db.service. If not, disable what needs it.',
    ]);
  }
});

test('a unit is enabled under each unit that has its link, also where that unit is not installed', () => {
  const half = (...more: readonly string[]) =>
    found({
      '/etc/systemd/system/web.service': `${SERVICE}[Install]\nWantedBy=multi-user.target late.service\nRequiredBy=gone.target\n`,
      ...Object.fromEntries(
        ['multi-user.target.wants', ...more].map((folder) => [
          `/etc/systemd/system/${folder}/web.service`,
          { link: '../web.service' },
        ]),
      ),
    }).flatMap(({ rule, message }) => (rule === 'half-enabled' ? [message] : []));
  expect(half('late.service.wants', 'gone.target.requires')).toEqual([]);
  expect(half('late.service.wants')).toEqual([
    'web.service is enabled, but not under gone.target, as RequiredBy= says.',
  ]);
  expect(half('late.service.wants', 'gone.target.wants')).toHaveLength(1);
});

test('an encrypted volume blocks the boot only where the boot comes to it, and asks only where nothing else unlocks it', () => {
  const volume = (line: string): readonly string[] =>
    found({
      '/usr/lib/systemd/system-generators/systemd-cryptsetup-generator': GENERATOR,
      '/usr/lib/systemd/system/cryptsetup.target': '[Unit]\nDescription=Volumes\n',
      '/usr/lib/systemd/system/remote-cryptsetup.target': '[Unit]\nDescription=Remote volumes\n',
      '/usr/lib/systemd/system/sysinit.target.wants/cryptsetup.target': { link: '../cryptsetup.target' },
      '/etc/crypttab': `${line}\n`,
    }).map(({ rule }) => rule);
  expect(volume('data /dev/sdb1 none luks')).toContain('crypttab-blocks-boot');
  expect(volume('data /dev/sdb1 none luks,_netdev'), 'remote-cryptsetup.target is not started').toEqual([]);
  expect(volume('data /dev/sdb1 /etc/keys/data luks')).not.toContain('crypttab-blocks-boot');
  expect(volume('data /dev/sdb1 none luks,tpm2-device=auto')).not.toContain('crypttab-blocks-boot');
  expect(volume('data /dev/sdb1 none luks,headless=yes'), 'nobody is asked').not.toContain('crypttab-blocks-boot');
  expect(volume('data /dev/sdb1 none luks'), 'one line, one finding').toEqual(['crypttab-blocks-boot']);
  expect(volume('data /dev/sdb1 none luks,nofail'), 'nothing of the boot waits for it').toEqual([]);
  expect(volume('data /dev/sdb1 /etc/keys/data luks')).toEqual(['device-wait']);
});

test("a question about users' managers is not answered with the system's files", () => {
  const files = {
    '/usr/lib/systemd/user/default.target': '[Unit]\nDescription=Session\n',
    '/etc/systemd/system/gone.service.d/x.conf': '[Unit]\nDescription=x\n',
    '/etc/systemd/user/lost.service.d/x.conf': '[Unit]\nDescription=x\n',
    '/etc/fstab': '/dev/sdz1 /srv ext4 defaults 0 2\n',
  };
  expect(found(files, { user: {} }).map(({ rule, file }) => [rule, file])).toEqual([
    ['orphaned-drop-in', '/etc/systemd/user/lost.service.d/x.conf'],
  ]);
  const half = found(
    {
      ...files,
      '/etc/systemd/user/lost.service.d/x.conf': null,
      '/usr/lib/systemd/user/a.service': `${SERVICE}[Install]\nWantedBy=default.target\n`,
      '/usr/lib/systemd/user/b.service': '[Unit]\nRequires=m.service\n[Service]\nExecStart=/bin/true\n',
      '/usr/lib/systemd/user/default.target.wants/b.service': { link: '../b.service' },
      '/etc/systemd/user/m.service': { link: '/dev/null' },
    },
    { user: {} },
  );
  expect(half.find(({ rule }) => rule === 'masked-needed')?.mend).toContain('systemctl --global unmask m.service');
  for (const { mend } of half) expect(mend).not.toMatch(/systemctl (?!--global)/);
});

test('whether a unit starts that only a generator reaches, by what it finds on the machine, is not told for sure', () => {
  const [finding, ...more] = found({
    '/usr/lib/systemd/system-generators/cloud-init-generator': GENERATOR,
    '/usr/lib/cloud-init/ds-identify': { text: '#!/bin/sh\n', mode: 0o755 },
    '/usr/lib/systemd/system/cloud-init.target': '[Unit]\nDescription=Cloud\n',
    '/usr/lib/systemd/system/fetch.service': SERVICE,
    '/etc/systemd/system/cloud-init.target.wants/fetch.service': { link: '/usr/lib/systemd/system/fetch.service' },
  }).filter(({ rule }) => rule === 'enabled-not-reached');
  expect(more).toEqual([]);
  expect(finding).toMatchObject({ unit: 'fetch.service', severity: 'notice' });
  expect(finding?.message).toMatch(/under cloud-init\.target, and only the machine knows whether that is started/);
  expect(finding?.message).not.toContain('does not start');
  expect(finding?.mend).toMatch(/^systemctl status cloud-init\.target on the machine/);
});

// fstab_test_yes_no_option: of nofail and fail, noauto and auto, the last one counts, with a value or without; src/shared/fstab-util.c.
test.each([
  ['defaults', true],
  ['nofail=x', false],
  ['nofail,fail', true],
  ['noauto,auto', true],
  ['auto,noauto', false],
  ['comment=systemd.automount', false],
  ['x-systemd.automount=1', false],
  ['comment=other', true],
])('a disk in /etc/fstab with the options %s can stop the boot: %s', (options, stops) => {
  const findings = found({ '/etc/fstab': `/dev/sdb1 /mnt/archive ext4 ${options} 0 2\n` });
  expect(findings.some(({ rule }) => rule === 'fstab-blocks-boot')).toBe(stops);
});

// fstype_is_network: davfs counts since 246, 9p never (src/basic/mountpoint-util.c).
test.each([
  ['nfs', 252, false],
  ['davfs', 241, true],
  ['davfs', 252, false],
  ['9p', 257, true],
])(
  'a file system of type %s that comes from another host is taken for a disk by systemd %i: %s',
  (type, version, local) => {
    const files = { '/etc/fstab': `store:/vol /srv/vol ${type} defaults 0 0\n` };
    const findings = audit(exampleRoot({ version }, files).reopen([], {}));
    expect(findings.some(({ rule }) => rule === 'fstab-network-as-local')).toBe(local);
  },
);
