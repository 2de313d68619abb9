/** The bend of a line that leaves one unit and arrives at another level. */

/** Between columns less apart than this, or backwards, a level curve would be a knot: such a line is straight. */
export const LEVEL_FROM = 30;

/** How far a level curve runs straight on before it turns. */
export function bendOf(dx: number): number {
  return Math.max(10, dx / 2);
}
