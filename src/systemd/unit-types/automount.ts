/** automount_load and automount_verify (src/core/automount.c). */
import type { Loading, Refusal } from '../loader.ts';
import { nameFromPath } from '../unit-name.ts';
import { needMounts, refuse, stopAtUmount } from './common.ts';
import { parentOf, whereOf } from './mount-point.ts';

export function automount(at: Loading): Refusal | undefined {
  const where = whereOf(at, 'Automount');
  const name = at.unit.id.replace(/\.automount$/, '.mount');
  at.rule('Before', name, 'implicit', 'automount-activates');
  at.rule('Triggers', name, 'implicit', 'automount-activates');
  const failed = needMounts(at, parentOf(where), 'implicit', 'automount-parent');
  if (failed) return failed;
  if (at.defaults) {
    at.rule('Before', 'local-fs.target', 'default', 'default-automount');
    at.rule('After', 'local-fs-pre.target', 'default', 'default-automount');
    stopAtUmount(at, 'default');
  }
  if (where === '/') return refuse('Cannot have an automount unit for the root directory. Refusing.');
  if (!at.unit.names.has(nameFromPath(where, '.automount') ?? ''))
    return refuse("Where= setting doesn't match unit name. Refusing.", at.last('Automount', 'Where'));
  return undefined;
}
