/** Elements from text, never from markup: nothing of a root is ever parsed as HTML. */

export type Child = Node | string | null | undefined | false;
type Attributes = Readonly<Record<string, string | boolean | EventListener | undefined>>;

/** An element; keys that begin with `on` are listeners, `true` is an empty attribute, `false` none. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly (Child | readonly Child[])[]
): HTMLElementTagNameMap[K] {
  return filled(document.createElement(tag), attributes, children);
}

const SVG = 'http://www.w3.org/2000/svg';

/** The same for drawings. */
export function svg<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string | number | undefined>> = {},
  ...children: readonly (Child | readonly Child[])[]
): SVGElementTagNameMap[K] {
  const texts = Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [name, value === undefined ? undefined : String(value)]),
  );
  return filled(document.createElementNS(SVG, tag), texts, children);
}

function filled<E extends Element>(
  element: E,
  attributes: Attributes,
  children: readonly (Child | readonly Child[])[],
): E {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, '');
    else if (typeof value === 'string') element.setAttribute(name, value);
  }
  for (const child of children.flat()) if (child) element.append(child);
  return element;
}

/** Text whose paths may go on in the next line behind a slash: broken within a word, its end would be read as a word of its own. */
export function breakable(text: string): Node[] {
  return text
    .split(/(?<=[^\s/]\/)(?=[^\s/])/)
    .flatMap((part, k) => [...(k === 0 ? [] : [h('wbr')]), document.createTextNode(part)]);
}

export function byId<T extends HTMLElement>(id: string): T {
  return document.getElementById(id) as T;
}

/** Gives the content to the user as a file, from memory. */
export function download(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = h('a', { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** A list that shows its first items and a button for the rest. */
export function capped<T>(
  items: readonly T[],
  most: number,
  make: (item: T) => Node,
  tag: 'ul' | 'div' = 'ul',
  name = '',
): HTMLElement {
  const list = h(tag, name === '' ? {} : { class: name }, items.slice(0, most).map(make));
  if (items.length <= most) return list;
  const rest = h('button', {
    class: 'more',
    type: 'button',
    onclick: () => {
      rest.remove();
      whole.dataset['whole'] = '';
      list.append(...items.slice(most).map(make));
    },
  });
  rest.textContent = `Show all ${items.length}`;
  const whole = h('div', { 'data-capped': true }, list, rest);
  return whole;
}
