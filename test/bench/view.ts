/**
 * npm run bench:view: what the viewer costs at 150, 300, 1 500 and 5 000 units. Layout in node, size of the page, and in headless
 * Chromium without a GPU: from opening to the first picture, choosing a unit, and frames while panning. Least of three.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { planBoot } from '../../src/engine/plan.ts';
import { openFolder } from '../../src/open.ts';
import { viewOf } from '../../src/view/of-graph.ts';
import { renderViewPage } from '../../src/view/page.ts';
import { openBrowser } from '../web/browser.ts';
import { serverRoot } from './view-roots.ts';

const TEMPLATE = readFileSync(new URL('../../web/dist/index.html', import.meta.url), 'utf8');
const SIZES = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [150, 300, 1_500, 5_000];
const FRAMES = 60;
/** A milestone, which stands where it stood, and a unit that leaves its group, so that the picture is laid out anew. */
const CHOSEN = ['basic.target', 'app-0040.service'] as const;

interface Choice {
  /** From the click until the frame that shows it, and what the page's thread spent until then. */
  readonly frame: number;
  readonly frameSpent: number;
  /** The same until all of the story stands. */
  readonly whole: number;
  readonly wholeSpent: number;
}

interface Frames {
  readonly fps: number;
  readonly p95: number;
  /** What the page's own thread spent on each: without a GPU it is nearly all that there is, with one it is less. */
  readonly spent: number;
}

async function measure(browser: Browser, size: number): Promise<string> {
  const root = serverRoot(size);
  const folder = mkdtempSync(join(tmpdir(), 'bootscope-view-bench-'));
  try {
    const opened = openFolder(root);
    planBoot(opened.graph, { version: opened.version });
    const start = performance.now();
    const data = viewOf(opened);
    const layout = performance.now() - start;
    const html = renderViewPage(TEMPLATE, data);
    const path = join(folder, 'boot.html');
    writeFileSync(path, html);
    const runs: { first: number; own: number; far: Frames; near: Frames; choices: Choice[] }[] = [];
    for (let k = 0; k < 3; k++) {
      const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
      const session = await page.context().newCDPSession(page);
      await session.send('Performance.enable', { timeDomain: 'threadTicks' });
      await page.goto(pathToFileURL(path).href);
      await page.waitForFunction(() => performance.getEntriesByName('first-picture').length > 0);
      const first = await page.evaluate(() => performance.getEntriesByName('first-picture')[0]?.startTime ?? 0);
      const { metrics } = await session.send('Performance.getMetrics');
      const own = 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0);
      const spent = async (): Promise<number> => {
        const { metrics: now } = await session.send('Performance.getMetrics');
        return 1000 * (now.find(({ name }) => name === 'TaskDuration')?.value ?? 0);
      };
      const panned = async (zoom: number): Promise<Frames> => {
        const start = await spent();
        const frames = await pan(page, zoom);
        return { ...frames, spent: ((await spent()) - start) / FRAMES };
      };
      const far = await panned(0);
      const near = await panned(0.9);
      const choices: Choice[] = [];
      for (const unit of CHOSEN) choices.push(await choose(page, unit, spent));
      runs.push({ first, own, far, near, choices });
      await page.close();
    }
    const best = (of: (run: (typeof runs)[number]) => number): number => Math.min(...runs.map(of));
    const frames = (of: (run: (typeof runs)[number]) => Frames): string =>
      `${Math.max(...runs.map((run) => of(run).fps)).toFixed(0)} (${best((run) => of(run).p95).toFixed(0)}; ${best((run) => of(run).spent).toFixed(1)})`;
    const started = data.nodes.wave.filter((wave) => wave >= 0).length;
    return [
      `${started} / ${data.nodes.id.length}`,
      String(data.edges.from.length),
      `${layout.toFixed(0)}`,
      `${(html.length / 1024).toFixed(0)} (${(gzipSync(html).length / 1024).toFixed(0)})`,
      `${best((run) => run.first).toFixed(0)} (${best((run) => run.own).toFixed(0)})`,
      ...CHOSEN.map((_, k) => {
        const least = (of: keyof Choice): string => best((run) => (run.choices[k] as Choice)[of]).toFixed(0);
        return `${least('frame')} (${least('frameSpent')}); ${least('whole')} (${least('wholeSpent')})`;
      }),
      frames((run) => run.far),
      frames((run) => run.near),
    ].join(' | ');
  } finally {
    rmSync(root, { recursive: true });
    rmSync(folder, { recursive: true });
  }
}

/**
 * Follows a link to a unit, as each unit in a story is one. The frame is asked for before the click, so that nothing comes between that the
 * page does only after it.
 */
async function choose(page: Page, unit: string, spent: () => Promise<number>): Promise<Choice> {
  await page.waitForTimeout(600);
  const start = await spent();
  const frame = await page.evaluate(async (id) => {
    const link = document.createElement('a');
    link.href = `#unit=${id}`;
    document.body.append(link);
    const from = performance.now();
    const framed = new Promise<number>((done) =>
      requestAnimationFrame(() => setTimeout(() => done(performance.now()))),
    );
    link.click();
    const end = await framed;
    link.remove();
    return end - from;
  }, unit);
  const frameSpent = (await spent()) - start;
  const from = performance.now();
  await page.locator('#panel:not([aria-busy])').waitFor();
  const whole = frame + performance.now() - from;
  await page.waitForTimeout(400);
  return { frame, frameSpent, whole, wholeSpent: (await spent()) - start };
}

/** @param zoom 0: as it is */
function pan(page: Page, zoom: number): Promise<Omit<Frames, 'spent'>> {
  return page.evaluate(
    async ([count, level]) => {
      const { cy } = (
        document.getElementById('cy') as unknown as {
          _cyreg: { cy: { panBy(by: { x: number; y: number }): void; zoom(level: unknown): void } };
        }
      )._cyreg;
      if (level > 0) cy.zoom({ level, renderedPosition: { x: 640, y: 380 } });
      // tsx names every function it meets, with a helper that the page has not: none is named here.
      await new Promise((done) => requestAnimationFrame(done));
      const times: number[] = [];
      let last = await new Promise<number>((done) => requestAnimationFrame(done));
      for (let k = 0; k < count; k++) {
        cy.panBy({ x: k % 2 === 0 ? -9 : 5, y: k % 3 === 0 ? 4 : -2 });
        const now = await new Promise<number>((done) => requestAnimationFrame(done));
        times.push(now - last);
        last = now;
      }
      times.sort((a, b) => a - b);
      const mean = times.reduce((sum, time) => sum + time, 0) / times.length;
      return { fps: 1000 / mean, p95: times[Math.floor(times.length * 0.95)] ?? 0 };
    },
    [FRAMES, zoom] as const,
  );
}

const browser = await openBrowser();
process.stdout.write(
  '| started / units | edges | layout and data ms | page kB (gzip) | first picture ms (of which processor) | choose a milestone: to the next frame ms (processor); all that follows | choose one of a group | pan, whole: fps (p95 ms; processor ms a frame) | pan, near |\n|---|---|---|---|---|---|---|---|---|\n',
);
for (const size of SIZES) process.stdout.write(`| ${await measure(browser, size)} |\n`);
await browser.close();
