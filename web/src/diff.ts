/** What changed between two boots: the engine's answer, and by how many waves each unit moved. */
import { bootOf } from '../../src/boot/boot.ts';
import { type BootDiff, diffBoots } from '../../src/engine/diff.ts';
import { type Model, unit } from './model.ts';

export interface Moved {
  readonly n: number;
  /** Waves later; negative: earlier. */
  readonly by: number;
  /** Ids that it now waits for and did not before, directly or through others, and the reverse. */
  readonly newly: readonly string[];
  readonly nolonger: readonly string[];
}

export interface Changes {
  readonly diff: BootDiff;
  /** Started in both, and it waits for other units; the farthest first. */
  readonly moved: readonly Moved[];
  /** How many others stand in another wave only because what they wait for moved. */
  readonly shifted: number;
}

/** @param before the earlier boot; @param now the later: numbers are its */
export function changesOf(before: Model, now: Model): Changes {
  const boot = (model: Model) => bootOf(model.facts());
  const diff = diffBoots(boot(before), boot(now));
  const waits = new Map<number, { newly: string[]; nolonger: string[] }>();
  const waitsOf = (id: string) => {
    const n = now.byId.get(id) ?? -1;
    const found = waits.get(n) ?? { newly: [], nolonger: [] };
    waits.set(n, found);
    return found;
  };
  for (const { from, to } of diff.newOrder) waitsOf(from).newly.push(to);
  for (const { from, to } of diff.lostOrder) waitsOf(from).nolonger.push(to);
  const moved: Moved[] = [];
  let shifted = 0;
  for (const u of now.units) {
    const was = before.units[before.byId.get(u.id) ?? -1];
    if (u.wave < 0 || was === undefined || was.id !== u.id || was.wave < 0) continue;
    const changed = waits.get(u.n);
    if (changed !== undefined) moved.push({ n: u.n, by: u.wave - was.wave, ...changed });
    else if (u.wave !== was.wave) shifted++;
  }
  return { diff, moved: moved.sort((a, b) => Math.abs(b.by) - Math.abs(a.by) || a.n - b.n), shifted };
}

/** Numbers, in the later boot, of what it starts and the earlier did not. */
export function addedOf(model: Model, { diff }: Changes): number[] {
  return diff.started.map((one) => model.byId.get(one.unit) ?? -1).filter((n) => n >= 0 && unit(model, n).wave >= 0);
}
