/**
 * tsx test/web/look.ts OUT PAGE.html…: every view of pages that `bootscope view` wrote, light and dark, at four sizes of screen, several
 * shots on one sheet: for who looks at all of it before a change is handed in. LOOK_SIZES, LOOK_THEMES and LOOK_VIEWS choose among them,
 * LOOK_COLUMNS says how many stand beside each other.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { openPage } from './boot-page.ts';
import { openBrowser } from './browser.ts';

const [out = '', ...pages] = process.argv.slice(2);
const chosen = (name: string, all: readonly string[]): readonly string[] =>
  process.env[name] === undefined ? all : (process.env[name] as string).split(',');
const SIZES = chosen('LOOK_SIZES', ['1280x800', '390x844', '1366x768', '1920x1080']);
const THEMES = chosen('LOOK_THEMES', ['light', 'dark']);
/** What stands in the address, by the name on the sheet; `UNIT`, `LAST`: a service that a boot starts in its middle, at its end. */
const VIEWS: Readonly<Record<string, string>> = {
  first: '',
  unit: '#unit=UNIT',
  failed: '#unit=UNIT&ask=failed',
  longest: '#unit=LAST&ask=longest',
  later: '#unit=UNIT&ask=later',
  all: '#all=1',
  filters: '#drawer=1',
  find: '#find=system',
  chain: '#view=chain',
  why: '#view=why',
  order: '#view=why&a=LAST&b=sysinit.target',
  cycles: '#view=cycles',
  findings: '#view=findings',
  table: '#view=table',
  timeline: '#view=timeline',
  diff: '#view=diff',
};
const NAMES = chosen('LOOK_VIEWS', Object.keys(VIEWS));

interface Shot {
  readonly name: string;
  readonly file: string;
}

async function shotsOf(browser: Browser, path: string, size: string, theme: string): Promise<Shot[]> {
  const [width = 1280, height = 800] = size.split('x').map(Number);
  const options = { viewport: { width, height }, colorScheme: theme as 'light' | 'dark' };
  const { page, problems, close } = await openPage(browser, path, options);
  await page.keyboard.press('6');
  const services = await page.locator('tbody th a > span:not(.sr)', { hasText: '.service' }).allTextContents();
  const [unit = '', last = ''] = [services[Math.floor(services.length / 2)], services.at(-1)];
  const shots: Shot[] = [];
  for (const name of NAMES) {
    const hash = (VIEWS[name] ?? '')
      .replace('UNIT', encodeURIComponent(unit))
      .replace('LAST', encodeURIComponent(last));
    await page.goto('about:blank');
    await page.goto(pathToFileURL(path).href + hash);
    await page.waitForSelector('#app[data-ready]');
    await page.waitForTimeout(350);
    const file = join(out, `${basename(path, '.html')}-${size}-${theme}-${name}.png`);
    await page.screenshot({ path: file });
    shots.push({ name, file });
  }
  if (problems.length > 0) process.stdout.write(`${path} ${size} ${theme}: ${problems.join('; ')}\n`);
  await close();
  return shots;
}

/** Several shots on one sheet, each with its name above it. */
async function sheetOf(browser: Browser, name: string, shots: readonly Shot[], size: string): Promise<void> {
  const wide = Number(size.split('x')[0]);
  const columns = Number(process.env['LOOK_COLUMNS'] ?? (wide < 600 ? 4 : 2));
  const each = columns * 2;
  for (let from = 0; from < shots.length; from += each) {
    const html = join(out, 'sheet.html');
    const cells = shots
      .slice(from, from + each)
      .map(({ name: one, file }) => `<figure><figcaption>${one}</figcaption><img src="${basename(file)}"></figure>`);
    writeFileSync(
      html,
      `<style>body{margin:4px;display:grid;grid-template-columns:repeat(${columns},1fr);gap:4px;font:12px sans-serif}
figure{margin:0}img{width:100%;outline:1px solid #888}</style>${cells.join('')}`,
    );
    const page = await browser.newPage({ viewport: { width: 1900, height: 300 } });
    await page.goto(pathToFileURL(html).href);
    await page.setViewportSize({ width: 1900, height: await page.evaluate(() => document.body.scrollHeight + 8) });
    await page.evaluate(() => Promise.all([...document.images].map((image) => image.decode())));
    await page.screenshot({ path: join(out, `sheet-${name}-${from / each + 1}.png`) });
    await page.close();
    rmSync(html);
  }
}

mkdirSync(out, { recursive: true });
const browser = await openBrowser();
for (const path of pages.map((one) => resolve(one)))
  for (const size of SIZES)
    for (const theme of THEMES) {
      const shots = await shotsOf(browser, path, size, theme);
      await sheetOf(browser, `${basename(path, '.html')}-${size}-${theme}`, shots, size);
    }
await browser.close();
