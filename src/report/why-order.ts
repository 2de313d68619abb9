/** Why one unit starts after another, in words: whether it is so, by which lines, and what happens without the other. */

import type { WhyOrder } from '../answers/why-order.ts';
import { behaviours } from '../behaviours/does.ts';
import type { RootFacts } from '../boot/root-facts.ts';
import type { Requirement } from '../engine/why.ts';
import { aliasText } from './aliases.ts';
import { checkLines, unmetWords } from './checks.ts';
import { fateTag } from './fate.ts';
import { mayComeAtBoot, wayWords } from './later.ts';
import { stepLines } from './steps.ts';
import { em } from './style.ts';
import { notAtEveryBootAll } from './varying.ts';
import { listing, loadWords, place } from './words.ts';
import { columns, type Page, paragraph } from './wrap.ts';

/** @param asked the question as it was put: `UNIT --after OTHER` or `UNIT --before OTHER` */
export function whyOrderText(opened: RootFacts, answer: WhyOrder, asked: 'after' | 'before', page: Page): string {
  const { unit, other } = answer;
  if (unit === other) return `${em('strong', unit)} is one and the same unit; nothing can be ordered after itself.`;
  const claim =
    asked === 'after'
      ? `${em('strong', unit)} starts after ${em('strong', other)}`
      : `${em('strong', other)} starts before ${em('strong', unit)}`;
  const blocks = answer.bothOrders
    ? circular(opened, answer, page)
    : answer.path.length > 0
      ? ordered(opened, answer, claim, page)
      : unordered(opened, answer, claim, page);
  return blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n');
}

type Block = readonly string[];

function ordered(opened: RootFacts, answer: WhyOrder, claim: string, page: Page): readonly Block[] {
  const { graph } = opened;
  const { path, strongest, requirement, aliases } = answer;
  const relation = answer.required
    ? 'ordered and required'
    : requirement === null
      ? 'ordered, not required'
      : 'ordered and wanted, not required';
  const headline = answer.holds
    ? `${em('good', 'Yes:')} ${claim}${answer.doubt === null ? '' : `, as long as ${answer.doubt.through} keeps its job`}; ${relation}.`
    : answer.doubt?.fate && !isAbsent(answer)
      ? `${em('warn', 'Not in this boot:')} ${claim} only by way of ${answer.doubt.through}, which loses its job (${relation}).`
      : answer.notAtEveryBoot.length > 0 && !isAbsent(answer)
        ? `${em('warn', 'Not at every boot:')} ${claim} wherever both are started (${relation}); an order counts only between units that are started.`
        : mattersLater(answer)
          ? `${em('good', 'Yes,')} whenever both are on their way: ${claim} (${relation}). ${laterSentence(answer)}; ${whoWaits(answer)}.`
          : `${em('warn', 'Not in this boot:')} ${claim} wherever both are started (${relation}), but ${absent(opened, answer)}. An order counts only between units that are started.`;
  const aside =
    strongest.length === 0
      ? []
      : ['Longer, but with fewer rules of systemd in it:', '', ...stepLines(graph, strongest, page)];
  return [
    [headline, ...notAtEveryBootAll(answer.notAtEveryBoot, page)],
    stepLines(graph, path, page),
    mined(answer, page),
    aside,
    aliases.flatMap((use) => aliasText(use)),
    turns(opened, answer, page),
    doubtful(opened, answer, page),
    consequence(opened, answer, page),
  ];
}

/** Neither yes nor no: the files say both, and PID 1 deletes a job to get out of it. */
function circular(opened: RootFacts, answer: WhyOrder, page: Page): readonly Block[] {
  const { graph } = opened;
  const { unit, other, path, reverse, cycle, notAtEveryBoot } = answer;
  const ring = cycle === null ? '' : ` ${[...cycle.members, cycle.members[0]].join(' → ')}: each runs before the next.`;
  return [
    paragraph(
      `${em('bad', 'Both orders are in the files:')} ${em('strong', unit)} after ${em('strong', other)}, and ${em('strong', other)} after ${em('strong', unit)}. They are in an ordering cycle.${ring}`,
      page,
    ),
    ['The one:', ...stepLines(graph, path, page)],
    ['The other:', ...stepLines(graph, reverse, page)],
    [
      ...paragraph(
        'PID 1 deletes the job of one unit of each cycle; which order is left, if any, changes from boot to boot.',
        page,
      ),
      ...notAtEveryBootAll(notAtEveryBoot, page),
      'bootscope cycles says which of these lines is at fault, and what mends it.',
    ],
  ];
}

