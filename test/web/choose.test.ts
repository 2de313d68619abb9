/** Choosing a unit: the next picture shows the choice and the story's first lines, whatever else the answer takes. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serverRoot } from '../bench/view-roots.ts';
import { openPage, pageOf } from './boot-page.ts';
import { openBrowser } from './browser.ts';

let browser: Browser;
let path: string;
beforeAll(async () => {
  browser = await openBrowser();
  path = pageOf(serverRoot(320));
});
afterAll(() => browser.close());

/** Follows a link to a unit; @returns what the very next frame shows, and the same when the story is whole. */
function chosen(page: Page, unit: string) {
  return page.evaluate(async (id) => {
    interface Lit {
      filter(selector: string): { length: number };
    }
    const { cy } = (document.getElementById('cy') as unknown as { _cyreg: { cy: { nodes(): Lit } } })._cyreg;
    const panel = document.getElementById('panel') as HTMLElement;
    const link = document.createElement('a');
    link.href = `#unit=${id}`;
    document.body.append(link);
    const shown: { text: string; titles: (string | null)[]; tops: number[]; busy: boolean; lit: number }[] = [];
    for (const when of ['frame', 'whole']) {
      if (when === 'frame') {
        // Asked for before the click: nothing that the click has done later than its frame can come before it.
        const frame = new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
        link.click();
        await frame;
      } else while (panel.ariaBusy !== null) await new Promise((done) => setTimeout(done, 5));
      const parts = [...panel.querySelectorAll(':scope > div:last-child > *')];
      shown.push({
        text: panel.textContent ?? '',
        titles: parts.flatMap((part) => part.querySelector(':scope > h3')?.textContent?.replace(/ \(.*/, '') ?? []),
        tops: parts.map((part) => part.getBoundingClientRect().top),
        busy: panel.ariaBusy !== null,
        lit: cy.nodes().filter('.lit-before, .lit-after').length,
      });
    }
    link.remove();
    return shown as [(typeof shown)[number], (typeof shown)[number]];
  }, unit);
}

test('the frame after the click shows the choice and the first lines; the rest comes beneath them and moves nothing', async () => {
  const { page, problems, close } = await openPage(browser, path);
  // A milestone, and a unit that leaves its group for it.
  for (const unit of ['basic.target', 'app-0170.service']) {
    const [frame, whole] = await chosen(page, unit);
    expect(frame.text).toContain(`${unit}`);
    expect(frame.text).toMatch(/started.*wave \d.*To change it/);
    expect(frame.lit).toBeGreaterThan(5);
    expect(frame.busy).toBe(true);
    expect(whole.text).toMatch(/Why it is in the boot.*because.*Waits for.*Dependencies/);
    expect(whole.titles.slice(0, frame.titles.length)).toEqual(frame.titles);
    expect(whole.titles.filter((title) => title !== 'Findings').slice(0, 5)).toEqual([
      'Why it is in the boot',
      'Waits for',
      'Waited for by',
      'In parallel, in the same wave',
      'Dependencies',
    ]);
    expect(whole.tops.slice(0, frame.tops.length)).toEqual(frame.tops);
    expect(whole.lit).toBe(frame.lit);
  }
  expect(problems).toEqual([]);
  await close();
});

test('who chooses quickly one unit after the other gets the last one’s story and nothing of the others', async () => {
  const { page, problems, close } = await openPage(browser, path);
  await page.evaluate(() => {
    for (const unit of ['basic.target', 'sysinit.target', 'app-0170.service']) {
      const link = document.createElement('a');
      link.href = `#unit=${unit}`;
      document.body.append(link);
      link.click();
    }
  });
  await page.locator('#panel:not([aria-busy])').waitFor();
  await page.waitForTimeout(100);
  expect(await page.locator('#story').textContent()).toBe('app-0170.service');
  expect(await page.locator('#panel h3', { hasText: 'Waits for' }).count()).toBe(1);
  expect(problems).toEqual([]);
  await close();
});

test('on paper a story is whole, however soon it is printed', async () => {
  const { page, close } = await openPage(browser, path);
  const text = await page.evaluate(() => {
    const link = document.createElement('a');
    link.href = '#unit=basic.target';
    document.body.append(link);
    link.click();
    dispatchEvent(new Event('beforeprint'));
    return document.getElementById('panel')?.textContent ?? '';
  });
  expect(text).toMatch(/Why it is in the boot.*because.*Waits for.*Dependencies/);
  await close();
});
