import type { Blame, CriticalChain } from '../answers/critical-chain.ts';
import type { ChainLink } from '../engine/critical-chain.ts';
import type { BootGraph } from '../graph/model.ts';
import { type Timing, tookOf } from '../recorded/timing.ts';
import { proofLines } from './proof.ts';
import { spanWords } from './span.ts';
import { em } from './style.ts';
import { timesWords } from './timings.ts';
import { count, listing, relationOf } from './words.ts';
import { type Page, paragraph } from './wrap.ts';

/** The tree as systemd-analyze critical-chain draws it; then each step with its proof. */
export function criticalChainText(graph: BootGraph, answer: CriticalChain, page: Page): string {
  const { chain, unseen, lost, insteadOf } = answer;
  const [first] = chain;
  const slowest = [...chain].sort((a, b) => (tookOf(b.timing) ?? 0) - (tookOf(a.timing) ?? 0))[0];
  const took = slowest === undefined ? undefined : tookOf(slowest.timing);
  const reached = first?.timing.activated;
  const head = `${first?.timing.unit} ${reached === undefined ? 'never became active' : `was reached at ${spanWords(reached)}`}${took ? `; of its chain ${slowest?.timing.unit} took longest, ${spanWords(took)}` : ''}.`;
  return [
    ...paragraph(em('strong', head), page),
    ...(insteadOf === undefined
      ? []
      : paragraph(`${insteadOf} has no recorded time: this is the target that was reached last.`, page)),
    ...paragraph(
      em(
        'faint',
        `${timesWords(answer)} After @: when it became active, or began to start; after +: how long the start took.`,
      ),
      page,
    ),
    '',
    ...chain.map((link, depth) => treeLine(link, depth)),
    ...unseen.flatMap((link) => unseenLines(graph, link, page)),
    ...lostLines(lost, page),
    ...(chain.length > 1 ? ['', em('strong', 'Why each waited for the next')] : []),
    ...chain.flatMap(({ edge }) =>
      edge === undefined
        ? []
        : [`  ${edge.from} ${relationOf(edge)} ${edge.to}`, ...proofLines(graph, edge).map((line) => `      ${line}`)],
    ),
  ].join('\n');
}

function treeLine({ timing }: ChainLink, depth: number): string {
  const branch = depth === 0 ? '' : `${'  '.repeat(depth - 1)}└─`;
  return `${branch}${em('name', timing.unit)}${timeWords(timing, depth === 0)}`;
}

/** ` @1.234s +56ms` (list_dependencies_print): of a start that took time, when it began; of the first of a chain, how long alone. */
function timeWords(timing: Timing, first: boolean): string {
  const took = tookOf(timing);
  const at = took ? timing.activating : (timing.activated ?? timing.activating);
  const reached = at === undefined || at < 0 || (first && took) ? '' : ` @${spanWords(at)}`;
  return `${reached}${took ? ` ${em('warn', `+${spanWords(took)}`)}` : ''}`;
}

/** A wait that the tree does not show, with its proof. */
function unseenLines(graph: BootGraph, { timing, edge }: Required<ChainLink>, page: Page): readonly string[] {
  return [
    '',
    ...paragraph(
      `${edge.from} waited longer for ${em('name', timing.unit)}${timeWords(timing, false)}, whose start ended without it being active: it failed, or is a oneshot that was done. systemd-analyze leaves such starts out of its tree.`,
      page,
    ),
    ...proofLines(graph, edge).map((line) => `      ${line}`),
  ];
}

function lostLines(lost: readonly string[], page: Page): readonly string[] {
  if (lost.length === 0) return [];
  return [
    '',
    ...paragraph(
      `Not in the chain, though it may belong there: ${listing(lost)}. What is recorded of ${lost.length === 1 ? 'it' : 'them'} is a later start, after the boot: systemd keeps the last one only. A journal of that boot has the first (--timings may be given more than once).`,
      page,
    ),
  ];
}

/** As systemd-analyze blame: the longest first, spans to the right. */
export function blameText(answer: Blame, page: Page): string {
  const { units, later } = answer;
  const times = units.length === 0 ? 'No start took longer than the record can show.' : timesWords(answer);
  return [
    ...paragraph(em('faint', times), page),
    ...table(units),
    ...(later.length === 0
      ? []
      : [
          '',
          ...paragraph(
            `${count(later.length, 'unit')} started again, or only, after the boot was finished; of ${later.length === 1 ? 'its' : 'their'} start at boot no time is left:`,
            page,
          ),
          ...table(later),
        ]),
  ].join('\n');
}

function table(rows: Blame['units']): readonly string[] {
  const spans = rows.map(({ took }) => spanWords(took));
  const width = Math.max(0, ...spans.map((span) => span.length));
  return rows.map(({ unit }, i) => `${(spans[i] ?? '').padStart(width)} ${unit}`);
}
