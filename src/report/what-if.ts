/** The difference a change would make, in words: what starts, what no longer does and why, what moves, what breaks. */

import type { WhatIf } from '../answers/what-if.ts';
import { type SystemdBuild, versionText } from '../behaviours/version.ts';
import type { OrderingCycle } from '../engine/cycles/cycle.ts';
import type { BootEdge } from '../graph/model.ts';
import type { OpenedRoot } from '../open.ts';
import { chanceLine, findingLines, orderLines, turnedLines, turnedWords } from './diff.ts';
import { droppedWords } from './dropped.ts';
import { proofLines } from './proof.ts';
import { em } from './style.ts';
import { count, LOAD_WORDS, listing, place, relationOf } from './words.ts';
import { columns, type Page, paragraph } from './wrap.ts';

export interface WhatIfAnswer {
  /** What was supposed, in words: `ssh.service is masked`. */
  readonly supposed: readonly string[];
  readonly result: WhatIf;
}

const SHOWN = 40;

export function whatIfText({ supposed, result }: WhatIfAnswer, page: Page): string {
  const { diff, links, written, problems, newCycles, mendedCycles, findings } = result;
  const out = [...paragraph(`${em('strong', `If ${listing(supposed)}:`)} ${headline(result)}`, page)];
  const section = (title: string, body: readonly string[]): void => {
    if (body.length > 0) out.push('', em('strong', title), ...body);
  };
  section(
    'Refused',
    problems.flatMap((problem) => paragraph(`${em('bad', '!')} ${problem}`, page, '  ')),
  );
  section('Files', [
    ...links.map(({ path, target }) =>
      target === null ? `  ${em('bad', '-')} ${path}` : `  ${em('good', '+')} ${path} → ${target}`,
    ),
    ...written.map((path) => `  ${em('good', '+')} ${path}`),
  ]);
  if (diff.failed.after !== null && diff.failed.after !== diff.failed.before)
    section('No boot', paragraph(diff.failed.after, page, '  '));
  if (diff.target.before !== diff.target.after)
    section('Target', [`  ${diff.target.before} before, ${diff.target.after} after`]);
  section('Starts now', limited(diff.started.map(({ unit }) => startedLines(result, unit))));
  section('No longer starts', limited(goneBlocks(result, page)));
  section('Chance decides', limited(diff.chance.map((one) => [chanceLine(one)])));
  section('The other way round', turnedLines(diff.turned, page));
  section('Now waits', limited(diff.newOrder.map((edge) => orderLines(edge, '+'))));
  section('No longer waits', limited(diff.lostOrder.map((edge) => orderLines(edge, '-'))));
  section('New ordering cycles', limited(newCycles.map((cycle) => cycleLine(cycle, page))));
  section('Cycles mended', limited(mendedCycles.map((cycle) => cycleLine(cycle, page))));
  section('Breaks', limited(findings.added.map((finding) => findingLines(finding, page))));
  section('Mends', limited(findings.mended.map((finding) => findingLines(finding, page))));
  return out.join('\n');
}

function headline({ diff, newCycles, before, after }: WhatIf): string {
  if (diff.failed.after !== null && diff.failed.before === null) return em('bad', 'this machine no longer boots.');
  if (diff.failed.after === null && diff.failed.before !== null) return em('good', 'this machine boots again.');
  if (diff.failed.after !== null) return `this machine does not boot, before or after. ${diff.failed.after}`;
  const moved = new Set([...diff.newOrder, ...diff.lostOrder].map((edge) => edge.from));
  const parts = [
    diff.started.length > 0 ? `${count(diff.started.length, 'unit')} more` : '',
    diff.gone.length > 0 ? `${count(diff.gone.length, 'unit')} fewer` : '',
    diff.chance.length > 0 ? `chance decides otherwise about ${count(diff.chance.length, 'unit')}` : '',
    moved.size > 0 ? `another order for ${count(moved.size, 'unit')}` : '',
    diff.turned.reversed.length > 0 ? turnedWords(diff.turned) : '',
    newCycles.length > 0 ? em('bad', count(newCycles.length, 'new ordering cycle')) : '',
  ].filter((part) => part !== '');
  return parts.length === 0
    ? `the boot stays as it is, ${count(before.plan.started.size, 'unit')}.`
    : `${listing(parts)}; ${after.plan.started.size} start instead of ${before.plan.started.size}.`;
}

function limited(blocks: readonly (readonly string[])[]): readonly string[] {
  const more = blocks.length - SHOWN;
  return [...blocks.slice(0, SHOWN).flat(), ...(more > 0 ? [`  … and ${more} more; --json has them all.`] : [])];
}

function startedLines({ after, pulledInBy }: WhatIf, unit: string): readonly string[] {
  const edge = pulledInBy.get(unit);
  return [
    `  ${em('good', '+')} ${em('strong', unit)}${edge === undefined ? '' : `: ${edge.from} ${relationOf(edge)} it`}`,
    ...proof(after.opened, edge),
  ];
}