/** One of the two is started at no boot. */
function isAbsent({ unit, other, started, notAtEveryBoot }: WhyOrder): boolean {
  const sometimes = new Set(notAtEveryBoot.map((one) => one.unit));
  return (!started.unit && !sometimes.has(unit)) || (!started.other && !sometimes.has(other));
}

/** The order goes through a unit whose job may end early: then nothing holds the later one back. */
function doubtful({ graph, config }: RootFacts, { doubt, unit, other }: WhyOrder, page: Page): Block {
  if (doubt === null) return [];
  const failing = doubt.because.at(-1)?.to ?? doubt.through;
  const tag = doubt.fate === null ? undefined : fateTag(doubt.fate);
  const { timeout, cancelledBy } = doubt;
  const words =
    cancelledBy !== undefined
      ? `This order goes through ${doubt.through}, and holds as long as ${cancelledBy.from} does not fail: then its OnFailure= starts ${cancelledBy.to}, with which the job of ${doubt.through} is cancelled, and ${unit} no longer waits for ${other}.`
      : timeout === undefined
        ? `This order goes through ${doubt.through}, and holds as long as that starts: if ${failing} fails, the job of ${doubt.through} ends at once, and ${unit} no longer waits for ${other}.`
        : `This order goes through ${doubt.through}, which does not wait for ever: if ${other} takes longer than its ${timeout.key}=${timeout.value}, its job ends, and ${unit} no longer waits for ${other}.`;
  return [
    ...paragraph(`${words}${tag === undefined ? '' : ` In this boot ${doubt.through} is ${tag}.`}`, page),
    ...stepLines(graph, cancelledBy === undefined ? doubt.because : [cancelledBy], page),
    ...(timeout === undefined ? [] : [`  ${em('name', place(timeout))}  ${timeout.key}=${timeout.value}`]),
    ...paragraph(`To make it sure, put ${doubt.line} into ${config}/${unit}.d/order.conf, below [Unit].`, page),
  ];
}

/** That one of the two has its turn and does not come up: the order is kept, among their jobs. */
function turns({ graph }: RootFacts, { fates }: WhyOrder, page: Page): Block {
  return [fates.unit, fates.other].flatMap((fate) => {
    const tag = fate === null ? undefined : fateTag(fate);
    if (fate === null || tag === undefined) return [];
    const checks = graph.nodes.get(fate.unit)?.checks;
    const unmet = checks?.outcome === 'skipped' || checks?.outcome === 'refused' ? checks : undefined;
    return [
      ...paragraph(
        `${em('warn', 'But')} ${fate.unit} has its turn and is ${tag}${unmet === undefined ? '' : `: ${unmetWords(unmet)}`}.`,
        page,
      ),
      ...(unmet === undefined ? [] : checkLines(unmet.checks, page)),
    ];
  });
}

/** A step that only the text of a script tells of. */
function mined({ path, unit, other }: WhyOrder, page: Page): Block {
  const weak = path.filter((edge) => edge.origins.every((origin) => origin === 'script'));
  if (weak.length === 0) return [];
  return paragraph(
    `${weak.length === path.length ? 'This order rests' : 'A part of this order rests'} on the text of a script, which was read and not run: ${unit} waits for ${other} if the script gets to that line.`,
    page,
  );
}

function unordered(opened: RootFacts, answer: WhyOrder, claim: string, page: Page): readonly Block[] {
  const { graph } = opened;
  const { unit, other, reverse, dropIn } = answer;
  if (reverse.length > 0)
    return [
      [turnedRound(opened, answer), ...notAtEveryBootAll(answer.notAtEveryBoot, page)],
      stepLines(graph, reverse, page),
      graph.init.system === 'systemd' ? paragraph(`An After=${other} in ${unit} would close a cycle.`, page) : [],
    ];
  const both = answer.started.unit && answer.started.other;
  const waits = (['unit', 'other'] as const).map((end): Block => {
    const direct = answer.waits?.[end] ?? [];
    return direct.length === 0
      ? [`${answer[end]} waits for nothing.`]
      : [`${answer[end]} waits for`, ...columns(direct, page, '  ')];
  });
  return [
    [
      `${em('bad', 'No:')} nothing orders ${em('strong', unit)} after ${em('strong', other)}.`,
      ...paragraph(
        both
          ? 'Both are started at boot, at the same time or in either order.'
          : mattersLater(answer)
            ? `It would matter: ${laterSentence(answer)}. A start waits for the jobs that are queued by then of all units that it names in After=, and nothing makes this one wait.`
            : `Nor would it matter: ${absent(opened, answer)}.`,
        page,
      ),
    ],
    ...waits,
    driftBlock(opened, unit, other, page),
    dropIn === null
      ? []
      : [
          ...paragraph(`To have it so (${claim}), put this into ${em('name', dropIn.file)}:`, page),
          '',
          ...dropIn.content
            .trimEnd()
            .split('\n')
            .map((line) => `    ${line}`),
        ],
  ];
}

