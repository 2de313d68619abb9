/** What people come for, each in at most three steps from the page as it opens: a step is a press, or a word that is typed. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openFolder } from '../../src/open.ts';
import { viewOfRoot } from '../../src/view/of-root.ts';
import { renderViewPage } from '../../src/view/page.ts';
import { EMPTY_PAGE, type OpenPage, openSample, sampleRoot, written } from './boot-page.ts';
import { openBrowser } from './browser.ts';

let browser: Browser;
let opened: OpenPage;
let page: Page;
let steps = 0;
beforeAll(async () => {
  browser = await openBrowser();
  opened = await openSample(browser, 'broken');
  page = opened.page;
});
afterAll(async () => {
  expect(opened.problems).toEqual([]);
  await browser.close();
});
beforeEach(async () => {
  steps = 0;
  await page.evaluate(() => {
    location.hash = '';
  });
  await expect.poll(() => page.locator('#story').textContent()).toBe('This boot');
});

async function step<T>(does: () => Promise<T>): Promise<T> {
  steps++;
  expect(steps, 'at most three steps').toBeLessThanOrEqual(3);
  return does();
}
/** All that is told of what was asked: the first lines come with the picture, the rest a moment later. */
const panel = async (): Promise<string> => {
  await page.locator('#panel:not([aria-busy])').waitFor();
  return (await page.locator('#panel').textContent()) ?? '';
};
/** Two steps: the key, and the name with Enter. */
async function find(name: string): Promise<void> {
  await step(() => page.keyboard.press('/'));
  await step(async () => {
    await page.keyboard.type(name);
    await page.keyboard.press('Enter');
  });
}
interface Cy {
  nodes(selector: string): { map<T>(f: (node: { data(k: string): string }) => T): T[] };
}
const lit = (light: string): Promise<string[]> =>
  page.evaluate((name) => {
    const host = document.getElementById('cy') as unknown as { _cyreg: { cy: Cy } };
    return host._cyreg.cy.nodes(`.lit-${name}`).map((node) => node.data('label'));
  }, light);

test('1 why does this start after that', async () => {
  await step(() => page.locator('nav a', { hasText: 'Why' }).click());
  await step(() => page.locator('#why-a').fill('ssh.service'));
  await step(async () => {
    await page.locator('#why-b').fill('sysinit.target');
    await page.locator('#why-b').press('Enter');
  });
  expect(await panel()).toMatch(/Yes: ssh\.service starts after sysinit\.target/);
  expect((await lit('centre')).sort()).toEqual(['ssh', 'sysinit.target']);
});

test('2 what is lost if it fails', async () => {
  await find('data.mount');
  await step(() => page.getByRole('link', { name: 'If it fails' }).click());
  expect(await panel()).toMatch(/27 units are lost with data\.mount.*The boot ends in emergency\.target/);
  expect(await lit('lost')).toContain('local-fs.target');
});

test('3 what makes network-online late', async () => {
  await find('network-online');
  await step(() => page.getByRole('link', { name: 'Longest chain' }).click());
  expect(await panel()).toMatch(/network-online\.target stands in wave \d+: the longest chain to it begins at/);
  expect(await lit('path')).toContain('systemd-networkd');
});

test('4 which units form the cycle', async () => {
  await step(() => page.locator('nav a', { hasText: 'Cycles' }).click());
  expect(await page.locator('.cycle', { hasText: 'ring-a' }).first().textContent()).toMatch(
    /3 units wait for each other/,
  );
});

test('5 what pulls it in', async () => {
  await find('ssh.service');
  expect(await panel()).toMatch(
    /Why it is in the boot.*Started at boot: ssh\.service, because multi-user\.target wants it/,
  );
});

