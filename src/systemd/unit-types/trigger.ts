/** Which unit a timer or a path starts (unit_load_related_unit; timer_add_trigger_dependencies, path_add_trigger_dependencies). */
import type { Loading } from '../loading.ts';
import { relatedUnit } from './common.ts';

/** What Unit= names was added while the files were read; without it, the service of the same name. False: no such name is possible. */
export function addTrigger(at: Loading, rule: string): boolean {
  if (at.triggers()) return true;
  const name = relatedUnit(at, 'service');
  if (name === undefined) return false;
  at.rule('Before', name, 'implicit', rule);
  at.rule('Triggers', name, 'implicit', rule);
  return true;
}
