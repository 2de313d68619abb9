/** Units that PID 1 makes by itself and never unloads, whatever their files say: the *_enumerate_perpetual of src/core. */
import type { Scope } from './loading.ts';
import type { BehaviourName } from './versions.ts';

/** Where -.mount is not made but met in /proc, it is there at every boot all the same. */
export function perpetualUnits(scope: Scope, held: ReadonlySet<BehaviourName>): readonly string[] {
  const slices = scope === 'system' && held.has('system-slice-is-perpetual') ? ['system.slice'] : [];
  return ['-.mount', '-.slice', ...slices, 'init.scope'];
}
