/** The first screen tells the boot's story, and the picture answers more than its order: what is lost, what makes late, what comes later. */
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { impact } from '../../src/answers/impact.ts';
import { openFolder } from '../../src/open.ts';
import { viewOfRoot } from '../../src/view/of-root.ts';
import { renderViewPage } from '../../src/view/page.ts';
import { EMPTY_PAGE, openPage, openSample, pageOf, sampleRoot, written } from './boot-page.ts';
import { openBrowser } from './browser.ts';
import { aliasBeside } from './roots.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

interface Cy {
  nodes(selector: string): { map<T>(f: (node: { data(k: string): string; id(): string }) => T): T[] };
}
/** Labels of the units that are lit so. */
function lit(page: Page, light: string): Promise<string[]> {
  return page.evaluate((name) => {
    const host = document.getElementById('cy') as unknown as { _cyreg: { cy: Cy } };
    return host._cyreg.cy.nodes(`.lit-${name}`).map((node) => node.data('label'));
  }, light);
}

test('the first screen tells what boots, what is wrong, on what the boot hangs, the longest chain, and what is set in /etc', async () => {
  const { page, problems, close } = await openSample(browser, 'broken');
  const panel = page.locator('#panel');
  const words = (await panel.textContent()) ?? '';
  expect(words).toMatch(/boots with systemd 255 for\s*graphical\.target/);
  expect(words).toMatch(/79 units in 19 waves, 2 of them skipped by a condition/);
  expect(words).toMatch(/5 ordering cycles12 errors22 warnings/);
  expect(words).toMatch(/What the boot hangs on.*the boot ends in emergency\.target/);
  expect(words).toMatch(/The longest chain \(\d+ waits\)/);
  expect(words).toMatch(/Set on this machine, in \/etc\/systemd\/system/);
  await panel.getByRole('link', { name: '5 ordering cycles' }).click();
  expect(await page.locator('#page h2').textContent()).toBe('Ordering cycles (5)');
  await page.goBack();
  // What closes the story keeps it closed, in the address, too.
  await page.keyboard.press('Escape');
  expect(await panel.isVisible()).toBe(false);
  expect(problems).toEqual([]);
  await close();
});

test('what is lost if a unit fails is lit as lost, what only waits as later, and the next unit is asked the same', async () => {
  const { page, problems, close } = await openSample(browser, 'broken', { hash: '#unit=data.mount' });
  await page.getByRole('link', { name: 'If it fails' }).click();
  const { losses } = impact(openFolder(sampleRoot('broken')), 'data.mount');
  expect(losses.lost.length, 'a mount of fstab that fails takes the boot along').toBeGreaterThan(10);
  expect((await lit(page, 'lost')).length).toBe(losses.lost.length);
  expect(await page.locator('.asked').textContent()).toMatch(/27 units are lost with data\.mount/);
  expect(await page.locator('.legend').textContent()).toMatch(/lost with it/);
  await page.locator('.asked a', { hasText: 'multi-user.target' }).first().click();
  expect(await page.locator('.asked').textContent()).toMatch(/if it fails\./);
  await page.getByRole('link', { name: 'Longest chain' }).click();
  const wave = Number(/wave (\d+)/.exec((await page.locator('.facts').textContent()) ?? '')?.[1]);
  expect(await lit(page, 'path'), 'a unit of each earlier wave').toHaveLength(wave);
  expect(await page.locator('.asked').textContent()).toContain(`has ${wave} waits`);
  expect(problems).toEqual([]);
  await close();
});

test('a story begins with the file to write, says what the unit is, and what starts it later', async () => {
  const { page, close } = await openSample(browser, 'modern-server', { hash: '#unit=sysinit.target' });
  const change = page.locator('.change');
  expect(await change.textContent()).toContain('/etc/systemd/system/sysinit.target.d/override.conf');
  expect(await page.locator('.about').textContent()).toMatch(/The system itself is set up/);
  await page.evaluate(() => {
    location.hash = 'unit=systemd-tmpfiles-clean.service&ask=later';
  });
  await expect
    .poll(() => page.locator('.asked').textContent())
    .toMatch(/started by systemd-tmpfiles-clean\.timer when its time comes/);
  await close();
});

