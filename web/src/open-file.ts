/** Opening a graph that someone drops on the page or chooses: the page computes of it what the command would have. */

import { VIEW_FORMAT, type ViewData, type ViewInput } from '../../src/view/format.ts';
import { viewOfGraph } from '../../src/view/of-graph.ts';
import { fileStartsFromJson, graphFromJson } from '../../src/view/read.ts';
import { h } from './dom.ts';

/** The command that writes what can be opened here. */
export const MAKE_GRAPH = 'bootscope -r ROOT graph --json > graph.json';

/** @throws Error in words for people where a file is no graph */
export async function readFiles(files: readonly File[]): Promise<ViewInput> {
  const read = await Promise.all(files.slice(0, 2).map(readFile));
  const [first, second] = read;
  if (first === undefined) throw new Error('No file was given.');
  return second === undefined ? first : [first, second];
}

async function readFile(file: File): Promise<ViewData> {
  let json: { readonly format?: unknown };
  try {
    json = JSON.parse(await file.text()) as { format?: unknown };
  } catch {
    throw new Error(`${file.name} is not JSON. Make one with: ${MAKE_GRAPH}`);
  }
  if (json?.format === VIEW_FORMAT) return json as unknown as ViewData;
  try {
    return viewOfGraph(graphFromJson(json), fileStartsFromJson(json));
  } catch (error) {
    throw new Error(`${file.name}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** A button that opens the browser's file dialog, and the words beside it. */
export function fileChooser(words: string, many: 'one' | 'two', chosen: (files: readonly File[]) => void): HTMLElement {
  const input = h('input', {
    type: 'file',
    accept: '.json,application/json',
    multiple: many === 'two',
    onchange: () => chosen([...(input.files ?? [])]),
  });
  return h('label', { class: 'button chooser' }, words, input);
}

/** Files dropped anywhere on the page. */
export function onDrop(dropped: (files: readonly File[]) => void): void {
  const over =
    (on: boolean) =>
    (event: DragEvent): void => {
      event.preventDefault();
      document.body.classList.toggle('dropping', on);
    };
  addEventListener('dragover', over(true));
  addEventListener('dragleave', over(false));
  addEventListener('drop', (event) => {
    over(false)(event);
    const files = [...(event.dataTransfer?.files ?? [])];
    if (files.length > 0) dropped(files);
  });
}
