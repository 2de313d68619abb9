/** Units that PID 1 makes by itself and never unloads, whatever their files say: the *_enumerate_perpetual of src/core. */
import type { Scope } from './loading.ts';

export const PERPETUAL: Readonly<Record<Scope, readonly string[]>> = {
  system: ['-.mount', '-.slice', 'system.slice', 'init.scope'],
  user: ['-.mount', '-.slice', 'init.scope'],
};
