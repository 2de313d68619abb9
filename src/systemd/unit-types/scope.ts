/** scope_load (src/core/scope.c). */
import type { Loading } from '../loading.ts';
import { setDefaultSlice, shutdown } from './common.ts';

export function loadScope(at: Loading): undefined {
  setDefaultSlice(at, true);
  if (at.defaults) shutdown(at);
}