/** An order between two units of which one is not in the boot is none of this boot. */
function turnedRound(opened: RootFacts, answer: WhyOrder): string {
  const { unit, other, later } = answer;
  const no = em('bad', 'No:');
  const claim = `${em('strong', other)} starts after ${em('strong', unit)}`;
  if (!isAbsent(answer)) return `${no} it is the other way round: ${claim}.`;
  if (!mattersLater(answer))
    return `${no} it is the other way round wherever both are started: ${claim}. But ${absent(opened, answer)}.`;
  const waits = whoWaits({ ...answer, unit: other, other: unit, later: { unit: later.other, other: later.unit } });
  return `${no} it is the other way round, whenever both are on their way: ${claim}. ${laterSentence(answer)}; ${waits}.`;
}

/** Under sysvinit: a header asks for the order, and the boot does not keep it. */
function driftBlock({ graph }: RootFacts, unit: string, other: string, page: Page): Block {
  const [later, earlier] = [unit, other].map((id) => id.replace(/^sysv:/, ''));
  return graph.diagnostics
    .filter(
      ({ code, message }) =>
        code.startsWith('sysv-order-') && message.startsWith(`${later} is to start after ${earlier},`),
    )
    .flatMap(({ message, file, line }) => [
      ...paragraph(`${em('warn', 'Drift:')} ${message}.`, page),
      `  ${em('name', place({ ...(file ? { file } : {}), ...(line ? { line } : {}) }))}`,
    ]);
}

/** What is not started at once comes later, so that an order counts. */
function mattersLater({ started, later, unit, other }: WhyOrder): boolean {
  return unit !== other && (started.unit || later.unit.length > 0) && (started.other || later.other.length > 0);
}

/** `backup.service is started by backup.timer …, perhaps during the boot`. */
function laterSentence({ unit, other, later }: WhyOrder): string {
  return listing(
    (
      [
        [unit, later.unit],
        [other, later.other],
      ] as const
    ).flatMap(([id, [way]]) =>
      way === undefined
        ? []
        : [
            `${id} is not started at once, but ${wayWords(way)}${mayComeAtBoot(way.start) ? ', perhaps during the boot' : ''}`,
          ],
    ),
  );
}

/** What the order comes to where one of the two, or both, come later: PID 1 looks at the jobs that are queued by then. */
function whoWaits({ unit, other, later }: WhyOrder): string {
  return later.unit.length > 0
    ? `${later.other.length > 0 ? unit : 'it'} then waits for any job of ${other} that is still queued`
    : `${unit} waits for it only if it is on its way by then`;
}

/** Which of the two is not started, and in what state it is. */
function absent(opened: RootFacts, { unit, other, started, notAtEveryBoot }: WhyOrder): string {
  const sometimes = new Set(notAtEveryBoot.map((one) => one.unit));
  const missing = [unit, other].filter((id) => !(id === unit ? started.unit : started.other));
  return `${listing(missing.map((id) => `${id} is not started at ${sometimes.has(id) ? 'every boot' : 'boot'}${stateOf(opened, id)}`))}`;
}

function stateOf(opened: RootFacts, id: string): string {
  const node = opened.graph.nodes.get(id);
  return node === undefined || node.load === 'loaded' ? '' : ` (${loadWords(node)})`;
}

function consequence(opened: RootFacts, { unit, other, requirement }: WhyOrder, page: Page): Block {
  if (opened.graph.init.system !== 'systemd') return [];
  if (requirement === null)
    return paragraph(
      `If ${other} is missing or fails, ${unit} is started all the same: an order alone pulls nothing in and requires nothing.`,
      page,
    );
  const steps = ['', ...stepLines(opened.graph, requirement.path, page)];
  const missing =
    requirement.path.length > 1
      ? ''
      : behaviours(opened.version)('failed-requirement-deletes-job')
        ? ` If it is missing, systemd ${opened.version} does not start ${unit} either.`
        : ` If it is missing, systemd ${opened.version} starts ${unit} all the same.`;
  const words: Readonly<Record<Requirement['type'], string>> = {
    Requires: `If ${other} fails, ${unit} is not started${requirement.path.length > 1 ? ', through this chain' : ''}.${missing}`,
    BindsTo: `If ${other} fails or is missing, ${unit} is not started; if it stops later, ${unit} is stopped with it.`,
    Requisite: `If ${other} is not active by then, ${unit} fails at once: Requisite= does not start it.`,
    Wants: `If ${other} is missing or fails, ${unit} is started all the same: it is only wanted.`,
  };
  return [...paragraph(words[requirement.type], page), ...steps];
}
