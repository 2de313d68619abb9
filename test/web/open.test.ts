/** Opening files: one, two to compare, a bad one; and roots whose text would like to be more than text. */
import { mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EMPTY_PAGE, graphFileOf, openPage, pageOf, sampleRoot, written } from './boot-page.ts';
import { openBrowser } from './browser.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

async function drop(page: Page, ...paths: readonly string[]): Promise<void> {
  const files = paths.map((path) => ({ name: path.split('/').at(-1) as string, text: readFileSync(path, 'utf8') }));
  await page.evaluate((given) => {
    const data = new DataTransfer();
    for (const { name, text } of given) data.items.add(new File([text], name, { type: 'application/json' }));
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
  }, files);
}

test('a graph.json dropped on the page opens as the page that the command writes', async () => {
  const { page, problems, close } = await openPage(browser, EMPTY_PAGE);
  expect(await page.locator('h1').textContent()).toBe('bootscope');
  await drop(page, graphFileOf(sampleRoot('broken')));
  await page.locator('header').waitFor();
  const dropped = await page.locator('.brand p').textContent();
  const command = await openPage(browser, pageOf(sampleRoot('broken')));
  expect(dropped).toBe(await command.page.locator('.brand p').textContent());
  await command.close();
  expect(problems).toEqual([]);
  await close();
});

test('a graph.json chosen by the button opens too; what is none is refused in words', async () => {
  const { page, problems, close } = await openPage(browser, EMPTY_PAGE);
  await page.setInputFiles('input[type=file]', written('notes.json', '{"format":"something else"}'));
  expect(await page.locator('[role=alert]').textContent()).toContain('This is not a bootscope graph');
  await page.setInputFiles('input[type=file]', written('notes.txt', 'not JSON at all'));
  await page.locator('[role=alert]', { hasText: 'is not JSON' }).waitFor();
  await page.setInputFiles('input[type=file]', graphFileOf(sampleRoot('modern-server')));
  await page.locator('header').waitFor();
  expect(problems).toEqual([]);
  await close();
});

test('two roots are compared: what came, what went, what moved and by which wait', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'bootscope-diff-'));
  const unit = (lines: string) => `[Unit]\nDescription=A service\n${lines}\n[Service]\nExecStart=/bin/true\n`;
  const base = {
    'multi-user.target': '[Unit]\nDescription=All\nAllowIsolate=yes\n',
    'sysinit.target': '[Unit]\n',
    'basic.target': '[Unit]\nRequires=sysinit.target\nAfter=sysinit.target\n',
    'one.service': unit(''),
    'two.service': unit(''),
    'three.service': unit('After=two.service'),
  };
  const root = (name: string, files: Record<string, string>, wants: readonly string[]): string => {
    for (const [file, text] of Object.entries(files)) {
      const path = join(folder, name, 'usr/lib/systemd/system', file);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    }
    const links = join(folder, name, 'etc/systemd/system/multi-user.target.wants');
    mkdirSync(links, { recursive: true });
    for (const want of wants) symlinkSync(`/usr/lib/systemd/system/${want}`, join(links, want));
    symlinkSync('/usr/lib/systemd/system/multi-user.target', join(folder, name, 'etc/systemd/system/default.target'));
    return join(folder, name);
  };
  const before = root('before', base, ['one.service', 'two.service', 'three.service']);
  const after = root('after', { ...base, 'two.service': unit('After=one.service'), 'new.service': unit('') }, [
    'two.service',
    'one.service',
    'new.service',
  ]);
  const { page, problems, close } = await openPage(browser, EMPTY_PAGE);
  await drop(page, graphFileOf(before, 'before.json'), graphFileOf(after, 'after.json'));
  const panel = page.locator('#panel');
  await panel.locator('section').first().waitFor();
  const part = (title: string) => panel.locator('section', { hasText: title });
  expect(await part('Starts now').textContent()).toContain('new.service');
  expect(await part('No longer starts').textContent()).toContain('three.service');
  expect(await part('Later').textContent()).toMatch(/two\.service.*1 wave later.*now waits for one\.service/);
  expect(await part('Changed settings').textContent()).toMatch(/two\.service.*\+ \[Unit\] After=one\.service/);
  await page.locator('nav a', { hasText: 'Waves' }).click();
  await page.goBack();
  await expect.poll(() => panel.locator('h2').textContent()).toBe('Compare two boots');
  expect(problems).toEqual([]);
  await close();
});

test('a second graph dropped on a page that shows one is compared with it', async () => {
  const { page, problems, close } = await openPage(browser, pageOf(sampleRoot('modern-server')));
  await drop(page, graphFileOf(sampleRoot('modern-server')));
  await page.locator('#panel', { hasText: 'Both boot the same units' }).waitFor();
  expect(problems).toEqual([]);
  await close();
});

const EVIL = '</script><script>window.hacked=1</script><img src=x onerror="window.hacked=1">\'"`';
const BIDI = '\u202egnirts\u2066';

