/** systemd-fstab-generator outside an initrd: mounts and swaps of /etc/fstab (systemd-fstab-generator(8), systemd.mount(5)). */
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { cmdlineItems, parseBoolean } from '../kernel-cmdline.ts';
import type { GeneratorContext } from './context.ts';
import { type FstabEntry, parseFstab } from './fstab-parse.ts';
import { hasOption, optionValue, optionValues, udevNode, withoutOptions, yesNoOption } from './mount-options.ts';
import type { Output, Source } from './output.ts';
import { remountFs } from './simple.ts';
import {
  escapePath,
  escapeSpecifiers,
  instanceFromPath,
  isBelow,
  isDevicePath,
  mangleUnitName,
  simplifyPath,
  unitNameFromPath,
} from './unit-names.ts';

const FSTAB = '/etc/fstab';
const API =
  /^\/(?:proc|sys|dev|run|dev\/shm|dev\/pts|dev\/console|proc\/kmsg|proc\/sys|proc\/sys\/kernel\/random\/boot_id|run\/host(?:\/.*)?|sys\/kernel\/security|sys\/fs\/(?:smackfs|selinux|pstore|bpf|cgroup(?:\/.*)?)|sys\/firmware\/efi\/efivars)$/;
const NETWORK =
  /^(?:fuse\.)?(?:afs|ceph|cifs|gfs2?|ncp|ncpfs|nfs4?|ocfs2|orangefs|pvfs2|smb3|smbfs|davfs|glusterfs|lustre|sshfs)$/;

export function fstab(snapshot: Snapshot, output: Output, context: GeneratorContext): void {
  let enabled = true;
  let swaps = true;
  for (const { key, value } of cmdlineItems(context.cmdline)) {
    const on = value === undefined ? true : parseBoolean(value);
    if (key === 'fstab') enabled = on ?? enabled;
    if (key === 'systemd.swap') swaps = on ?? swaps;
  }
  if (!enabled) return;
  for (const entry of parseFstab(snapshot.read(FSTAB) ?? '', context.version)) {
    const source = { file: FSTAB, line: entry.line };
    if (entry.type !== 'swap') mount(snapshot, output, context.version, entry, source);
    else if (swaps) swap(output, context.version, entry, source);
  }
  remountFs(snapshot, output);
}

function swap(output: Output, version: number, entry: FstabEntry, source: Source): void {
  const what = udevNode(entry.what);
  const name = unitNameFromPath(what, '.swap');
  if (name === undefined) return;
  const lines = [
    '[Unit]',
    `SourcePath=${FSTAB}`,
    ...blockDevice(what),
    '',
    '[Swap]',
    `What=${escapeSpecifiers(what)}`,
    ...optionsLine(entry.options),
  ];
  if (!output.unit('normal', name, lines, source)) {
    duplicate(output, name, source);
    return;
  }
  deviceTimeout(output, what, entry.options, source);
  const network = version >= 261 && hasOption(entry.options, '_netdev');
  if (network) networkDevice(output, what, source);
  if (yesNoOption(entry.options, 'noauto', 'auto')) return;
  const type = yesNoOption(entry.options, 'nofail', 'fail') ? 'wants' : 'requires';
  output.dependency('normal', network ? 'remote-fs.target' : 'swap.target', type, name, source);
}

function mount(snapshot: Snapshot, output: Output, version: number, entry: FstabEntry, source: Source): void {
  const what = udevNode(entry.what);
  if (entry.type === 'autofs' || !entry.where.includes('/')) return;
  const where = canonical(snapshot, entry.where);
  if (API.test(where)) return;
  const name = unitNameFromPath(where, '.mount');
  if (name === undefined) return;
  const mandatory = where === '/' || (version >= 254 && where === '/usr');
  let options = entry.options;
  const automount = !mandatory && hasOption(options, 'comment=systemd.automount', 'x-systemd.automount');
  const noauto = !mandatory && yesNoOption(options, 'noauto', 'auto');
  let nofail = !mandatory && yesNoOption(options, 'nofail', 'fail');
  if (mandatory && version >= 254) options = withoutOptions(options, 'noauto', 'nofail', 'x-systemd.automount');
  const wantedBy = mandatory ? [] : optionValues(options, 'x-systemd.wanted-by');
  const requiredBy = mandatory || version < 245 ? [] : optionValues(options, 'x-systemd.required-by');
  const own = wantedBy.length + requiredBy.length > 0;
  if (/^nfs4?$/.test(entry.type) && !automount && yesNoOption(options, 'bg', 'fg')) {
    options = `x-systemd.mount-timeout=infinity,retry=10000,nofail,${options},fg`;
    nofail = true;
  }
  const target = hasOption(options, '_netdev') || NETWORK.test(entry.type) ? 'remote-fs.target' : 'local-fs.target';
  const ownOnly = own && version >= 254;
  const lines = ['[Unit]', `SourcePath=${FSTAB}`];
  if (ownOnly) lines.push('DefaultDependencies=no', 'Conflicts=umount.target', 'Before=umount.target');
  lines.push(...dependencies(options, version));
  if (version >= 250 && !nofail && !ownOnly) lines.push(`Before=${target}`);
  if (entry.passno !== 0) lines.push(...fsck(snapshot, output, what, where, entry.type, source));
  lines.push(...blockDevice(what), '', '[Mount]', `What=${escapeSpecifiers(what)}`, `Where=${escapeSpecifiers(where)}`);
  if (entry.type !== '' && entry.type !== 'auto') lines.push(`Type=${escapeSpecifiers(entry.type)}`);
  lines.push(...optionsLine(withoutOptions(options, 'comment=systemd.device-timeout', 'x-systemd.device-timeout')));
  if (!output.unit('normal', name, lines, source)) {
    duplicate(output, name, source);
    return;
  }
  deviceTimeout(output, what, options, source);
  if (hasOption(options, '_netdev') && where !== '/' && where !== '/usr') networkDevice(output, what, source);
  let link = name;
  if (automount) {
    link = unitNameFromPath(where, '.automount') ?? name;
    output.unit(
      'normal',
      link,
      ['[Unit]', `SourcePath=${FSTAB}`, '', '[Automount]', `Where=${escapeSpecifiers(where)}`],
      source,
    );
  }
  if (own && (version >= 254 || !automount)) {
    for (const unit of wantedBy) output.dependency('normal', unit, 'wants', link, source);
    for (const unit of requiredBy) output.dependency('normal', unit, 'requires', link, source);
  } else if (!noauto || automount) output.dependency('normal', target, nofail ? 'wants' : 'requires', link, source);
}