test('Why takes units from the picture, names those that are nearly called so, and tells an alias only where it is on the way', async () => {
  const { page, problems, close } = await openPage(browser, pageOf(aliasBeside()), { hash: '#view=why' });
  const press = async (name: string): Promise<void> => {
    const at = await page.evaluate((label) => {
      const host = document.getElementById('cy') as unknown as HTMLElement & {
        _cyreg: {
          cy: { nodes(): { toArray(): { data(k: string): string; renderedPosition(): { x: number; y: number } }[] } };
        };
      };
      const { left, top } = host.getBoundingClientRect();
      const node = host._cyreg.cy
        .nodes()
        .toArray()
        .find((one) => one.data('label') === label);
      const { x, y } = node?.renderedPosition() ?? { x: 0, y: 0 };
      return { x: left + x, y: top + y };
    }, name);
    await page.mouse.click(at.x, at.y);
  };
  await press('consumer');
  expect(await page.locator('#why-a').inputValue()).toBe('consumer.service');
  await press('provider');
  expect(await page.locator('#why-b').inputValue()).toBe('provider.service');
  const answer = (await page.locator('.answers').textContent()) ?? '';
  expect(answer).toMatch(/^Yes: consumer\.service starts after provider\.service/);
  expect(answer, 'the store’s other name stands on the same line, and was not asked for').not.toContain('is an alias');
  await page.locator('#why-b').fill('provid');
  await page.locator('#why-b').press('Enter');
  await page.locator('.answers a', { hasText: 'provider.service' }).click();
  expect(await page.locator('#why-b').inputValue()).toBe('provider.service');
  expect(problems).toEqual([]);
  await close();
});

test('of the longest chain the slowest start is told, a oneshot that is over as well; what is only for information is not wrong', async () => {
  const begins = (unit: string, at: number, end: object) => [unit, { unit, activating: at, ...end }] as const;
  const second = 1_000_000;
  const data = viewOfRoot(openFolder(aliasBeside()), {
    source: 'a record',
    resolution: 1,
    zero: 'systemd',
    units: new Map([
      begins('provider.service', second, { deactivated: 4 * second }),
      begins('consumer.service', 5 * second, { activated: 6 * second }),
    ]),
  });
  const note = { rule: 'note', severity: 'info', message: 'known', node: -1, file: '', line: 0, fix: '', edges: [] };
  const html = renderViewPage(readFileSync(EMPTY_PAGE, 'utf8'), { ...data, findings: [note], diagnostics: [] });
  const { page, problems, close } = await openPage(browser, written('timed.html', html));
  const words = (await page.locator('#panel').textContent()) ?? '';
  expect(words).toMatch(/Of these provider\.service took longest: 3s\./);
  expect(words).toContain('Nothing wrong was found.1 finding for information.');
  expect(problems).toEqual([]);
  await close();
});

test('under Upstart the story tells events and jobs, and does not offer what is not worked out for it', async () => {
  const { page, problems, close } = await openSample(browser, 'ubuntu-14.04-controller');
  expect(await page.locator('#panel').textContent()).toMatch(/boots with Upstart, beginning with event:startup/);
  expect(await page.locator('#panel').textContent()).not.toContain('/etc/systemd/system');
  expect(await page.locator('.segments a').allTextContents()).toEqual(['Order', 'Longest chain']);
  expect(problems).toEqual([]);
  await close();
});

test('of a unit that a cycle may drop it is not said that it never starts', async () => {
  const { page, problems, close } = await openSample(browser, 'broken', { hash: '#unit=ring-b.service&ask=longest' });
  const words = (await page.locator('#panel').textContent()) ?? '';
  expect(words).toContain('Not at every boot is ring-b.service started');
  expect(words).not.toContain('Not started');
  expect(problems).toEqual([]);
  await close();
});
