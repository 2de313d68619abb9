import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { audit } from '../../src/audit/audit.ts';
import { baselineJson, fingerprint, isWaived, readBaseline, readWaivers } from '../../src/audit/baseline.ts';
import type { Finding } from '../../src/audit/rule.ts';
import { RULES } from '../../src/audit/rules/index.ts';
import { auditJunit } from '../../src/report/audit-junit.ts';
import { auditMarkdown } from '../../src/report/audit-markdown.ts';
import { auditSarif } from '../../src/report/audit-sarif.ts';
import { exampleRoot } from './example-root.ts';
import { sarifSchema } from './sarif-schema.ts';

const broken = {
  '/etc/systemd/system/web.service':
    '[Unit]\nRequires=gone.service\nAfter=web.service\n[Service]\nExecStart=/usr/bin/none\n',
  '/etc/systemd/system/multi-user.target.wants/web.service': { link: '../web.service' },
  '/etc/systemd/system/<b>|`x`.service.d/a.conf': '[Unit]\n',
  '/etc/systemd/system/we\\x22ird.service.d/a.conf': '[Unit]\n',
};
const findings = audit(exampleRoot({ version: 255 }, broken));

test('findings stand by severity, then by file and line', () => {
  expect(findings.map(({ rule, line }) => [rule, line])).toEqual([
    ['required-unavailable', 2],
    ['program-missing', 5],
    ['orphaned-drop-in', undefined],
    ['self-dependency', 3],
  ]);
});

test('SARIF is valid against the parts of its schema that are used, with a region for each line', () => {
  const sarif = auditSarif(findings, RULES, '1.0.0') as { runs: [{ results: { locations: unknown[] }[] }] };
  const validate = new Ajv({ strict: true }).compile(sarifSchema);
  expect(validate(sarif), JSON.stringify(validate.errors)).toBe(true);
  expect(sarif.runs[0].results[0]?.locations[0]).toMatchObject({
    physicalLocation: {
      artifactLocation: { uri: 'etc/systemd/system/web.service', uriBaseId: 'ROOT' },
      region: { startLine: 2 },
    },
  });
});

test('JUnit counts a rule with a failing finding once, and escapes what the root says', () => {
  const hostile: Finding = { ...(findings[0] as Finding), message: 'a<b>&"\u0000\ud800' };
  const text = auditJunit([hostile, hostile], RULES, () => true);
  expect(text).toContain(`tests="${RULES.length}" failures="1"`);
  expect(text).toContain('a&lt;b&gt;&amp;&quot;\ufffd\ufffd');
});

test('Markdown keeps a table a table, whatever a unit is called', () => {
  const hostile: Finding = {
    ...(findings[0] as Finding),
    unit: 'x',
    file: '/etc/a|b`c',
    message: '<script>|*bold*\n# head',
  };
  const rows = auditMarkdown([hostile]).split('\n');
  expect(rows).toHaveLength(3);
  expect(rows[2]).toContain('\\<script\\>\\|\\*bold\\* \\# head');
});

describe('a baseline', () => {
  test('knows its findings again, also after lines have moved', () => {
    const known = readBaseline(baselineJson(findings));
    const moved = findings.map((finding) => ({ ...finding, ...(finding.line ? { line: finding.line + 7 } : {}) }));
    expect(typeof known === 'string' ? known : moved.filter((finding) => !known.has(fingerprint(finding)))).toEqual([]);
  });

  test('that is something else is refused with a reason', () => {
    expect(readBaseline('{"format":"other"}')).toMatch(/not a baseline/);
    expect(readBaseline('{')).toMatch(/not a baseline/);
  });
});

describe('a waiver', () => {
  const waivers = readWaivers('{"waive":[{"rule":"required-*","unit":"web.*","reason":"known"}]}');

  test('holds for the rule and unit that its patterns name, and for no other', () => {
    if (typeof waivers === 'string') throw new Error(waivers);
    expect(findings.filter((finding) => isWaived(finding, waivers)).map(({ rule }) => rule)).toEqual([
      'required-unavailable',
    ]);
  });

  test('without a reason is refused', () => {
    expect(readWaivers('{"waive":[{"rule":"x"}]}')).toMatch(/gives no reason/);
    expect(readWaivers('[]')).toMatch(/no list called "waive"/);
  });
});
