/**
 * The names in the picture: how large they are, on which side of their icon they stand, and where they are cut. Near by the layout has
 * room for every name; from afar names are as large as they can be read, and as many of them stand as find a free place.
 */
import type { Core, NodeSingular } from 'cytoscape';
import { labelWidth } from '../../src/view/text.ts';

/** From this zoom on every name stands beside its icon, where the layout keeps room for it. */
export const LABEL_ZOOM = 0.75;
const LABEL_SIZE = 13;
/** On the screen no name is smaller, and none from afar larger by more than a step. */
const LEAST_PIXELS = 9;
const STEP = 1.07;
/** Of the height of a letter what a line of it takes, above and below its middle. */
const HALF_LINE = 0.53;
/** Of more units than these only those that must be named are. */
const MANY = 900;
/** A name is never cut to less than so many of its heights. */
const LEAST = 3;
/** How far up or down a name moves that stands half beside its icon, in heights. */
const LIFT = 0.75;

/** The size of names at this zoom, in the picture's measure. */
export function nameSize(zoom: number): number {
  if (zoom >= LABEL_ZOOM) return LABEL_SIZE;
  return Math.ceil(LABEL_SIZE * STEP ** Math.ceil(Math.log(LEAST_PIXELS / LABEL_SIZE / zoom) / Math.log(STEP)));
}

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface Name {
  readonly x: number;
  readonly y: number;
  readonly label: string;
  readonly bold: boolean;
  /** The least is placed first. */
  readonly rank: number;
  /** Where it finds no room as a whole, it is cut; others then stay out. */
  readonly must: boolean;
  /** Its unit is faded: from afar it has no name, and the names of others may cover it. */
  readonly dim: boolean;
}

export interface NamePlace {
  /** One of SIDES. */
  readonly side: number;
  /** Its width, where it is cut. */
  readonly room: number | undefined;
}

/** Where a name may stand, the best place first: beside its icon, above and below it, and beside it half a line up or down; at worst a line more. */
const SIDES = [
  { halign: 'right', valign: 'center', up: 0 },
  { halign: 'left', valign: 'center', up: 0 },
  { halign: 'right', valign: 'center', up: 1 },
  { halign: 'right', valign: 'center', up: -1 },
  { halign: 'center', valign: 'top', up: 0 },
  { halign: 'center', valign: 'bottom', up: 0 },
  { halign: 'left', valign: 'center', up: 1 },
  { halign: 'left', valign: 'center', up: -1 },
  { halign: 'right', valign: 'center', up: 2.2 },
  { halign: 'right', valign: 'center', up: -2.2 },
  { halign: 'left', valign: 'center', up: 2.2 },
  { halign: 'left', valign: 'center', up: -2.2 },
] as const;
/** So many of them are for every name, the others for those that must stand. */
const BESIDE = 8;

/**
 * @param half of an icon's width; @param blocks what else may not be hidden
 * @returns a place for each name, none for one that would hide another; linear in names for as long as they do not crowd
 */
export function placeNames(
  names: readonly Name[],
  size: number,
  half: number,
  blocks: readonly Box[] = [],
): (NamePlace | undefined)[] {
  const scale = size / LABEL_SIZE;
  const taken = createGrid(size * 4);
  for (const block of blocks) taken.add(block);
  let edge = Number.POSITIVE_INFINITY;
  for (const { x, y, dim } of names) {
    if (!dim) taken.add({ left: x - half, right: x + half, top: y - half, bottom: y + half });
    edge = Math.min(edge, x);
  }
  // Left of the first column is the edge of the screen.
  edge -= half + 6;
  const found: (NamePlace | undefined)[] = names.map(() => undefined);
  const order = names.map((_, k) => k).sort((a, b) => (names[a] as Name).rank - (names[b] as Name).rank || a - b);
  for (const k of order) {
    const { x, y, label, bold, must, dim } = names[k] as Name;
    if (dim || (!must && names.length > MANY)) continue;
    const wide = (labelWidth(label, bold) - 22) * scale;
    const box = (side: number, room = wide): Box => boxOf(x, y, room, size, half, side);
    let side = SIDES.findIndex((_, one) => (must || one < BESIDE) && box(one).left >= edge && taken.free(box(one)));
    let room: number | undefined;
    if (side < 0 && must) {
      // Cut to what is free beside it, before the next name.
      const rooms = [0, 1].map((one) => taken.roomBeside(box(one), one === 0 ? 1 : -1));
      side = (rooms[1] as number) > (rooms[0] as number) * 1.5 && box(1, rooms[1]).left >= edge ? 1 : 0;
      room = rooms[side] as number;
      if (room < size * LEAST) continue;
    }
    if (side < 0) continue;
    taken.add(box(side, room));
    found[k] = { side, room };
  }
  return found;
}

