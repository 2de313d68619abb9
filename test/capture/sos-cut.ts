/**
 * Cuts a whole root down to what sos(1) copies of such a machine: the systemd, services, boot, kernel, filesys, system, release, host
 * and dpkg plugins of sos 4.5 (sos/report/plugins/*.py), and its archive's way with links (sos/archive.py). No program, no library, no
 * package database and no machine-id is among that.
 */
import { memoryTree } from '../../src/snapshot/memory-tree.ts';
import type { Snapshot, Stat, Tree } from '../../src/snapshot/snapshot.ts';

/** What add_copy_spec names; `*` stands for any part of one name. */
const COPIED = [
  // systemd
  '/etc/systemd',
  '/lib/systemd/system',
  '/lib/systemd/user',
  '/etc/vconsole.conf',
  '/run/systemd/generator*',
  '/run/systemd/system',
  '/etc/modules-load.d',
  '/etc/tmpfiles.d',
  '/run/tmpfiles.d',
  '/usr/lib/tmpfiles.d',
  // services
  '/etc/inittab',
  '/etc/rc.d',
  '/etc/rc.local',
  '/etc/rc*.d',
  // boot, kernel
  '/boot/loader/entries',
  '/boot/grub/grub.cfg',
  '/boot/grub2/grub.cfg',
  '/boot/grub2/grubenv',
  '/etc/default',
  '/etc/grub.d',
  '/proc/cmdline',
  '/etc/modprobe.d',
  '/etc/sysctl.d',
  // filesys, block, lvm2
  '/etc/fstab',
  '/etc/crypttab',
  '/etc/lvm',
  // system, release, host, networking, cloud_init, udev, selinux
  '/etc/sysconfig',
  '/etc/environment',
  '/etc/*release',
  '/etc/debian_version',
  '/etc/hostname',
  '/etc/hosts',
  '/etc/netplan',
  '/etc/network',
  '/etc/NetworkManager',
  '/etc/cloud',
  '/run/cloud-init',
  '/etc/udev/rules.d',
  '/lib/udev/rules.d',
  '/etc/selinux/config',
  // nfs, postfix
  '/etc/nfs.conf',
  '/etc/nfs.conf.d',
  '/etc/exports',
  '/etc/exports.d',
  '/etc/postfix',
] as const;

/** sos-report's own limit for one file is 25 MB; its tail is then kept elsewhere. */
const LIMIT = 25 * 1024 * 1024;
const MAX_LINKS = 40;

/** @param whole as the machine is when sos runs: with /run, where that is to be in the copy */
export function cutToSosreport(whole: Snapshot): Tree {
  const cut = memoryTree();
  const text = (path: string, content: string): void => {
    const bytes = new TextEncoder().encode(content);
    cut.add(path, { kind: 'file', size: bytes.length, mode: 0o644, content: bytes });
  };
  const copied = new Set<string>();
  for (const spec of COPIED) for (const path of expand(whole, spec)) copy(whole, path, cut, copied);
  text('/version.txt', 'sos report: 4.5.3\n');
  text('/sos_logs/sos.log', '');
  text('/sos_reports/manifest.json', '{"version": "4.5.3", "policy": "Debian"}\n');
  text('/sos_commands/systemd/ls_-lR_.lib.systemd', listing(whole, '/lib/systemd'));
  const packages = dpkgList(whole);
  if (packages !== undefined) {
    text('/sos_commands/dpkg/dpkg_-l', packages);
    cut.add('/installed-debs', { kind: 'link', size: 0, mode: 0o777, linkTarget: 'sos_commands/dpkg/dpkg_-l' });
  }
  return cut;
}

/** glob(7) in the last component alone. */
function expand(whole: Snapshot, spec: string): readonly string[] {
  if (!spec.includes('*')) return whole.lstat(spec) === undefined ? [] : [spec];
  const at = spec.lastIndexOf('/');
  const [before = '', after = ''] = spec.slice(at + 1).split('*');
  return (whole.list(spec.slice(0, at)) ?? [])
    .filter(
      ({ name }) => name.startsWith(before) && name.endsWith(after) && name.length >= before.length + after.length,
    )
    .map(({ name }) => `${spec.slice(0, at)}/${name}`);
}

/** A file, a folder with all in it, or a link with the file (never the folder) that it leads to. */
function copy(whole: Snapshot, from: string, cut: ReturnType<typeof memoryTree>, copied: Set<string>): void {
  const open = [from];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    const real = throughLinks(whole, path, cut);
    if (real === undefined || copied.has(real)) continue;
    copied.add(real);
    const stat = whole.lstat(real) as Stat;
    if (stat.kind === 'link') {
      const target = whole.readlink(real) as string;
      cut.add(real, { kind: 'link', size: 0, mode: 0o777, linkTarget: relative(real, target) });
      // archive.py copies what a link leads to, but no folder's content, and /dev/null never.
      const aim = absolute(real, target);
      if (aim !== '/dev/null' && (whole.stat(aim)?.kind === 'file' || whole.lstat(aim)?.kind === 'link'))
        open.push(aim);
    } else if (stat.kind === 'dir') {
      cut.add(real, { kind: 'dir', size: 0, mode: 0o700 });
      for (const { name } of whole.list(real) ?? []) open.push(`${real}/${name}`);
    } else if (stat.kind === 'file' && stat.size <= LIMIT) {
      const bytes = (stat.mode & 0o444) === 0 ? new Uint8Array() : whole.readBytes(real);
      if (bytes !== undefined)
        cut.add(real, { kind: 'file', size: bytes.length, mode: stat.mode, content: Uint8Array.from(bytes) });
    }
  }
}

