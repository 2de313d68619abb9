/** The picture under the reader's hand: what is pressed answers, what was opened stays open, what is saved is what is shown. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openFolder } from '../../src/open.ts';
import { viewOfRoot } from '../../src/view/of-root.ts';
import { renderViewPage } from '../../src/view/page.ts';
import { EMPTY_PAGE, openPage, openSample, pageOf, written } from './boot-page.ts';
import { openBrowser } from './browser.ts';

let browser: Browser;
let path: string;
beforeAll(async () => {
  browser = await openBrowser();
  path = pageOf(threeInARow());
});
afterAll(() => browser.close());

/** early ← middle ← late, and a unit of each of some types whose icons have corners on their middle line. */
function threeInARow(): string {
  const root = mkdtempSync(join(tmpdir(), 'bootscope-row-'));
  const units = join(root, 'etc/systemd/system');
  mkdirSync(join(units, 'multi-user.target.wants'), { recursive: true });
  const write = (name: string, text: string): void => writeFileSync(join(units, name), text);
  for (const target of ['sysinit', 'basic', 'shutdown']) write(`${target}.target`, '[Unit]\nDescription=Step\n');
  write('basic.target', '[Unit]\nRequires=sysinit.target\nAfter=sysinit.target\n');
  write('multi-user.target', '[Unit]\nRequires=basic.target\nAfter=basic.target\n');
  symlinkSync('multi-user.target', join(units, 'default.target'));
  const service = '[Service]\nType=oneshot\nExecStart=/bin/true\n';
  write('early.service', `[Unit]\nDescription=Early\n${service}`);
  write('middle.service', `[Unit]\nAfter=early.service\n${service}`);
  write('late.service', `[Unit]\nAfter=middle.service\nWants=early.service\n${service}`);
  for (const name of ['early', 'middle', 'late'])
    symlinkSync(`../${name}.service`, join(units, 'multi-user.target.wants', `${name}.service`));
  return root;
}

const focused = (page: Page): Promise<string> =>
  page.evaluate(() => `${document.activeElement?.tagName} ${document.activeElement?.id}`);
const chosen = (page: Page, key = 'unit'): Promise<string> =>
  page.evaluate((name) => new URLSearchParams(location.hash.slice(1)).get(name) ?? '', key);

interface Cy {
  nodes(selector?: string): {
    map<T>(f: (node: { data(k: string): string; renderedPosition(): { x: number; y: number } }) => T): T[];
  };
}
function onScreen(page: Page): Promise<{ label: string; x: number; y: number }[]> {
  return page.evaluate(() => {
    const host = document.getElementById('cy') as unknown as HTMLElement & { _cyreg: { cy: Cy } };
    const { left, top } = host.getBoundingClientRect();
    return host._cyreg.cy.nodes().map((node) => {
      const { x, y } = node.renderedPosition();
      return { label: node.data('label'), x: left + x, y: top + y };
    });
  });
}

test('the very centre of each icon is the icon', async () => {
  const { page, close } = await openPage(browser, path, { hash: '#at=1.000,200,300' });
  for (const { label, x, y } of await onScreen(page)) {
    await page.mouse.click(Math.round(x), Math.round(y));
    expect((await chosen(page)).replace(/\.service$/, ''), label).toBe(label);
    await page.keyboard.press('Escape');
  }
  await close();
});

test('focus goes to the new story or stays where it is, and never falls to the body', async () => {
  const { page, close } = await openPage(browser, path, { hash: '#unit=late.service' });
  await page.locator('#panel .chips a', { hasText: 'middle' }).first().focus();
  await page.keyboard.press('Enter');
  expect(await chosen(page)).toBe('middle.service');
  expect(await focused(page)).toBe('H2 story');
  for (const words of ['Only its neighbours', 'Why this order…']) {
    await page.locator('#panel .actions a', { hasText: words }).focus();
    await page.keyboard.press('Enter');
    expect(await focused(page), words).not.toMatch(/^BODY/);
  }
  await close();
  const broken = await openSample(browser, 'broken', { hash: '#view=findings' });
  await broken.page.locator('.segments a').nth(1).focus();
  await broken.page.keyboard.press('Enter');
  expect(await broken.page.evaluate(() => document.activeElement?.getAttribute('aria-current'))).toBe('true');
  await broken.page.keyboard.press('2');
  await broken.page.locator('.spine a').first().focus();
  await broken.page.keyboard.press('Enter');
  expect(await focused(broken.page)).not.toMatch(/^BODY/);
  await broken.close();
});

test('what the reader opened stays open when the page is drawn anew', async () => {
  const { page, close } = await openPage(browser, path, { hash: '#unit=middle.service' });
  const open = () =>
    page.locator('#panel details').evaluateAll((all) => all.map((one) => (one as HTMLDetailsElement).open));
  const closed = page.locator('#panel details:not([open]) > summary');
  while ((await closed.count()) > 0) await closed.first().click();
  await page.locator('#panel details > summary').first().click();
  const before = await open();
  expect(before).toContain(true);
  expect(before[0]).toBe(false);
  await page.keyboard.press('t');
  expect(await open()).toEqual(before);
  await page.locator('.legend button').first().click();
  expect(await open()).toEqual(before);
  expect(await page.locator('#panel details[open] li').count()).toBeGreaterThan(0);
  await close();
});

