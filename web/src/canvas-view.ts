/** Which part of the picture the screen shows: all of it, some units, or a part that an address names. */
import type { Core } from 'cytoscape';
import { labelWidth } from '../../src/view/text.ts';
import { nameSize } from './canvas-names.ts';
import { HEAD } from './canvas-under.ts';
import type { Picture } from './picture.ts';
import { STRIP } from './strip.ts';

/** So many units fit on a telephone with their names. */
const FEW = 40;

/** Less wide than this is a telephone. */
const PHONE = 600;

export const ZOOM = { least: 0.02, most: 3, fit: 1.2, phone: 0.75, near: 0.76 };

/** Shows at least this part: left, top, width, height in the picture's measure. False where they make no sense. */
export function placeBox(cy: Core, [x = 0, y = 0, width = 0, height = 0]: readonly number[]): boolean {
  if (![x, y, width, height].every(Number.isFinite) || width <= 0 || height <= 0 || cy.width() === 0) return false;
  const zoom = Math.max(ZOOM.least, Math.min(ZOOM.most, cy.width() / width, cy.height() / height));
  cy.viewport({
    zoom,
    pan: { x: cy.width() / 2 - (x + width / 2) * zoom, y: cy.height() / 2 - (y + height / 2) * zoom },
  });
  return true;
}

/**
 * Shows these units, or all, with room for the names of the milestones above; on a phone keeps names readable and begins
 * at the left. From the places alone: the boxes of cytoscape's elements would have to measure every label.
 */
export function fit(
  cy: Core,
  { place, shown, units: all }: Picture,
  units: readonly number[] | undefined,
  least: number = ZOOM.least,
): void {
  const wanted = (units ?? all.map((u) => u.n)).filter((n) => shown.unit[n] === 1);
  const some = wanted.length > 0 ? wanted : all.flatMap((u) => (shown.unit[u.n] === 1 ? [u.n] : []));
  if (some.length === 0) return;
  // From afar names are larger than the layout has them: of the last columns they need more room.
  const boxAt = (size: number) => {
    const end = { left: 1e9, right: -1e9, top: 1e9, bottom: -1e9 };
    for (const n of some) {
      const [x, y] = [place.x[n] ?? 0, place.y[n] ?? 0];
      end.left = Math.min(end.left, x - 12);
      end.right = Math.max(end.right, x + (labelWidth(all[n]?.label ?? '', false) * size) / nameSize(1));
      end.top = Math.min(end.top, y - 12);
      end.bottom = Math.max(end.bottom, y + 12);
    }
    return end;
  };
  // What is looked at by itself leaves the rest outside, and so the strip of the whole stands beneath it.
  const strip = units !== undefined && cy.width() >= PHONE ? STRIP : 0;
  const [top, side, bottom] = [HEAD + 18, 24, 22 + strip];
  const most = units === undefined ? ZOOM.fit : 1;
  const wholeOf = ({ left, right, top: highest, bottom: lowest }: ReturnType<typeof boxAt>): number =>
    Math.min(most, (cy.width() - 2 * side) / (right - left), (cy.height() - top - bottom) / (lowest - highest));
  const plain = boxAt(nameSize(1));
  const box = boxAt(nameSize(wholeOf(plain)));
  const whole = wholeOf(box);
  const [width, height] = [box.right - box.left, box.bottom - box.top];
  const zoom = Math.max(
    cy.width() < PHONE && some.length < 400 && (units === undefined || some.length > FEW) ? ZOOM.phone : least,
    whole,
  );
  const spareX = Math.max(0, cy.width() - 2 * side - width * zoom);
  const spareY = Math.max(0, cy.height() - top - bottom - height * zoom);
  cy.viewport({ zoom, pan: { x: side + spareX / 2 - box.left * zoom, y: top + spareY / 2 - box.top * zoom } });
}
