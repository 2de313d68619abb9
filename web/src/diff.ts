/** What changed between two boots: the engine's answer, and by how many waves each unit moved. */
import { type BootDiff, bootDiff } from '../../src/answers/boot-diff.ts';
import { isNoise } from '../../src/report/diff.ts';
import { buildAdjacency } from '../../src/view/adjacency.ts';
import { changedFindings, type FindingChanges } from '../../src/view/finding-changes.ts';
import { ROW } from '../../src/view/layout.ts';
import type { Light } from './light.ts';
import type { Model, Unit } from './model.ts';

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
  readonly findings: FindingChanges;
}

/** @param before the earlier boot; @param now the later: numbers are its */
export function changesOf(before: Model, now: Model): Changes {
  const diff = bootDiff(before.facts(), now.facts());
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
  return {
    diff,
    moved: moved.sort((a, b) => Math.abs(b.by) - Math.abs(a.by) || a.n - b.n),
    shifted,
    findings: changedFindings(before.data, now.data),
  };
}

/** How each unit that a comparison tells of is marked in the picture; what is said first counts. */
export function lightsOf(model: Model, { diff, moved }: Changes): ReadonlyMap<number, Light> {
  const lights = new Map<number, Light>();
  const mark = (n: number | undefined, light: Light): void => {
    if (n !== undefined && !lights.has(n)) lights.set(n, light);
  };
  for (const one of diff.started) mark(model.byId.get(one.unit), 'after');
  for (const one of diff.gone) mark(model.byId.get(one.unit), 'gone');
  for (const one of [...diff.chance, ...diff.states]) mark(model.byId.get(one.unit), 'changed');
  for (const { n, by } of moved) mark(n, by < 0 ? 'path' : by > 0 ? 'before' : 'changed');
  for (const one of diff.settings) if (!isNoise(one)) mark(model.byId.get(one.unit), 'changed');
  return lights;
}

/** The later boot with ghosts of the units that are no longer there: seen, but no part of its graph. */
export function withGhosts(now: Model, before: Model, { diff }: Changes): Model {
  const ghosts = diff.gone.flatMap(({ unit: id }) => {
    const was = before.units[before.byId.get(id) ?? -1];
    return was === undefined || now.byId.has(id) ? [] : [was];
  });
  if (ghosts.length === 0) return now;
  const first = now.units.length;
  const floor = now.units.reduce((most, { y }) => Math.max(most, y), 0) + ROW * 3;
  const units = ghosts.map(
    (was, k): Unit => ({
      ...was,
      n: first + k,
      state: 'gone',
      wave: -1,
      step: -1,
      x: (k % GHOSTS_A_ROW) * GHOST_WIDE,
      y: floor + Math.floor(k / GHOSTS_A_ROW) * ROW,
    }),
  );
  const { data } = now;
  const all = [...now.units, ...units];
  return {
    ...now,
    units: all,
    byId: new Map([...now.byId, ...units.map(({ id, n }) => [id, n] as const)]),
    slice: [...now.slice, ...units.map(() => '')],
    out: buildAdjacency(all.length, data.edges.from, data.edges.to),
    in: buildAdjacency(all.length, data.edges.to, data.edges.from),
    data: {
      ...data,
      shelves: [...data.shelves, { title: 'Gone since the earlier boot', y: floor, members: units.map(({ n }) => n) }],
      nodes: { ...data.nodes, wave: [...data.nodes.wave, ...units.map(() => -1)] },
    },
  };
}
const GHOST_WIDE = 190;
const GHOSTS_A_ROW = 6;