test('a line answers with its proof: pointed at in words, pressed as a card that the address keeps', async () => {
  const { page, problems, close } = await openPage(browser, path, { hash: '#at=1.000,200,300' });
  const between = async (a: string, b: string): Promise<[number, number]> => {
    const all = await onScreen(page);
    const [one, two] = [a, b].map((label) => all.find((node) => node.label === label));
    // A level curve is symmetric: its middle lies half way.
    return [((one?.x ?? 0) + (two?.x ?? 0)) / 2, ((one?.y ?? 0) + (two?.y ?? 0)) / 2];
  };
  const [x, y] = await between('early', 'middle');
  await page.mouse.move(x, y);
  await expect.poll(() => page.locator('#tip').textContent()).toContain('middle.service starts after early.service');
  expect(await page.locator('#tip').textContent()).toContain('/etc/systemd/system/middle.service:2');
  await page.mouse.click(x, y);
  expect(await page.locator('#panel .line').textContent()).toContain('/etc/systemd/system/middle.service:2');
  expect(await chosen(page, 'line')).not.toBe('');
  await page.keyboard.press('Escape');
  expect(await page.locator('#panel .line').count()).toBe(0);
  expect(problems).toEqual([]);
  await close();
});

test('what is saved is what is shown: of each view its own drawing', async () => {
  const { page, problems, close } = await openSample(browser, 'broken');
  const save = async (words: string): Promise<Buffer> => {
    await page.locator('header summary', { hasText: 'Save' }).click();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.locator('.menu button', { hasText: words }).click(),
    ]);
    return readFileSync(await file.path());
  };
  for (const view of ['cycles', 'findings', 'chain', 'table'] as const) {
    await page.locator('nav[aria-label=Views] a', { hasText: new RegExp(view, 'i') }).click();
    const title = (await page.locator('#page h2, #page caption').first().textContent()) ?? '';
    const drawing = (await save('SVG')).toString();
    expect(drawing, view).toContain(`>${title}</text>`);
    expect(drawing, view).toMatch(/the boot of .*broken \(systemd.*, \d{4}-\d\d-\d\d, by bootscope\./);
    expect(drawing, view).not.toContain('foreignObject');
    if (view === 'cycles') expect(drawing).toMatch(/ring-a[\s\S]*marker-end/);
  }
  expect((await save('PNG')).subarray(1, 4).toString()).toBe('PNG');
  expect(problems).toEqual([]);
  await close();
});

test('milestones and what the administrator enabled have names in the first picture, at every usual size', async () => {
  for (const viewport of [
    { width: 1280, height: 800 },
    { width: 1366, height: 768 },
    { width: 390, height: 844 },
  ]) {
    const { page, close } = await openPage(browser, longRow(), { viewport });
    const sizes = await page.evaluate(() => {
      const { cy } = (
        document.getElementById('cy') as unknown as {
          _cyreg: { cy: { zoom(): number; nodes(): { map<T>(f: (n: { style(k: string): string }) => T): T[] } } };
        }
      )._cyreg;
      return cy.nodes().map((n) => (n.style('label') === '' ? 0 : Number.parseFloat(n.style('font-size')) * cy.zoom()));
    });
    expect(sizes.length).toBeGreaterThan(40);
    expect(Math.min(...sizes), `${viewport.width}`).toBeGreaterThan(8);
    await close();
  }
});

test('a comparison marks what changed, keeps ghosts of what is gone, and tells chance as chance', async () => {
  const data = (root: string) => viewOfRoot(openFolder(root));
  const before = threeInARow();
  const after = threeInARow();
  const units = join(after, 'etc/systemd/system');
  // early and middle now wait for each other, late is gone from the root.
  mkdirSync(join(units, 'early.service.d'));
  writeFileSync(join(units, 'early.service.d/10.conf'), '[Unit]\nAfter=middle.service\n');
  rmSync(join(units, 'late.service'));
  rmSync(join(units, 'multi-user.target.wants/late.service'));
  const html = renderViewPage(readFileSync(EMPTY_PAGE, 'utf8'), [data(before), data(after)]);
  const { page, problems, close } = await openPage(browser, written('diff.html', html));
  const lit = (name: string): Promise<string[]> =>
    page.evaluate((light) => {
      const { cy } = (document.getElementById('cy') as unknown as { _cyreg: { cy: Cy } })._cyreg;
      return cy.nodes(`.lit-${light}`).map((node) => node.data('label'));
    }, name);
  expect(await lit('gone')).toEqual(['late']);
  expect((await lit('changed')).sort()).toEqual(['early', 'middle']);
  const part = (title: string) => page.locator('#panel section', { hasText: title }).first();
  expect(await part('Chance decides').textContent()).toMatch(/early\.service.*some boots.*middle\.service/);
  expect(await part('No longer starts').textContent()).toMatch(/late\.service.*gone/);
  expect(await part('No longer starts').textContent()).not.toContain('middle.service');
  expect(await part('Changed settings').textContent()).toContain('/etc/systemd/system/early.service.d/10.conf:2');
  expect(await part('New findings').textContent()).toContain('cycle');
  await page.locator('#panel a', { hasText: 'late.service' }).first().click();
  expect(await page.locator('#panel').textContent()).toMatch(/late\.serviceGone since.*wave \d.*After=middle\.service/);
  expect(problems).toEqual([]);
  await close();
});

/** Forty services in one row, each enabled by a link. */
function longRow(): string {
  const root = threeInARow();
  const units = join(root, 'etc/systemd/system');
  for (let k = 10; k < 50; k++) {
    const name = `link-${k}.service`;
    writeFileSync(
      join(units, name),
      `[Unit]\nAfter=link-${k - 1}.service\n[Service]\nType=oneshot\nExecStart=/bin/true\n`,
    );
    symlinkSync(`../${name}`, join(units, 'multi-user.target.wants', name));
  }
  return pageOf(root);
}
