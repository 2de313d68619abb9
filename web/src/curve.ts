/** The bend of a line that leaves one unit and arrives at another level. */

/** Between columns less apart than this, or backwards, a level curve would be a knot: such a line is straight. */
export const LEVEL_FROM = 30;

/** Control points of an edge that leaves and arrives level, as cytoscape wants them: along the chord and away from it. */
export function levelCurve(dx: number, dy: number): { readonly along: number[]; readonly away: number[] } {
  const length2 = Math.max(1, dx * dx + dy * dy);
  const length = Math.sqrt(length2);
  if (dx < LEVEL_FROM) return { along: [0.33, 0.66], away: [0, 0] };
  // Cytoscape makes two quadratic pieces of it, which meet without a corner only where their bends are far from the middle.
  const bend = bendOf(dx) / 2;
  return {
    along: [(bend * dx) / length2, ((dx - bend) * dx + dy * dy) / length2],
    away: [(-bend * dy) / length, (bend * dy) / length],
  };
}

/** How far a level curve runs straight on before it turns. */
export function bendOf(dx: number): number {
  return Math.max(10, dx / 2);
}
