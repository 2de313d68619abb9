/** Each view of each sample root: drawn, without an error or a request, and open to those who cannot see the picture. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openFolder } from '../../src/open.ts';
import { readTimings } from '../../src/recorded/read-timings.ts';
import { viewOfRoot } from '../../src/view/of-root.ts';
import { renderViewPage } from '../../src/view/page.ts';
import { EMPTY_PAGE, openPage, openSample, pageOf, SAMPLES, sampleRoot, written } from './boot-page.ts';
import { openBrowser } from './browser.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const VIEWS: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  waves: async (page) => {
    expect(await drawnUnits(page)).toBeGreaterThan(20);
    expect(await page.locator('.legend button').count()).toBeGreaterThan(2);
  },
  chain: async (page) => expect(await page.locator('#page').textContent()).toMatch(/ → /),
  why: async (page) => expect(await page.locator('#why-a').isVisible()).toBe(true),
  cycles: async (page) => expect(await page.locator('#page h2').textContent()).toMatch(/^Ordering cycles \(\d\)$/),
  findings: async (page) => expect(await page.locator('#page h2').textContent()).toMatch(/^Findings \(\d+\)$/),
  table: async (page) => expect(await page.locator('tbody tr').count()).toBeGreaterThan(20),
  diff: async (page) =>
    expect(await page.locator('#panel').textContent()).toMatch(/Drop the graph\.json.*bootscope -r ROOT graph --json/),
};

function drawnUnits(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      (document.getElementById('cy') as unknown as { _cyreg: { cy: { nodes(): unknown[] } } })._cyreg.cy.nodes().length,
  );
}

/** What axe-core calls serious or critical. */
async function barriers(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { violations } = await (
      globalThis as unknown as {
        axe: {
          run(
            where: Document,
            how: unknown,
          ): Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }>;
        };
      }
    ).axe.run(document, { resultTypes: ['violations'] });
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
  });
}

describe.each(SAMPLES)('%s', (root) => {
  let path: string;
  beforeAll(() => {
    path = pageOf(sampleRoot(root));
  });

  test('shows every view without an error or a request', async () => {
    const { page, problems, close } = await openPage(browser, path);
    for (const [view, check] of Object.entries(VIEWS)) {
      await page.locator('nav[aria-label=Views] a', { hasText: new RegExp(view, 'i') }).click();
      await check(page);
    }
    expect(problems).toEqual([]);
    await close();
  });

  test('fits a telephone', async () => {
    const { page, problems, close } = await openPage(browser, path, {
      viewport: { width: 390, height: 844 },
    });
    await page.locator('#cy').focus();
    await page.keyboard.press('ArrowLeft');
    await page.locator('#panel').waitFor();
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(wide).toBeLessThanOrEqual(390);
    expect(await page.locator('#panel').boundingBox()).toMatchObject({ x: 0, width: 390 });
    expect(problems).toEqual([]);
    await close();
  });
});

test.each(['light', 'dark'] as const)('axe-core finds no barrier in any view, %s', async (colorScheme) => {
  const { page, close } = await openPage(browser, pageOf(sampleRoot('broken')), { colorScheme });
  for (const view of [...Object.keys(VIEWS), 'waves&unit=ring-a.service&drawer=1']) {
    await page.evaluate((hash) => {
      location.hash = hash;
    }, `view=${view}`);
    await page.waitForTimeout(20);
    expect(await barriers(page), view).toEqual([]);
  }
  await close();
});

test.each(['ubuntu-16.04-compute', 'modern-server'])(
  'the chain of %s goes on from sysinit to its target, as the waves do, with a sentence for each step',
  async (root) => {
    const { page, close } = await openPage(browser, pageOf(sampleRoot(root)), { hash: '#view=chain' });
    const steps = await page.locator('.spine > li h3 .unit').allTextContents();
    const known = ['sysinit.target', 'basic.target', 'multi-user.target', 'graphical.target'];
    expect(steps.filter((step) => known.includes(step))).toEqual(known.filter((step) => steps.includes(step)));
    expect(steps).toEqual(expect.arrayContaining(known.slice(0, -1)));
    expect(await page.locator('.spine').textContent()).toMatch(/basic\.targetwave \d+The groundwork is done/);
    await close();
  },
);

test('an Upstart root shows its boot as events, and what rc starts after them', async () => {
  const { page, close } = await openPage(browser, pageOf(sampleRoot('ubuntu-14.04-controller')));
  expect(await page.locator('.legend').textContent()).toMatch(/event.*init script.*Upstart job/);
  await page.keyboard.press('2');
  expect(await page.locator('#page').textContent()).toContain('startup → ');
  await close();
});

test('the broken root shows its cycles as rings, each edge with its line', async () => {
  const { page, close } = await openPage(browser, pageOf(sampleRoot('broken')), { hash: '#view=cycles' });
  expect(await page.locator('.cycle').count()).toBeGreaterThan(1);
  const ring = page.locator('.cycle', { hasText: 'ring-a' }).first();
  expect(await ring.locator('svg .arc').count()).toBe(3);
  expect(await ring.locator('.dependencies').textContent()).toMatch(/\/etc\/systemd\/system\/ring-\w\.service:\d+/);
  expect(await ring.locator('.advice').textContent()).toMatch(/loses its job.*To mend it/);
  await close();
});

test('recorded times are drawn as a timeline, a bar a unit, and only where there are any', async () => {
  const times = [
    { name: 'basic.target', activating: 1_000_000, activated: 1_200_000 },
    { name: 'gone-<b>.service', activating: 2_000_000, activated: 4_000_000 },
  ];
  const timings = readTimings([Buffer.from(JSON.stringify(times))]);
  if (typeof timings === 'string') throw new Error(timings);
  const data = viewOfRoot(openFolder(sampleRoot('broken')), timings);
  const path = written('timed.html', renderViewPage(readFileSync(EMPTY_PAGE, 'utf8'), data));
  const { page, problems, close } = await openPage(browser, path, { hash: '#view=timeline' });
  const rows = page.locator('.timeline tbody tr');
  expect(await rows.allTextContents()).toEqual(['basic.target1s200msno', 'gone-<b>.service2s2snothing waits for it']);
  expect(await page.locator('.page > p').nth(1).textContent()).toMatch(
    /^basic\.target was reached at 1\.200s\. That rests on 1 start/,
  );
  expect(await rows.nth(0).getAttribute('class'), 'the chain is lit').toBe('rests');
  expect(await rows.nth(1).locator('rect').getAttribute('x')).toBe('500');
  expect(await page.locator('.timeline .tick-name').allTextContents()).toEqual(['0', '1s', '2s', '3s', '4s']);
  // What the boot waits for as a whole stands above the axis, at the moment when it was reached.
  expect(await page.locator('.timeline .milestone-name').allTextContents()).toEqual(['basic.target']);
  const [icon, name] = await Promise.all([
    rows.first().locator('th svg').boundingBox(),
    rows.first().locator('th .unit span').first().boundingBox(),
  ]);
  expect(icon?.width, 'the icon is one').toBeLessThan(20);
  expect(name?.x, 'and stands beside the name').toBeGreaterThan((icon?.x ?? 1e9) + 8);
  expect((await rows.first().boundingBox())?.height, 'a row is one line').toBeLessThan(24);
  expect(await page.locator('nav a', { hasText: 'Timeline' }).count()).toBe(1);
  expect(problems).toEqual([]);
  await close();
  const without = await openSample(browser, 'broken');
  expect(await without.page.locator('nav a', { hasText: 'Timeline' }).count()).toBe(0);
  await without.close();
});
