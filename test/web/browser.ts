/** A headless Chromium from node_modules that needs nothing of the machine: its libraries and fonts come along. */
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium } from 'playwright-core';

const CACHE = fileURLToPath(new URL('../../node_modules/.cache', import.meta.url));
const FOLDER = join(CACHE, 'bootscope-chromium-147');

/** The package's own fonts, and the machine's where it has some. */
const FONTS = `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>/usr/share/fonts</dir>
<dir>${FOLDER}/fonts</dir><cachedir>${FOLDER}/font-cache</cachedir></fontconfig>`;

/** Starts a browser. Root may not use Chromium's own sandbox, so there is none: only our own pages are opened. */
export async function openBrowser(): Promise<Browser> {
  if (!existsSync(FOLDER)) await unpack();
  return chromium.launch({
    executablePath: join(FOLDER, 'chromium'),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--font-render-hinting=none',
      '--hide-scrollbars',
    ],
    env: {
      ...(process.env as Record<string, string>),
      LD_LIBRARY_PATH: join(FOLDER, 'al2023', 'lib'),
      FONTCONFIG_FILE: join(FOLDER, 'fonts.conf'),
    },
  });
}

/**
 * The package unpacks into the folder for temporary files, and its shared libraries only where it believes to be on
 * Amazon Linux; both are told through the environment. Renamed in one step, for two test files may come here at once.
 */
async function unpack(): Promise<void> {
  mkdirSync(CACHE, { recursive: true });
  const part = mkdtempSync(join(CACHE, 'part-'));
  const before = { ...process.env };
  Object.assign(process.env, { TMPDIR: part, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' });
  try {
    const { default: packed } = await import('@sparticuz/chromium');
    const from = dirname(await packed.executablePath());
    writeFileSync(join(from, 'fonts.conf'), FONTS);
    try {
      renameSync(from, FOLDER);
    } catch (error) {
      if (!existsSync(FOLDER)) throw error;
    }
  } finally {
    for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
    Object.assign(process.env, before);
    rmSync(part, { recursive: true, force: true });
  }
}
