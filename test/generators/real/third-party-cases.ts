/** Random inputs of generators that other packages bring: exports, nfs.conf, lvm.conf, tunnels, instances, clusters. */
import type { CaseFile, GeneratorCase } from './case.ts';
import type { Random } from './random.ts';

const EXPORTS = [
  ...[
    '/srv *(rw)',
    '/srv/nfs4 10.0.0.0/8(rw,sync) 10.1.1.1(ro)',
    '"/srv/with space" *(ro)',
    '/srv/a\\040b *(ro)',
    '/data *(mp)',
    '/data2 *(rw,mountpoint=/x)',
  ],
  ...[
    '# /commented *(rw)',
    '',
    '   /indented *(rw)',
    '/home\t*(rw)',
    '/srv *(ro)',
    '/cont \\\n  *(rw)',
    '/nohost',
    '/home/user *(rw) # remark',
    '/slash/ *(rw)',
  ],
];
const FSTAB = [
  ...[
    '/dev/sda1 /home ext4 noauto 0 0',
    'srv:/x /mnt/nfs nfs defaults 0 0',
    'srv:/y /mnt/n-fs4 nfs4 noauto 0 0',
    '/dev/sda2 / ext4 noauto 0 1',
  ],
  ...['/dev/sdb /srv ext4 defaults 0 0', '/dev/sdc /data xfs nofail,noauto 0 0'],
];
const NFS_CONF = [
  ...[
    '[general]',
    '[nfsd]',
    ' [General] ',
    'pipefs-directory=/run/rpc_pipefs',
    'pipefs-directory = /var/lib/nfs/rpc_pipefs',
    '# pipefs-directory=/x',
  ],
  ...['PIPEFS-Directory=/other/pi-pe', 'threads=8', 'pipefs-directory="/quoted"'],
];
const LVM_CONF = [
  'global {',
  '}',
  'event_activation = 0',
  'event_activation=1',
  '# event_activation = 0',
  'devices {',
  'global/event_activation=0',
];

export function nfsCase(random: Random): GeneratorCase {
  const files = new Map<string, CaseFile>();
  if (random.chance(0.8)) files.set('/etc/exports', { content: `${random.some(EXPORTS, 5).join('\n')}\n` });
  if (random.chance(0.2)) files.set('/etc/exports.d/more.exports', { content: '/more *(rw)\n' });
  if (random.chance(0.1)) files.set('/etc/exports.d/other.conf', { content: '/not *(rw)\n' });
  files.set('/etc/fstab', { content: `${random.some(FSTAB, 4).join('\n')}\n` });
  files.set('/etc/nfs.conf', { content: `${random.some(NFS_CONF, 5).join('\n')}\n` });
  return { files, cmdline: '' };
}

export function lvmCase(random: Random): GeneratorCase {
  const block = (): string =>
    random.pick([
      'global { event_activation = 0 }',
      'global {\n event_activation = 1\n}',
      'devices {\n event_activation = 0\n}',
      LVM_CONF[6] ?? '',
    ]);
  const files = new Map<string, CaseFile>([['/etc/lvm/lvm.conf', { content: `${block()}\n` }]]);
  if (random.chance(0.3)) files.set('/etc/lvm/lvmlocal.conf', { content: `${block()}\n` });
  return { files, cmdline: '' };
}

export function instancesCase(random: Random): GeneratorCase {
  const files = new Map<string, CaseFile>();
  const maybe = (path: string, content: string): unknown => random.chance(0.5) && files.set(path, { content });
  for (const name of ['office', 'home-net', 'x.y']) maybe(`/etc/openvpn/${name}.conf`, 'dev tun\n');
  maybe(
    '/etc/default/openvpn',
    random.pick([
      'AUTOSTART="none"\n',
      'AUTOSTART="office x.y gone"\n',
      '#AUTOSTART="none"\n',
      'AUTOSTART=all\n',
      "AUTOSTART='home-net'\nOPTARGS=\n",
      'AUTOSTART=\n',
    ]),
  );
  for (const name of ['one', 'default', 'bad-name']) maybe(`/etc/tor/instances/${name}/torrc`, '');
  maybe('/etc/tor/instances/empty/other', '');
  for (const cluster of ['main', 'second'])
    for (const version of ['15', '17', '99'])
      if (random.chance(0.4)) {
        files.set(`/etc/postgresql/${version}/${cluster}/postgresql.conf`, { content: 'port = 5432\n' });
        maybe(
          `/etc/postgresql/${version}/${cluster}/start.conf`,
          random.pick(['auto\n', 'manual\n', '# c\n  auto  \n', 'disabled # auto\n', '', 'auto\nauto\n']),
        );
      }
  return { files, cmdline: '' };
}

export function swiftCase(random: Random): GeneratorCase {
  const names = ['1.conf', 'b', 'c.d.conf', 'with space', '.hidden'].filter(() => random.chance(0.5));
  return { files: new Map(names.map((name) => [`/etc/swift/account-server/${name}`, {}])), cmdline: '' };
}