/** Nothing of the root became an element, a script ran or a request was made. */
async function isInert(page: Page): Promise<void> {
  expect(await page.evaluate(() => 'hacked' in window)).toBe(false);
  expect(await page.locator('#app img, #app script, #app iframe, #app object').count()).toBe(0);
  expect(await page.evaluate(() => document.getElementById('app')?.textContent)).not.toMatch(
    /[\u202a-\u202e\u2066-\u2069\u0000]/,
  );
}

test('a root full of hostile text is shown as text', async () => {
  const root = mkdtempSync(join(tmpdir(), 'bootscope-evil-'));
  const folder = join(root, 'etc/systemd/system');
  mkdirSync(join(folder, 'multi-user.target.wants'), { recursive: true });
  mkdirSync(join(folder, 'evil.service.d'), { recursive: true });
  writeFileSync(join(folder, 'multi-user.target'), `[Unit]\nDescription=${EVIL}\n`);
  writeFileSync(
    join(folder, 'evil.service'),
    `[Unit]\nDescription=${EVIL}${BIDI}\nAfter=${'x'.repeat(200)}.service\n[Service]\nExecStart=/bin/sh -c "${EVIL}" ${'long '.repeat(3000)}\n`,
  );
  writeFileSync(
    join(folder, `evil.service.d/${EVIL.replaceAll('/', '_')}.conf`),
    `[Unit]\nDocumentation=${EVIL}\n${EVIL}\n`,
  );
  symlinkSync('../evil.service', join(folder, 'multi-user.target.wants/evil.service'));
  symlinkSync('multi-user.target', join(folder, 'default.target'));
  const { page, problems, close } = await openPage(browser, pageOf(root), { hash: '#unit=evil.service' });
  expect(await page.locator('.description').textContent()).toContain('</script><script>');
  for (const view of ['waves', 'chain', 'why&a=evil.service', 'cycles', 'findings', 'table&all=1', 'diff']) {
    await page.evaluate((hash) => {
      location.hash = hash;
    }, `unit=evil.service&view=${view}`);
    await page.waitForTimeout(30);
    await isInert(page);
  }
  expect(problems).toEqual([]);
  await close();
});

test('a graph of hostile names is shown as text: markup, bidi marks, 10 000 letters, names of JavaScript itself', async () => {
  const names = [EVIL, BIDI, `${'n'.repeat(10_000)}.service`, '__proto__', 'constructor', 'a\u0000b\nc', ''];
  const graph = {
    format: 'bootscope/graph@1',
    root: EVIL,
    init: { system: EVIL, version: BIDI, evidence: [EVIL] },
    target: EVIL,
    units: names.map((id) => ({
      id,
      type: names[0],
      init: '__proto__',
      load: 'toString',
      description: id,
      aliases: [BIDI],
      settings: [{ section: id, key: id, value: id, file: id, line: -1 }],
    })),
    edges: names.flatMap((from) =>
      names.map((to) => ({
        from,
        to,
        type: 'After',
        origins: ['file'],
        declared: [{ by: from, how: 'line', origin: 'file', file: EVIL, line: 1, key: EVIL }],
      })),
    ),
    diagnostics: [{ severity: 'error', code: EVIL, message: EVIL, file: EVIL, unit: EVIL }],
  };
  const { page, problems, close } = await openPage(browser, EMPTY_PAGE);
  await drop(page, written('evil.json', JSON.stringify(graph)));
  await page.locator('header').waitFor();
  for (const view of ['waves&all=1', 'chain', 'why', 'cycles', 'findings', 'table&all=1']) {
    await page.evaluate(
      (hash) => {
        location.hash = hash;
      },
      `unit=${encodeURIComponent(EVIL)}&a=__proto__&b=constructor&view=${view}`,
    );
    await page.waitForTimeout(30);
    await isInert(page);
  }
  await page.keyboard.press('/');
  await page.keyboard.type('n');
  await isInert(page);
  expect(problems).toEqual([]);
  await close();
});

test('the page’s own policy lets no other script, style, image or connection in', async () => {
  const { page, close } = await openPage(browser, pageOf(sampleRoot('broken')));
  const policy = await page.locator('meta[http-equiv=Content-Security-Policy]').getAttribute('content');
  expect(policy).toMatch(
    /^default-src 'none'; script-src 'sha256-[^ ]+'; style-src ('sha256-[^ ]+' ?)+; img-src data: blob:/,
  );
  expect(policy).not.toContain('unsafe');
  const blocked = await page.evaluate(async () => {
    const seen: string[] = [];
    document.addEventListener('securitypolicyviolation', (event) => seen.push(event.effectiveDirective));
    const script = document.createElement('script');
    script.textContent = 'window.hacked = 1';
    document.body.append(script);
    const image = document.createElement('img');
    image.src = 'https://example.invalid/x.png';
    document.body.append(image);
    await fetch('https://example.invalid/').catch(() => undefined);
    await new Promise((done) => setTimeout(done, 50));
    return seen.sort();
  });
  expect(blocked).toEqual(['connect-src', 'img-src', 'script-src-elem']);
  expect(await page.evaluate(() => 'hacked' in window)).toBe(false);
  await close();
});