/** The path with each folder link on the way resolved, and those links copied: /lib is in the archive as a link. */
function throughLinks(whole: Snapshot, path: string, cut: ReturnType<typeof memoryTree>): string | undefined {
  let rest = path.split('/').filter((name) => name !== '');
  let at = '';
  for (let links = 0; rest.length > 1; ) {
    const [name = '', ...after] = rest;
    const here = `${at}/${name}`;
    const target = whole.readlink(here);
    if (target === undefined) {
      at = here;
      rest = after;
      continue;
    }
    if (links++ > MAX_LINKS) return undefined;
    cut.add(here, { kind: 'link', size: 0, mode: 0o777, linkTarget: relative(here, target) });
    rest = [
      ...absolute(here, target)
        .split('/')
        .filter((each) => each !== ''),
      ...after,
    ];
    at = '';
  }
  const real = `${at}/${rest[0] ?? ''}`;
  return whole.lstat(real) === undefined ? undefined : real;
}

function absolute(link: string, target: string): string {
  const names: string[] = [];
  const from = target.startsWith('/') ? target : `${link.slice(0, link.lastIndexOf('/'))}/${target}`;
  for (const name of from.split('/'))
    if (name === '..') names.pop();
    else if (name !== '' && name !== '.') names.push(name);
  return `/${names.join('/')}`;
}

/** os.path.relpath of an absolute target; a relative one stays as it is. */
function relative(link: string, target: string): string {
  if (!target.startsWith('/')) return target;
  const from = link.split('/').slice(1, -1);
  const to = absolute(link, target).split('/').slice(1);
  let same = 0;
  while (same < from.length && same < to.length - 1 && from[same] === to[same]) same++;
  return [...from.slice(same).map(() => '..'), ...to.slice(same)].join('/');
}

const LETTERS = { dir: 'd', link: 'l', file: '-', other: 'c' } as const;

/** `ls -lR FOLDER`: names of programs, generators and libraries, without any content. */
function listing(whole: Snapshot, folder: string): string {
  const out: string[] = [];
  const open = [folder];
  for (let at = open.shift(); at !== undefined; at = open.shift()) {
    const entries = whole.list(at);
    if (entries === undefined) continue;
    out.push(`${at}:`, 'total 4');
    const inside: string[] = [];
    for (const { name, kind } of entries) {
      const path = `${at}/${name}`;
      const stat = whole.lstat(path);
      const bits = [6, 3, 0].map((shift) => rwx(((stat?.mode ?? 0) >> shift) & 7)).join('');
      const to = kind === 'link' ? ` -> ${whole.readlink(path)}` : '';
      out.push(`${LETTERS[kind]}${bits} 1 root root ${String(stat?.size ?? 0).padStart(8)} Feb  1  2024 ${name}${to}`);
      if (kind === 'dir') inside.push(path);
    }
    out.push('');
    open.unshift(...inside);
  }
  return `${out.join('\n')}\n`;
}

function rwx(bits: number): string {
  return `${bits & 4 ? 'r' : '-'}${bits & 2 ? 'w' : '-'}${bits & 1 ? 'x' : '-'}`;
}

/** `dpkg -l`, whose columns are as wide as what stands in them. */
function dpkgList(whole: Snapshot): string | undefined {
  const status = whole.read('/var/lib/dpkg/status');
  if (status === undefined) return undefined;
  const rows = status.split('\n\n').flatMap((stanza) => {
    const of = (key: string): string => new RegExp(`^${key}: (.*)$`, 'm').exec(stanza)?.[1] ?? '';
    const [name, state] = [of('Package'), of('Status')];
    if (name === '' || state.endsWith('not-installed')) return [];
    const letters = `${state[0]}${state.endsWith(' installed') ? 'i' : 'c'}`;
    const full = of('Multi-Arch') === 'same' ? `${name}:${of('Architecture')}` : name;
    return [
      `${letters}  ${full.padEnd(40)} ${of('Version').padEnd(32)} ${of('Architecture').padEnd(12)} ${of('Description')}`,
    ];
  });
  return [
    'Desired=Unknown/Install/Remove/Purge/Hold',
    '| Status=Not/Inst/Conf-files/Unpacked/halF-conf/Half-inst/trig-aWait/Trig-pend',
    '|/ Err?=(none)/Reinst-required (Status,Err: uppercase=bad)',
    `||/ ${'Name'.padEnd(40)} ${'Version'.padEnd(32)} ${'Architecture'.padEnd(12)} Description`,
    `+++-${'='.repeat(40)}-${'='.repeat(32)}-${'='.repeat(12)}-${'='.repeat(60)}`,
    ...rows,
    '',
  ].join('\n');
}
