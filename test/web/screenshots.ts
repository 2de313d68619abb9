/** npm run screenshots: the pictures of README and docs/viewer.md, made of the sample roots. */
import { mkdirSync } from 'node:fs';
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
  await page.screenshot({ path: `${FOLDER}${name}.png` });
  if (problems.length > 0) throw new Error(problems.join('\n'));
  await close();
}
await browser.close();
