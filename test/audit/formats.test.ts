import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { audit } from '../../src/audit/audit.ts';
import { accept, acceptedFindings, baselineJson, readBaseline, readWaivers } from '../../src/audit/baseline.ts';
import type { Finding } from '../../src/audit/rule.ts';
import { RULES } from '../../src/audit/rules/index.ts';
import { auditGithub } from '../../src/report/audit-github.ts';
import { auditGitlab } from '../../src/report/audit-gitlab.ts';
import { auditJunit } from '../../src/report/audit-junit.ts';
import { auditMarkdown } from '../../src/report/audit-markdown.ts';
import { auditSarif } from '../../src/report/audit-sarif.ts';
import { exampleRoot } from './example-root.ts';
import { sarifSchema } from './sarif-schema.ts';

const RULE_IDS = RULES.map(({ id }) => id);

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

test('SARIF keeps a waived finding as suppressed, with its reason, and says where the root is', () => {
  const [waived, ...rest] = findings;
  const held = [{ finding: waived as Finding, reason: 'known since spring' }];
  const context = { root: 'file:///srv/root/', helpUri: (id: string) => `https://example.org/rules/${id}`, held };
  const sarif = auditSarif(rest, RULES, '1.0.0', context) as {
    runs: [
      {
        originalUriBaseIds: unknown;
        tool: { driver: { rules: { id: string; helpUri: string }[] } };
        results: { ruleId: string; suppressions: unknown[] }[];
      },
    ];
  };
  const validate = new Ajv({ strict: true }).compile(sarifSchema);
  expect(validate(sarif), JSON.stringify(validate.errors)).toBe(true);
  const [run] = sarif.runs;
  expect(run.originalUriBaseIds).toMatchObject({ ROOT: { uri: 'file:///srv/root/' } });
  expect(run.tool.driver.rules[0]?.helpUri).toBe(`https://example.org/rules/${RULE_IDS[0]}`);
  expect(run.results).toHaveLength(findings.length);
  expect(run.results.filter(({ suppressions }) => suppressions.length > 0)).toMatchObject([
    { ruleId: waived?.rule, suppressions: [{ kind: 'external', justification: 'known since spring' }] },
  ]);
});

test('GitHub: an annotation a finding at its file and line, and nothing of a root can begin another', () => {
  const hostile = { ...(findings[0] as Finding), file: '/etc/a,b:c', message: 'x\n::error::y 100%' };
  expect(auditGithub([hostile], 'image/root')).toBe(
    `::error file=image/root/etc/a%2Cb%3Ac,line=2,title=bootscope required-unavailable::x%0A::error::y 100%25 ${hostile.mend}`,
  );
});

test('GitLab: each entry has what its Code Quality report asks for, and a fingerprint of its own', () => {
  const twice = [findings[0] as Finding, findings[0] as Finding];
  const [one, two] = auditGitlab(twice, 'root') as Record<string, unknown>[];
  expect(one).toMatchObject({
    check_name: 'required-unavailable',
    severity: 'critical',
    location: { path: 'root/etc/systemd/system/web.service', lines: { begin: 2 } },
  });
  expect(one?.['fingerprint']).not.toBe(two?.['fingerprint']);
});

test('JUnit keeps what is no failure as the output of its case', () => {
  const text = auditJunit(findings, RULES, () => false);
  expect(text).toContain('failures="0"');
  expect(text).not.toContain('<failure');
  expect(text).toContain('<system-out>error: /etc/systemd/system/web.service:2: ');
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
    if (typeof known === 'string') throw new Error(known);
    expect(accept(moved, known, [], RULE_IDS)).toEqual({ open: [], unmet: [] });
  });

  test('says which of its entries meet nothing any more', () => {
    const known = readBaseline(baselineJson(findings));
    if (typeof known === 'string') throw new Error(known);
    const rest = findings.filter(({ rule }) => rule !== 'program-missing');
    expect(accept(rest, known, [], RULE_IDS).unmet).toEqual([
      'baseline program-missing /etc/systemd/system/web.service',
    ]);
    expect(accept(rest, known, [], ['orphaned-drop-in']).unmet, 'of rules that were not run nothing is said').toEqual(
      [],
    );
  });

  test('that is something else is refused with a reason', () => {
    expect(readBaseline('{"format":"other"}')).toMatch(/not a baseline/);
    expect(readBaseline('{')).toMatch(/not a baseline/);
  });
});

describe('a waiver', () => {
  const waivers = readWaivers('{"waive":[{"rule":"required-*","unit":"web.*","reason":"known"}]}', RULE_IDS);

  test('holds for the rule and unit that its patterns name, and for no other', () => {
    if (typeof waivers === 'string') throw new Error(waivers);
    const { open, unmet } = accept(findings, [], waivers, RULE_IDS);
    expect(findings.filter((finding) => !open.includes(finding)).map(({ rule }) => rule)).toEqual([
      'required-unavailable',
    ]);
    expect(unmet).toEqual([]);
  });

  test('keeps its reason with the finding that it holds back', () => {
    if (typeof waivers === 'string') throw new Error(waivers);
    expect(acceptedFindings(findings, [], waivers)).toEqual([{ finding: findings[0], reason: 'known' }]);
  });

  test('that meets nothing is told', () => {
    const gone = readWaivers('{"waive":[{"rule":"no-effect","unit":"x","reason":"r"}]}', RULE_IDS);
    if (typeof gone === 'string') throw new Error(gone);
    expect(accept(findings, [], gone, RULE_IDS).unmet).toEqual(['waiver no-effect x']);
  });

  test('is never wider than it was written: other keys and rules that do not exist are refused', () => {
    const read = (waiver: object): unknown => readWaivers(JSON.stringify({ waive: [waiver] }), RULE_IDS);
    expect(read({ rule: 'ordering-cycle', reason: 'r', expires: '2020-01-01' })).toMatch(/"expires" is no key/);
    expect(read({ rule: 'ordering-cycle', reason: 'r', path: '/etc' })).toMatch(/"path" is no key/);
    expect(read({ rule: 'ordering-cyle', reason: 'r' })).toMatch(/did you mean ordering-cycle/);
    expect(read({ rule: 'order*', reason: 'r' })).toEqual([{ rule: 'order*', reason: 'r' }]);
    expect(readWaivers('{"waive":[],"ignore":[]}', RULE_IDS)).toMatch(/"ignore" is no key/);
  });

  test('without a reason is refused', () => {
    expect(readWaivers('{"waive":[{"rule":"no-effect"}]}', RULE_IDS)).toMatch(/gives no reason/);
    expect(readWaivers('[]', RULE_IDS)).toMatch(/no list called "waive"/);
  });
});
