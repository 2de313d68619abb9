/**
 * What the audit writes for others, by their own rules: SARIF by the schema that OASIS published (which @microsoft/jest-sarif brings) and by
 * what GitHub says it takes, Code Quality by GitLab's page, JUnit by a schema of what its readers know.
 */
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import { audit } from '../../src/audit/audit.ts';
import type { Finding } from '../../src/audit/rule.ts';
import { RULES } from '../../src/audit/rules/index.ts';
import { openFolder } from '../../src/open.ts';
import { auditGitlab } from '../../src/report/audit-gitlab.ts';
import { auditJunit } from '../../src/report/audit-junit.ts';
import { auditSarif, type SarifContext } from '../../src/report/audit-sarif.ts';

const TOP = new URL('../../', import.meta.url);
const SCHEMA = new URL('node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json', TOP);
const found = ['broken', 'ubuntu-14.04-controller', 'debian-7-sysv'].flatMap((name) =>
  audit(openFolder(new URL(`sample-roots/${name}`, TOP).pathname)),
);
const [first] = found as [Finding];
const { file: _file, line: _line, unit: _unit, ...nowhere } = first;
/** Findings as they can be, too: without a file, without a unit, with names that mean something elsewhere. */
const odd: readonly Finding[] = [
  { ...nowhere, unit: 'a.service' },
  { ...nowhere, unit: 'sysv:a' },
  nowhere,
  { ...first, file: '/etc/init.d/a#b?c d%20[x]é\ud800' },
  { ...first, file: '/etc/a:b' },
];
const all = [...found, ...odd];

interface Log {
  readonly runs: readonly [
    {
      readonly tool: {
        readonly driver: { readonly rules: readonly Readonly<Record<string, { readonly text?: string }>>[] };
      };
      readonly originalUriBaseIds: Readonly<Record<string, { readonly uri?: string }>>;
      readonly results: readonly {
        readonly ruleIndex: number;
        readonly ruleId: string;
        readonly level: string;
        readonly message: { readonly text: string };
        readonly partialFingerprints: Readonly<Record<string, string>>;
        readonly locations: readonly {
          readonly physicalLocation: {
            readonly artifactLocation: { readonly uri: string; readonly uriBaseId: string };
            readonly region: { readonly startLine: number };
          };
        }[];
      }[];
    },
  ];
}
const CONTEXT: SarifContext = {
  root: 'file:///srv/a%20root/',
  helpUri: (rule) => `https://example.org/rules/${rule}.html`,
  held: [{ finding: first, reason: 'known' }],
  basis: ['It is assumed.'],
};
const sarif = (context: SarifContext, findings: readonly Finding[] = all): Log =>
  auditSarif(findings, RULES, '1.2.3', context) as Log;

