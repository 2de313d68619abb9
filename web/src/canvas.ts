/**
 * The picture: cytoscape draws and hits the units and the edges that were asked for; a canvas beneath it draws what is
 * only background (bands, waves, faint edges), for edges as elements are what makes cytoscape slow (docs: libraries).
 */
import cytoscape, { type Core, type ElementDefinition, type StylesheetJson } from 'cytoscape';
import { hueOf, KINDS, kindOf } from './kinds.ts';
import { type Model, unit } from './model.ts';
import { type Palette, readPalette } from './palette.ts';
import { inTime, type Light, type Picture } from './picture.ts';
import { show } from './words.ts';

export interface Canvas {
  readonly update: (picture: Picture, view: CanvasView) => void;
  readonly recolour: () => void;
  readonly fit: (units?: readonly number[]) => void;
  readonly zoomBy: (factor: number) => void;
  readonly panBy: (x: number, y: number) => void;
  readonly place: (at: string) => void;
  readonly cy: Core;
  readonly resize: () => void;
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
  readonly moved: (at: string) => void;
}

/** Below this zoom only milestones keep their names: others would be specks. */
const LABEL_ZOOM = 0.5;
const FAR_UNITS = 700;

export function createCanvas(host: HTMLElement, under: HTMLCanvasElement, model: Model, events: CanvasEvents): Canvas {
  let palette = readPalette();
  let picture: Picture | undefined;
  let far = false;
  const chain = new Set(model.data.chain);
  const cy = cytoscape({
    container: host,
    elements: [],
    style: styleSheet(palette),
    layout: { name: 'preset' },
    minZoom: 0.03,
    maxZoom: 3,
    autoungrabify: true,
    boxSelectionEnabled: false,
    selectionType: 'single',
    pixelRatio: model.units.length > FAR_UNITS ? 1 : 'auto',
    hideEdgesOnViewport: model.units.length > FAR_UNITS,
  });

  const paint = (): void => {
    if (picture !== undefined) paintUnder(under, cy, model, picture, palette, chain);
  };
  let queued = false;
  cy.on('viewport', () => {
    if (!queued) {
      queued = true;
      requestAnimationFrame(() => {
        queued = false;
        paint();
      });
    }
    const now = cy.zoom() < LABEL_ZOOM;
    if (now !== far) {
      far = now;
      labelsByZoom();
    }
    clearTimeout(timer);
    timer = setTimeout(
      () => events.moved([cy.zoom().toFixed(3), cy.pan().x.toFixed(0), cy.pan().y.toFixed(0)].join(',')),
      400,
    );
  });
  let timer: ReturnType<typeof setTimeout> | undefined;
  cy.on('tap', 'node', (event) => events.select(Number(event.target.id())));
  cy.on('dbltap', 'node', (event) => events.open(Number(event.target.id())));
  cy.on('tap', 'edge', (event) => events.edge(Number(event.target.id().slice(1))));
  cy.on('tap', (event) => {
    if (event.target === cy) events.select(-1);
  });
  cy.on('mouseover', 'node', (event) =>
    events.hover(Number(event.target.id()), event.renderedPosition.x, event.renderedPosition.y),
  );
  cy.on('mouseout', 'node', () => events.hover(-1, 0, 0));

  const labelsByZoom = (): void => {
    cy.batch(() => cy.nodes().toggleClass('far', far));
  };

  const update = (next: Picture, view: CanvasView): void => {
    picture = next;
    const wanted = new Map<string, ElementDefinition>();
    const dim = next.lit.size > 0;
    for (const u of model.units) {
      if (next.shown.unit[u.n] !== 1) continue;
      const light = next.lit.get(u.n);
      const classes = [
        `hue-${hueOf(u.type)}`,
        `kind-${Object.hasOwn(KINDS, u.type) ? u.type : 'service'}`,
        `state-${u.state}`,
        chain.has(u.n) ? 'milestone' : '',
        view.collapsed.has(u.n) ? 'collapsed' : '',
        light === undefined ? (dim ? 'dim' : '') : `lit-${light}`,
        u.n === view.selected ? 'chosen' : '',
        far ? 'far' : '',
      ];
      const members = view.collapsed.has(u.n)
        ? ` +${next.shown.as.reduce((sum, as) => sum + (as === u.n ? 1 : 0), 0) - 1}`
        : '';
      wanted.set(String(u.n), {
        group: 'nodes',
        data: { id: String(u.n), label: u.label + members },
        position: { x: u.x, y: u.y },
        classes: classes.filter((name) => name !== '').join(' '),
      });
    }
    for (const [e, light] of next.hot) {
      const [earlier, later] = inTime(model, e).map((n) => next.shown.as[n] as number) as [number, number];
      if (earlier === later || !wanted.has(String(earlier)) || !wanted.has(String(later))) continue;
      wanted.set(`e${e}`, {
        group: 'edges',
        data: { id: `e${e}`, source: String(earlier), target: String(later) },
        classes: `hot-${light}`,
      });
    }
    cy.batch(() => {
      cy.elements()
        .filter((element) => !wanted.has(element.id()))
        .remove();
      const added: ElementDefinition[] = [];
      for (const [id, definition] of wanted) {
        const known = cy.getElementById(id);
        if (known.empty()) added.push(definition);
        else {
          const classes = definition.classes as string;
          if (known.scratch('_classes') !== classes) known.classes(classes);
          known.scratch('_classes', classes);
          if (known.isNode() && known.data('label') !== definition.data['label'])
            known.data('label', definition.data['label']);
        }
      }
      for (const element of cy.add(added).toArray()) element.scratch('_classes', wanted.get(element.id())?.classes);
    });
    paint();
  };

  return {
    cy,
    update,
    recolour: () => {
      palette = readPalette();
      cy.style(styleSheet(palette));
      paint();
    },
    fit: (units) => {
      const some = units?.map((n) => cy.getElementById(String(n)));
      const elements =
        some === undefined
          ? cy.nodes()
          : cy.collection().union(some.reduce((all, one) => all.union(one), cy.collection()));
      fit(cy, elements.nonempty() ? elements : cy.nodes(), units === undefined ? 1.15 : 1);
      paint();
    },
    zoomBy: (factor) =>
      cy.zoom({ level: cy.zoom() * factor, renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } }),
    panBy: (x, y) => cy.panBy({ x, y }),
    place: (at) => {
      const [zoom, x, y] = at.split(',').map(Number);
      if (zoom !== undefined && x !== undefined && y !== undefined && [zoom, x, y].every(Number.isFinite)) {
        cy.viewport({ zoom: Math.max(0.03, Math.min(3, zoom)), pan: { x, y } });
      }
    },
    resize: () => {
      cy.resize();
      paint();
    },
  };
}

