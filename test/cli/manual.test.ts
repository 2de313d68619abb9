import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { COMMANDS, nameOf } from '../../src/cli/commands/index.ts';
import { commandTexts, manual } from './manual-pages.ts';

const DOCS = new URL('../../docs/', import.meta.url);

test('the pages of the commands and the man page say what the commands define (npm run docs:commands)', async () => {
  for (const [name, text] of await manual()) expect(readFileSync(new URL(name, DOCS), 'utf8'), name).toBe(text);
});
test('there is a page for each command, and none besides', () => {
  const pages = readdirSync(new URL('commands/', DOCS)).sort();
  expect(pages).toEqual(['README.md', ...COMMANDS.map(({ usage }) => `${nameOf(usage)}.md`)].sort());
});
test('every command has examples, and each says what it is for', async () => {
  for (const { name, examples } of await commandTexts()) {
    expect(examples.length, name).toBeGreaterThan(0);
    for (const { line, about } of examples) {
      expect(line).toContain(`bootscope`);
      expect(about.length, line).toBeGreaterThan(5);
    }
  }
});
test('the man page is what troff reads: ASCII, and no text line that begins as a request does', () => {
  const page = readFileSync(new URL('man/bootscope.1', DOCS), 'utf8');
  expect(page).toMatch(/^[\n\x20-\x7e]+$/);
  for (const line of page.split('\n'))
    if (/^[.']/.test(line)) expect(line).toMatch(/^\.(TH|SH|SS|TP|BR?|PP|RS|RE|nf|fi)\b/);
});
