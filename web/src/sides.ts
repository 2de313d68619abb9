/** One unit's effective lines in two boots beside each other, equal lines level with each other. */
import type { Setting } from '../../src/graph/model.ts';
import { place } from '../../src/report/words.ts';
import { nodeOfView } from '../../src/view/graph.ts';
import { h } from './dom.ts';
import type { Model } from './model.ts';
import { show } from './words.ts';

/** Above so many lines a side they are not put level: the table would be the longest of all. */
const MOST = 600;

export function sidesButton(before: Model, after: Model, id: string): HTMLElement {
  return h('button', { type: 'button', class: 'more', onclick: () => open(before, after, id) }, 'Side by side');
}

function open(before: Model, after: Model, id: string): void {
  const dialog = h(
    'dialog',
    { class: 'sides', 'aria-label': `${show(id)} before and after` },
    h(
      'div',
      { class: 'bar' },
      h('h2', {}, show(id)),
      h('button', { type: 'button', class: 'icon', 'aria-label': 'Close', onclick: () => dialog.close() }, '×'),
    ),
    table(linesOf(before, id), linesOf(after, id)),
  );
  const from = document.activeElement;
  dialog.addEventListener('close', () => {
    dialog.remove();
    if (from instanceof HTMLElement) from.focus();
  });
  document.getElementById('app')?.append(dialog);
  dialog.showModal();
}

interface Line {
  readonly text: string;
  readonly at: string;
}

function linesOf(model: Model, id: string): Line[] {
  const n = model.byId.get(id);
  if (n === undefined || n >= model.data.nodes.id.length) return [];
  return nodeOfView(model.data, n)
    .settings.filter((s: Setting) => s.overridden !== true)
    .map((s) => ({ text: `[${s.section}] ${s.key}=${s.value}`, at: place(s) }));
}

function table(before: readonly Line[], after: readonly Line[]): HTMLElement {
  const cell = (line: Line | undefined, kind: string): HTMLElement =>
    h(
      'td',
      { class: line === undefined ? 'gap' : kind },
      line === undefined ? '' : h('code', {}, show(line.text, 2000)),
      line !== undefined && h('span', { class: 'proof' }, show(line.at, 600)),
    );
  return h(
    'table',
    {},
    h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'Before'), h('th', { scope: 'col' }, 'After'))),
    h(
      'tbody',
      {},
      level(before, after).map(([a, b]) => {
        const same = a !== undefined && b !== undefined;
        return h('tr', {}, cell(a, same ? '' : 'minus'), cell(b, same ? '' : 'plus'));
      }),
    ),
  );
}

/** Pairs of equal lines by the longest common subsequence; what only one side has stands alone. */
export function level<T extends { readonly text: string }>(
  before: readonly T[],
  after: readonly T[],
): (readonly [T | undefined, T | undefined])[] {
  const [a, b] = [before.slice(0, MOST), after.slice(0, MOST)];
  const width = b.length + 1;
  const length = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      length[i * width + j] =
        a[i]?.text === b[j]?.text
          ? (length[(i + 1) * width + j + 1] as number) + 1
          : Math.max(length[(i + 1) * width + j] as number, length[i * width + j + 1] as number);
  const pairs: (readonly [T | undefined, T | undefined])[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i]?.text === b[j]?.text) pairs.push([a[i++], b[j++]]);
    else if (
      j >= b.length ||
      (i < a.length && (length[(i + 1) * width + j] as number) >= (length[i * width + j + 1] as number))
    )
      pairs.push([a[i++], undefined]);
    else pairs.push([undefined, b[j++]]);
  }
  return pairs;
}
