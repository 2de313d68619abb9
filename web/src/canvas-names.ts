/** The names that the picture keeps at every zoom: how large they are, on which side of their icon they stand, and where they are cut. */
import type { Core, NodeSingular } from 'cytoscape';
import { labelWidth } from '../../src/view/text.ts';

export const LABEL_SIZE = 13;
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
/** Above this size the picture is so far off that icons are larger, too. */
const FAR_SIZE = 15;
/** Of more names than these the least is left out where there is no room; of fewer each stands somewhere. */
const ALL_NAMED = 120;
/** A name is never cut to less than so many of its heights. */
const LEAST = 4;
/** How far up or down a name moves that stands half beside its icon, in heights. */
const LIFT = 0.75;

/** The size of a kept name at this zoom. */
export function nameSize(zoom: number): number {
  return LABEL_SIZES.find(([from]) => zoom >= from)?.[1] ?? 0;
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Where a name may stand, the best place first: beside its icon, above and below it, and beside it half a line up or down. */
const SIDES = [
  { halign: 'right', valign: 'center', up: 0 },
  { halign: 'left', valign: 'center', up: 0 },
  { halign: 'right', valign: 'center', up: 1 },
  { halign: 'right', valign: 'center', up: -1 },
  { halign: 'center', valign: 'top', up: 0 },
  { halign: 'center', valign: 'bottom', up: 0 },
  { halign: 'left', valign: 'center', up: 1 },
  { halign: 'left', valign: 'center', up: -1 },
] as const;

/** As the style sheet has it: to the right of its icon. */
export function plainName(node: NodeSingular): void {
  node.removeScratch('named');
  node.removeClass('nameless');
  node.removeStyle('font-size text-max-width text-halign text-valign text-margin-x text-margin-y');
}

/** Gives the kept names this size, and each the first side where it hides no other: the more telling first. */
export function sizeNames(cy: Core, size: number): void {
  const kept = cy.nodes('[?keeps]').toArray() as NodeSingular[];
  if (size === LABEL_SIZE) {
    cy.batch(() => {
      for (const node of kept) plainName(node);
    });
    return;
  }
  const scale = size / LABEL_SIZE;
  const icons = cy.nodes().map((node) => node.position());
  const rank = (node: NodeSingular): number =>
    node.hasClass('chosen') || node.hasClass('lit-centre')
      ? 0
      : node.hasClass('milestone')
        ? 1
        : node.hasClass('near') || node.hasClass('lit-path') || node.hasClass('lit-lost')
          ? 2
          : node.hasClass('state-dropped') || node.hasClass('state-victim') || node.hasClass('kind-group')
            ? 3
            : 4;
  const taken = createGrid(size * 6);
  // Far off all icons are drawn larger.
  const half = size > FAR_SIZE ? 10 : 7;
  for (const { x, y } of icons) taken.add({ left: x - half, right: x + half, top: y - half, bottom: y + half });
  // Left of the first column is the edge of the screen.
  const edge = icons.reduce((least, { x }) => Math.min(least, x), Number.POSITIVE_INFINITY) - 16;
  const fits = (box: Box): boolean => box.left >= edge && taken.free(box);
  cy.batch(() => {
    for (const node of kept
      .map((one, k) => ({ one, k }))
      .sort((a, b) => rank(a.one) - rank(b.one) || a.k - b.k)
      .map(({ one }) => one)) {
      const { x, y } = node.position();
      const wide = (labelWidth(String(node.data('label')), node.hasClass('milestone')) - 22) * scale;
      const boxes = SIDES.map((_, side) => boxOf(x, y, wide, size, side));
      let side = boxes.findIndex(fits);
      let room = wide;
      if (side < 0) {
        // Cut to what is free beside it, before the next name.
        const rooms = [0, 1].map((one) => taken.roomBeside(x, y, size, one === 0 ? 1 : -1, wide));
        side = (rooms[1] as number) > (rooms[0] as number) * 1.5 && x - 12 - (rooms[1] as number) >= edge ? 1 : 0;
        room = Math.max(size * LEAST, rooms[side] as number);
      }
      const box = boxOf(x, y, Math.min(wide, room), size, side);
      const hidden = kept.length > ALL_NAMED && !taken.free(box);
      if (!hidden) taken.add(box);
      const named = hidden ? 'no' : `${size} ${side} ${Math.ceil(room)}`;
      if (node.scratch('named') === named) continue;
      node.scratch('named', named);
      node.toggleClass('nameless', hidden);
      if (hidden) continue;
      const { halign, valign, up } = SIDES[side] as (typeof SIDES)[number];
      node.style({
        'font-size': size,
        'text-max-width': `${Math.ceil(Math.min(1500, room + 6))}px`,
        'text-halign': halign,
        'text-valign': valign,
        'text-margin-y': -up * size * LIFT,
        'text-margin-x': halign === 'right' ? 4 : halign === 'left' ? -4 : 0,
      });
    }
  });
}

function boxOf(x: number, y: number, wide: number, size: number, side: number): Box {
  const half = size * 0.62;
  const { halign, valign, up } = SIDES[side] as (typeof SIDES)[number];
  const middle = valign === 'top' ? y - 10.5 - half : valign === 'bottom' ? y + 10.5 + half : y - up * size * LIFT;
  const left = halign === 'right' ? x + 10.5 : halign === 'left' ? x - 14 - wide : x - wide / 2;
  return { left, right: left + wide + (halign === 'center' ? 0 : 4), top: middle - half, bottom: middle + half };
}

interface Grid {
  readonly add: (box: Box) => void;
  readonly free: (box: Box) => boolean;
  /** How far one may write from an icon towards that side before something stands there. */
  readonly roomBeside: (x: number, y: number, size: number, towards: 1 | -1, most: number) => number;
}

/** Boxes by the cells that they touch: what may overlap is looked at, and nothing else. */
function createGrid(cell: number): Grid {
  const cells = new Map<string, Box[]>();
  const keys = ({ left, top, right, bottom }: Box): string[] => {
    const found: string[] = [];
    for (let x = Math.floor(left / cell); x <= Math.floor(right / cell); x++)
      for (let y = Math.floor(top / cell); y <= Math.floor(bottom / cell); y++) found.push(`${x} ${y}`);
    return found;
  };
  const touching = (box: Box): Box[] => keys(box).flatMap((key) => cells.get(key) ?? []);
  return {
    add: (box) => {
      for (const key of keys(box)) {
        const list = cells.get(key);
        if (list) list.push(box);
        else cells.set(key, [box]);
      }
    },
    free: (box) =>
      !touching(box).some(
        (one) => one.left < box.right && box.left < one.right && one.top < box.bottom && box.top < one.bottom,
      ),
    roomBeside: (x, y, size, towards, most) => {
      const half = size * 0.62;
      let room = most;
      for (const one of touching(boxOf(x, y, most, size, towards === 1 ? 0 : 1))) {
        if (one.top >= y + half || one.bottom <= y - half) continue;
        const far = towards === 1 ? one.left - (x + 10) : x - 10 - one.right;
        // What begins behind the icon itself is not in the way.
        if (far > -14) room = Math.min(room, Math.max(0, far));
      }
      return room;
    },
  };
}
