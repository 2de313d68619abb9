/** mount_load (src/core/mount.c) and automount_load (src/core/automount.c). */
import { isApiMount, isNetworkType, needsQuota } from '../file-systems.ts';
import type { Loading } from '../loading.ts';
import { hasOption, optionValue, yesNoOption } from '../mount-options.ts';
import { type Assigned, RESET } from '../setting-reader.ts';
import { nameFromPath, pathOfUnit } from '../unit-name.ts';
import { checkPath, parseBoolean } from '../values.ts';
import {
  bad,
  failed,
  isDevicePath,
  isExtrinsicMount,
  mountsFor,
  needDevice,
  type Refusal,
  relatedUnit,
  setDefaultSlice,
  umount,
} from './common.ts';
import { addExecDependencies } from './exec.ts';
import { pamRefusal } from './pam.ts';

export function loadMount(at: Loading): Refusal | undefined {
  const where = at.read.path('Mount', 'Where')?.value ?? pathOfUnit(at.unit.id, at.does);
  if (where === undefined) return failed('The unit name is no path');
  const options = at.read.text('Mount', 'Options');
  const fsType = at.read.text('Mount', 'Type')?.value ?? '';
  const list = options?.value ?? '';
  const what = mountSource(at);
  const bind = hasOption(list, 'bind', 'rbind') || fsType === 'bind' || fsType === 'rbind';
  const network = hasOption(list, '_netdev') || isNetworkType(fsType, at.does);
  const own = at.does('mount-file-origin') ? 'mount-file' : 'file';
  const hasFile = at.files.fragment !== null;
  // mount_is_extrinsic: a user's manager leaves mounts to the system.
  const extrinsic = at.scope === 'user' || (hasFile && isExtrinsicMount(at, where, list));
  const unfit = addExecDependencies(at, 'Mount', 'other');
  if (unfit) return unfit;
  // Of one that is mounted already the slice was chosen before its options were read.
  setDefaultSlice(at, at.mounted ? at.scope === 'user' : extrinsic);
  // Where / was mounted from is known from /proc, whatever a file says.
  if (
    what &&
    hasFile &&
    !at.perpetual &&
    !bind &&
    isDevicePath(what.value, at.does) &&
    !(what.value === '/dev/root' && at.does('dev-root-is-no-device')) &&
    !(what.value === '/dev/nfs' && at.does('dev-nfs-is-no-device')) &&
    where !== '/'
  ) {
    const need = (): Refusal | undefined => needDevice(at, what, own, deviceWords(at, list));
    const refusal = at.mounted ? at.settleLater(need) : need();
    if (refusal) return refusal;
  }
  if (where !== '/') mountsFor(at, parentOf(where), undefined, 'mount-parent', { origin: 'implicit' });
  if (what && hasFile && what.value.startsWith('/') && needsSource(at, list, bind, network)) {
    if (checkPath(what.value, 'absolute', at.does) === undefined) return failed(`${what.value} is no usable path`);
    mountsFor(at, what.value, what, 'mount-source');
  }
  at.mountLoaded(where);
  if (where === '/' && at.perpetual && at.does('root-mount-before-local-fs'))
    at.rule('Before', 'local-fs.target', own, 'default-mount');
  if (hasFile && at.does('mount-adds-quota')) addQuota(at, fsType, options, bind);
  if (hasFile && at.defaults && !extrinsic) {
    const add = (): void => addDefaults(at, where, list, fsType, network, own);
    if (at.mounted && network) at.settleLater(add);
    else add();
  }
  return verify(at, where, what, hasFile);
}

/** Whether the mounts above the source are needed too. */
function needsSource(at: Loading, options: string, bind: boolean, network: boolean): boolean {
  return !network || ((bind || hasOption(options, 'loop')) && at.does('network-binds-need-their-source'));
}

/** What=: a tag such as UUID= becomes its device (config_parse_mount_node). */
export function mountSource(at: Loading): Assigned<string> | undefined {
  return at.read.last('Mount', 'What', (setting) => {
    const text = at.expand(setting, 'full');
    if (text === '') return RESET;
    return text === undefined ? undefined : at.does('mount-node-tags') ? nodeOf(text) : text;
  });
}

