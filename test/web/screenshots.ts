/** npm run screenshots: the pictures of README and docs/viewer.md, made of the sample roots. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { openPage, pageOf, sampleRoot } from './boot-page.ts';
import { openBrowser } from './browser.ts';

const FOLDER = fileURLToPath(new URL('../../docs/images/', import.meta.url));

const SHOTS = [
  { name: 'waves', root: 'modern-server', hash: '', colorScheme: 'light' },
  { name: 'fails', root: 'broken', hash: '#unit=data.mount&ask=failed', colorScheme: 'light' },
  {
    name: 'why',
    root: 'ubuntu-16.04-compute',
    hash: '#view=why&a=nova-compute.service&b=local-fs.target',
    colorScheme: 'light',
  },
  { name: 'cycles', root: 'broken', hash: '#view=cycles', colorScheme: 'dark' },
] as const;

mkdirSync(FOLDER, { recursive: true });
const browser = await openBrowser();
for (const { name, root, hash, colorScheme } of SHOTS) {
  const { page, problems, close } = await openPage(browser, pageOf(sampleRoot(root)), {
    hash,
    colorScheme,
    viewport: { width: 1280, height: 760 },
  });
  await page.waitForTimeout(600);
  // Chromium's WebP, which page.screenshot() has not: a third of the bytes of a PNG, and the package carries the pictures.
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: 92 });
  writeFileSync(`${FOLDER}${name}.webp`, Buffer.from(data, 'base64'));
  if (problems.length > 0) throw new Error(problems.join('\n'));
  await close();
}
await browser.close();
