/**
 * The picture: cytoscape draws and hits the units; a canvas beneath it draws the lines and the background
 * (canvas-under.ts), for edges as elements are what makes cytoscape slow (docs/measurements/performance.md).
 * Longer than 300 lines: most of it is the one function whose parts share cytoscape's state.
 */
import cytoscape, { type ElementDefinition } from 'cytoscape';
import { applyNames, type Box, LABEL_ZOOM, nameSize, namesOf, placeNames } from './canvas-names.ts';
import { styleSheet } from './canvas-style.ts';
import { HEAD, type Layers, paintLayers } from './canvas-under.ts';
import { fit, placeBox, ZOOM } from './canvas-view.ts';
import { hueOf, KINDS } from './kinds.ts';
import type { Light } from './light.ts';
import { lineAt } from './lines.ts';
import type { Model, Unit } from './model.ts';
import { notableUnits } from './notable.ts';
import { inTime } from './order.ts';
import { type Palette, readPalette } from './palette.ts';
import type { Picture } from './picture.ts';
import { hotStrokes, isBold, nameOf } from './scene.ts';
import type { Seen } from './strip.ts';

export interface Canvas {
  /** The picture that is meant from now on: what `fit` and `reveal` look at. Placed before it is drawn, it is drawn once. */
  readonly take: (picture: Picture) => void;
  readonly update: (view: CanvasView) => void;
  readonly recolour: () => void;
  /** Shows these units, or everything; `readable`, with the next update: so near that what must be named is. */
  readonly fit: (units?: readonly number[], readable?: boolean) => void;
  readonly zoomBy: (factor: number) => void;
  readonly panBy: (x: number, y: number) => void;
  /** Zoom and pan as they stand in the hash; false where they make no sense. */
  readonly place: (at: string) => boolean;
  /** Pans as little as needed to have the unit in view; `near`: and comes so near that names can be read. */
  readonly reveal: (n: number, near: boolean) => void;
  /** The part of the picture that is on the screen. */
  readonly seen: () => Seen;
  /** Moves this point of the picture into the middle. */
  readonly centre: (x: number, y: number) => void;
  /** Its place on the page may have another size; `measure`, where it is drawn anew anyway. */
  readonly resize: () => void;
  readonly measure: () => void;
}

export interface CanvasView {
  readonly selected: number;
  readonly collapsed: ReadonlySet<number>;
}

export interface CanvasEvents {
  readonly select: (n: number) => void;
  readonly edge: (e: number) => void;
  readonly open: (n: number) => void;
  readonly hover: (n: number, x: number, y: number) => void;
  readonly hoverEdge: (e: number, x: number, y: number) => void;
  readonly moved: (at: string) => void;
  /** After each painting: for whoever draws along. */
  readonly painted: (picture: Picture, seen: Seen, palette: Palette) => void;
}

/** Half of an icon's width from afar. */
const FAR_ICON = 9;
/** Which names come first; those up to `kept` are rather cut than left out. */
const RANKS = { chosen: 0, step: 1, lit: 2, group: 3, kept: 4, around: 5, other: 6, dim: 7 } as const;
/** What was asked for; that it waits, or is waited for, goes for half of a boot. */
const TELLING: ReadonlySet<Light> = new Set(['path', 'lost', 'gone', 'changed', 'new', 'found', 'late', 'peril']);
/** Of more lit units than these no more than the usual are sure to be named. */
const ALL_LIT = 60;
/** Of the names that must stand no more than this part is missing when a picture opens. */
const UNNAMED = 0.04;
/** Above this many units less is drawn while the picture moves. */
const MANY_UNITS = 700;

/**
 * Longer than 80 lines: cytoscape's picture and what it listens to share one state.
 * @param drawn how many units it begins with: of many, less is drawn while it moves
 */
