/** Mount points, options and sources: src/shared/fstab-util.c, src/core/mount.c. */

import type { Setting } from '../../graph/model.ts';
import type { Loading } from '../loader.ts';
import { nameFromPath, prefixOf, unescapeName, withInstance } from '../unit-name.ts';
import { inForce } from '../values.ts';
import type { Held } from './common.ts';

/** Where= in force, or the path that the unit's name stands for. */
export function whereOf(at: Loading, section: 'Mount' | 'Automount'): string {
  const given = inForce(
    at.all(section, 'Where'),
    (_, setting) => {
      const text = at.expand(setting, 'full');
      return text?.startsWith('/') ? simplify(text) : undefined;
    },
    'resets',
  );
  if (given) return given.value;
  const stem = prefixOf(at.unit.id);
  return stem === '-' ? '/' : `/${unescapeName(stem) ?? ''}`;
}

export function simplify(path: string): string {
  return `/${path
    .split('/')
    .filter((p) => p !== '' && p !== '.')
    .join('/')}`;
}

export function parentOf(where: string): string {
  return where.slice(0, Math.max(1, where.lastIndexOf('/'))) || '/';
}

/** fstab_test_option: NAME or NAME=VALUE among comma-separated options. */
export function hasOption(options: readonly string[], ...names: readonly string[]): boolean {
  return options.some((option) => names.includes(option.split('=')[0] ?? ''));
}

/** fstab_is_extrinsic: mounts that are there as long as the system runs. */
export function isExtrinsic(where: string, options: readonly string[], held: Held): boolean {
  if (['/', '/usr', '/etc'].includes(where)) return true;
  const kept = [
    '/run/initramfs',
    '/proc',
    '/sys',
    '/dev',
    ...(held.has('nextroot-is-extrinsic') ? ['/run/nextroot'] : []),
  ];
  return kept.some((dir) => where === dir || where.startsWith(`${dir}/`)) || hasOption(options, 'x-initrd.mount');
}

/** unit_add_node_dependency and unit_add_blockdev_dependency, for a source below /dev or /sys. */
export function needDevice(
  at: Loading,
  source: string,
  what: Setting,
  origin: 'file' | 'mount-file',
  word: 'BindsTo' | 'Requires',
  propagatesStop: boolean,
): void {
  const name = nameFromPath(source, '.device');
  if (name === undefined) return;
  at.rule('After', name, origin, 'device-of-mount', what);
  at.rule(word, name, origin, 'device-of-mount', what);
  if (propagatesStop) at.rule('StopPropagatedFrom', name, origin, 'device-of-mount', what);
  const blockdev = withInstance('blockdev@.target', name.slice(0, -'.device'.length));
  if (blockdev) at.rule('After', blockdev, origin, 'device-of-mount', what);
}
