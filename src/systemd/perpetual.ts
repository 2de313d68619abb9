/** Units that PID 1 makes by itself and never unloads, whatever their files say: the *_enumerate_perpetual of src/core. */

import type { Does } from '../behaviours/does.ts';
import type { Scope } from './loading.ts';

/** Where -.mount is not made but met in /proc, it is there at every boot all the same. */
export function perpetualUnits(scope: Scope, does: Does): readonly string[] {
  const slices = scope === 'system' && does('system-slice-is-perpetual') ? ['system.slice'] : [];
  return ['-.mount', '-.slice', ...slices, ...(does('init-scope') ? ['init.scope'] : [])];
}
