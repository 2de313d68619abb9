import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { buildSite } from './build.ts';

const site = mkdtempSync(join(tmpdir(), 'bootscope-site-'));
afterAll(() => rmSync(site, { recursive: true }));
const pages = buildSite(site);
const text = (file: string): string => readFileSync(join(site, file), 'utf8');
const ATTRIBUTE = /\s(?:href|src)="([^"]*)"/g;

test('every page of docs/ is in it, the README is its first', () => {
  expect(pages.length).toBeGreaterThan(80);
  expect(text('index.html')).toContain('<h1 id="bootscope">');
});
test('every link within it leads to a file, and to a place in it that is there', () => {
  for (const { file } of pages)
    for (const [, href = ''] of text(file).matchAll(ATTRIBUTE)) {
      if (/^[a-z]+:/.test(href)) continue;
      const [path = '', anchor] = href.split('#');
      const target = path === '' ? file : join(dirname(file), path);
      expect(existsSync(join(site, target)), `${file}: ${href}`).toBe(true);
      if (anchor !== undefined && target.endsWith('.html'))
        expect(text(target), `${file}: ${href}`).toContain(`id="${anchor}"`);
    }
});
test('a page asks no other host for anything', () => {
  for (const { file } of pages) {
    expect(text(file), file).not.toMatch(/\ssrc="[a-z]+:|<script|<link|@import|url\(/);
    expect(text(file)).toMatch(/^<!doctype html>/);
  }
});
