/** What the audit found, and what the parsers had to say of the files; each beside its unit, its line and its mending. */
import type { Diagnostic } from '../../src/graph/model.ts';
import type { ViewFinding } from '../../src/view/format.ts';
import { breakable, h } from './dom.ts';
import { edgeItem } from './edge-item.ts';
import type { Model } from './model.ts';
import { hrefOf, type State } from './state.ts';
import { unitLink } from './unit-link.ts';
import { show } from './words.ts';

const LEVELS = ['error', 'warning', 'notice', 'info'] as const;
const TITLES: Readonly<Record<string, string>> = {
  error: 'Errors',
  warning: 'Warnings',
  notice: 'Notices',
  info: 'For information',
};

export function findingsAbout(model: Model, n: number): readonly ViewFinding[] {
  return allFindings(model).filter((finding) => finding.node === n);
}

/** The audit's, then what the parsers said of lines of which the audit says nothing. */
export function allFindings(model: Model): readonly ViewFinding[] {
  const { findings, diagnostics } = model.data;
  const known = new Set(findings.map((finding) => `${finding.file}:${finding.line}`));
  // What systemd says as it refuses a unit stands word for word in the finding, which may know the line.
  const told = (unit: string, message: string): boolean => {
    const n = model.byId.get(unit);
    return findings.some((finding) => finding.node === n && finding.message.includes(message));
  };
  const rest = diagnostics.filter(
    ({ file, line, unit, message }) =>
      (file === undefined || !known.has(`${file}:${line ?? 0}`)) && (unit === undefined || !told(unit, message)),
  );
  return [...findings, ...rest.map((diagnostic) => asFinding(model, diagnostic))];
}

function asFinding(model: Model, { code, severity, message, file, line, unit }: Diagnostic): ViewFinding {
  const node = unit === undefined ? -1 : (model.byId.get(unit) ?? -1);
  return { rule: code, severity, message, node, file: file ?? '', line: line ?? 0, fix: '', edges: [] };
}

export function findingCard(model: Model, finding: ViewFinding, link: 'with-unit' | 'alone' = 'alone'): HTMLElement {
  const at = finding.file === '' ? '' : finding.line > 0 ? `${finding.file}:${finding.line}` : finding.file;
  return h(
    'article',
    { class: `finding level-${levelOf(finding)}` },
    h('p', {}, h('strong', {}, `${show(finding.rule)}: `), show(finding.message, 1000)),
    link === 'with-unit' && finding.node >= 0 && h('p', {}, unitLink(model, finding.node)),
    at !== '' && h('p', { class: 'proof' }, breakable(show(at, 600))),
    finding.edges.length > 0 &&
      h(
        'ul',
        { class: 'dependencies' },
        finding.edges.map((e) => edgeItem(model, e)),
      ),
    finding.fix !== '' && h('p', { class: 'mend' }, show(finding.fix, 2000)),
  );
}

export function findingsView(model: Model, state: State): HTMLElement {
  const { audited } = model.data;
  const findings = allFindings(model);
  const counts = LEVELS.map((level) => findings.filter((finding) => levelOf(finding) === level).length);
  const chosen = LEVELS.filter((level) => state.level === '' || level === state.level);
  return h(
    'div',
    { class: 'page' },
    h('h2', {}, `Findings (${findings.length})`),
    !audited &&
      h(
        'p',
        { class: 'none' },
        'The audit has not run for this page: below is only what was said while the files were read.',
      ),
    findings.length === 0
      ? h('p', { class: 'empty' }, audited ? 'The audit found nothing.' : 'Nothing was said.')
      : h(
          'nav',
          { class: 'segments', 'aria-label': 'Severity' },
          segment('All', '', findings.length, state),
          LEVELS.map((level, k) => (counts[k] ? segment(TITLES[level] as string, level, counts[k], state) : null)),
        ),
    chosen.map((level) => {
      const of = findings.filter((finding) => levelOf(finding) === level);
      return of.length === 0
        ? null
        : h(
            'section',
            {},
            h('h3', {}, TITLES[level] as string),
            of.map((finding) => findingCard(model, finding, 'with-unit')),
          );
    }),
  );
}

function segment(words: string, level: string, count: number, state: State): HTMLElement {
  return h(
    'a',
    { href: hrefOf({ level }), 'aria-current': state.level === level ? 'true' : undefined },
    `${words} `,
    h('span', { class: 'count' }, String(count)),
  );
}

function levelOf(finding: ViewFinding): string {
  return LEVELS.find((level) => level === finding.severity) ?? 'info';
}