/** Units that one unit asked for, which is not started itself any more, are said together. */
const TOGETHER = 4;

function goneBlocks(result: WhatIf, page: Page): readonly (readonly string[])[] {
  const { before, after, diff, reasons } = result;
  const byPuller = new Map<string, string[]>();
  for (const { unit } of diff.gone) {
    const pull = before.plan.transaction?.pulledInBy.get(unit)?.edge;
    if (pull === undefined || reasons.get(unit)?.kind !== 'not-asked-for' || after.plan.started.has(pull.from))
      continue;
    byPuller.set(pull.from, [...(byPuller.get(pull.from) ?? []), unit]);
  }
  const groups = [...byPuller].filter(([, units]) => units.length >= TOGETHER);
  const grouped = new Set(groups.flatMap(([, units]) => units));
  return [
    ...diff.gone.filter(({ unit }) => !grouped.has(unit)).map(({ unit }) => goneLines(result, unit, page)),
    ...groups.map(([puller, units]) => [
      ...paragraph(
        `${em('bad', '-')} ${em('strong', puller)}, not started itself, asked for these ${units.length}:`,
        page,
        '  ',
      ),
      ...columns(units, page, '      '),
    ]),
  ];
}

function goneLines(result: WhatIf, unit: string, page: Page): readonly string[] {
  const { before, after } = result;
  const pull = before.plan.transaction?.pulledInBy.get(unit)?.edge;
  const head = `${em('bad', '-')} ${em('strong', unit)}: `;
  const why = result.reasons.get(unit);
  const say = (text: string, edge?: BootEdge, opened = after.opened): readonly string[] => [
    ...paragraph(head + text, page, '  '),
    ...proof(opened, edge),
  ];
  if (why === undefined) return say(vanished(result, unit));
  switch (why.kind) {
    case 'dropped':
      return say(droppedWords(after.opened, unit, why.reason, why.edges).headline, why.edges[0]);
    case 'not-loaded': {
      const node = after.opened.graph.nodes.get(unit);
      if (node?.load === 'not-found') return say(vanished(result, unit));
      return say(`${LOAD_WORDS[node?.load ?? 'stub']}${node?.fragment ? ` (${node.fragment})` : ''}.`);
    }
    case 'no-boot':
      return say('nothing starts at all.');
    case 'no-effect':
      return say(`without effect: ${why.noEffect?.text ?? 'its init is not in force'}.`);
    default:
      return say(
        pull === undefined
          ? 'nothing that is started asks for it.'
          : `${pull.from} asked for it, and ${after.plan.started.has(pull.from) ? 'does so no longer' : 'is not started itself'}.`,
        pull,
        before.opened,
      );
  }
}

/** Why there is no such unit any more: what made it before is not there after. */
function vanished({ before, after }: WhatIf, unit: string): string {
  const node = before.opened.graph.nodes.get(unit);
  const made = before.opened.graph.edges.flatMap((edge) => edge.declared).find((d) => d.by === unit && d.generator);
  const source = node?.facts.sourcePath ?? (made?.source ? place(made.source) : undefined);
  if (node?.fragment?.startsWith('/run/systemd/generator'))
    return `its unit was made by ${made?.generator ?? 'a generator'}${source === undefined ? '' : ` from ${source}`}, and systemd ${after.opened.version} makes none.`;
  return `there is no unit of that name any more${node?.fragment ? `; before, it was ${node.fragment}` : ''}.`;
}

function proof(opened: WhatIf['after']['opened'], edge: BootEdge | undefined): readonly string[] {
  return edge === undefined ? [] : proofLines(opened.graph, edge).map((line) => `      ${line}`);
}

function cycleLine(cycle: OrderingCycle, page: Page): readonly string[] {
  return paragraph([...cycle.members, cycle.members[0]].join(' → '), page, '  ');
}

/** `bootscope/what-if@1`. */
export function whatIfJson({ supposed, result }: WhatIfAnswer): unknown {
  const { diff, links, written, problems, newCycles, mendedCycles, reasons, pulledInBy, findings } = result;
  return {
    format: 'bootscope/what-if@1',
    supposed,
    links,
    written,
    problems,
    target: diff.target,
    failed: diff.failed,
    started: diff.started.map(({ unit }) => ({ unit, by: pulledInBy.get(unit) ?? null })),
    gone: diff.gone.map(({ unit }) => ({ unit, why: reasons.get(unit) ?? { kind: 'no-such-unit' } })),
    chance: diff.chance,
    newOrder: diff.newOrder,
    lostOrder: diff.lostOrder,
    turned: diff.turned,
    states: diff.states,
    newCycles,
    mendedCycles,
    findings,
  };
}

/** What is supposed of systemd's version, beside what it is. */
export function supposedVersion(version: SystemdBuild, { graph, build }: Pick<OpenedRoot, 'graph' | 'build'>): string {
  const [then, now] = [versionText(version), versionText(build)];
  if (graph.init.version === null) return `systemd is version ${then}`;
  return then === now ? `systemd is version ${now}, as it is` : `systemd is version ${then}, not ${now}`;
}