describe('SARIF', () => {
  // Of draft 04, of which it has no more than its two names; `format` is the schema's word for what is tried by hand below.
  const { $schema: _draft, id: _id, ...schema } = JSON.parse(readFileSync(SCHEMA, 'utf8'));
  const validate = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(schema);
  test.each([
    ['of a folder', CONTEXT],
    ['of an archive', {}],
  ])('%s is valid by the published schema, 2.1.0', (_title, context) => {
    expect(found.length).toBeGreaterThan(50);
    expect(validate(sarif(context)), JSON.stringify(validate.errors?.slice(0, 3))).toBe(true);
    expect(validate({ ...sarif(context), runs: [{}] }), 'the schema refuses what is none').toBe(false);
  });

  test("GitHub: each result has a rule, a text, one file relative to the repository's root and a line; one without refuses the upload", () => {
    const [run] = sarif(CONTEXT).runs;
    for (const { ruleId, ruleIndex, level, message, locations } of run.results) {
      expect(run.tool.driver.rules[ruleIndex]?.['id']).toBe(ruleId);
      expect(['note', 'warning', 'error']).toContain(level);
      expect(message.text.length).toBeGreaterThan(10);
      expect(locations).toHaveLength(1);
      const { artifactLocation, region } = locations[0]?.physicalLocation ?? {};
      expect(region?.startLine).toBeGreaterThan(0);
      const uri = artifactLocation?.uri ?? '';
      // path-noscheme of RFC 3986
      expect(uri).toMatch(/^[\w.~!$&'()*+,;=@%-]+(\/[\w.~!$&'()*+,;=:@%-]+)*$/);
      const base = run.originalUriBaseIds[artifactLocation?.uriBaseId ?? '']?.uri;
      expect(new URL(uri, base)).toMatchObject({ protocol: 'file:', hash: '', search: '' });
      expect(new URL(uri, base).pathname.startsWith('/srv/a%20root/')).toBe(true);
    }
  });

  test('GitHub: a rule has a short and a full description of at most 1024 characters, a help and its page', () => {
    for (const rule of sarif(CONTEXT).runs[0].tool.driver.rules) {
      for (const key of ['shortDescription', 'fullDescription']) {
        expect(rule[key]?.text?.length).toBeGreaterThan(5);
        expect(rule[key]?.text?.length).toBeLessThanOrEqual(1024);
      }
      expect(rule['help']?.text).toBeTruthy();
      expect(rule['helpUri']).toMatch(/^https:/);
    }
  });

  test('GitHub: of an archive, whose lines it cannot see, each result brings the hash by which it is known again', () => {
    const hashes = sarif({}).runs[0].results.map(
      ({ partialFingerprints: { primaryLocationLineHash } }) => primaryLocationLineHash,
    );
    expect(hashes.every((hash) => /^[0-9a-f]{32}:[0-9]+$/.test(hash ?? ''))).toBe(true);
    expect(new Set(hashes).size).toBe(hashes.length);
    const [folder] = sarif(CONTEXT).runs[0].results;
    expect(folder?.partialFingerprints).not.toHaveProperty('primaryLocationLineHash');
  });

  test('GitHub: no more results than it takes, the gravest; the rest is told', () => {
    const many = sarif(
      {},
      Array.from({ length: 25_010 }, () => first),
    );
    expect(many.runs[0].results).toHaveLength(25_000);
    expect(JSON.stringify(many)).toContain('10 findings more than a code host takes');
  });
});

test('GitLab: a Code Quality report is a list of entries with the keys that its page asks for, each with a print of its own', () => {
  const entry = {
    type: 'object',
    required: ['description', 'check_name', 'fingerprint', 'severity', 'location'],
    properties: {
      description: { type: 'string', minLength: 1 },
      check_name: { type: 'string', minLength: 1 },
      fingerprint: { type: 'string', pattern: '^[0-9a-f]{32}(-[0-9]+)?$' },
      severity: { enum: ['info', 'minor', 'major', 'critical', 'blocker'] },
      location: {
        type: 'object',
        required: ['path', 'lines'],
        // Relative to the repository, without ./
        properties: {
          path: { type: 'string', pattern: '^[^./]' },
          lines: { type: 'object', required: ['begin'], properties: { begin: { type: 'integer', minimum: 1 } } },
        },
      },
    },
    additionalProperties: false,
  };
  const validate = new Ajv().compile({ type: 'array', items: entry });
  for (const folder of ['', 'image/root']) {
    const report = auditGitlab(all, folder) as readonly { readonly fingerprint: string }[];
    expect(validate(report), JSON.stringify(validate.errors?.slice(0, 3))).toBe(true);
    expect(new Set(report.map(({ fingerprint }) => fingerprint)).size).toBe(all.length);
  }
});

test('JUnit: a report is what its readers know, whatever a finding says', async () => {
  const schema = readFileSync(new URL('junit.xsd', import.meta.url), 'utf8');
  const hostile: Finding = { ...first, message: ']]><testcase/>\u0000\u001b&"\ufffe', mend: '<!--' };
  const findings = [...all, hostile];
  for (const fails of [() => true, () => false, ({ severity }: Finding) => severity === 'error']) {
    const contents = auditJunit(findings, RULES, fails, ['It is <assumed>.']);
    const { valid, errors } = await validateXML({ xml: [{ fileName: 'audit.xml', contents }], schema: [schema] });
    expect(errors.map(({ message }) => message)).toEqual([]);
    expect(valid).toBe(true);
  }
  const refused = await validateXML({
    xml: [{ fileName: 'a.xml', contents: '<testsuites><x/></testsuites>' }],
    schema: [schema],
  });
  expect(refused.valid).toBe(false);
});
