/** What goes into a ticket, a wiki or a chat: a drawing that says what it shows, a link, a chart, plain text. */
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSample } from './boot-page.ts';
import { openBrowser } from './browser.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

async function menu(page: Page, words: string): Promise<void> {
  await page.locator('header summary', { hasText: 'Save' }).click();
  await page.locator('.menu button', { hasText: words }).click();
}

async function drawing(page: Page): Promise<string> {
  const [file] = await Promise.all([page.waitForEvent('download'), menu(page, 'SVG')]);
  return readFileSync(await file.path(), 'utf8');
}

/** What the page gives to the clipboard. */
async function copied(page: Page, words: string): Promise<string> {
  await page.evaluate(() => {
    const kept = globalThis as unknown as { copied: string };
    kept.copied = '';
    Object.defineProperty(navigator, 'clipboard', {
      configurable: true,
      value: {
        writeText: (text: string) => {
          kept.copied = text;
          return Promise.resolve();
        },
      },
    });
  });
  await menu(page, words);
  return page.evaluate(() => (globalThis as unknown as { copied: string }).copied);
}

test('a drawing has its title, its day, a legend of what is in it and a sentence of what it shows, and is cut to what the screen shows', async () => {
  const { page, problems, close } = await openSample(browser, 'ubuntu-16.04-compute');
  const whole = await drawing(page);
  expect(whole).toContain('>The boot of ubuntu-16.04-compute</text>');
  expect(whole).toMatch(
    /84 units in 17 waves, from left to right, up to graphical\.target: the boot of ubuntu-16\.04-compute/,
  );
  expect(whole.replace(/<[^>]+>/g, ' ')).toMatch(/\(systemd 229\),\s+\d{4}-\d\d-\d\d, by bootscope\./);
  expect(whole).toContain('>timer</text>');
  expect(whole, 'the legend tells of nothing that is not there').not.toContain('>facility</text>');
  await page.evaluate(() => {
    location.hash = 'unit=nova-compute.service&ask=longest';
  });
  await page.locator('.asked').waitFor();
  const asked = await drawing(page);
  expect(asked).toContain('>What makes nova-compute.service late</text>');
  expect(asked).toContain('>on the way</text>');
  for (let k = 0; k < 6; k++) await page.keyboard.press('+');
  const near = await drawing(page);
  expect(near.length).toBeLessThan(asked.length * 0.8);
  // The part that is drawn, within its frame of title and legend.
  const frame = (text: string): number => Number(/<clipPath id="frame"><rect width="(\d+)"/.exec(text)?.[1]);
  expect(frame(near)).toBeLessThan(frame(asked) * 0.6);
  expect(problems).toEqual([]);
  await close();
});

test('link, text and Mermaid chart of what is shown are copied; where the clipboard is shut, the text stands there to be copied by hand', async () => {
  const { page, problems, close } = await openSample(browser, 'ubuntu-16.04-compute', {
    hash: '#view=why&a=nova-compute.service&b=local-fs.target',
  });
  expect(await copied(page, 'Copy link')).toBe(page.url());
  const text = await copied(page, 'Copy as text');
  expect(text).toMatch(/^Why nova-compute\.service starts after local-fs\.target\n/);
  expect(text).toMatch(/Yes: nova-compute\.service starts after local-fs\.target/);
  expect(text, 'no marks of emphasis').not.toMatch(/[\ufdd0-\ufdef]/);
  const chart = await copied(page, 'Copy as Mermaid');
  expect(chart).toMatch(/^---\ntitle: Why nova-compute\.service starts after local-fs\.target\n---\nflowchart LR\n/);
  const number = (label: string): string => new RegExp(`(n\\d+)\\["${label}"\\]`).exec(chart)?.[1] ?? '?';
  expect(chart.match(/-->/g)?.length).toBeGreaterThan(1);
  expect(chart, 'from the earlier to the later').toMatch(new RegExp(`${number('local-fs.target')} --> `));
  expect(chart).toMatch(new RegExp(` --> ${number('nova-compute')}\\n`));
  await page.keyboard.press('6');
  expect(await copied(page, 'Copy as text')).toMatch(/^84 of 209 units[\s\S]*nova-compute\.service\t/m);
  await page.evaluate(() => {
    location.hash = 'view=table&all=1&sort=unit';
  });
  const table = (await copied(page, 'Copy as text')).trimEnd().split('\n');
  expect(table[1]).toBe(
    ['Unit', 'Wave', 'Kind', 'State', 'Needed for', 'Waits for', 'Waited for by', 'Pulled in by', 'Description'].join(
      '\t',
    ),
  );
  expect(table.length, 'a line for each unit').toBe(2 + Number(/^\d+/.exec(table[0] ?? '')?.[0]));
  await page.evaluate(() => Object.defineProperty(navigator, 'clipboard', { configurable: true, value: undefined }));
  await menu(page, 'Copy link');
  expect(await page.getByLabel('Copy this text').inputValue()).toBe(page.url());
  await page.keyboard.press('Escape');
  expect(problems).toEqual([]);
  await close();
});

test('a drawing holds what the screen shows: the same units and names, lit alike, and a line for each that answers', async () => {
  const { page, problems, close } = await openSample(browser, 'broken', { viewport: { width: 1920, height: 1080 } });
  for (const hash of [
    '',
    'unit=basic.target',
    'unit=data.mount&ask=failed',
    'unit=ssh.service&ask=longest',
    'find=ring',
    'group=name',
    'all=1',
    'collapsed=sysinit.target',
    'view=why&a=ssh.service&b=sysinit.target',
  ]) {
    await page.evaluate((to) => {
      location.hash = to;
    }, hash);
    await page.waitForTimeout(150);
    // From afar, so that nothing is cut off.
    for (let k = 0; k < 8; k++) await page.keyboard.press('-');
    await page.waitForTimeout(150);
    const screen = await page.evaluate(() => {
      interface Element {
        data(key: string): string;
        classes(): string[];
      }
      const { cy } = (
        document.getElementById('cy') as unknown as {
          _cyreg: {
            cy: {
              nodes(): { map<T>(f: (one: Element) => T): T[] };
              scratch(key: 'hot'): readonly { readonly edges: readonly number[] }[];
            };
          };
        }
      )._cyreg;
      return {
        names: cy.nodes().map((one) => one.data('label')),
        lit: cy
          .nodes()
          .map((one) => one.classes().some((name) => name.startsWith('lit-')))
          .filter(Boolean).length,
        dim: cy
          .nodes()
          .map((one) => one.classes().includes('dim'))
          .filter(Boolean).length,
        hot: cy.scratch('hot').flatMap(({ edges }) => edges).length,
      };
    });
    const text = await drawing(page);
    const paper = await page.evaluate((source) => {
      const top = new DOMParser().parseFromString(source, 'image/svg+xml');
      const units = [...top.querySelectorAll('[data-unit]')];
      const lines = [...top.querySelectorAll('[data-lines=hot] > path:first-child')];
      return {
        names: units.map((one) => one.querySelector('text')?.textContent ?? ''),
        lit: units.filter((one) => one.querySelector('circle') !== null).length,
        dim: units.filter((one) => one.hasAttribute('opacity')).length,
        hot: lines.flatMap((one) => one.getAttribute('d')?.match(/M/g) ?? []).length,
      };
    }, text);
    expect({ ...paper, names: paper.names.sort() }, hash).toEqual({ ...screen, names: screen.names.sort() });
  }
  expect(problems).toEqual([]);
  await close();
});
