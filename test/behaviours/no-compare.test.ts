/** Only src/behaviours compares versions and asks which distribution it is: everything else asks does(name), or reads its tables. */
import { readFileSync } from 'node:fs';
import fastGlob from 'fast-glob';
import { expect, test } from 'vitest';

const SOURCE = new URL('../../src/', import.meta.url).pathname;

interface Rule {
  readonly says: string;
  readonly pattern: RegExp;
  /** A line that it must find, so that it does not rest while the pattern is broken. */
  readonly example: string;
  /** Files that may, and why. */
  readonly but: Readonly<Record<string, string>>;
}

const RULES: readonly Rule[] = [
  {
    says: 'a version number is compared',
    pattern: /\b\w*(?:[vV]ersion|VERSION|[mM]ajor)(?:\(\w*\))?\)?\s*(?:[<>]=?|[!=]==)\s*(?:\d|[A-Z_]{3,})/,
    example: 'if (opened.version >= 254) return;',
    but: { 'systemd/generators/netplan.ts': 'the version of netplan, by its library' },
  },
  {
    says: 'a version number is compared',
    pattern: /\b2[0-9]{2}\s*(?:[<>]=?|[!=]==)\s*[\w.]*(?:[vV]ersion|[mM]ajor)/,
    example: 'const old = 249 > options.version;',
    but: {},
  },
  {
    says: 'the first version of something stands as a constant',
    pattern: /\bconst \w*(?:SINCE|UNTIL|VERSION|GONE|DROPS|[sS]ince|[uU]ntil)\w* = 2[0-9]{2}\b/,
    example: 'const GONE_SINCE = 260;',
    but: {},
  },
  {
    says: 'a table of first versions stands outside',
    pattern: /\b(?:since|until|from|to|first|last): 2[0-9]{2}\b/,
    example: "  { key: 'Upholds', since: 249 },",
    but: {},
  },
  {
    says: 'the distribution is asked for',
    pattern:
      /isDebian|isRedHat|isSuse|\bID_LIKE\b|\/etc\/(?:debian_version|redhat-release|system-release|SuSE-release)/,
    example: "if (snapshot.stat('/etc/debian_version') !== undefined) return true;",
    but: {},
  },
  {
    says: 'a distribution is compared by name',
    pattern:
      /(?:family|tradition|builder|distribution)\b[\w.?!]*\s*[!=]==\s*'|[!=]==\s*'(?:debian|ubuntu|redhat|red-hat|rhel|fedora|suse|amazon)'/,
    example: "if (layout.family === 'suse') return;",
    but: {
      'systemd/unit-types/socket.ts': 'families of addresses',
      'audit/values/network.ts': 'families of addresses',
    },
  },
];

/** Without comments: they may name what they like. */
function codeOf(text: string): readonly string[] {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' '))
    .split('\n')
    .map((line) => line.replace(/(^|\s)\/\/.*$/, ''));
}

const FILES = fastGlob.sync('**/*.ts', { cwd: SOURCE }).filter((file) => !file.startsWith('behaviours/'));

test.each(RULES)('nowhere outside src/behaviours: $says ($pattern)', ({ pattern, example, but }) => {
  expect(FILES.length).toBeGreaterThan(300);
  expect(codeOf(example).some((line) => pattern.test(line))).toBe(true);
  const offenders = FILES.filter((file) => !(file in but)).flatMap((file) =>
    codeOf(readFileSync(`${SOURCE}${file}`, 'utf8')).flatMap((line, at) =>
      pattern.test(line) ? [`src/${file}:${at + 1}: ${line.trim()}`] : [],
    ),
  );
  expect(offenders).toEqual([]);
});

test('no exception of these rules is out of date', () => {
  for (const { but, pattern } of RULES)
    for (const file of Object.keys(but)) {
      expect(FILES, file).toContain(file);
      expect(
        codeOf(readFileSync(`${SOURCE}${file}`, 'utf8')).some((line) => pattern.test(line)),
        file,
      ).toBe(true);
    }
});