function boxOf(x: number, y: number, wide: number, size: number, icon: number, side: number): Box {
  const half = size * HALF_LINE;
  const { halign, valign, up } = SIDES[side] as (typeof SIDES)[number];
  const middle = valign === 'top' ? y - icon - half : valign === 'bottom' ? y + icon + half : y - up * size * LIFT;
  const left = halign === 'right' ? x + icon + 0.5 : halign === 'left' ? x - icon - 4 - wide : x - wide / 2;
  return { left, right: left + wide + (halign === 'center' ? 0 : 4), top: middle - half, bottom: middle + half };
}

/** The names of all that stands in the picture. */
export function namesOf(cy: Core): Name[] {
  return (cy.nodes().toArray() as NodeSingular[]).map((node) => ({
    ...node.position(),
    ...(node.data() as Omit<Name, 'x' | 'y'>),
  }));
}

/** How a name stands: what its unit's style asks for. */
interface Stand {
  readonly size: number;
  readonly side: number;
  readonly room: number | undefined;
}

const BESIDE_ICON: Stand = { size: LABEL_SIZE, side: 0, room: undefined };

/** Asked of cytoscape's style for each unit: far cheaper than a style of its own for each. */
const asked = (of: (stand: Stand, side: (typeof SIDES)[number]) => string | number) => (node: NodeSingular) => {
  const stand = (node.data('stand') as Stand | undefined) ?? BESIDE_ICON;
  return of(stand, SIDES[stand.side] as (typeof SIDES)[number]);
};

/** The part of the style that the places of names decide. */
export const NAME_STYLE = {
  'font-size': asked(({ size }) => size),
  'text-max-width': asked(({ room }) => (room === undefined ? '3000px' : `${Math.floor(room)}px`)),
  'text-halign': asked((_, { halign }) => halign),
  'text-valign': asked((_, { valign }) => valign),
  'text-margin-y': asked(({ size }, { up }) => -up * size * LIFT),
  'text-margin-x': asked((_, { halign }) => (halign === 'right' ? 4 : halign === 'left' ? -4 : 0)),
} as const;

/** Gives the names of the picture this size, each its place. @param places undefined: each beside its icon */
export function applyNames(cy: Core, size: number, places: readonly (NamePlace | undefined)[] | undefined): void {
  cy.batch(() => {
    (cy.nodes().toArray() as NodeSingular[]).forEach((node, k) => {
      const place = places?.[k];
      const named =
        places === undefined ? undefined : place === undefined ? 'no' : `${size} ${place.side} ${place.room ?? ''}`;
      if (node.scratch('named') === named) return;
      node.scratch('named', named);
      node.toggleClass('nameless', named === 'no');
      if (named === 'no') return;
      node.data('stand', place === undefined ? BESIDE_ICON : { size, ...place });
    });
  });
}

interface Grid {
  readonly add: (box: Box) => void;
  readonly free: (box: Box) => boolean;
  /** Of the box of a name so much of its width as is free from its icon on. */
  readonly roomBeside: (box: Box, towards: 1 | -1) => number;
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/** Boxes by the cells that they touch: what may overlap is looked at, and nothing else. */
function createGrid(cell: number): Grid {
  const cells = new Map<number, Box[]>();
  const touching = ({ left, top, right, bottom }: Box, each: (list: Box[]) => boolean): boolean => {
    for (let x = Math.floor(left / cell); x <= Math.floor(right / cell); x++)
      for (let y = Math.floor(top / cell); y <= Math.floor(bottom / cell); y++) {
        const key = x * 65_536 + y;
        const list = cells.get(key) ?? [];
        if (list.length === 0) cells.set(key, list);
        if (each(list)) return true;
      }
    return false;
  };
  return {
    add: (box) => {
      touching(box, (list) => list.push(box) === 0);
    },
    free: (box) => !touching(box, (list) => list.some((one) => overlap(one, box))),
    roomBeside: (box, towards) => {
      let room = box.right - box.left - 4;
      touching(box, (list) => {
        for (const one of list) {
          if (!overlap(one, box)) continue;
          room = Math.min(room, Math.max(0, (towards === 1 ? one.left - box.left : box.right - one.right) - 4));
        }
        return false;
      });
      return room;
    },
  };
}
