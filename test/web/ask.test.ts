/** Asking the page: finding a unit, its story, why one starts after another; by mouse, and by the keyboard alone. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openFolder } from '../../src/open.ts';
import { type OpenPage, openSample, sampleRoot } from './boot-page.ts';
import { openBrowser } from './browser.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const open = (root: string, hash = ''): Promise<OpenPage> => openSample(browser, root, { hash });

test.each([
  ['ubuntu-16.04-compute', 'jrnald.soc', 'systemd-journald.socket'],
  ['modern-server', 'jrnald.soc', 'systemd-journald.socket'],
  ['broken', 'rngb', 'ring-b.service'],
  ['ubuntu-14.04-controller', 'novapi', 'upstart:nova-api'],
  ['debian-7-sysv', 'novapi', 'sysv:nova-api'],
])('in %s a unit is found by a few of its letters, and its story opens', async (root, letters, id) => {
  const { page, problems, close } = await open(root);
  await page.keyboard.press('/');
  await page.keyboard.type(letters);
  await page.locator('#found li').first().waitFor();
  expect(await page.locator('#found li').first().textContent()).toContain(id);
  await page.keyboard.press('Enter');
  expect(await page.locator('#story').textContent()).toBe(id);
  expect(await page.evaluate(() => new URLSearchParams(location.hash.slice(1)).get('unit'))).toBe(id);
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('story');
  expect(problems).toEqual([]);
  await close();
});

test('a unit tells its state, its wave, its lines with their numbers, and what it waits for', async () => {
  const { page, close } = await open('ubuntu-16.04-compute', '#unit=nova-compute.service');
  const { graph } = openFolder(sampleRoot('ubuntu-16.04-compute'));
  const panel = page.locator('#panel');
  expect(await panel.locator('.facts').textContent()).toMatch(/^startedservicewave \d+/);
  const after = graph.nodes.get('nova-compute.service')?.settings.find((s) => s.key === 'After');
  const line = panel.locator('.code > div', { hasText: `After=${after?.value}` });
  expect(await line.locator('.number').textContent()).toBe(String(after?.line));
  expect(await panel.locator('section', { hasText: 'Waits for' }).first().textContent()).toContain('libvirt-bin');
  expect(await panel.locator('details[open] summary').first().textContent()).toMatch(/^Written down/);
  await panel.locator('summary', { hasText: 'Default' }).click();
  // What is folded away is written when the browser tells that it was opened: a moment after the click.
  await expect.poll(() => panel.locator('details', { hasText: 'Default' }).textContent()).toContain('shutdown.target');
  await close();
});

test('a unit lights up all that is before it and all that is after it, and fades the rest', async () => {
  const { page, close } = await open('ubuntu-16.04-compute', '#unit=basic.target');
  const lights = await page.evaluate(() => {
    const { cy } = (document.getElementById('cy') as unknown as { _cyreg: { cy: { nodes(s: string): unknown[] } } })
      ._cyreg;
    return ['.lit-before', '.lit-after', '.lit-centre', '.dim'].map((name) => cy.nodes(name).length);
  });
  expect(lights[0]).toBeGreaterThan(20);
  expect(lights[1]).toBeGreaterThan(5);
  expect(lights[2]).toBe(1);
  expect(lights[3]).toBeGreaterThan(0);
  await close();
});

test('why nova-compute starts after libvirt: the line that says so, and the path drawn', async () => {
  const { page, problems, close } = await open('ubuntu-16.04-compute');
  await page.keyboard.press('3');
  await page.locator('#why-a').fill('nova-compute');
  await page.locator('#why-b').fill('libvirt-bin.service');
  await page.locator('#why-b').press('Enter');
  const answer = page.locator('.answers');
  expect(await answer.textContent()).toMatch(/^Yes: nova-compute\.service starts after libvirt-bin\.service/);
  expect(await answer.textContent()).toContain('nova-compute.service:3');
  const path = await page.evaluate(() => {
    interface Lines {
      readonly edges: readonly number[];
      readonly width: number;
    }
    const { cy } = (
      document.getElementById('cy') as unknown as { _cyreg: { cy: { scratch(key: 'hot'): readonly Lines[] } } }
    )._cyreg;
    return cy.scratch('hot').flatMap(({ edges, width }) => (width === 3 ? edges : [])).length;
  });
  expect(path).toBe(1);
  await page.getByRole('button', { name: 'Swap the two' }).click();
  expect(await answer.textContent()).toMatch(/^No: it is the other way round/);
  await page.locator('#why-b').fill('no-such-unit');
  await page.locator('#why-b').press('Enter');
  expect(await answer.textContent()).toContain('No unit is called “no-such-unit”');
  expect(problems).toEqual([]);
  await close();
});

test('the keyboard alone walks the boot, opens each view and the help, and always gets out again', async () => {
  const { page, problems, close } = await open('modern-server');
  const unit = () => page.evaluate(() => new URLSearchParams(location.hash.slice(1)).get('unit') ?? '');
  await page.keyboard.press('ArrowLeft');
  expect(await unit()).toMatch(/\.target$/);
  const first = await unit();
  await page.keyboard.press('ArrowLeft');
  const second = await unit();
  expect(second).not.toBe(first);
  await page.keyboard.press('ArrowRight');
  expect(await unit()).not.toBe(second);
  await page.keyboard.press('ArrowDown');
  expect(await page.locator('#message').textContent()).toMatch(/, (wave \d+|not started)/);
  await page.keyboard.press('Enter');
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('story');
  await page.keyboard.press('Escape');
  expect(await unit()).toBe('');
  for (const [key, title] of [
    ['2', 'The chain of targets'],
    ['4', 'Ordering cycles'],
    ['5', 'Findings'],
  ] as const) {
    await page.keyboard.press(key);
    await expect.poll(() => page.locator('#page h2').textContent()).toContain(title);
  }
  await page.keyboard.press('?');
  expect(await page.locator('dialog.help').getAttribute('open')).not.toBeNull();
  await page.keyboard.press('Escape');
  expect(await page.locator('dialog.help').getAttribute('open')).toBeNull();
  await page.keyboard.press('f');
  expect(await page.locator('#filters').isVisible()).toBe(true);
  await page.keyboard.press('f');
  expect(await page.locator('#filters').isVisible()).toBe(false);
  expect(problems).toEqual([]);
  await close();
});

test('every control can be reached by Tab, and shows that it is there', async () => {
  const { page, close } = await open('broken', '#drawer=1&unit=ring-a.service');
  const reached = new Set<string>();
  for (let k = 0; k < 120; k++) {
    await page.keyboard.press('Tab');
    reached.add(
      await page.evaluate(() => {
        const at = document.activeElement;
        return `${at?.tagName} ${at?.closest('[id]')?.id} ${at?.textContent?.slice(0, 20)}`;
      }),
    );
  }
  for (const part of ['A app', 'BUTTON app', 'INPUT filters', 'DIV cy', 'BUTTON panel', 'A panel'])
    expect(
      [...reached].some((one) => one.startsWith(part)),
      part,
    ).toBe(true);
  await close();
});