/** Fits with room for the band heads above and the labels at the right. */
function fit(cy: Core, elements: cytoscape.CollectionReturnValue | cytoscape.NodeCollection, most: number): void {
  if (elements.empty() || cy.width() === 0) return;
  const box = elements.boundingBox({ includeLabels: true });
  const [top, side, bottom] = [78, 22, 46];
  const zoom = Math.max(0.03, Math.min(most, (cy.width() - 2 * side) / box.w, (cy.height() - top - bottom) / box.h));
  const spareX = cy.width() - 2 * side - box.w * zoom;
  const spareY = cy.height() - top - bottom - box.h * zoom;
  cy.viewport({ zoom, pan: { x: side + spareX / 2 - box.x1 * zoom, y: top + spareY / 2 - box.y1 * zoom } });
}

const LIGHT_COLOUR: Readonly<Record<Light, string>> = {
  before: 'before',
  after: 'after',
  path: 'accent',
  centre: 'accent',
};

function paintUnder(
  under: HTMLCanvasElement,
  cy: Core,
  model: Model,
  picture: Picture,
  palette: Palette,
  chain: ReadonlySet<number>,
): void {
  const ratio = Math.min(2, window.devicePixelRatio || 1);
  const [width, height] = [cy.width(), cy.height()];
  if (under.width !== Math.round(width * ratio) || under.height !== Math.round(height * ratio)) {
    under.width = Math.round(width * ratio);
    under.height = Math.round(height * ratio);
  }
  const context = under.getContext('2d');
  if (context === null) return;
  const zoom = cy.zoom();
  const pan = cy.pan();
  const X = (x: number): number => x * zoom + pan.x;
  const Y = (y: number): number => y * zoom + pan.y;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  paintBands(context, model, palette, X, Y, width, height, chain);
  paintFaint(context, model, picture, palette, X, Y, width, height);
}

