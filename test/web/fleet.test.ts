/** The page of a fleet: a row opens what differs, and nothing of a root acts on the page. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bootscope } from '../cli/run.ts';
import { change, factsOfRoots, variation } from '../fleet/fleet-folder.ts';
import { openPage } from './boot-page.ts';
import { openBrowser } from './browser.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const scratch = mkdtempSync(join(tmpdir(), 'bootscope-fleet-page-'));
const path = join(scratch, 'fleet.html');
const EVIL = '</script><img src=x onerror="document.title=1">\u202e';
let browser: Browser;

beforeAll(async () => {
  const roots = Array.from({ length: 6 }, (_, k) => variation(join(scratch, `host-${k + 1}`), 'modern-server'));
  change(roots[1] ?? '', { '/etc/systemd/system/nginx.service.d/late.conf': '[Unit]\nAfter=ssh.service\n' });
  change(roots[2] ?? '', { '/etc/systemd/system/ssh.service': { link: '/dev/null' } });
  const evil = join(scratch, 'evil');
  mkdirSync(evil);
  cpSync(roots[0] ?? '', evil, { recursive: true, verbatimSymlinks: true });
  change(evil, {
    '/etc/hostname': `${EVIL}\n`,
    '/etc/systemd/system/nginx.service.d/x.conf': `[Unit]\nDescription=${EVIL}\n`,
  });
  factsOfRoots(
    join(scratch, 'fleet'),
    '2026-11-29',
    [...roots, variation(join(scratch, 'broken'), 'broken'), evil, '/not/there'],
    '--host-from',
    'hostname',
  );
  const { status, err, out } = bootscope(['fleet', join(scratch, 'fleet'), 'view', '-o', path]);
  expect([status, err, out]).toEqual([0, '', expect.stringMatching(/8 hosts in 5 kinds of boots/)]);
  browser = await openBrowser();
}, 600_000);
afterAll(async () => {
  await browser?.close();
  rmSync(scratch, { recursive: true, force: true });
});

test('what was written is told as its schema describes it', () => {
  const { out } = bootscope(['fleet', join(scratch, 'fleet'), 'view', '-o', join(scratch, 'other.html'), '--json']);
  const schema = JSON.parse(
    readFileSync(new URL('../../docs/schema/fleet-view-written.json', import.meta.url), 'utf8'),
  );
  expect(new Ajv2020().validate(schema, JSON.parse(out))).toBe(true);
});

test('shows a row for each kind of boot, and a column for each unit in which they differ', async () => {
  const { page, problems, close } = await openPage(browser, path);
  expect(await page.locator('h1').textContent()).toBe('8 hosts of 2026-11-29');
  const servers = page.locator('section').first();
  expect(await servers.locator('tbody tr:not(.details-row)').count()).toBe(4);
  expect(await servers.locator('tbody tr:not(.details-row) .count-of').allTextContents()).toEqual(['4', '1', '1', '1']);
  const columns = await servers.locator('thead .unit-name').allTextContents();
  expect(columns).toEqual(expect.arrayContaining(['nginx.service', 'ssh.service']));
  expect(await servers.locator('td.less-here').first().getAttribute('title')).toMatch(
    /^ssh\.service: not started here/,
  );
  expect(problems).toEqual([]);
  await close();
});

test('a row opens what its hosts have more, with file and line, and closes again', async () => {
  const { page, problems, close } = await openPage(browser, path);
  const row = page
    .locator('tr:not(.details-row)', { has: page.locator('td.other-here[title^="nginx.service"]') })
    .first();
  const open = row.locator('button');
  await open.click();
  expect(await open.getAttribute('aria-expanded')).toBe('true');
  const details = page.locator('tr.details-row:not([hidden])');
  expect(await details.textContent()).toContain(
    '+ [Unit] After=ssh.service  /etc/systemd/system/nginx.service.d/late.conf:2',
  );
  await open.press('Enter');
  expect(await page.locator('tr.details-row:not([hidden])').count()).toBe(0);
  expect(problems).toEqual([]);
  await close();
});

test('finds rows by a unit or a host', async () => {
  const { page, close } = await openPage(browser, path);
  const shown = page.locator('tbody tr:not(.details-row):not([hidden])');
  await page.locator('.open-row').first().click();
  await page.locator('input[type=search]').fill('ssh.service');
  expect(await shown.count()).toBe(1);
  // What was opened beneath a row goes with it.
  expect(await page.locator('tr.details-row:not([hidden])').count()).toBe(0);
  expect(await page.locator('[aria-expanded="true"]').count()).toBe(0);
  await page.locator('input[type=search]').fill('');
  expect(await shown.count()).toBe(5);
  await close();
});

describe('whoever reads it', () => {
  test.each(['light', 'dark'] as const)('finds no barrier in the %s', async (colorScheme) => {
    const { page, problems, close } = await openPage(browser, path, { colorScheme });
    for (const button of await page.locator('.open-row').all()) await button.click();
    await page.evaluate(axe);
    const found = await page.evaluate(async () => {
      const { violations } = await (
        globalThis as unknown as {
          axe: {
            run(where: Document): Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }>;
          };
        }
      ).axe.run(document);
      return violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
    });
    expect(found).toEqual([]);
    expect(problems.filter((problem) => !problem.includes('eval'))).toEqual([]);
    await close();
  });
  test('on a telephone scrolls tables, not the page', async () => {
    const { page, close } = await openPage(browser, path, { viewport: { width: 390, height: 844 } });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await close();
  });
});

describe('a hostile name', () => {
  test('is text on the page, and no element', async () => {
    const { page, problems, close } = await openPage(browser, path);
    for (const button of await page.locator('.open-row').all()) await button.click();
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.locator('button', { hasText: 'onerror' }).count()).toBe(1);
    expect(await page.title()).toBe('bootscope fleet');
    expect(problems).toEqual([]);
    await close();
  });
  test('does not end the data, and the page allows itself nothing but its own script and style', () => {
    const html = readFileSync(path, 'utf8');
    expect(html).not.toContain('<img');
    expect(html).toMatch(
      /Content-Security-Policy" content="default-src 'none'; script-src 'sha256-[^;]+; style-src 'sha256-/,
    );
    expect(html).not.toMatch(/https?:\/\/(?!www\.w3\.org)/);
  });
});
