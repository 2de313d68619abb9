import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { audit } from '../../src/audit/audit.ts';
import type { Finding } from '../../src/audit/rule.ts';
import { RULES } from '../../src/audit/rules/index.ts';
import { place } from '../../src/report/words.ts';
import { ruleIndex, rulePage } from './docs-pages.ts';
import { exampleRoot } from './example-root.ts';

const where = (finding: Finding): string => place(finding) || (finding.unit ?? '');

test('the small root of the examples boots, and no rule has anything to say of it', () => {
  const opened = exampleRoot({});
  expect(audit(opened)).toEqual([]);
  expect(opened.graph.target).toBe('multi-user.target');
});

describe.each(RULES)('$id', (rule) => {
  const { files, mended, finds, version, init } = rule.example;

  test('finds what its example shows, at the line that says so, and nothing else', () => {
    const found = audit(exampleRoot({ version, init }, files), [rule]);
    expect(found.map(where)).toEqual(finds);
  });

  test('finds nothing once the example is mended', () => {
    expect(audit(exampleRoot({ version, init }, files, mended), [rule])).toEqual([]);
  });

  test('its page in docs/rules says what the rule says', () => {
    const page = readFileSync(new URL(`../../docs/rules/${rule.id}.md`, import.meta.url), 'utf8');
    expect(page).toBe(rulePage(rule));
  });
});

test('docs/rules has a page for each rule, an index, and no page besides', () => {
  const folder = new URL('../../docs/rules/', import.meta.url);
  expect(readdirSync(folder).sort()).toEqual([...RULES.map(({ id }) => `${id}.md`), 'README.md'].sort());
  expect(readFileSync(new URL('README.md', folder), 'utf8')).toBe(ruleIndex());
});
