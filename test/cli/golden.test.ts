/**
 * What the program says, word for word. Each file of golden/ and each such block of a document holds commands (`$ bootscope
 * …`) with what they print below. A person has read every line of it against the files of the sample root; after a change
 * that is meant, `GOLDEN=write npx vitest run --config test/vitest.config.ts test/cli/golden` writes them anew, to be read.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { bootscope, words } from './run.ts';

const PROMPT = '$ bootscope ';
const write = process.env['GOLDEN'] === 'write';
const folder = new URL('golden/', import.meta.url);
const top = new URL('../../', import.meta.url);
const FENCED = /^```(console)?\n(\$ bootscope [\s\S]*?)^```$/gm;
/** What people read: the README, and all of docs/. */
const DOCUMENTS: readonly string[] = [
  'README.md',
  ...(readdirSync(new URL('docs/', top), { recursive: true }) as string[])
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`)
    .sort(),
];

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

describe('documents', () => {
  const shown = DOCUMENTS.filter((name) =>
    /^```(console)?\n\$ bootscope /m.test(readFileSync(new URL(name, top), 'utf8')),
  );
  test('there are some with examples', () => expect(shown.length).toBeGreaterThan(6));
  test.each(shown)('what %s shows is what the program prints', (name) => {
    const file = new URL(name, top);
    const text = readFileSync(file, 'utf8');
    const now = text.replace(
      FENCED,
      (_, kind: string | undefined, block: string) => `\`\`\`${kind ?? ''}\n${rendered(block)}\`\`\``,
    );
    if (write) writeFileSync(file, now);
    else expect(now).toBe(text);
  });

  /** Each command with the words behind it, and what its own help says. */
  const helps = new Map<string, string>();
  const helpOf = (name: string): string => {
    const known = helps.get(name) ?? bootscope(name === '' ? ['--help'] : [name, '--help']).out;
    helps.set(name, known);
    return known;
  };
  const LINE = /(?:^ {4}|`|^\$ )bootscope((?: [^`\n#]*)?)/gm;
  const written = DOCUMENTS.flatMap((name) =>
    [...readFileSync(new URL(name, top), 'utf8').matchAll(LINE)].map(([, line = '']) => ({ name, line })),
  );
  test('none names a command or an option that the program does not have', () => {
    expect(written.length).toBeGreaterThan(30);
    for (const { name, line } of written) {
      const command = /^(?: -r \S+| --initrd| --init \S+| --systemd-version \S+)*(?: ([a-z][a-z-]*))?/.exec(line)?.[1];
      if (command !== undefined) expect(helpOf(''), `${name}: bootscope${line}`).toContain(`bootscope ${command}`);
      for (const [, option = ''] of line.matchAll(/ (--[a-z][a-z-]+)/g))
        expect(helpOf(command ?? ''), `${name}: bootscope${line}`).toContain(option);
    }
  });

  test('each link between them leads to a file', () => {
    for (const name of DOCUMENTS)
      for (const [, target = ''] of readFileSync(new URL(name, top), 'utf8').matchAll(/\]\(([^)#\s]+)[^)]*\)/g))
        if (!/^[a-z]+:/.test(target))
          expect(existsSync(new URL(target, new URL(name, top))), `${name}: ${target}`).toBe(true);
  });
});
