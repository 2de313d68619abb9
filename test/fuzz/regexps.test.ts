import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'acorn';
import { transformSync } from 'esbuild';
import { expect, test } from 'vitest';

const SRC = new URL('../../src/', import.meta.url).pathname;

/**
 * Those that the analysis cannot follow, each looked at. Whoever adds one says why no text makes it slow.
 */
const LOOKED_AT: Readonly<Record<string, string>> = {
  '/@.*\\./': 'over unit names: 255 characters at most',
  '/[\\r\\0].*$/s': 'with s, .* takes everything: it cannot fail once it has begun',
  '/^([^ \\t]*)(?:[ \\t]+([^ \\t]*))?(?:[ \\t]+([^ \\t]*))?(?:[ \\t]+([^ \\t]*))?(?:[ \\t]+(.*))?$/s':
    'blanks and others by turns, and the last takes everything: its first try fits',
  '/^(?:"([^"\\\\]*)"\\s*|\'([^\']*)\'\\s*|([^\\s"\'&*!|>%@`[\\]{},#-][^:#]*|-[^\\s:#][^:#]*)):(?:\\s+(.*))?$/s':
    'the key ends at the first colon, and what follows it takes everything',
  '/^from\\s+([\\w.]+)\\s+import\\s+(.+)$/s': 'the last takes everything; the blank before it gives back one character',
  '/^\\(\\(\\s*(\\w*)[^\\n]*?\\)\\)[ \\t]*;?/': 'over 500 characters at most',
  '/^(\\S+)\\s{2,}\\S.*?\\s{2,}(\\d\\S*-\\S+)\\s*$/': 'over a line of 300 characters at most',
  '/^[^#\\n]*?(?:^|[\\s;&|{])(?:\\.|source)[ \\t]+["\']?\\/lib\\/lsb\\/init-functions\\b(?!\\.)/m':
    'begins at the beginning of a line and stays in it; a dot before the blanks stands once',
  '/^[^#\\n]*init-functions\\.d/m': 'begins at the beginning of a line and stays in it',
  '/^[^#\\n]*?(\\/lib\\/init\\/rc)\\b/m': 'begins at the beginning of a line and stays in it',
};

/** Nothing is tried twice behind them: they take what is left, whatever it is. */
function takesTheRest(pattern: string, flags: string): boolean {
  return flags.includes('s') && !flags.includes('m') && /\(\.\*\)(\)\?)?\$$/.test(pattern);
}

interface Found {
  readonly file: string;
  readonly pattern: string;
  readonly flags: string;
}

function regularExpressions(): readonly Found[] {
  const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  return files.flatMap((file) => {
    const { code } = transformSync(readFileSync(SRC + file, 'utf8'), { loader: 'ts', target: 'esnext' });
    const found: Found[] = [];
    const open: unknown[] = [parse(code, { ecmaVersion: 'latest', sourceType: 'module' })];
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      if (typeof node !== 'object' || node === null) continue;
      const { regex } = node as { regex?: { pattern: string; flags: string } };
      if (regex !== undefined) found.push({ file, ...regex });
      else for (const value of Object.values(node)) open.push(value);
    }
    return found;
  });
}

test('no regular expression over input backtracks: not in the length of a line, not in the number of places to begin', async () => {
  const analyser: string = 'scslre';
  const { analyse } = (await import(analyser)) as {
    analyse(literal: { source: string; flags: string }): { reports: { type: string }[] };
  };
  const all = regularExpressions();
  expect(all.length).toBeGreaterThan(500);
  const slow = all.filter(
    ({ pattern, flags }) =>
      !takesTheRest(pattern, flags) &&
      !Object.hasOwn(LOOKED_AT, `/${pattern}/${flags}`) &&
      analyse({ source: pattern, flags }).reports.length > 0,
  );
  expect(slow.map(({ file, pattern, flags }) => `${file}: /${pattern}/${flags}`)).toEqual([]);
});
