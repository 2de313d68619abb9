/** What is shown as text: a Mermaid chart for a wiki, plain lines for a ticket; and how it comes to the clipboard. */
import { mermaidLabel } from '../../src/report/graph/mermaid.ts';
import { plain } from '../../src/report/style.ts';
import type { Caption } from './caption.ts';
import { h } from './dom.ts';
import { type Model, unit } from './model.ts';
import { inTime } from './order.ts';
import type { Picture } from './picture.ts';
import { proofLines, relation, show } from './words.ts';

/** Charts of more are unreadable, and Mermaid draws none of more than 500 lines. */
const MOST = 120;

/** A flowchart of the units that are lit, or of all that are shown, and of the lines between them, in the order of time. */
export function mermaidOf(model: Model, picture: Picture, caption: Caption): string {
  const lit = picture.lit.size > 0;
  const wanted = picture.units.filter((u) => picture.shown.unit[u.n] === 1 && (!lit || picture.lit.has(u.n)));
  const drawn = (picture.hot.size > 0 ? [...picture.hot.keys()] : [...picture.soft.keys(), ...picture.faint]).map((e) =>
    inTime(model, e).map((n) => picture.shown.as[n] as number),
  ) as [number, number][];
  const ends = new Set(picture.hot.size > 0 ? drawn.flat() : wanted.map(({ n }) => n));
  const some = wanted.filter(({ n }) => ends.has(n)).slice(0, MOST);
  const kept = new Set(some.map(({ n }) => n));
  const left = wanted.filter(({ n }) => ends.has(n)).length - some.length;
  return [
    '---',
    `title: ${mermaidLabel(caption.title)}`,
    '---',
    'flowchart LR',
    ...some.map((u) => `  n${u.n}["${mermaidLabel(u.label)}"]`),
    ...drawn.flatMap(([a, b]) => (a !== b && kept.has(a) && kept.has(b) ? [`  n${a} --> n${b}`] : [])),
    ...(left > 0 ? [`  %% ${left} more units are left out`] : []),
    `  %% ${show(caption.sentence, 400)}`,
  ].join('\n');
}

/** The picture in lines: its caption, the answer that stands beside it, and its waves, or what is lit of them. */
export function textOf(model: Model, picture: Picture, caption: Caption, answer: string): string {
  const lit = picture.lit.size > 0;
  const waves = new Map<number, string[]>();
  for (const u of picture.units) {
    if (picture.shown.unit[u.n] !== 1 || (lit && !picture.lit.has(u.n))) continue;
    waves.set(u.wave, [...(waves.get(u.wave) ?? []), u.type === 'group' ? u.label : show(u.id)]);
  }
  const lines = [...picture.hot.keys()].map((e) => {
    const [from, to] = [model.data.edges.from[e] as number, model.data.edges.to[e] as number];
    return [
      `${show(unit(model, from).id)} ${relation(model, e, false)} ${show(unit(model, to).id)}`,
      ...proofLines(model, e).map((line) => `    ${line}`),
    ].join('\n');
  });
  return [
    caption.title,
    caption.sentence,
    ...(answer === '' ? [] : ['', plain(answer)]),
    ...(lines.length === 0 || answer !== '' ? [] : ['', ...lines]),
    ...(answer !== ''
      ? []
      : [
          '',
          ...[...waves]
            .sort(([a], [b]) => a - b)
            .map(([wave, names]) => `${wave < 0 ? 'not started' : `wave ${wave}`}: ${names.join(' ')}`),
        ]),
    '',
  ].join('\n');
}

/** @param failed is told where the browser keeps the clipboard to itself: the text then stands on the page, chosen, to be copied by hand */
export async function copyText(text: string, failed: (box: HTMLElement) => void): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const box = h('textarea', { readonly: true, 'aria-label': 'Copy this text', rows: '12' });
    box.value = text;
    failed(box);
    box.select();
    return false;
  }
}
