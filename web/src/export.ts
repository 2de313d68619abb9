/** Keeping what is shown: as a drawing, as an image, as data for programs. */
import type { BootEdge } from '../../src/graph/model.ts';
import { graphJson } from '../../src/report/json.ts';
import { download } from './dom.ts';
import type { Model } from './model.ts';
import type { Picture } from './picture.ts';

export function exportSvg(model: Model, drawing: SVGSVGElement): void {
  download(`${fileName(model)}.svg`, new Blob([svgText(drawing)], { type: 'image/svg+xml' }));
}

/** The same drawing as pixels, twice as fine as the screen as far as browsers allow. */
export async function exportPng(model: Model, drawing: SVGSVGElement): Promise<void> {
  const image = new Image();
  image.src = URL.createObjectURL(new Blob([svgText(drawing)], { type: 'image/svg+xml' }));
  await image.decode();
  URL.revokeObjectURL(image.src);
  const scale = Math.min(2, 12_000 / image.width, 12_000 / image.height, Math.sqrt(9e7 / (image.width * image.height)));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(image.width * scale);
  canvas.height = Math.round(image.height * scale);
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'));
  if (blob !== null) download(`${fileName(model)}.png`, blob);
}

/** The units that are shown and the dependencies among them, as `bootscope/graph@1`: it can be opened here again. */
export function exportJson(model: Model, picture: Picture): void {
  const { graph } = model.facts();
  const { unit, as } = picture.shown;
  const shown = (n: number): boolean => unit[n] === 1 || (n >= 0 && as[n] !== n && unit[as[n] as number] === 1);
  const nodes = new Map([...graph.nodes].filter(([id]) => shown(model.byId.get(id) ?? -1)));
  const edges = graph.edges.filter(
    (edge: BootEdge, e) => picture.shown.edge(e) && nodes.has(edge.from) && nodes.has(edge.to),
  );
  const json = JSON.stringify(graphJson({ ...graph, nodes, edges }), null, 1);
  download(`${fileName(model)}.graph.json`, new Blob([json], { type: 'application/json' }));
}

function svgText(drawing: SVGSVGElement): string {
  return new XMLSerializer().serializeToString(drawing);
}

/** A file name out of the root's, in letters that every system takes. */
function fileName(model: Model): string {
  const name = model.data.root.split('/').filter(Boolean).at(-1) ?? '';
  return `boot-${name.replace(/[^A-Za-z0-9._-]+/g, '-').slice(0, 60) || 'root'}`;
}
