/** A page of text, tables and small drawings as one drawing: what stands on the screen, line for line, whole. */
import { svg } from './dom.ts';

const PAD = 16;
/** Of a clone nothing but what it looks like: the drawing must do without the style sheet. */
const LOOKS = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'opacity',
  'font-size',
  'font-weight',
  'font-family',
  'text-anchor',
] as const;

/** @param caption stands beneath: whose boot, which view, which day */
export function pageSvg(page: HTMLElement, caption: string): SVGSVGElement {
  const box = page.getBoundingClientRect();
  const at = { x: box.left - page.scrollLeft - PAD, y: box.top - page.scrollTop - PAD };
  const parts = [...page.children].flatMap((child) => drawn(child, at));
  const width = Math.ceil(Math.max(page.scrollWidth, ...extents(page, at, 'right'))) + PAD;
  const height = Math.ceil(Math.max(...extents(page, at, 'bottom'), 40)) + PAD;
  const style = getComputedStyle(document.body);
  return svg(
    'svg',
    { viewBox: `0 0 ${width} ${height + 30}`, width, height: height + 30, 'font-family': style.fontFamily },
    svg('title', {}, caption),
    svg('rect', { width, height: height + 30, fill: style.backgroundColor }),
    parts,
    svg('text', { x: PAD, y: height + 14, 'font-size': 12, fill: style.color, 'fill-opacity': 0.75 }, caption),
  );
}

type Point = { readonly x: number; readonly y: number };

function extents(page: Element, at: Point, side: 'right' | 'bottom'): number[] {
  return [...page.querySelectorAll(':scope > *, :scope > * > *, table')].map(
    (one) => one.getBoundingClientRect()[side] - (side === 'right' ? at.x : at.y),
  );
}

/** Iterative over the page's elements, in their order: boxes first, then what stands in them. */
function drawn(top: Element, at: Point): SVGElement[] {
  const parts: SVGElement[] = [];
  const walker = document.createTreeWalker(top, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) => {
    if (node instanceof SVGElement && node.parentNode instanceof SVGElement) return NodeFilter.FILTER_REJECT;
    if (!(node instanceof Element)) return NodeFilter.FILTER_ACCEPT;
    const hidden = node.matches('.sr, button.more, .chooser, [hidden]') || node.getClientRects().length === 0;
    return hidden ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT;
  });
  for (let node: Node | null = walker.currentNode; node !== null; node = walker.nextNode()) {
    if (node instanceof SVGSVGElement) parts.push(drawing(node, at));
    else if (node instanceof Element) parts.push(...boxOf(node, at));
    else if (node instanceof Text && !(node.parentNode instanceof SVGElement)) parts.push(...linesOf(node, at));
  }
  return parts;
}

function boxOf(element: Element, at: Point): SVGElement[] {
  const style = getComputedStyle(element);
  const rect = element.getBoundingClientRect();
  const filled = !/, 0\)$|transparent/.test(style.backgroundColor);
  const [x, y] = [rect.left - at.x, rect.top - at.y];
  const parts: SVGElement[] = [];
  const bordered = ['Top', 'Right', 'Bottom', 'Left'].every(
    (side) => Number.parseFloat(style[`border${side}Width` as 'borderTopWidth']) > 0,
  );
  if (filled || bordered)
    parts.push(
      svg('rect', {
        x: round(x),
        y: round(y),
        width: round(rect.width),
        height: round(rect.height),
        rx: Number.parseFloat(style.borderTopLeftRadius) || undefined,
        fill: filled ? style.backgroundColor : 'none',
        stroke: bordered ? style.borderTopColor : undefined,
      }),
    );
  if (bordered) return parts;
  const edge = (width: string, colour: string, x1: number, y1: number, x2: number, y2: number): void => {
    const thick = Number.parseFloat(width);
    if (thick > 0)
      parts.push(
        svg('line', {
          x1: round(x1),
          y1: round(y1),
          x2: round(x2),
          y2: round(y2),
          stroke: colour,
          'stroke-width': thick,
        }),
      );
  };
  edge(style.borderLeftWidth, style.borderLeftColor, x, y, x, y + rect.height);
  edge(style.borderBottomWidth, style.borderBottomColor, x, y + rect.height, x + rect.width, y + rect.height);
  return parts;
}

/** A text as the lines into which the browser broke it. */
function linesOf(node: Text, at: Point): SVGElement[] {
  const parent = node.parentElement;
  if (parent === null || node.data.trim() === '') return [];
  const style = getComputedStyle(parent);
  const size = Number.parseFloat(style.fontSize);
  const range = document.createRange();
  const lines: { text: string; left: number; bottom: number; height: number }[] = [];
  for (const { index, 0: word } of node.data.matchAll(/\S+\s*/g)) {
    range.setStart(node, index);
    range.setEnd(node, index + word.trimEnd().length);
    const rect = range.getClientRects()[0];
    if (rect === undefined || rect.width === 0) continue;
    const last = lines.at(-1);
    if (last !== undefined && Math.abs(last.bottom - rect.bottom) < 3) last.text += word;
    else lines.push({ text: word, left: rect.left, bottom: rect.bottom, height: rect.height });
  }
  return lines.map(({ text, left, bottom, height }) =>
    svg(
      'text',
      {
        x: round(left - at.x),
        y: round(bottom - at.y - (height - size) / 2 - size * 0.2),
        'font-size': size,
        'font-weight': style.fontWeight === '400' ? undefined : style.fontWeight,
        'font-family': /mono/i.test(style.fontFamily) ? style.fontFamily : undefined,
        fill: style.color,
        'text-decoration': style.textDecorationLine === 'line-through' ? 'line-through' : undefined,
      },
      text.trimEnd(),
    ),
  );
}

function drawing(from: SVGSVGElement, at: Point): SVGElement {
  const rect = from.getBoundingClientRect();
  const clone = from.cloneNode(true) as SVGSVGElement;
  const copies = [...clone.querySelectorAll('*')];
  [...from.querySelectorAll('*')].forEach((one, k) => {
    const style = getComputedStyle(one);
    for (const name of LOOKS) copies[k]?.setAttribute(name, style.getPropertyValue(name));
    copies[k]?.removeAttribute('class');
  });
  for (const [name, value] of [
    ['x', rect.left - at.x],
    ['y', rect.top - at.y],
    ['width', rect.width],
    ['height', rect.height],
  ] as const)
    clone.setAttribute(name, String(round(value)));
  for (const name of ['class', 'style', 'role', 'aria-hidden', 'aria-label']) clone.removeAttribute(name);
  return clone;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
