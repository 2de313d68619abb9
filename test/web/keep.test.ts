/** Keeping what is shown: in the address, in the filters, as files, on paper, in the table. */
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type OpenPage, openSample, SAMPLES } from './boot-page.ts';
import { openBrowser } from './browser.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const open = (root: string, hash = ''): Promise<OpenPage> => openSample(browser, root, { hash });

/** Ids of the units that are drawn. */
function drawn(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { cy } = (
      document.getElementById('cy') as unknown as { _cyreg: { cy: { nodes(): { data(k: string): string }[] } } }
    )._cyreg;
    return cy.nodes().map((node) => node.data('label'));
  });
}

test.each(SAMPLES)(
  'the address of %s holds all that was chosen, and the back button walks through it',
  async (root) => {
    const { page, problems, close } = await open(root);
    await page.locator('nav a', { hasText: 'Table' }).click();
    await page.locator('th a', { hasText: 'Unit' }).click();
    await page.locator('tbody a').first().click();
    const url = page.url();
    const story = await page.locator('#story').textContent();
    const again = await openSample(browser, root, { hash: url.slice(url.indexOf('#')) });
    expect(await again.page.locator('#story').textContent()).toBe(story);
    expect(await again.page.locator('th[aria-sort]').textContent()).toBe('Unit ↑');
    await again.close();
    await page.goBack();
    await expect.poll(() => page.locator('#panel').isVisible()).toBe(false);
    await page.goBack();
    await expect.poll(() => page.locator('th[aria-sort]').textContent()).toBe('Wave ↑');
    await page.goBack();
    await expect.poll(() => page.locator('nav a[aria-current]').textContent()).toBe('Waves');
    expect(problems).toEqual([]);
    await close();
  },
);

test('zoom and place are in the address and come back', async () => {
  const { page, close } = await open('broken', '#at=1.500,-300,-200');
  const place = (of: Page) =>
    of.evaluate(() => {
      const { cy } = (
        document.getElementById('cy') as unknown as { _cyreg: { cy: { zoom(): number; pan(): { x: number } } } }
      )._cyreg;
      return [cy.zoom(), cy.pan().x];
    });
  expect(await place(page)).toEqual([1.5, -300]);
  await page.keyboard.press('L');
  // What is written down is the part that is seen: left, top, width, height.
  await page.waitForFunction(() => /at=280%2C133%2C\d+%2C\d+/.test(location.hash));
  await page.reload();
  await page.waitForSelector('#app[data-ready]');
  const [zoom, x] = await place(page);
  expect(zoom).toBeCloseTo(1.5, 2);
  expect(x).toBeCloseTo(-420, -0.5);
  await close();
});

test('each filter takes away what it names, says so, and is taken back', async () => {
  const { page, problems, close } = await open('modern-server');
  const all = await drawn(page);
  await page.keyboard.press('f');
  await page.locator('#filters details label', { hasText: 'socket' }).first().click();
  const without = await drawn(page);
  expect(without.length).toBeLessThan(all.length);
  expect(without.filter((label) => label.endsWith('.socket'))).toEqual([]);
  expect(await page.locator('.chips.active').textContent()).toContain('without socket');
  await page.locator('.chips.active button').first().click();
  expect(await drawn(page)).toHaveLength(all.length);

  await page.locator('#filters input[type=search]').fill('journal');
  expect((await drawn(page)).length).toBeLessThan(12);
  await page.locator('#filters input[type=search]').fill('');

  await page.locator('#filters select').first().selectOption('sysinit.target');
  const early = await drawn(page);
  expect(early).toContain('sysinit.target');
  expect(early).not.toContain('multi-user.target');
  await page.locator('button', { hasText: 'Clear all filters' }).click();

  await page.locator('#filters label', { hasText: 'Only what is started' }).click();
  expect((await drawn(page)).length).toBeGreaterThan(all.length + 20);
  await page.locator('#filters label', { hasText: 'Only what is started' }).click();
  expect(problems).toEqual([]);
  await close();
});

test('the key d takes default dependencies out of the order and the address, and puts them back', async () => {
  const { page, close } = await open('ubuntu-16.04-compute', '#unit=cron.service');
  const before = () =>
    page.evaluate(() => {
      const { cy } = (document.getElementById('cy') as unknown as { _cyreg: { cy: { nodes(s: string): unknown[] } } })
        ._cyreg;
      return cy.nodes('.lit-before').length;
    });
  const all = await before();
  await page.keyboard.press('d');
  expect(page.url()).toContain('origins=default');
  expect(await before()).toBeLessThan(all);
  await page.keyboard.press('d');
  expect(await before()).toBe(all);
  await close();
});

