/** Which of the drawn lines lies under the pointer: the faint ones are pixels, not elements that could be asked. */
import type { Core } from 'cytoscape';
import { bendOf } from './curve.ts';
import type { Model } from './model.ts';
import type { Picture } from './picture.ts';
import { hotRun, type Run, runOf } from './run.ts';

/** So near, in pixels, is on the line. */
const NEAR = 6;
const PIECES = 24;
/** Of more lines than these nobody can point at one. */
const MOST = 4000;

/** @returns number of the edge at this point of the screen, -1 where there is none. Linear in the lines. */
export function lineAt(cy: Core, model: Model, picture: Picture, x: number, y: number): number {
  const zoom = cy.zoom();
  const pan = cy.pan();
  const X = (value: number): number => value * zoom + pan.x;
  const Y = (value: number): number => value * zoom + pan.y;
  const hot = nearest(picture.hot.keys(), x, y, (e) => hotRun(model, picture, e, X, Y, zoom));
  if (hot >= 0 || picture.soft.size + picture.faint.length > MOST) return hot;
  return nearest([...picture.soft.keys(), ...picture.faint], x, y, (e) => runOf(model, picture, e, X, Y, zoom));
}

function nearest(edges: Iterable<number>, x: number, y: number, runTo: (e: number) => Run): number {
  let best = -1;
  let least = NEAR;
  for (const e of edges) {
    const run = runTo(e);
    if (y < Math.min(run.y1, run.y2) - NEAR || y > Math.max(run.y1, run.y2) + NEAR) continue;
    const distance = toRun(x, y, run);
    if (distance < least) [best, least] = [e, distance];
  }
  return best;
}

/** Distance of a point from the line that is drawn between two ends, by its pieces. */
function toRun(x: number, y: number, { x1, y1, x2, y2, from, to, straight = false }: Run): number {
  if (straight) return toPiece(x - x1, y - y1, x2 - x1, y2 - y1);
  const bend = bendOf(to - from);
  let [px, py] = [from, y1];
  let least = Math.min(toPiece(x - x1, y - y1, from - x1, 0), toPiece(x - to, y - y2, x2 - to, 0));
  for (let k = 1; k <= PIECES; k++) {
    const t = k / PIECES;
    const s = 1 - t;
    const qx = s ** 3 * from + 3 * s * s * t * (from + bend) + 3 * s * t * t * (to - bend) + t ** 3 * to;
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
