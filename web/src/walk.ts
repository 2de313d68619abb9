/** Walking the picture by the arrow keys: along the waits, or to the next unit in that direction. */
import { bootOrder } from './filters.ts';
import { type Model, orderNeighbours, unit } from './model.ts';
import type { Picture } from './picture.ts';

/** @returns the unit to go to from `n`; undefined where there is none that way */
export function walk(model: Model, picture: Picture, n: number, key: string): number | undefined {
  const { x, y } = picture.place;
  const shown = (m: number): boolean => picture.shown.unit[m] === 1;
  const far = (m: number): number => Math.abs((y[m] ?? 0) - (y[n] ?? 0)) + Math.abs((x[m] ?? 0) - (x[n] ?? 0)) / 4;
  const nearest = (all: readonly number[]): number | undefined =>
    all.filter((m) => m !== n && shown(m)).sort((a, b) => far(a) - far(b))[0];
  if (key === 'ArrowLeft' || key === 'ArrowRight') {
    const members = picture.shown.groups.find((group) => group.n === n)?.members ?? [n];
    const linked = members.flatMap((member) =>
      orderNeighbours(model, member, key === 'ArrowLeft', bootOrder(model, picture.shown)),
    );
    const drawn = linked.filter(([e]) => model.data.edges.order[e] === 2);
    return nearest((drawn.length > 0 ? drawn : linked).map(([, other]) => picture.shown.as[other] as number));
  }
  const down = key === 'ArrowDown' ? 1 : -1;
  const that = picture.units.filter((u) => ((y[u.n] ?? 0) - (y[n] ?? 0)) * down > 0).map((u) => u.n);
  return that.filter(shown).sort((a, b) => score(a) - score(b))[0];
  function score(m: number): number {
    return Math.abs((y[m] ?? 0) - (y[n] ?? 0)) + 3 * Math.abs((x[m] ?? 0) - (x[n] ?? 0));
  }
}

/** Where a walk begins: the target, or the first unit that is shown. */
export function firstUnit(model: Model, picture: Picture): number | undefined {
  if (model.data.target >= 0 && picture.shown.unit[model.data.target] === 1) return unit(model, model.data.target).n;
  return model.units.find((u) => picture.shown.unit[u.n] === 1)?.n;
}
