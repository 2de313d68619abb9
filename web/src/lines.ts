/** Which of the drawn lines lies under the pointer: the faint ones are pixels, not elements that could be asked. */
import type { Core } from 'cytoscape';
import { bendOf } from './canvas-style.ts';
import type { Model } from './model.ts';
import { inTime } from './order.ts';
import type { Picture } from './picture.ts';

/** So near, in pixels, is on the line. */
const NEAR = 6;
const PIECES = 24;
/** Of more lines than these nobody can point at one. */
const MOST = 4000;

/** @returns number of the edge at this point of the screen, -1 where there is none. Linear in the lines. */
export function lineAt(cy: Core, model: Model, picture: Picture, x: number, y: number): number {
  const zoom = cy.zoom();
  const pan = cy.pan();
  const edges = [...picture.soft.keys(), ...picture.faint];
  if (edges.length > MOST) return -1;
  let best = -1;
  let least = NEAR;
  for (const e of edges) {
    const [a, b] = inTime(model, e).map((n) => picture.shown.as[n] as number) as [number, number];
    const [x1, y1] = [(picture.place.x[a] ?? 0) * zoom + pan.x, (picture.place.y[a] ?? 0) * zoom + pan.y];
    const [x2, y2] = [(picture.place.x[b] ?? 0) * zoom + pan.x, (picture.place.y[b] ?? 0) * zoom + pan.y];
    if (y < Math.min(y1, y2) - NEAR || y > Math.max(y1, y2) + NEAR) continue;
    const distance = toCurve(x, y, x1, y1, x2, y2);
    if (distance < least) [best, least] = [e, distance];
  }
  return best;
}

/** Distance of a point from the curve that the canvas draws between two ends, by its pieces. */
function toCurve(x: number, y: number, x1: number, y1: number, x2: number, y2: number): number {
  const bend = bendOf(x2 - x1);
  let [px, py] = [x1, y1];
  let least = Number.POSITIVE_INFINITY;
  for (let k = 1; k <= PIECES; k++) {
    const t = k / PIECES;
    const s = 1 - t;
    const qx = s ** 3 * x1 + 3 * s * s * t * (x1 + bend) + 3 * s * t * t * (x2 - bend) + t ** 3 * x2;
    const qy = s ** 3 * y1 + 3 * s * s * t * y1 + 3 * s * t * t * y2 + t ** 3 * y2;
    least = Math.min(least, toPiece(x - px, y - py, qx - px, qy - py));
    [px, py] = [qx, qy];
  }
  return least;
}

function toPiece(x: number, y: number, dx: number, dy: number): number {
  const along = Math.max(0, Math.min(1, (x * dx + y * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(x - along * dx, y - along * dy);
}
