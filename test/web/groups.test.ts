/** A large boot is read by its groups, opened and closed where they stand, and by the strip that shows the whole of it. */
import { rmSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serverRoot } from '../bench/view-roots.ts';
import { openPage, openSample, pageOf } from './boot-page.ts';
import { openBrowser } from './browser.ts';

let browser: Browser;
let path: string;
beforeAll(async () => {
  browser = await openBrowser();
  const root = serverRoot(320);
  path = pageOf(root);
  rmSync(root, { recursive: true });
});
afterAll(() => browser.close());

interface Drawn {
  readonly label: string;
  readonly group: boolean;
  readonly x: number;
  readonly y: number;
}
function drawn(page: Page): Promise<Drawn[]> {
  return page.evaluate(() => {
    interface Node {
      data(key: string): string;
      hasClass(name: string): boolean;
      renderedPosition(): { x: number; y: number };
    }
    const host = document.getElementById('cy') as unknown as HTMLElement & {
      _cyreg: { cy: { nodes(): { map<T>(f: (node: Node) => T): T[] } } };
    };
    const { left, top } = host.getBoundingClientRect();
    return host._cyreg.cy.nodes().map((node) => ({
      label: node.data('label'),
      group: node.hasClass('kind-group'),
      x: left + node.renderedPosition().x,
      y: top + node.renderedPosition().y,
    }));
  });
}
const sizeOf = ({ label }: Drawn): number => Number(/· (\d+)/.exec(label)?.[1] ?? 0);

test('a boot of 320 units begins with groups that hold each unit once, opened and closed in place', async () => {
  const { page, problems, close } = await openPage(browser, path);
  const first = await drawn(page);
  const started = Number(/(\d+) started/.exec((await page.locator('.brand').textContent()) ?? '')?.[1]);
  expect(started).toBeGreaterThan(300);
  expect(first.length).toBeLessThan(120);
  const groups = first.filter(({ group }) => group);
  const dropped = first.filter(({ label }) => label === 'redis-server').length;
  expect(first.length - groups.length - dropped + groups.reduce((sum, one) => sum + sizeOf(one), 0)).toBe(started);
  for (const step of ['sysinit.target', 'basic.target', 'multi-user.target'])
    expect(
      first.some(({ label }) => label === step),
      step,
    ).toBe(true);

  // The table is the picture as text, and a text has no groups: each unit is a row.
  await page.keyboard.press('6');
  expect(await page.locator('caption').textContent()).toMatch(new RegExp(`^${started + dropped} of \\d+ units`));
  const rows = page.locator('#page tbody tr');
  expect(await rows.count(), 'of many the first').toBeLessThan(started);
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  expect(await rows.count(), 'on paper all of them').toBe(started + dropped);
  await page.evaluate(() => dispatchEvent(new Event('afterprint')));
  await page.keyboard.press('1');

  const [one] = groups.filter(({ label }) => label.startsWith('app*'));
  await page.mouse.click(one?.x ?? 0, one?.y ?? 0);
  expect(await page.locator('#story').textContent()).toBe('app*');
  expect(await page.locator('#panel').textContent()).toContain(`Its units (${sizeOf(one as Drawn)})`);
  await page.getByRole('link', { name: 'Open it in the picture' }).click();
  expect((await drawn(page)).length).toBe(first.length - 1 + sizeOf(one as Drawn));
  await page.getByRole('button', { name: /a group opened: close/ }).click();
  expect((await drawn(page)).length).toBe(first.length);

  // A unit that is asked about stands for itself; its group has one less.
  await page.evaluate(() => {
    location.hash = 'unit=app-0100.service';
  });
  await expect.poll(async () => (await drawn(page)).some(({ label }) => label === 'app-0100')).toBe(true);
  expect((await drawn(page)).reduce((sum, each) => sum + sizeOf(each), 0)).toBe(
    groups.reduce((sum, each) => sum + sizeOf(each), 0) - 1,
  );
  for (const by of ['slice', 'target', 'off']) {
    await page.evaluate((how) => {
      location.hash = `group=${how}`;
    }, by);
    await expect.poll(async () => (await drawn(page)).filter(({ group }) => group).length > 0).toBe(by !== 'off');
  }
  expect((await drawn(page)).length - dropped).toBe(started);
  expect(problems).toEqual([]);
  await close();
});

test('a small boot is not grouped until the reader asks for it', async () => {
  const { page, close } = await openSample(browser, 'modern-server');
  expect((await drawn(page)).some(({ group }) => group)).toBe(false);
  await page.keyboard.press('f');
  await page.getByLabel('Group the picture').selectOption('slice');
  expect((await drawn(page)).some(({ group }) => group)).toBe(true);
  await close();
});

test('the strip appears with what lies outside, moves the picture, and the address opens the same part on another screen', async () => {
  const { page, problems, close } = await openPage(browser, path);
  const strip = page.locator('.strip');
  expect(await strip.isVisible(), 'all is seen').toBe(false);
  for (let k = 0; k < 5; k++) await page.keyboard.press('+');
  // What follows a key or a click is drawn in the next frame.
  await expect.poll(() => strip.isVisible()).toBe(true);
  const box = await strip.boundingBox();
  await page.mouse.click((box?.x ?? 0) + (box?.width ?? 0) - 8, (box?.y ?? 0) + 20);
  const endAt = async (): Promise<number> =>
    (await drawn(page)).find(({ label }) => label === 'multi-user.target')?.x ?? -1;
  await expect.poll(endAt).toBeLessThan(880);
  expect(await endAt()).toBeGreaterThan(0);
  await expect
    .poll(() => page.evaluate(() => new URLSearchParams(location.hash.slice(1)).get('at') ?? ''))
    .toMatch(/^(-?\d+,){3}-?\d+$/);
  const hash = await page.evaluate(() => location.hash);
  const inSight = (await drawn(page))
    .filter(({ x, y }) => x > 20 && x < 860 && y > 60 && y < 780)
    .map(({ label }) => label);
  expect(inSight.length).toBeGreaterThan(2);
  for (const viewport of [
    { width: 1920, height: 1080 },
    { width: 700, height: 900 },
  ]) {
    const again = await openPage(browser, path, { hash, viewport });
    const stage = await again.page.locator('#cy').boundingBox();
    const seen = (await drawn(again.page))
      .filter(
        ({ x, y }) =>
          x > (stage?.x ?? 0) &&
          x < (stage?.x ?? 0) + (stage?.width ?? 0) &&
          y > (stage?.y ?? 0) &&
          y < (stage?.y ?? 0) + (stage?.height ?? 0),
      )
      .map(({ label }) => label);
    expect(seen, `${viewport.width}`).toEqual(expect.arrayContaining(inSight));
    await again.close();
  }
  expect(problems).toEqual([]);
  await close();
});
