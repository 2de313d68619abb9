/** Who a unit may run as: files, sysusers.d, user records; and where no file can tell. */
import { expect, test } from 'vitest';
import { audit } from '../../src/audit/audit.ts';
import type { ExampleFiles } from '../../src/audit/rule.ts';
import { accountMissing } from '../../src/audit/rules/account-missing.ts';
import { exampleRoot } from './example-root.ts';

const BASE: ExampleFiles = {
  '/etc/passwd': 'root:x:0:0::/root:/bin/sh\nweb:x:900:900::/:/bin/false\n',
  '/etc/group': 'root:x:0:\nweb:x:900:\n',
  '/etc/systemd/system/multi-user.target.wants/a.service': { link: '../a.service' },
};
const found = (lines: string, files: ExampleFiles = {}): readonly string[] =>
  audit(exampleRoot({}, BASE, { '/etc/systemd/system/a.service': `[Service]\nExecStart=/bin/true\n${lines}` }, files), [
    accountMissing,
  ]).map(({ severity, line }) => `${severity} ${line}`);

test('a user of no file ends the start, as does a group; a number needs no name', () => {
  expect(found('User=shop\nGroup=shops\nSupplementaryGroups=web shops\n')).toEqual(['error 3', 'error 4', 'error 5']);
  expect(found('User=900\nGroup=900\n')).toEqual([]);
  expect(found('User=root\nGroup=nogroup\n')).toEqual([]);
});
test('the last assignment counts, an empty one takes it back', () => {
  expect(found('User=shop\nUser=web\n')).toEqual([]);
  expect(found('User=shop\nUser=\n')).toEqual([]);
});
test('sysusers.d makes users and their groups, and what an m line names; a user record is one', () => {
  const sysusers = { '/usr/lib/sysusers.d/a.conf': '# x\nu! "shop" - "A shop"\nm shop shops\ng teller\n' };
  expect(found('User=shop\nGroup=shop\nSupplementaryGroups=shops teller\n', sysusers)).toEqual([]);
  expect(found('User=teller\n', sysusers)).toEqual(['error 3']);
  expect(found('User=shop\n', { '/etc/userdb/shop.user': '{}' })).toEqual([]);
});
test('a user that is made when it is needed, or of another root, is not looked for', () => {
  expect(found('User=shop\nDynamicUser=yes\n')).toEqual([]);
  expect(found('User=shop\nRootDirectory=/srv/other\n')).toEqual([]);
});
test('a user that another unit has for as long as it runs, or that systemd-homed keeps, is one', () => {
  const dynamic = { '/etc/systemd/system/b.service': '[Service]\nExecStart=/bin/true\nUser=shop\nDynamicUser=yes\n' };
  expect(found('User=shop\nGroup=shop\n[Unit]\nAfter=b.service\n', dynamic)).toEqual([]);
  expect(found('User=b\n[Unit]\nAfter=b.service\n', dynamic)).toEqual(['error 3']);
  expect(found('User=anna\n', { '/var/lib/systemd/home/anna.identity': '{}' })).toEqual([]);
});
test('where the machine makes users as it first boots, a missing one is no error yet', () => {
  for (const line of ['/usr/bin/cloud-init init', '/bin/sh -c "useradd shop; exec true"'])
    expect(
      found('User=shop\n[Unit]\nAfter=b.service\n', {
        '/etc/systemd/system/b.service': `[Service]\nExecStart=${line}\n`,
      }),
      line,
    ).toEqual(['warning 3']);
  expect(
    found('User=shop\n[Unit]\nAfter=b.service\n', {
      '/etc/systemd/system/b.service': '[Service]\nExecStart=/usr/bin/list-cloud-inits\n',
    }),
  ).toEqual(['error 3']);
});
test('where a directory service, or a file that the copy lacks, may know it, nothing is said', () => {
  expect(found('User=shop\n', { '/etc/nsswitch.conf': 'passwd: files sss\ngroup: files\n' })).toEqual([]);
  expect(found('User=shop\n', { '/etc/nsswitch.conf': 'passwd: files [!UNAVAIL=return] systemd # x\n' })).toEqual([
    'error 3',
  ]);
  expect(found('User=shop\n', { '/etc/passwd': null })).toEqual([]);
  const altfiles = { '/etc/nsswitch.conf': 'passwd: files altfiles\n', '/usr/lib/passwd': 'shop:x:9:9::/:/x\n' };
  expect(found('User=shop\n', altfiles)).toEqual([]);
});
