/** The boot transaction in words: what is started and stopped, what is dropped and by which rule. */
import type { TransactionAnswer } from '../answers/transaction.ts';
import type { UnitFate } from '../engine/failure/impact.ts';
import type { DroppedJob, Transaction } from '../engine/transaction/build.ts';
import type { BootGraph } from '../graph/model.ts';
import { checkName, foundWords } from './checks.ts';
import { fateTag } from './fate.ts';
import { proofLines } from './proof.ts';
import { em } from './style.ts';
import { chancesOf, jobsOf } from './varying.ts';
import { count, listing, place } from './words.ts';
import { columns, type Page, paragraph } from './wrap.ts';

export function transactionText(
  graph: BootGraph,
  { transaction, cycles, varying, notAtEveryBoot, fates, leaving }: TransactionAnswer,
  page: Page,
): string {
  const { jobs, dropped, target, version, failed, mode } = transaction;
  if (failed !== null)
    return [
      ...paragraph(`${em('bad', 'No boot:')} PID 1 cannot start ${em('strong', target)}. ${failed}`, page),
      ...(varying.length > 0
        ? paragraph(
            `${em('warn', 'Not at every boot:')} ${chancesOf(transaction)}. At another boot, it is started.`,
            page,
          )
        : []),
      ...(cycles.cycles.length > 0 ? ['See bootscope cycles for the cycle and the line to change.'] : []),
    ].join('\n');
  const lines = paragraph(
    `${count(jobs.length, 'job')} to reach ${em('strong', target)}${graph.init.version === null ? '' : `, as systemd ${version} queues them`}${mode === 'isolate' ? '' : ' (the target may not be isolated, so it is started as any other unit)'}.`,
    page,
  ).slice();
  if (cycles.cycles.length > 0)
    lines.push(
      ...paragraph(
        `${em('warn', 'One possible boot:')} PID 1 breaks ${count(cycles.cycles.length, 'ordering cycle')}, each time at random; see bootscope cycles.${mayLose(notAtEveryBoot)}`,
        page,
      ),
    );
  if (varying.some(({ unit }) => unit === target))
    lines.push(
      ...paragraph(
        `${em('bad', 'Not every boot comes up:')} ${chancesOf(transaction)}. At another boot, ${target} itself cannot be started.`,
        page,
      ),
    );
  else if (varying.length > 0)
    lines.push(
      ...paragraph(
        `${em('warn', 'One possible boot:')} ${chancesOf(transaction)}. It changes what happens to ${count(varying.length, 'unit')}:`,
        page,
      ),
      ...varying.map((unit) => `  ${em('strong', unit.unit)}  ${jobsOf(unit)}`),
    );
  const types = [...new Set(jobs.map((job) => job.type))].sort((a, b) => Number(b === 'start') - Number(a === 'start'));
  for (const type of types) {
    const units = jobs.filter((job) => job.type === type).map((job) => job.unit);
    lines.push('', `${em('strong', type)}  ${WORDS[type]}, ${count(units.length, 'unit')}`);
    lines.push(...columns([...units].sort(), page, '  '));
  }
  lines.push(...fateBlock(graph, fates, page));
  const listed = dropped.filter((job) => job.reason in REASONS);
  if (listed.length > 0) lines.push('', `${em('strong', 'dropped')}  ${count(listed.length, 'job')}`);
  for (const job of listed) lines.push(...droppedLines(graph, job));
  return [...lines, ...leavingLines(target, leaving, page)].join('\n');
}

/** What turning to this target stops on a machine that is up. */
function leavingLines(target: string, leaving: TransactionAnswer['leaving'], page: Page): readonly string[] {
  if (leaving === null) return [];
  const { from, how, stop, later, cycles } = leaving;
  const what = how === 'isolate' ? `systemctl isolate ${target}` : `going down by ${target}`;
  const then = later.length > 0 ? ', those marked * only where something has started them since' : '';
  const marked = new Set(later);
  return [
    '',
    ...paragraph(
      `${em('strong', `On a machine that is up at ${from}`)}, ${what} also stops ${count(stop.length, 'unit')}${then}. What runs already is not started again.`,
      page,
    ),
    ...columns(
      stop.map((id) => (marked.has(id) ? `${id} *` : id)),
      page,
      '  ',
    ),
    ...(cycles.length === 0
      ? []
      : paragraph(
          `${em('warn', 'Not each of these stops:')} ${count(cycles.length, 'ordering cycle')} among them; see bootscope cycles --target ${target}.`,
          page,
        )),
  ];
}

/** Whom the breaking of cycles may cost a job. */
function mayLose(all: TransactionAnswer['notAtEveryBoot']): string {
  const units = all.filter(({ cycle }) => cycle !== null).map(({ unit }) => unit);
  return units.length === 0 ? '' : ` Not at every boot: ${listing(units)}.`;
}

/** Jobs that there are and that start nothing: what files decide of it. */
function fateBlock(graph: BootGraph, fates: readonly UnitFate[], page: Page): readonly string[] {
  const listed = fates.flatMap((fate) => {
    const tag = fateTag(fate);
    return tag === undefined ? [] : [{ fate, tag }];
  });
  if (listed.length === 0) return [];
  return [
    '',
    `${em('strong', 'of those, not coming up')}  ${count(listed.length, 'unit')}, by what this root decides`,
    ...listed.flatMap(({ fate: { unit }, tag }) => {
      const checks = graph.nodes.get(unit)?.checks;
      const [check] = checks?.outcome === 'skipped' || checks?.outcome === 'refused' ? checks.checks : [];
      return [
        ...paragraph(`${em('strong', unit)} ${tag}${check === undefined ? '' : `: ${foundWords(check)}`}`, page, '  '),
        ...(check === undefined ? [] : [`      ${em('name', place(check))}  ${checkName(check)}`]),
      ];
    }),
  ];
}

const WORDS: Readonly<Record<Transaction['jobs'][number]['type'], string>> = {
  start: 'to be started',
  stop: 'to be stopped',
  restart: 'to be restarted',
  'verify-active': 'must be running already, or what requires it fails',
  nop: 'nothing to be done',
};

/** What is worth a word; jobs that would change nothing are not. */
const REASONS: Readonly<Record<string, string>> = {
  'victim-of-cycle': 'deleted to break an ordering cycle',
  'lost-with': 'lost with what it requires',
  conflict: 'in conflict with a unit that is started',
  'requirement-failed': 'what it requires cannot be started',
  'not-found': 'no unit file of that name',
  masked: 'masked',
  'bad-setting': 'refused for a bad setting',
  error: 'its file cannot be read',
  'not-needed': 'asked for only by what is not started',
};

function droppedLines(graph: BootGraph, job: DroppedJob): readonly string[] {
  return [
    `  ${em('strong', job.unit)} ${job.type}: ${REASONS[job.reason]}`,
    ...job.edges.slice(0, 2).flatMap((edge) => proofLines(graph, edge).map((line) => `      ${line}`)),
  ];
}
