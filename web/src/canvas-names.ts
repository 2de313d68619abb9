/** The names that the picture keeps at every zoom: how large they are, and where they are cut. */
import type { Core } from 'cytoscape';

export const LABEL_SIZE = 13;
/** The longest name that is written out, in units of the picture. */
const LABEL_ROOM = 1500;
/** From which zoom the names that are kept have which size: never under 9 pixels or so on the screen. */
const LABEL_SIZES = [
  [0.75, LABEL_SIZE],
  [0.6, 15],
  [0.45, 20],
  [0.33, 27],
  [0.24, 37],
  [0.17, 52],
  [0.12, 75],
  [0, 100],
] as const;

/** The size of a kept name at this zoom. */
export function nameSize(zoom: number): number {
  return LABEL_SIZES.find(([from]) => zoom >= from)?.[1] ?? 0;
}

/** Gives the kept names this size. Quadratic in them. */
export function sizeNames(cy: Core, size: number): void {
  const kept = cy.nodes('[?keeps]');
  const places = kept.map((node) => node.position());
  cy.batch(() => {
    kept.forEach((node, k) => {
      node.style('font-size', size);
      // A name larger than its column is cut before the next name beside it.
      const { x, y } = places[k] as { x: number; y: number };
      const room = places.reduce(
        (least, other) => (other.x > x && Math.abs(other.y - y) < size ? Math.min(least, other.x - x) : least),
        LABEL_ROOM,
      );
      node.style('text-max-width', `${Math.max(size * 3, room - 26)}px`);
    });
  });
}