export function createCanvas(
  host: HTMLElement,
  layers: Layers,
  model: Model,
  drawn: number,
  events: CanvasEvents,
): Canvas {
  const many = drawn > MANY_UNITS;
  cytoscape.warnings(false);
  let palette = readPalette();
  let picture: Picture | undefined;
  let far = false;
  let size = nameSize(1);
  const chain = new Set(model.data.chain);
  const notable = notableUnits(model);
  const cy = cytoscape({
    container: host,
    elements: [],
    style: styleSheet(palette),
    layout: { name: 'preset' },
    minZoom: ZOOM.least,
    maxZoom: ZOOM.most,
    autoungrabify: true,
    boxSelectionEnabled: false,
    selectionType: 'single',
    pixelRatio: many ? 1 : 'auto',
  });

  const seen = (): Seen => {
    const { x1, y1, w, h } = cy.extent();
    return { x: x1, y: y1, width: w, height: h };
  };
  const paint = (): void => {
    if (picture === undefined) return;
    paintLayers(layers, cy, model, picture, palette);
    events.painted(picture, seen(), palette);
  };
  let queued = false;
  let written = '';
  let timer: ReturnType<typeof setTimeout> | undefined;
  cy.on('viewport', () => {
    if (!queued) {
      queued = true;
      requestAnimationFrame(() => {
        queued = false;
        paint();
      });
    }
    nameSoon();
    clearTimeout(timer);
    timer = setTimeout(() => {
      const { x, y, width, height } = seen();
      // What is seen, not how: so the same part comes back on a screen of any size.
      written = [x, y, width, height].map((value) => value.toFixed(0)).join(',');
      events.moved(written);
    }, 400);
  });
  cy.on('tap', 'node', (event) => events.select(Number(event.target.id())));
  // Cytoscape counts two quick taps on two units as a double one.
  let taps: readonly [last: string, before: string] = ['', ''];
  cy.on('tap', (event) => {
    taps = [event.target === cy ? '' : event.target.id(), taps[0]];
  });
  cy.on('dbltap', 'node', (event) => {
    if (taps[0] === taps[1]) events.open(Number(event.target.id()));
  });
  cy.on('tap', (event) => {
    if (event.target !== cy || picture === undefined) return;
    const line = lineAt(cy, model, picture, event.renderedPosition.x, event.renderedPosition.y);
    if (line >= 0) events.edge(line);
    else events.select(-1);
  });
  let over = -1;
  cy.on('mousemove', (event) => {
    const { x, y } = event.renderedPosition;
    const line = event.target === cy && picture !== undefined ? lineAt(cy, model, picture, x, y) : -1;
    if (line === over) return;
    over = line;
    host.style.cursor = line >= 0 ? 'pointer' : '';
    if (line >= 0 || event.target === cy) events.hoverEdge(line, x, y);
  });
  cy.on('mouseover', 'node', (event) =>
    events.hover(Number(event.target.id()), event.renderedPosition.x, event.renderedPosition.y),
  );
  cy.on('mouseout', 'node', () => events.hover(-1, 0, 0));

  const sizeByZoom = (): void => {
    const zoom = cy.zoom();
    if (zoom < LABEL_ZOOM !== far) {
      far = !far;
      cy.nodes().toggleClass('out', far);
    }
    size = nameSize(zoom);
  };
  let named = 0;
  const nameUnits = (): void => {
    named = size;
    const plain = cy.zoom() >= LABEL_ZOOM || picture === undefined;
    applyNames(
      cy,
      size,
      plain ? undefined : placeNames(namesOf(cy), size, FAR_ICON, titlesOf(picture as Picture, size)),
    );
  };
  let opening: (() => void) | undefined;
  /** A picture opens as near as what the reader came for can be named, at its beginning; the strip then shows the whole. */
  const comeNear = (next: Picture): void => {
    const names = namesOf(cy);
    const must = names.filter((one) => one.must).length;
    if (names.length > MANY_UNITS) return;
    while (cy.zoom() < LABEL_ZOOM) {
      const places = placeNames(names, size, FAR_ICON, titlesOf(next, size));
      if (names.filter((one, k) => one.must && places[k] === undefined).length <= must * UNNAMED) return;
      fit(cy, next, undefined, Math.min(LABEL_ZOOM, cy.zoom() * 1.2));
      sizeByZoom();
    }
  };
  // While the eye comes nearer or goes, names grow and shrink with the picture, and find their places when it rests.
  let naming: ReturnType<typeof setTimeout> | undefined;
  const nameSoon = (): void => {
    clearTimeout(naming);
    naming = setTimeout(() => {
      sizeByZoom();
      if (size !== named) nameUnits();
    }, 60);
  };

  /** Whose name comes first where not all have room. */
  const rankOf = (
    u: Unit,
    light: Light | undefined,
    next: Picture,
    view: CanvasView,
    near: ReadonlySet<number>,
  ): number => {
    if (u.n === view.selected || light === 'centre') return RANKS.chosen;
    if (next.lit.size > 0 && light === undefined && !near.has(u.n)) return RANKS.dim;
    if (chain.has(u.n)) return RANKS.step;
    if (near.has(u.n) || (light !== undefined && TELLING.has(light) && next.lit.size <= ALL_LIT)) return RANKS.lit;
    if (u.state === 'dropped' || u.state === 'victim' || u.type === 'group') return RANKS.group;
    return notable.has(u.n) ? RANKS.kept : light !== undefined ? RANKS.around : RANKS.other;
  };

  const nodesOf = (next: Picture, view: CanvasView): Map<string, ElementDefinition> => {
    const wanted = new Map<string, ElementDefinition>();
    const near = new Set([...next.hot.keys()].flatMap((e) => inTime(model, e)));
    for (const u of next.units) {
      if (next.shown.unit[u.n] !== 1) continue;
      const light = next.lit.get(u.n);
      const rank = rankOf(u, light, next, view, near);
      const classes = [
        `hue-${hueOf(u.type)}`,
        `kind-${Object.hasOwn(KINDS, u.type) || u.type === 'group' ? u.type : 'service'}`,
        `state-${u.state}`,
        chain.has(u.n) ? 'milestone' : '',
        view.collapsed.has(u.n) ? 'collapsed' : '',
        light === undefined ? (next.lit.size > 0 ? 'dim' : '') : `lit-${light}`,
        near.has(u.n) ? 'near' : '',
        u.n === view.selected ? 'chosen' : '',
        far ? 'out' : '',
      ];
      wanted.set(String(u.n), {
        group: 'nodes',
        data: {
          id: String(u.n),
          label: nameOf(next, u),
          bold: isBold(model, next, u),
          rank,
          must: rank <= RANKS.kept,
          dim: rank === RANKS.dim,
        },
        position: { x: next.place.x[u.n] ?? 0, y: next.place.y[u.n] ?? 0 },
        classes: classes.filter((name) => name !== '').join(' '),
      });
    }
    return wanted;
  };

  const update = (view: CanvasView): void => {
    if (picture === undefined) return;
    const next = picture;
    sizeByZoom();
    const wanted = nodesOf(next, view);
    cy.batch(() => {
      cy.nodes()
        .filter((node) => !wanted.has(node.id()))
        .remove();
      const added: ElementDefinition[] = [];
      for (const [id, definition] of wanted) {
        const known = cy.getElementById(id);
        if (known.empty()) {
          added.push({ ...definition, scratch: { classes: definition.classes } });
          continue;
        }
        if (known.scratch('classes') !== definition.classes) {
          known.classes(`${definition.classes} ${known.hasClass('nameless') ? 'nameless' : ''}`);
          known.scratch('classes', definition.classes);
        }
        if (known.data('label') !== definition.data['label'] || known.data('rank') !== definition.data['rank'])
          known.data(definition.data);
        const { x, y } = known.position();
        if (x !== definition.position?.x || y !== definition.position?.y)
          known.position({ ...definition.position } as never);
      }
      cy.add(added);
    });
    // What else is drawn, for who asks cytoscape: the tests do.
    cy.scratch('hot', hotStrokes(model, next));
    opening?.();
    opening = undefined;
    nameUnits();
    paint();
  };

  return {
    take: (next) => {
      picture = next;
    },
    update,
    recolour: () => {
      palette = readPalette();
      cy.style(styleSheet(palette));
      paint();
    },
    fit: (units, readable = false) => {
      if (picture === undefined || cy.width() === 0) return;
      const next = picture;
      fit(cy, next, units);
      if (readable && units === undefined) opening = () => comeNear(next);
      else paint();
    },
    zoomBy: (factor) =>
      cy.zoom({ level: cy.zoom() * factor, renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } }),
    panBy: (x, y) => cy.panBy({ x, y }),
    seen,
    centre: (x, y) => cy.pan({ x: cy.width() / 2 - x * cy.zoom(), y: cy.height() / 2 - y * cy.zoom() }),
    place: (at) => {
      // Its own words, back from the address: rounded as they are, they would move the picture.
      if (at === written) return true;
      const numbers = at.split(',').map(Number);
      if (numbers.length === 4) return placeBox(cy, numbers);
      const [zoom, x, y] = numbers;
      if (zoom === undefined || x === undefined || y === undefined || ![zoom, x, y].every(Number.isFinite))
        return false;
      cy.viewport({ zoom: Math.max(ZOOM.least, Math.min(ZOOM.most, zoom)), pan: { x, y } });
      return true;
    },
    reveal: (n, near) => {
      if (picture === undefined || picture.shown.unit[n] !== 1 || cy.width() === 0) return;
      const at = (): [number, number] => [
        (picture?.place.x[n] ?? 0) * cy.zoom() + cy.pan().x,
        (picture?.place.y[n] ?? 0) * cy.zoom() + cy.pan().y,
      ];
      if (near && cy.zoom() < ZOOM.near) {
        const [x, y] = at();
        cy.zoom({ level: ZOOM.near, renderedPosition: { x, y } });
      }
      const [x, y] = at();
      const margin = { left: 40, right: Math.min(190, cy.width() / 2), top: HEAD + 24, bottom: 60 };
      const dx = Math.max(0, margin.left - x) - Math.max(0, x - (cy.width() - margin.right));
      const dy = Math.max(0, margin.top - y) - Math.max(0, y - (cy.height() - margin.bottom));
      if (dx !== 0 || dy !== 0) cy.panBy({ x: dx, y: dy });
    },
    resize: () => {
      cy.resize();
      paint();
    },
    measure: () => {
      cy.resize();
    },
  };
}

/** The titles of the shelves, which no name may hide: they are as large on the screen at every zoom. */
function titlesOf({ place }: Picture, size: number): Box[] {
  const letter = size * 0.62;
  return place.shelves.map(({ title, y }) => ({
    left: -8,
    right: (title.length + 6) * letter,
    top: y - 24 - size * 1.4,
    bottom: y - 24 + size * 0.4,
  }));
}
