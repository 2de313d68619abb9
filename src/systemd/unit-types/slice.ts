/** slice_load (src/core/slice.c): a slice's place is in its name. */
import type { Loading } from '../loading.ts';
import { nameKind } from '../unit-name.ts';
import { type Refusal, shutdown } from './common.ts';

export function loadSlice(at: Loading): Refusal | undefined {
  const { id } = at.unit;
  if (id === '-.slice') {
    // It is perpetual, so only where its files ask for it.
    if (at.defaults) shutdown(at);
    return undefined;
  }
  const stem = id.slice(0, -'.slice'.length);
  const wrong = /^-|-$|--/.test(stem) || nameKind(id) !== 'plain';
  if (wrong) return { load: 'error', message: `Slice name ${id} is not valid. Refusing.` };
  const dash = stem.lastIndexOf('-');
  at.setSlice(dash < 0 ? '-.slice' : `${stem.slice(0, dash)}.slice`);
  if (at.defaults) shutdown(at);
  return undefined;
}
