/** What a part of the page keeps when it is made anew: the reader's focus, and what the reader has opened. */

/** Makes the content of `part` anew; `same`: it tells of the same unit or list as before, so what was opened opens again. */
export function remake(part: HTMLElement, same: boolean, make: () => void): void {
  const opened = same ? openedIn(part) : [];
  const active = document.activeElement instanceof Element && part.contains(document.activeElement);
  const key = active && same ? nameOf(document.activeElement as Element) : '';
  make();
  for (const one of opened) reopen(part, one);
  if (key !== '') find(part, 'a, button, input, summary, [tabindex]', key)?.focus();
}

/** The keyboard's place must never be the page's empty body: the first of these that can take it does (WCAG 2.4.3). */
export function rescueFocus(...places: readonly (HTMLElement | null)[]): void {
  const at = document.activeElement;
  if (at !== null && at !== document.body && at.getClientRects().length > 0) return;
  places.find((place) => place !== null && place.getClientRects().length > 0)?.focus();
}

interface Opened {
  readonly kind: 'details' | 'more';
  readonly key: string;
  readonly open: boolean;
}

function openedIn(part: Element): Opened[] {
  return [
    ...[...part.querySelectorAll('details')].map((one) => ({
      kind: 'details' as const,
      key: nameOf(one.querySelector('summary') ?? one),
      open: one.open,
    })),
    ...[...part.querySelectorAll('[data-whole]')].map((one) => ({
      kind: 'more' as const,
      key: placeOf(one),
      open: true,
    })),
  ];
}

function reopen(part: Element, { kind, key, open }: Opened): void {
  if (kind === 'details') {
    const found = [...part.querySelectorAll('details')].find(
      (one) => nameOf(one.querySelector('summary') ?? one) === key,
    );
    if (found === undefined || found.open === open) return;
    found.open = open;
    // The browser tells of it a moment later; what was open is filled at once, or the page would jump.
    found.dispatchEvent(new Event('toggle'));
    return;
  }
  const list = [...part.querySelectorAll('[data-capped]')].find((one) => placeOf(one) === key);
  list?.querySelector<HTMLElement>(':scope > button.more')?.click();
}

function find(part: Element, selector: string, key: string): HTMLElement | undefined {
  return [...part.querySelectorAll<HTMLElement>(selector)].find((one) => nameOf(one) === key);
}

/** What an element is to the reader: its place and its words, less the numbers and arrows that change. */
function nameOf(element: Element): string {
  const words = `${element.getAttribute('aria-label') ?? ''}${element.textContent ?? ''}`
    .replace(/[\d↑↓]+/g, '')
    .trim();
  return `${element.tagName} ${placeOf(element)} ${words}`;
}

/** The titles above an element. */
function placeOf(element: Element): string {
  const titles: string[] = [];
  for (let at: Element | null = element; at !== null && at.id !== 'app'; at = at.parentElement) {
    let before = at.previousElementSibling;
    while (before !== null && !/^(H[1-6]|SUMMARY)$/.test(before.tagName)) before = before.previousElementSibling;
    if (before !== null) titles.push((before.textContent ?? '').replace(/\d+/g, ''));
  }
  return titles.join(' < ');
}
