/** mount_load, mount_add_extras and mount_verify (src/core/mount.c). */
import type { Setting } from '../../graph/model.ts';
import { addExecDependencies } from '../exec-context.ts';
import type { Loading, Refusal } from '../loader.ts';
import { nameFromPath } from '../unit-name.ts';
import { parseBoolean } from '../values.ts';
import { type Held, needMounts, placeInSlice, refuse, stopAtUmount } from './common.ts';
import { hasOption, isExtrinsic, needDevice, parentOf, whereOf } from './mount-point.ts';

const NETWORK_FS =
  /^(afs|ceph|cifs|smb3|smbfs|sshfs|ncpfs|ncp|nfs|nfs4|gfs|gfs2|glusterfs|pvfs2|ocfs2|orangefs|davfs|lustre|9p)$/;

const QUOTA_OPTIONS = ['usrquota', 'grpquota', 'quota', 'usrjquota', 'grpjquota'];

export function mount(at: Loading, held: Held): Refusal | undefined {
  const where = whereOf(at, 'Mount');
  at.description = where;
  const what = at.last('Mount', 'What');
  const source = what && at.expand(what, 'full');
  const fsType = at.last('Mount', 'Type')?.value ?? '';
  const given = at.last('Mount', 'Options');
  const options = ((given && at.expand(given, 'full')) ?? '').split(',');
  const bind = hasOption(options, 'bind', 'rbind') || /^r?bind$/.test(fsType);
  const network = hasOption(options, '_netdev') || NETWORK_FS.test(fsType.replace(/^fuse\./, ''));
  const own = held.has('mount-file-origin') ? 'mount-file' : 'file';
  const extrinsic = isExtrinsic(where, options, held);
  const failed = addExecDependencies(at, 'Mount', held) ?? placeInSlice(at, held, extrinsic);
  if (failed) return failed;

  if (
    what &&
    source &&
    !bind &&
    where !== '/' &&
    /^\/(dev|sys)\//.test(source) &&
    !['/dev/root', '/dev/nfs'].includes(source)
  ) {
    const { word, stops } = boundToDevice(options, held);
    needDevice(at, source, what, own, word, stops);
  }
  const unmounted =
    (where === '/' ? undefined : needMounts(at, parentOf(where), 'implicit', 'mount-parent')) ??
    (what && source?.startsWith('/') && (bind || hasOption(options, 'loop') || !network)
      ? needMounts(at, source, 'file', 'mount-source', what)
      : undefined);
  if (unmounted) return unmounted;
  at.mountIsLoaded();
  if (held.has('mount-adds-quota') && !bind && hasOption(options, ...QUOTA_OPTIONS) && mayHaveQuota(fsType, held))
    for (const name of ['systemd-quotacheck.service', 'quotaon.service'])
      for (const word of ['Before', 'Wants'] as const) at.rule(word, name, 'file', 'mount-quota', given);
  if (at.defaults && !extrinsic) defaults(at, held, { own, network, options, fsType, given });
  return verify(at, where, what);
}

/** fstype_needs_quota; before, all but network file systems. An unknown type may. */
function mayHaveQuota(fsType: string, held: Held): boolean {
  if (held.has('quota-by-file-system')) return fsType === '' || /^(ext[234]|reiserfs|jfs|f2fs)$/.test(fsType);
  return !NETWORK_FS.test(fsType.replace(/^fuse\./, ''));
}

/** mount_is_bound_to_device and mount_propagate_stop. */
function boundToDevice(
  options: readonly string[],
  held: Held,
): { readonly word: 'BindsTo' | 'Requires'; readonly stops: boolean } {
  if (held.has('mount-binds-to-device')) return { word: 'BindsTo', stops: false };
  const option = options.filter((o) => o.split('=')[0] === 'x-systemd.device-bound').at(-1);
  if (option === undefined) return { word: 'Requires', stops: true };
  if (!held.has('device-bound-takes-a-boolean')) return { word: 'BindsTo', stops: false };
  const value = option.includes('=') ? parseBoolean(option.slice(option.indexOf('=') + 1)) : true;
  return { word: value ? 'BindsTo' : 'Requires', stops: false };
}

/** mount_add_default_dependencies. */
function defaults(
  at: Loading,
  held: Held,
  mounted: {
    readonly own: 'file' | 'mount-file';
    readonly network: boolean;
    readonly options: readonly string[];
    readonly fsType: string;
    readonly given: Setting | undefined;
  },
): void {
  const { own, network, options, fsType, given } = mounted;
  const [pre, reached] = network
    ? ['remote-fs-pre.target', 'remote-fs.target']
    : ['local-fs-pre.target', 'local-fs.target'];
  const nofail = options.filter((o) => o === 'nofail' || o === 'fail').at(-1) === 'nofail';
  const automounted = options.some((o) => /^(comment=systemd|x-systemd)\.automount$/.test(o));
  if (!nofail && !(held.has('automounted-not-before-local-fs') && automounted))
    at.rule('Before', reached, own, 'default-mount');
  at.rule('After', pre, own, 'default-mount');
  stopAtUmount(at, own);
  const networked = (): void => {
    if (!network) return;
    at.rule('After', 'network.target', own, 'default-mount-network', given);
    at.rule('Wants', 'network-online.target', own, 'default-mount-network', given);
    at.rule('After', 'network-online.target', own, 'default-mount-network', given);
  };
  const swapped = (): void => {
    if (fsType === 'tmpfs') at.rule('After', 'swap.target', own, 'default-mount-tmpfs', at.last('Mount', 'Type'));
  };
  networked();
  swapped();
}

function verify(at: Loading, where: string, what: Setting | undefined): Refusal | undefined {
  if (!at.unit.names.has(nameFromPath(where, '.mount') ?? ''))
    return refuse("Where= setting doesn't match unit name. Refusing.", at.last('Mount', 'Where'));
  if (at.files.fragment !== null && !what && !at.perpetual) return refuse('What= setting is missing. Refusing.');
  return undefined;
}
