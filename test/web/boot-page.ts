/** Pages of roots, opened in the browser, with everything that goes wrong in them written down. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { openFolder } from '../../src/open.ts';
import { graphJson } from '../../src/report/json.ts';
import { viewOfRoot } from '../../src/view/of-root.ts';
import { renderViewPage } from '../../src/view/page.ts';

const TOP = fileURLToPath(new URL('../..', import.meta.url));
const FOLDER = mkdtempSync(join(tmpdir(), 'bootscope-web-'));
export const EMPTY_PAGE = join(TOP, 'web/dist/index.html');
export const SAMPLES: readonly string[] = readdirSync(join(TOP, 'sample-roots')).sort();

export function sampleRoot(name: string): string {
  return join(TOP, 'sample-roots', name);
}

/** Writes the page that `bootscope view` writes for a root; returns its path. */
export function pageOf(root: string): string {
  if (!existsSync(EMPTY_PAGE)) throw new Error('web/dist/index.html is missing: npm run build');
  const opened = openFolder(root);
  return written('page.html', renderViewPage(readFileSync(EMPTY_PAGE, 'utf8'), viewOfRoot(opened)));
}

/** Writes what `bootscope graph --json` prints for a root; returns its path. */
export function graphFileOf(root: string, name = 'graph.json'): string {
  return written(name, JSON.stringify(graphJson(openFolder(root).graph)));
}

let count = 0;
export function written(name: string, content: string): string {
  const path = join(FOLDER, `${++count}-${name}`);
  writeFileSync(path, content);
  return path;
}

const samples = new Map<string, string>();

/** The page of a sample root, written once. */
export function openSample(browser: Browser, name: string, options: PageOptions = {}): Promise<OpenPage> {
  const path = samples.get(name) ?? pageOf(sampleRoot(name));
  samples.set(name, path);
  return openPage(browser, path, options);
}

export type PageOptions = BrowserContextOptions & { readonly hash?: string };

export interface OpenPage {
  readonly page: Page;
  /** Console errors, exceptions, and every request but the page's own: must be empty. */
  readonly problems: string[];
  readonly close: () => Promise<void>;
}

/** Opens a page and waits until it is drawn. */
export async function openPage(
  browser: Browser,
  path: string,
  { hash = '', ...options }: PageOptions = {},
): Promise<OpenPage> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    acceptDownloads: true,
    ...options,
  });
  const page = await context.newPage();
  const problems: string[] = [];
  const url = pathToFileURL(path).href;
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('request', (request) => {
    if (!/^(data|blob):/.test(request.url()) && request.url().split('#')[0] !== url) problems.push(request.url());
  });
  await page.goto(url + hash);
  await page.waitForSelector('#app[data-ready]', { timeout: 15_000 });
  return { page, problems, close: () => context.close() };
}
