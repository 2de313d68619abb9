/** target_load (src/core/target.c). */
import type { Loading } from '../loading.ts';
import { shutdown } from './common.ts';

export function loadTarget(at: Loading): undefined {
  at.complementTarget();
  if (!at.defaults || at.unit.names.has('shutdown.target')) return;
  if (at.does('targets-before-shutdown')) shutdown(at);
  else at.rule('Conflicts', 'shutdown.target', 'default', 'default-shutdown');
}
