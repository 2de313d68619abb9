/** What the first look has to be: names that can be read, none over another, nothing cut, nothing beneath something else. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serverRoot } from '../bench/view-roots.ts';
import { openPage, pageOf, SAMPLES, sampleRoot } from './boot-page.ts';
import { openBrowser } from './browser.ts';

let browser: Browser;
let pages: readonly (readonly [name: string, path: string])[];
beforeAll(async () => {
  browser = await openBrowser();
  pages = [
    ...SAMPLES.map((name) => [name, pageOf(sampleRoot(name))] as const),
    ...[1, 320].map((size) => [`${size} generated`, pageOf(serverRoot(size))] as const),
  ];
});
afterAll(() => browser.close());

/** What readers have most, and what some have: there a name in twenty-five may wait until the eye comes nearer. */
const USUAL = ['1280x800', '1366x768', '1920x1080', '390x844'] as const;
const OTHER = ['1024x768', '360x740', '2560x1440'] as const;

interface Box {
  readonly x1: number;
  readonly x2: number;
  readonly y1: number;
  readonly y2: number;
}
interface Node {
  data(key: string): unknown;
  hasClass(name: string): boolean;
  style(key: string): string;
  boundingBox(which: object): Box;
}
interface Cy {
  zoom(): number;
  nodes(): { map<T>(f: (node: Node) => T): T[] };
}

/** The names that stand in the picture, each with the box of its letters and of its icon as cytoscape measures them. */
function namesIn(page: Page) {
  return page.evaluate(() => {
    const { cy } = (document.getElementById('cy') as unknown as { _cyreg: { cy: Cy } })._cyreg;
    const letters = { includeNodes: false, includeEdges: false, includeLabels: true, includeOverlays: false };
    const icons = { includeNodes: true, includeEdges: false, includeLabels: false, includeOverlays: false };
    return cy.nodes().map((node) => ({
      id: String(node.data('label')),
      label: node.style('label') === '' ? '' : String(node.data('label')),
      must: node.data('must') === true,
      pixels: Number.parseFloat(node.style('font-size')) * cy.zoom(),
      letters: node.boundingBox(letters),
      icon: node.boundingBox(icons),
      zoom: cy.zoom(),
    }));
  });
}

/** To a box cytoscape adds this on each side: of a name its outline, and what it takes for errors of its own. */
const ADDED = 4;
/** By how many pixels of the screen they cover each other, in the direction in which it is less. */
const over = (a: Box, b: Box, zoom: number): number =>
  zoom * (Math.min(a.x2 - b.x1, b.x2 - a.x1, a.y2 - b.y1, b.y2 - a.y1) - 2 * ADDED);

test('in the first picture no name covers another or an icon, each can be read, and what the reader came for has one, on every screen', async () => {
  const faults: string[] = [];
  for (const [k, [name, path]] of pages.entries())
    for (const screen of [...USUAL, ...(k % 3 === 0 ? OTHER : [])]) {
      const [width = 0, height = 0] = screen.split('x').map(Number);
      const where = `${name} at ${screen}`;
      const { page, problems, close } = await openPage(browser, path, { viewport: { width, height } });
      const all = await namesIn(page);
      const named = all.filter(({ label }) => label !== '');
      expect(Math.min(...named.map(({ pixels }) => pixels)), where).toBeGreaterThan(8.5);
      const covered = named.flatMap((one, k) => [
        ...named
          .slice(k + 1)
          .flatMap((two) => (over(one.letters, two.letters, one.zoom) > 1 ? [`${one.label} / ${two.label}`] : [])),
        ...all.flatMap((two) =>
          two !== one && over(one.letters, two.icon, one.zoom) > 1 ? [`${one.label} > ${two.label}`] : [],
        ),
      ]);
      faults.push(...covered.map((one) => `${where}: ${one}`));
      const without = all.filter(({ must, label }) => must && label === '');
      const few = all.filter(({ must }) => must).length * 0.04;
      if (USUAL.some((one) => one === screen) || without.length > few)
        faults.push(...without.map(({ id }) => `${where}: ${id} is not named`));
      expect(problems).toEqual([]);
      await close();
    }
  expect(faults).toEqual([]);
}, 180_000);

test('on a telephone every control can be pressed, no text is cut without telling it all, and the page itself does not scroll aside', async () => {
  const [, path = ''] = pages[0] ?? [];
  for (const [width, height] of [
    [390, 844],
    [360, 740],
  ] as const)
    for (const view of ['waves', 'chain', 'why', 'cycles', 'findings', 'table', 'diff']) {
      const { page, close } = await openPage(browser, path, { viewport: { width, height }, hash: `#view=${view}` });
      const faults = await page.evaluate(() => {
        const found: string[] = [];
        for (const one of document.querySelectorAll<HTMLElement>(
          'header :not(.items) > button, header summary, .zoom button, #panel .close',
        )) {
          const { left, top, width: w, height: h, bottom } = one.getBoundingClientRect();
          if (w === 0 || bottom > innerHeight) continue;
          const hit = document.elementFromPoint(left + w / 2, top + h / 2);
          if (hit === null || !(one.contains(hit) || hit.contains(one)))
            found.push(`beneath: ${one.outerHTML.slice(0, 90)}`);
        }
        for (const one of document.querySelectorAll<HTMLElement>('#app *')) {
          const style = getComputedStyle(one);
          if (one.clientWidth === 0 || one.scrollWidth <= one.clientWidth + 1 || one.matches('.sr, .chooser input'))
            continue;
          if (
            style.overflowX === 'hidden' &&
            one.textContent !== '' &&
            !one.closest('[title]') &&
            !one.querySelector('[title]') &&
            one.id !== 'stage'
          )
            found.push(`cut: ${one.outerHTML.slice(0, 120)}`);
        }
        if (document.documentElement.scrollWidth > innerWidth) found.push('scrolls aside');
        return found;
      });
      expect(faults, `${view} at ${width}x${height}`).toEqual([]);
      await close();
    }
}, 120_000);
