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

test('the chain to a unit is seen whole: from a link, and when it is asked for, wherever the eye was', async () => {
  const [, path = ''] = pages.find(([name]) => name === 'modern-server') ?? [];
  for (const size of ['1280x800', '390x844']) {
    const [width = 0, height = 0] = size.split('x').map(Number);
    const { page, close } = await openPage(browser, path, {
      viewport: { width, height },
      hash: '#unit=multi-user.target&ask=longest',
    });
    const outside = () =>
      page.evaluate(() => {
        interface Lit {
          renderedPosition(): { readonly x: number; readonly y: number };
        }
        const { cy } = (
          document.getElementById('cy') as unknown as {
            _cyreg: {
              cy: { nodes(s: string): { map<T>(f: (one: Lit) => T): T[] }; width(): number; height(): number };
            };
          }
        )._cyreg;
        const strip = (document.querySelector('.strip') as HTMLElement).offsetHeight;
        const all = cy.nodes('.lit-path').map((one) => one.renderedPosition());
        return [
          all.length,
          all.filter(({ x, y }) => x < 0 || y < 0 || x > cy.width() || y > cy.height() - strip).length,
        ];
      });
    const [lit = 0, out] = await outside();
    expect(lit, size).toBeGreaterThan(8);
    expect(out, size).toBe(0);
    await page.getByRole('link', { name: 'Order', exact: true }).click();
    for (let k = 0; k < 4; k++) await page.keyboard.press('+');
    await page.getByRole('link', { name: 'Longest chain' }).click();
    expect(await outside(), `${size}, from near by`).toEqual([lit, 0]);
    await close();
  }
});

test('no full stop and no bracket begins or ends a line alone: what clings to a name goes with it', async () => {
  for (const [name, path] of pages) {
    const { page, close } = await openPage(browser, path, { viewport: { width: 390, height: 844 } });
    for (const hash of ['view=chain', 'view=cycles', 'unit=multi-user.target&ask=failed']) {
      await page.evaluate((to) => {
        location.hash = to;
      }, hash);
      await page.waitForTimeout(150);
      const alone = await page.locator('.answer').evaluateAll((lines) =>
        lines.flatMap((line) =>
          [...line.childNodes].flatMap((part) => {
            if (!(part instanceof Text)) return [];
            const [left, right] = [part.previousSibling, part.nextSibling].map(
              (one) => one instanceof HTMLAnchorElement,
            );
            return (left && /^[.,;:)]/.test(part.data)) || (right && /[([]$/.test(part.data)) ? [line.textContent] : [];
          }),
        ),
      );
      expect(alone, `${name} ${hash}`).toEqual([]);
    }
    await close();
  }
});

test('at twice its size on a small screen the picture is still a picture, and the story is one scroll away', async () => {
  const [, path = ''] = pages.find(([name]) => name === 'broken') ?? [];
  const { page, close } = await openPage(browser, path, {
    viewport: { width: 640, height: 400 },
    deviceScaleFactor: 2,
  });
  expect(await page.locator('#cy').evaluate((one) => one.clientHeight)).toBeGreaterThan(180);
  const title = await page.locator('#story').boundingBox();
  expect((title?.y ?? 999) + (title?.height ?? 0), 'its title looks in').toBeLessThan(400);
  await page.locator('#panel a', { hasText: '12 errors' }).scrollIntoViewIfNeeded();
  await page.locator('#panel a', { hasText: '12 errors' }).click();
  expect(await page.locator('#page h2').isVisible()).toBe(true);
  await close();
});

test('where the system chooses the colours, what is chosen and what is lit still differ from the rest', async () => {
  const [, path = ''] = pages.find(([name]) => name === 'broken') ?? [];
  const { page, close } = await openPage(browser, path, { forcedColors: 'active', hash: '#unit=ssh.service' });
  const ground = (selector: string) =>
    page.locator(selector).evaluateAll((all) => [...new Set(all.map((one) => getComputedStyle(one).backgroundColor))]);
  for (const [chosen, rest] of [
    ['nav a[aria-current]', 'nav a:not([aria-current])'],
    ['.segments a[aria-current]', '.segments a:not([aria-current])'],
  ] as const)
    expect(await ground(chosen), chosen).not.toEqual(await ground(rest));
  const dots = await ground('.legend .dot');
  expect(dots, 'before and after are told apart').toHaveLength(2);
  expect(await page.locator('.legend').evaluate((one) => getComputedStyle(one).backgroundColor)).not.toBe(dots[0]);
  await close();
});

test('on paper nothing is drawn across the words', async () => {
  const [, path = ''] = pages.find(([name]) => name === 'broken') ?? [];
  const { page, close } = await openPage(browser, path, { hash: '#unit=ssh.service' });
  await page.emulateMedia({ media: 'print' });
  const drawn = await page.evaluate(
    () => getComputedStyle(document.getElementById('stage') as Element, '::after').display,
  );
  expect(drawn).toBe('none');
  await close();
});

test('a path goes on in the next line behind a slash, not within a word', async () => {
  const [, path = ''] = pages.find(([name]) => name === 'ubuntu-16.04-compute') ?? [];
  const { page, close } = await openPage(browser, path, {
    viewport: { width: 390, height: 844 },
    hash: '#unit=cron.service',
  });
  // Where each line of the file to write begins.
  const lines = await page.locator('.change code').evaluate((code) => {
    const range = document.createRange();
    const starts: string[] = [];
    let top = Number.NEGATIVE_INFINITY;
    const walker = document.createTreeWalker(code, NodeFilter.SHOW_TEXT);
    let before = '';
    for (let text = walker.nextNode() as Text | null; text !== null; text = walker.nextNode() as Text | null)
      for (let k = 0; k < text.data.length; k++) {
        range.setStart(text, k);
        range.setEnd(text, k + 1);
        const at = range.getBoundingClientRect().top;
        if (at > top + 4) starts.push(before);
        top = at;
        before = text.data[k] as string;
      }
    return starts;
  });
  expect(lines.length, 'it is longer than a line').toBe(2);
  expect(lines[1]).toBe('/');
  expect(await page.locator('.change code').textContent()).toBe('/etc/systemd/system/cron.service.d/override.conf');
  await close();
});