function paintBands(
  context: CanvasRenderingContext2D,
  model: Model,
  palette: Palette,
  X: (x: number) => number,
  Y: (y: number) => number,
  width: number,
  height: number,
  chain: ReadonlySet<number>,
): void {
  const firstShelf = model.data.shelves[0]?.y;
  const floor = firstShelf === undefined ? height : Math.min(height, Y(firstShelf - 52));
  let left = X(-30);
  const steps = [...chain].filter((n) => unit(model, n).wave >= 0);
  steps.forEach((n, k) => {
    const right = X(unit(model, n).x);
    if (k % 2 === 0) {
      context.fillStyle = palette['band'] ?? '';
      context.fillRect(left, 0, right - left, Math.max(0, floor));
    }
    left = right;
  });
  context.strokeStyle = palette['line'] ?? '';
  context.lineWidth = 1;
  context.beginPath();
  for (const wave of model.data.waveX) {
    const x = Math.round(X(wave)) + 0.5;
    if (x > -1 && x < width) {
      context.moveTo(x, 62);
      context.lineTo(x, Math.max(62, floor));
    }
  }
  context.globalAlpha = 0.55;
  context.stroke();
  context.globalAlpha = 1;
  paintHeads(context, model, palette, X, steps, width, floor);
  context.textAlign = 'left';
  for (const shelf of model.data.shelves) {
    const y = Y(shelf.y - 30);
    if (y < 70 || y > height + 20) continue;
    context.fillStyle = palette['muted'] ?? '';
    context.font = '600 12px system-ui, sans-serif';
    context.fillText(`${shelf.title} (${shelf.count})`, Math.max(14, X(-14)), y);
  }
}

/** Names of the milestones at the top of the view, each at the left of its line, on as many rows as they need. */
function paintHeads(
  context: CanvasRenderingContext2D,
  model: Model,
  palette: Palette,
  X: (x: number) => number,
  steps: readonly number[],
  width: number,
  floor: number,
): void {
  const rowEnd = [-1e9, -1e9, -1e9];
  context.textBaseline = 'alphabetic';
  for (const n of steps) {
    const u = unit(model, n);
    const x = X(u.x);
    if (x < -10 || x > width + 300 || floor < 70) continue;
    context.strokeStyle = palette['hue-target'] ?? '';
    context.lineWidth = 1.5;
    context.globalAlpha = 0.55;
    context.beginPath();
    context.moveTo(Math.round(x) + 0.5, 6);
    context.lineTo(Math.round(x) + 0.5, floor);
    context.stroke();
    context.globalAlpha = 1;
    const name = show(u.label.length > 0 ? u.label : u.id);
    context.font = '650 12px system-ui, sans-serif';
    const needed = context.measureText(name).width + 12;
    // On the left of its line where there is room: the band that it ends is there.
    const row = rowEnd.findIndex((end) => x - needed >= end && x - needed >= 4);
    const rightRow = rowEnd.findIndex((end) => x >= end);
    const at = row >= 0 ? row : Math.max(0, rightRow);
    const start = row >= 0 ? x - needed + 4 : x + 6;
    rowEnd[at] = row >= 0 ? x : x + needed;
    context.fillStyle = palette['text'] ?? '';
    context.textAlign = 'left';
    context.fillText(name, start, 20 + at * 17);
  }
}

function paintFaint(
  context: CanvasRenderingContext2D,
  model: Model,
  picture: Picture,
  palette: Palette,
  X: (x: number) => number,
  Y: (y: number) => number,
  width: number,
  height: number,
): void {
  const many = picture.faint.length;
  context.strokeStyle = palette['edge'] ?? '';
  context.lineWidth = 1;
  context.globalAlpha = (picture.lit.size > 0 ? 0.35 : 1) * Math.max(0.25, Math.min(0.9, 300 / Math.max(1, many)));
  context.beginPath();
  for (const e of picture.faint) {
    const [earlier, later] = inTime(model, e).map((n) => unit(model, picture.shown.as[n] as number)) as [
      ReturnType<typeof unit>,
      ReturnType<typeof unit>,
    ];
    if (earlier === later || (earlier.wave < 0 && later.wave < 0)) continue;
    const [x1, y1, x2, y2] = [X(earlier.x), Y(earlier.y), X(later.x), Y(later.y)];
    if (Math.max(x1, x2) < 0 || Math.min(x1, x2) > width || Math.max(y1, y2) < 0 || Math.min(y1, y2) > height) continue;
    curve(context, x1, y1, x2, y2, many > 1500);
  }
  context.stroke();
  context.globalAlpha = 1;
}

function curve(
  context: CanvasRenderingContext2D,
  x1: number,
  y1: number,
  x2: number,
  y2: number,
  straight: boolean,
): void {
  context.moveTo(x1, y1);
  if (straight) context.lineTo(x2, y2);
  else {
    const bend = Math.max(10, (x2 - x1) / 2);
    context.bezierCurveTo(x1 + bend, y1, x2 - bend, y2, x2, y2);
  }
}

