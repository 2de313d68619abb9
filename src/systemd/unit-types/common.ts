/** What several unit types add in the same words: unit.c, and the *_add_default_dependencies of each type. */
import type { Declaration } from '../../graph/model.ts';
import type { Loading } from '../loading.ts';
import { hasOption } from '../mount-options.ts';
import type { Assigned } from '../setting-reader.ts';
import { instanceOf, nameFromPath, nameKind, prefixOf, withInstance } from '../unit-name.ts';

/** Why PID 1 refuses a unit: -ENOEXEC is a bad setting, any other error is called an error. */
export interface Refusal {
  readonly load: 'bad-setting' | 'error' | 'not-found';
  readonly message: string;
}

export const bad = (message: string): Refusal => ({ load: 'bad-setting', message });
export const failed = (message: string): Refusal => ({ load: 'error', message });

export function early(at: Loading, reached: string): void {
  at.rule('Before', reached, 'default', `default-${at.unit.type}`);
  if (at.scope === 'user') return;
  at.rule('After', 'sysinit.target', 'default', `default-${at.unit.type}-sysinit`);
  at.rule('Requires', 'sysinit.target', 'default', `default-${at.unit.type}-sysinit`);
}

export function shutdown(at: Loading): void {
  at.rule('Before', 'shutdown.target', 'default', 'default-shutdown');
  at.rule('Conflicts', 'shutdown.target', 'default', 'default-shutdown');
}

export function umount(at: Loading, origin: Declaration['origin']): void {
  at.rule('Before', 'umount.target', origin, 'default-umount');
  at.rule('Conflicts', 'umount.target', origin, 'default-umount');
}

/** unit_add_mounts_for with the line that asks for it. */
export function mountsFor(
  at: Loading,
  path: string,
  assigned: Assigned<unknown> | undefined,
  rule: string,
  how: { readonly type?: 'Requires' | 'Wants'; readonly origin?: Declaration['origin'] } = {},
): void {
  const line = assigned && { file: assigned.setting.file, line: assigned.setting.line, key: assigned.setting.key };
  at.mountsFor(path, how.type ?? 'Requires', { origin: how.origin ?? 'file', how: 'rule', rule, ...line });
}

/** unit_load_related_unit: the unit of another type and the same name; undefined where that is no name. */
export function relatedUnit(at: Loading, type: string): string | undefined {
  const name = `${at.unit.id.slice(0, at.unit.id.lastIndexOf('.'))}.${type}`;
  return nameKind(name) === undefined ? undefined : name;
}

/** The slice that a unit gets without Slice= (unit_set_default_slice). */
export function setDefaultSlice(at: Loading, extrinsic: boolean): void {
  if (at.slice !== undefined) return;
  at.setSlice(defaultSlice(at, extrinsic));
}

function defaultSlice(at: Loading, extrinsic: boolean): string {
  const { id } = at.unit;
  const instance = instanceOf(id);
  if (instance !== undefined) {
    const made = `${at.scope === 'system' ? 'system' : 'app'}-${sliceWord(at, prefixOf(id))}.slice`;
    if (nameKind(made) !== undefined) return made;
  }
  if (at.unit.type === 'scope') return '-.slice';
  if ((extrinsic || at.perpetual) && at.does('extrinsic-units-in-root-slice')) return '-.slice';
  return at.scope === 'system' ? 'system.slice' : 'app.slice';
}

/** A prefix as part of a slice's name, where a dash means something else. */
function sliceWord(at: Loading, prefix: string): string {
  const dashes = prefix.replaceAll('-', '\\x2d');
  return at.does('slice-names-are-escaped')
    ? prefix.replaceAll(/[\\-]/g, (c) => (c === '-' ? '\\x2d' : '\\x5c'))
    : dashes;
}

/** unit_add_node_dependency and unit_add_blockdev_dependency. */
export function needDevice(
  at: Loading,
  what: Assigned<string>,
  origin: Declaration['origin'],
  words: readonly ('Requires' | 'BindsTo' | 'StopPropagatedFrom' | 'WantedBy')[],
): Refusal | undefined {
  const simple = what.value.replaceAll(/\/(\.?\/)+/g, '/').replace(/(?<=.)\/\.?$/, '');
  const dotted = /\/\.(\/|$)/.test(what.value) && !at.does('device-paths-drop-dots');
  const name = dotted ? undefined : nameFromPath(simple, '.device', at.does);
  if (name === undefined) return failed(`${what.value} is no device path`);
  for (const word of words) {
    if (word !== 'WantedBy') at.rule('After', name, origin, 'device-of-mount', what.setting);
    at.rule(word, name, origin, 'device-of-mount', what.setting);
  }
  if (!at.does('blockdev-targets')) return undefined;
  if (simple.startsWith('/dev/') || simple === '/dev') {
    const blockdev = withInstance('blockdev@.target', name.replace(/\.device$/, ''));
    if (blockdev) at.rule('After', blockdev, origin, 'device-of-mount', what.setting);
  }
  return undefined;
}

/** is_device_path; @param does in some versions the two folders count themselves. */
export function isDevicePath(path: string, does: Loading['does']): boolean {
  if (/^\/+\.\//.test(path) && !does('device-paths-drop-dots')) return false;
  if (does('device-folder-is-device') && /^\/+(\.\/+)*(dev|sys)(\/\.?)*$/.test(path)) return true;
  return /^\/+(\.\/+)*(dev|sys)(\/\.?)*\/[^/]/.test(path);
}

/** fstab_is_extrinsic: mounts that stay for as long as the system runs. */
export function isExtrinsicMount(at: Loading, where: string, options: string): boolean {
  if (where === '/') return true;
  if (where === '/usr' || where === '/etc') return at.does(where === '/usr' ? 'usr-is-extrinsic' : 'etc-is-extrinsic');
  const nextRoot = at.does('nextroot-is-extrinsic') ? ['/run/nextroot'] : [];
  const initramfs = at.does('initramfs-mounts-are-extrinsic') ? ['/run/initramfs'] : [];
  const api = at.does('api-mounts-are-extrinsic') ? ['/proc', '/sys', '/dev'] : [];
  const below = [...api, ...initramfs, ...nextRoot];
  if (below.some((path) => where === path || where.startsWith(`${path}/`))) return true;
  return at.does('initrd-mounts-are-extrinsic') && !at.initrd && hasOption(options, 'x-initrd.mount');
}