function dependencies(options: string, version: number): readonly string[] {
  const lines: string[] = [];
  const add = (option: string, ...keys: readonly string[]): void => {
    const units = optionValues(options, option).map((value) => mangleUnitName(value, '.mount') ?? '');
    if (units.length > 0) for (const key of keys) lines.push(`${key}=${units.join(' ')}`);
  };
  add('x-systemd.after', 'After');
  add('x-systemd.requires', 'Requires', 'After');
  if (version >= 257) add('x-systemd.wants', 'Wants', 'After');
  add('x-systemd.before', 'Before');
  const paths = optionValues(options, 'x-systemd.requires-mounts-for');
  if (paths.length > 0) lines.push(`RequiresMountsFor=${paths.map(escapeSpecifiers).join(' ')}`);
  const wanted = version >= 257 ? optionValues(options, 'x-systemd.wants-mounts-for') : [];
  if (wanted.length > 0) lines.push(`WantsMountsFor=${wanted.map(escapeSpecifiers).join(' ')}`);
  return lines;
}

function fsck(
  snapshot: Snapshot,
  output: Output,
  what: string,
  where: string,
  type: string,
  source: Source,
): readonly string[] {
  if (!isDevicePath(what) || !goodFsck(snapshot, 'fsck')) return [];
  if (type !== '' && type !== 'auto' && !goodFsck(snapshot, `fsck.${type}`)) return [];
  if (where === '/') {
    output.dependency(
      'normal',
      'local-fs.target',
      'wants',
      '/usr/lib/systemd/system/systemd-fsck-root.service',
      source,
    );
    return [];
  }
  const unit = instanceFromPath('systemd-fsck', what, '.service');
  return unit === undefined ? [] : [`${where === '/usr' ? 'Wants' : 'Requires'}=${unit}`, `After=${unit}`];
}

/** A checker that is a link to `true` counts as none. */
function goodFsck(snapshot: Snapshot, name: string): boolean {
  for (const dir of ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin']) {
    const stat = snapshot.stat(`${dir}/${name}`);
    if (stat?.kind === 'file' && (stat.mode & 0o111) !== 0) {
      return !['true', '/bin/true', '/usr/bin/true', '/dev/null'].includes(snapshot.readlink(`${dir}/${name}`) ?? '');
    }
  }
  return false;
}

function blockDevice(what: string): readonly string[] {
  const escaped = isBelow(what, '/dev') ? escapePath(what) : undefined;
  return escaped === undefined ? [] : [`After=blockdev@${escaped}.target`];
}

function deviceTimeout(output: Output, what: string, options: string, source: Source): void {
  const timeout = optionValue(options, 'comment=systemd.device-timeout', 'x-systemd.device-timeout');
  const device = isDevicePath(what) ? unitNameFromPath(what, '.device') : undefined;
  if (typeof timeout !== 'string' || device === undefined) return;
  output.replace('normal', `${device}.d/50-device-timeout.conf`, ['[Unit]', `JobRunningTimeoutSec=${timeout}`], source);
}

function networkDevice(output: Output, what: string, source: Source): void {
  const device = isDevicePath(what) ? unitNameFromPath(what, '.device') : undefined;
  if (device === undefined) return;
  const lines = ['[Unit]', 'After=network-online.target network.target', 'Wants=network-online.target'];
  output.replace('normal', `${device}.d/50-netdev-dependencies.conf`, lines, source);
}

function optionsLine(options: string): readonly string[] {
  return options === '' || options === 'defaults' ? [] : [`Options=${escapeSpecifiers(options)}`];
}

/** Links of the longest part that exists are followed; the rest is taken as written. */
function canonical(snapshot: Snapshot, path: string): string {
  const simple = simplifyPath(path.startsWith('/') ? path : `/${path}`);
  if (simple.includes('/..')) return simple;
  for (let end = simple.length; end > 0; end = simple.lastIndexOf('/', end - 1)) {
    const real = snapshot.realpath(simple.slice(0, end));
    if (real !== undefined) return simplifyPath(real + simple.slice(end));
  }
  return simple;
}

function duplicate(output: Output, unit: string, source: Source): void {
  output.report({
    severity: 'warning',
    code: 'fstab-duplicate',
    message: `${unit} is already made by an earlier line; this line is ignored.`,
    ...source,
    unit,
  });
}
