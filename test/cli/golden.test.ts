/**
 * What the program says, word for word. Each file of golden/ and each such block of the README holds commands (`$ bootscope
 * …`) with what they print below. A person has read every line of it against the files of the sample root; after a change
 * that is meant, `GOLDEN=write npx vitest run --config test/vitest.config.ts test/cli/golden` writes them anew, to be read.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { bootscope, words } from './run.ts';

const PROMPT = '$ bootscope ';
const write = process.env['GOLDEN'] === 'write';
const folder = new URL('golden/', import.meta.url);
const readme = new URL('../../README.md', import.meta.url);
const FENCED = /^```\n(\$ bootscope [\s\S]*?)^```$/gm;

/** The text with each command's output put in its place. */
function rendered(text: string): string {
  return text
    .split('\n')
    .filter((line) => line.startsWith(PROMPT))
    .map((line) => {
      const { out, err, status } = bootscope(words(line.slice(PROMPT.length)));
      return `${line}\n${out}${err}${status === 0 ? '' : `(exit status ${status})\n`}`;
    })
    .join('\n');
}

describe('golden', () => {
  const files = readdirSync(folder).filter((name) => name.endsWith('.txt'));
  test('there are some', () => expect(files.length).toBeGreaterThan(5));
  test.each(files)('%s', (name) => {
    const file = new URL(name, folder);
    const text = readFileSync(file, 'utf8');
    const now = rendered(text);
    if (write) writeFileSync(file, now);
    else expect(now).toBe(text);
  });
});

test('what the README shows is what the program prints', () => {
  const text = readFileSync(readme, 'utf8');
  const now = text.replace(FENCED, (_, block: string) => `\`\`\`\n${rendered(block)}\`\`\``);
  if (write) writeFileSync(readme, now);
  else expect(now).toBe(text);
  expect([...text.matchAll(FENCED)].length).toBeGreaterThan(1);
});

test('the README names no option or command that the program does not have', () => {
  const text = readFileSync(readme, 'utf8');
  const commands = [...text.matchAll(/^ {4}bootscope (?:-r ROOT )?([a-z-]+)/gm)].map(([, name]) => name as string);
  expect(commands.length).toBeGreaterThan(5);
  const help = bootscope(['--help']).out;
  for (const name of commands) expect(help).toMatch(new RegExp(`^ {2}bootscope ${name}\\b`, 'm'));
  const known = [...new Set(commands)].map((name) => bootscope([name, '--help']).out).join('\n');
  for (const [, option] of text.matchAll(/(?<![\w-])(--[a-z][a-z-]+)/g)) expect(known + OF_OTHERS).toContain(option);
});

/** Options of npm and systemd that the README speaks of. */
const OF_OTHERS = ' --test ';
