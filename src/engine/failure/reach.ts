/** Who waits for whom among the jobs of a boot, over any number of steps; each walk is made once. */
import type { Compiled } from '../transaction/compile.ts';

/** Whether `later` waits for `earlier`, directly or through others that have jobs. */
export type Waits = (later: number, earlier: number) => boolean;

/** @param takesPart units that have a job: an order through others binds nobody */
export function waitsAmong(compiled: Compiled, takesPart: (unit: number) => boolean): Waits {
  const after = compiled.backward.After;
  const known = new Map<number, Uint8Array>();
  const waiters = (earlier: number): Uint8Array => {
    let seen = known.get(earlier);
    if (seen !== undefined) return seen;
    seen = new Uint8Array(compiled.ids.length);
    // A long cascade asks of many units: what was walked first is forgotten.
    if (known.size >= MOST) known.delete(known.keys().next().value as number);
    known.set(earlier, seen);
    const open = [earlier];
    for (let unit = open.pop(); unit !== undefined; unit = open.pop())
      for (let k = after.start[unit] as number; k < (after.start[unit + 1] as number); k++) {
        const next = after.to[k] as number;
        if (seen[next] === 1 || !takesPart(next)) continue;
        seen[next] = 1;
        open.push(next);
      }
    return seen;
  };
  return (later, earlier) => hasEdge(compiled, later, earlier) || waiters(earlier)[later] === 1;
}

const MOST = 64;

function hasEdge(compiled: Compiled, later: number, earlier: number): boolean {
  const after = compiled.forward.After;
  for (let k = after.start[later] as number; k < (after.start[later + 1] as number); k++)
    if (after.to[k] === earlier) return true;
  return false;
}