function styleSheet(palette: Palette): StylesheetJson {
  const p = (name: string): string => palette[name] || '#888888';
  const sheet: { selector: string; style: Record<string, unknown> }[] = [
    {
      selector: 'node',
      style: {
        width: 13,
        height: 13,
        shape: 'polygon',
        'shape-polygon-points': kindOf('service').points.join(' '),
        label: 'data(label)',
        'text-halign': 'right',
        'text-valign': 'center',
        'text-margin-x': 4,
        'text-events': 'yes',
        'font-family': 'system-ui, -apple-system, "Segoe UI", sans-serif',
        'font-size': 12,
        'min-zoomed-font-size': 5,
        color: p('text'),
        'text-background-color': p('bg'),
        'text-background-opacity': 0.78,
        'text-background-padding': '1px',
        'border-width': 0,
        'overlay-opacity': 0,
        'transition-duration': 0,
      },
    },
  ];
  for (const [type, kind] of Object.entries(KINDS)) {
    sheet.push({
      selector: `.kind-${type}`,
      style: { 'shape-polygon-points': kind.points.join(' '), 'background-color': p(`hue-${hueOf(type)}`) },
    });
  }
  const text = p('text');
  sheet.push(
    { selector: '.hue-slice, .hue-device', style: { color: p('muted') } },
    {
      selector: '.state-idle',
      style: { 'background-opacity': 0.25, 'border-width': 1.5, 'border-color': p('muted'), color: p('muted') },
    },
    {
      selector: '.state-masked',
      style: {
        'background-opacity': 0.1,
        'border-width': 1.5,
        'border-style': 'double',
        'border-color': p('muted'),
        color: p('muted'),
      },
    },
    {
      selector: '.state-missing',
      style: {
        'background-opacity': 0,
        'border-width': 1.5,
        'border-style': 'dashed',
        'border-color': p('warn'),
        color: p('muted'),
      },
    },
    { selector: '.state-broken', style: { 'border-width': 2, 'border-color': p('danger') } },
    {
      selector: '.state-dropped, .state-victim',
      style: { 'border-width': 2.5, 'border-color': p('danger'), color: p('danger') },
    },
    {
      selector: '.state-no-effect',
      style: {
        'background-opacity': 0.12,
        'border-width': 1.5,
        'border-style': 'dotted',
        'border-color': p('muted'),
        color: p('muted'),
      },
    },
    {
      selector: '.far',
      style: { 'text-opacity': 0, 'text-background-opacity': 0, 'text-events': 'no', width: 17, height: 17 },
    },
    {
      selector: '.milestone',
      style: {
        width: 22,
        height: 22,
        'font-weight': 'bold',
        'font-size': 13.5,
        color: text,
        'text-opacity': 1,
        'min-zoomed-font-size': 3,
        'z-index': 5,
      },
    },
    {
      selector: '.collapsed',
      style: { width: 26, height: 26, 'border-width': 4, 'border-style': 'double', 'border-color': text },
    },
    { selector: '.dim', style: { opacity: 0.16 } },
    {
      selector: '.lit-before',
      style: {
        'underlay-color': p('before'),
        'underlay-opacity': 0.22,
        'underlay-padding': 4,
        'underlay-shape': 'ellipse',
      },
    },
    {
      selector: '.lit-after',
      style: {
        'underlay-color': p('after'),
        'underlay-opacity': 0.22,
        'underlay-padding': 4,
        'underlay-shape': 'ellipse',
      },
    },
    {
      selector: '.lit-path',
      style: {
        'underlay-color': p('accent'),
        'underlay-opacity': 0.25,
        'underlay-padding': 5,
        'text-opacity': 1,
        'font-weight': 'bold',
        'underlay-shape': 'ellipse',
      },
    },
    {
      selector: '.chosen, .lit-centre',
      style: {
        width: 20,
        height: 20,
        'border-width': 3,
        'border-style': 'solid',
        'border-color': p('accent'),
        'font-weight': 'bold',
        'text-opacity': 1,
        color: text,
        opacity: 1,
        'z-index': 9,
      },
    },
    {
      selector: 'edge',
      style: {
        width: 1.4,
        'curve-style': 'unbundled-bezier',
        'control-point-distances': '0',
        'control-point-weights': '0.5',
        'target-arrow-shape': 'triangle',
        'arrow-scale': 0.7,
        'line-opacity': 0.75,
        'overlay-opacity': 0,
        'z-index': 1,
      },
    },
  );
  for (const [light, colour] of Object.entries(LIGHT_COLOUR)) {
    sheet.push({
      selector: `.hot-${light}`,
      style: { 'line-color': p(colour), 'target-arrow-color': p(colour), width: light === 'path' ? 3 : 1.4 },
    });
  }
  return sheet as unknown as StylesheetJson;
}