test('6 what changed', async () => {
  const later = mkdtempSync(join(tmpdir(), 'bootscope-later-'));
  cpSync(sampleRoot('modern-server'), later, { recursive: true, verbatimSymlinks: true });
  mkdirSync(join(later, 'etc/systemd/system/cron.service.d'), { recursive: true });
  writeFileSync(join(later, 'etc/systemd/system/cron.service.d/later.conf'), '[Unit]\nAfter=ssh.service\n');
  const data = [viewOfRoot(openFolder(sampleRoot('modern-server'))), viewOfRoot(openFolder(later))] as const;
  const compared = written('changed.html', renderViewPage(readFileSync(EMPTY_PAGE, 'utf8'), data));
  const other = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await other.goto(`file://${compared}`);
  await other.waitForSelector('#app[data-ready]');
  const words = (await other.locator('#panel').textContent()) ?? '';
  expect(words, 'told as the page opens').toMatch(/Changed settings \(1\)cron\.service/);
  expect(words).toContain('+ [Unit] After=ssh.service  /etc/systemd/system/cron.service.d/later.conf:2');
  await step(() => other.getByRole('button', { name: 'Side by side' }).click());
  expect(await other.locator('.sides .plus').allTextContents()).toEqual([
    '[Unit] After=ssh.service/etc/systemd/system/cron.service.d/later.conf:2',
  ]);
  expect(await other.locator('.sides .minus').count()).toBe(0);
  await other.close();
});

test('7 a link to what is seen', async () => {
  await find('ssh.service');
  // The link is the address itself.
  const again = await openSample(browser, 'broken', { hash: new URL(page.url()).hash });
  expect(await again.page.locator('#story').textContent()).toBe('ssh.service');
  await again.close();
});

test('8 by the keyboard alone: from the page to a unit, its story and its waits', async () => {
  await find('ssh.service');
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('story');
  await step(() => page.keyboard.press('w'));
  expect(await page.locator('#why-a').inputValue()).toBe('ssh.service');
});

test('9 all of a name', async () => {
  await step(() => page.keyboard.press('/'));
  await step(() => page.keyboard.type('ring'));
  await step(() => page.keyboard.press('Shift+Enter'));
  expect((await lit('found')).filter((label) => label.startsWith('ring')).sort()).toEqual([
    'ring-a',
    'ring-b',
    'ring-c',
  ]);
  expect(await page.locator('.chips.active').textContent()).toContain('found “ring”');
  // As names, too: those that this boot starts come first.
  expect(await page.locator('#panel .found a > span:first-of-type').allTextContents()).toEqual([
    'ring-a',
    'ring-c',
    'ring-b',
  ]);
  await page.keyboard.press('Escape');
  expect(await lit('found')).toEqual([]);
});

test('10 what runs in parallel', async () => {
  await find('ssh.service');
  const part = page.locator('#panel section', { hasText: 'In parallel, in the same wave' });
  const wave = Number(/wave (\d+)/.exec((await page.locator('.facts').textContent()) ?? '')?.[1]);
  const data = viewOfRoot(openFolder(sampleRoot('broken')));
  const same = data.nodes.wave.filter((one) => one === wave).length - 1;
  expect(await part.locator('h3').textContent()).toBe(`In parallel, in the same wave (${same})`);
});

test('11 the milestones', async () => {
  await step(() => page.locator('nav a', { hasText: 'Chain' }).click());
  expect(await page.locator('.page > p').first().textContent()).toMatch(/sysinit → basic → multi-user → graphical/);
});

test('12 the chain in a beginner’s words', async () => {
  await step(() => page.locator('nav a', { hasText: 'Chain' }).click());
  const words = (await page.locator('#page').textContent()) ?? '';
  expect(words).toMatch(/a point that the boot passes, the earliest first/);
  expect(words).toMatch(/The groundwork is done/);
  expect(await page.locator('nav a', { hasText: 'Chain' }).getAttribute('title')).toMatch(/milestones/);
});

test('13 a picture for a post-mortem', async () => {
  await step(() => page.locator('header summary', { hasText: 'Save' }).click());
  const [file] = await step(() =>
    Promise.all([page.waitForEvent('download'), page.locator('.menu button', { hasText: 'PNG' }).click()]),
  );
  const image = readFileSync(await file.path());
  expect(image.subarray(1, 4).toString()).toBe('PNG');
  expect(image.readUInt32BE(16), 'wide enough to be read').toBeGreaterThan(1200);
});

test('14 which file to edit', async () => {
  await find('ssh.service');
  expect(await page.locator('.change').textContent()).toMatch(
    /^To change it: \/etc\/systemd\/system\/ssh\.service(\.d\/override\.conf)?/,
  );
});
