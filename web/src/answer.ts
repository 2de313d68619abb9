/** An answer of the terminal's as elements: its lines and emphases, with units as links. */
import { MARK_END, MARKS } from '../../src/report/style.ts';
import { visibleText } from '../../src/view/text.ts';
import { breakable, h } from './dom.ts';
import type { Model } from './model.ts';
import { hrefOf } from './state.ts';

export function answerLines(model: Model, text: string): HTMLElement[] {
  const blocks: HTMLElement[] = [];
  for (const line of text.split('\n')) {
    const words = line.trimStart();
    if (words === '') continue;
    const indent = Math.min(3, Math.ceil((line.length - words.length) / 2));
    blocks.push(h('p', { class: `answer indent-${indent}` }, glued(lineParts(model, words))));
  }
  return blocks;
}

const BEFORE = /[^\s]+$/;
const BEHIND = /^[^\s]+/;

/** A name goes to the next line whole: what clings to it, brackets and full stops, goes with it and never begins or ends a line alone. */
function glued(parts: readonly Node[]): Node[] {
  const line: Node[] = [];
  for (let k = 0; k < parts.length; k++) {
    const part = parts[k] as Node;
    if (part instanceof Text || /\s/.test(part.textContent ?? '')) {
      line.push(part);
      continue;
    }
    const last = line.at(-1);
    const before = last instanceof Text ? (BEFORE.exec(last.data)?.[0] ?? '') : '';
    const next = parts[k + 1];
    const behind = next instanceof Text ? (BEHIND.exec(next.data)?.[0] ?? '') : '';
    if (before.length + behind.length === 0) {
      line.push(part);
      continue;
    }
    if (last instanceof Text) last.data = last.data.slice(0, last.data.length - before.length);
    if (next instanceof Text) next.data = next.data.slice(behind.length);
    line.push(h('span', { class: 'clinging' }, before, part, behind));
  }
  return line;
}

const MARK = /([\ufdd0-\ufdef])/;

function lineParts(model: Model, line: string): Node[] {
  let emphasis = '';
  return line.split(MARK).flatMap((part) => {
    if (part === '') return [];
    if (part === MARK_END) emphasis = '';
    else if (MARKS.has(part)) emphasis = MARKS.get(part) as string;
    else if (!MARK.test(part)) {
      const words = linked(model, part);
      return emphasis === '' ? words : [h('span', { class: `em-${emphasis}` }, words)];
    }
    return [];
  });
}

/** Words that are the name of a unit become links; what surrounds them stays. */
function linked(model: Model, text: string): Node[] {
  const parts: (string | Node)[] = [];
  for (const word of text.split(/(\s+)/)) {
    const name = word.replace(/^[("]+|[,.;:)"]+$/g, '');
    const n = name === '' ? undefined : (model.byId.get(word) ?? model.byId.get(name));
    if (n === undefined || !/[.:]/.test(name)) {
      parts.push(visibleText(word, 400));
      continue;
    }
    const at = word.indexOf(name);
    parts.push(visibleText(word.slice(0, at)), h('a', { href: hrefOf({ unit: name }) }, visibleText(name, 160)));
    parts.push(visibleText(word.slice(at + name.length)));
  }
  const joined: Node[] = [];
  let run = '';
  for (const part of parts) {
    if (typeof part === 'string') run += part;
    else {
      joined.push(...breakable(run), part);
      run = '';
    }
  }
  return run === '' ? joined : [...joined, ...breakable(run)];
}