/** fstab_node_to_udev_node. */
export function nodeOf(text: string): string {
  const match = /^(LABEL|UUID|PARTUUID|PARTLABEL)=(.*)$/s.exec(text);
  if (!match) return text;
  const value = (match[2] ?? '').replace(/^(["'])(.*)\1$/s, '$2');
  const escaped = [...value]
    .map((c) =>
      /[0-9A-Za-z#+\-.:=@_]/.test(c) || c.charCodeAt(0) > 127
        ? c
        : `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`,
    )
    .join('');
  return `/dev/disk/by-${(match[1] ?? '').toLowerCase()}/${escaped}`;
}

type DeviceWord = 'Requires' | 'BindsTo' | 'StopPropagatedFrom' | 'WantedBy';

function deviceWords(at: Loading, options: string): readonly DeviceWord[] {
  if (at.does('devices-want-their-mounts')) {
    const kept = hasOption(options, 'noauto') || (at.does('automounts-kept-from-devices') && isAutomounted(options));
    return kept ? ['BindsTo'] : ['BindsTo', 'WantedBy'];
  }
  if (at.does('mount-binds-to-device')) return ['BindsTo'];
  const said = optionValue(at.does, options, 'x-systemd.device-bound');
  if (said === undefined || !said.found) return ['Requires', 'StopPropagatedFrom'];
  const { value = '' } = said;
  if (!at.does('device-bound-takes-a-boolean') || value === '') return ['BindsTo'];
  const bound = parseBoolean(value);
  if (bound === undefined) return ['Requires', 'StopPropagatedFrom'];
  return bound ? ['BindsTo'] : ['Requires'];
}

function isAutomounted(options: string): boolean {
  return hasOption(options, 'comment=systemd.automount', 'x-systemd.automount');
}

function addQuota(at: Loading, fsType: string, options: Assigned<string> | undefined, bind: boolean): void {
  const needs =
    fsType === '' || (at.does('quota-by-file-system') ? needsQuota(fsType) : !isNetworkType(fsType, at.does));
  if (!options || bind || !needs) return;
  if (!hasOption(options.value, 'usrquota', 'grpquota', 'quota', 'usrjquota', 'grpjquota')) return;
  for (const name of ['systemd-quotacheck.service', 'quotaon.service'])
    for (const word of ['Before', 'Wants'] as const) at.rule(word, name, 'file', 'mount-quota', options.setting);
}

/** mount_add_default_ordering_dependencies: in an initrd what lies below /sysroot is the later root's. */
function reachedBy(at: Loading, where: string, network: boolean): readonly [pre: string | undefined, reached: string] {
  if (at.initrd && /^\/sysroot(\/|$)/.test(where)) {
    const pre = at.does('initrd-sysroot-after-local-fs-pre') ? 'local-fs-pre.target' : undefined;
    return [pre, where === '/sysroot' ? 'initrd-root-fs.target' : 'initrd-fs.target'];
  }
  return network ? ['remote-fs-pre.target', 'remote-fs.target'] : ['local-fs-pre.target', 'local-fs.target'];
}

function addDefaults(
  at: Loading,
  where: string,
  options: string,
  fsType: string,
  network: boolean,
  own: 'file' | 'mount-file',
): void {
  const [pre, reached] = reachedBy(at, where, network);
  const automounted = at.does('automounted-not-before-local-fs') && isAutomounted(options);
  if (!yesNoOption(options, 'nofail', 'fail') && !automounted && at.does('mounts-before-their-target'))
    at.rule('Before', reached, own, 'default-mount');
  if (pre !== undefined) at.rule('After', pre, own, 'default-mount');
  // should_umount: what the initrd mounted stays.
  if (at.does('initrd-mounts-are-extrinsic') || at.initrd || !hasOption(options, 'x-initrd.mount')) umount(at, own);
  if (network) {
    at.rule('After', 'network.target', own, 'default-mount-network');
    at.rule('Wants', 'network-online.target', own, 'default-mount-network');
    at.rule('After', 'network-online.target', own, 'default-mount-network');
  }
  if (fsType === 'tmpfs' && at.does('tmpfs-after-swap')) at.rule('After', 'swap.target', own, 'default-mount-tmpfs');
}

function verify(at: Loading, where: string, what: Assigned<string> | undefined, hasFile: boolean): Refusal | undefined {
  const name = nameFromPath(where, '.mount', at.does);
  if (name === undefined) return failed(`No unit name can be made of ${where}`);
  if (!at.unit.names.has(name)) return bad("Where= setting doesn't match unit name. Refusing.");
  if (isApiMount(where, at.does)) return bad(`Cannot create mount unit for API file system ${where}. Refusing.`);
  if (hasFile && !what && !at.perpetual) return bad('What= setting is missing. Refusing.');
  const unkillable = pamRefusal(at, 'Mount');
  if (unkillable) return unkillable;
  return undefined;
}

const RESERVED = ['fd', 'pgrp', 'minproto', 'maxproto', 'direct', 'indirect'];

export function loadAutomount(at: Loading): Refusal | undefined {
  const where = at.read.path('Automount', 'Where')?.value ?? pathOfUnit(at.unit.id, at.does);
  if (where === undefined) return failed('The unit name is no path');
  const mount = relatedUnit(at, 'mount');
  if (mount === undefined) return failed('No mount of this name is possible');
  at.rule('Before', mount, 'implicit', 'automount-activates');
  at.rule('Triggers', mount, 'implicit', 'automount-activates');
  if (where === '/' && at.does('path-extract-directory'))
    return failed('Cannot have an automount unit for the root directory.');
  mountsFor(at, parentOf(where), undefined, 'automount-parent', { origin: 'implicit' });
  if (at.defaults && at.scope === 'system') {
    if (at.does('automounts-before-local-fs')) at.rule('Before', 'local-fs.target', 'default', 'default-automount');
    if (at.does('automounts-after-local-fs-pre'))
      at.rule('After', 'local-fs-pre.target', 'default', 'default-automount');
    umount(at, 'default');
  }
  if (where === '/') return bad('Cannot have an automount unit for the root directory. Refusing.');
  const name = nameFromPath(where, '.automount', at.does);
  if (name === undefined) return failed(`No unit name can be made of ${where}`);
  if (!at.unit.names.has(name)) return bad("Where= setting doesn't match unit name. Refusing.");
  const extra = at.does('automount-extra-options') ? at.read.text('Automount', 'ExtraOptions')?.value : undefined;
  const reserved = RESERVED.find((option) => hasOption(extra ?? '', option));
  return reserved === undefined ? undefined : bad(`ExtraOptions= setting may not contain reserved option ${reserved}.`);
}

export function parentOf(where: string): string {
  return where.slice(0, Math.max(1, where.lastIndexOf('/'))) || '/';
}