test('only the neighbours of a unit, to the depth that is asked for, close up', async () => {
  const { page, close } = await open('ubuntu-16.04-compute', '#unit=nova-compute.service&near=1&depth=1');
  const one = await drawn(page);
  expect(one).toContain('libvirt-bin');
  expect(one.length).toBeLessThan(40);
  await page.goto(page.url().replace('depth=1', 'depth=2'));
  await expect.poll(async () => (await drawn(page)).length).toBeGreaterThan(one.length);
  await close();
});

test('a target takes its members into one box, and gives them back', async () => {
  const { page, close } = await open('modern-server', '#unit=sysinit.target');
  const all = await drawn(page);
  await page.keyboard.press('c');
  const fewer = await drawn(page);
  expect(fewer.length).toBeLessThan(all.length);
  expect(fewer.find((label) => label.startsWith('sysinit.target'))).toBe(
    `sysinit.target  + ${all.length - fewer.length}`,
  );
  await page.keyboard.press('c');
  expect(await drawn(page)).toHaveLength(all.length);
  await close();
});

test('what is shown is saved as a drawing, an image and data, and the data opens again', async () => {
  const { page, problems, close } = await open('ubuntu-16.04-compute', '#unit=nova-compute.service');
  const save = async (words: string): Promise<Buffer> => {
    await page.locator('header summary', { hasText: 'Save' }).click();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.locator('.menu button', { hasText: words }).click(),
    ]);
    expect(file.suggestedFilename()).toMatch(/^boot-ubuntu-16\.04-compute\./);
    return readFileSync(await file.path());
  };
  const drawing = (await save('SVG')).toString();
  expect(drawing).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg"/);
  expect(drawing).toContain('>nova-compute</text>');
  const image = await save('PNG');
  expect(image.subarray(1, 4).toString()).toBe('PNG');
  expect(image.length).toBeGreaterThan(20_000);
  const data = JSON.parse((await save('JSON')).toString());
  expect(data.format).toBe('bootscope/graph@1');
  expect(data.units.map((unit: { id: string }) => unit.id)).toContain('libvirt-bin.service');
  expect(problems).toEqual([]);
  await close();
});

test('on paper the picture is a whole drawing in light colours, without the controls', async () => {
  const { page, close } = await openSample(browser, 'broken', { colorScheme: 'dark' });
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  expect(await page.locator('#print svg').isVisible()).toBe(true);
  expect(await page.locator('header').isVisible()).toBe(false);
  expect(await page.locator('#print svg > rect').first().getAttribute('fill')).toBe('#fbfbf9');
  await page.evaluate(() => dispatchEvent(new Event('afterprint')));
  expect(await page.evaluate(() => document.documentElement.dataset['theme'])).toBe('dark');
  expect((await page.pdf()).length).toBeGreaterThan(10_000);
  await close();
});

test('light or dark is the system’s choice until the reader makes one, which the address keeps', async () => {
  const { page, close } = await openSample(browser, 'broken', { colorScheme: 'dark' });
  const theme = () => page.evaluate(() => document.documentElement.dataset['theme']);
  expect(await theme()).toBe('dark');
  await page.emulateMedia({ colorScheme: 'light' });
  await page.waitForFunction(() => document.documentElement.dataset['theme'] === 'light');
  await page.keyboard.press('t');
  expect(await theme()).toBe('dark');
  expect(page.url()).toContain('theme=dark');
  await page.reload();
  expect(await theme()).toBe('dark');
  await close();
});

test('the table has a caption, headers for columns and rows, and says which column it is sorted by', async () => {
  const { page, close } = await open('broken', '#view=table&all=1');
  expect(await page.locator('caption').textContent()).toMatch(/^\d+ of \d+ units/);
  expect(await page.locator('tbody th[scope=row]').count()).toBe(await page.locator('tbody tr').count());
  await page.locator('th a', { hasText: 'State' }).focus();
  await page.keyboard.press('Enter');
  await page.locator('th[aria-sort=ascending]', { hasText: 'State' }).waitFor();
  await page.keyboard.press('Enter');
  await page.locator('th[aria-sort=descending]', { hasText: 'State' }).waitFor();
  const states = await page.locator('tbody td:nth-child(4)').allTextContents();
  expect(states).toEqual([...states].sort().reverse());
  await close();
});
