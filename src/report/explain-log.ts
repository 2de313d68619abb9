/** A log's bad news in an operator's words, with the lines of the files behind it. */
import type { ExplainedCycle, ExplainedLog, ExplainedUnit } from '../answers/explain-log.ts';
import type { BootGraph } from '../graph/model.ts';
import { knotLines } from './mending.ts';
import { proofLines } from './proof.ts';
import { em } from './style.ts';
import { count, fewOf, listing, place, relationOf } from './words.ts';
import { type Page, paragraph } from './wrap.ts';

export function explainLogText(log: ExplainedLog, graph: BootGraph | undefined, page: Page): string {
  const { cycles, deleted, units, tied, ofBoot } = log;
  const seen = cycles.length + deleted.length + units.length;
  if (!ofBoot)
    return paragraph(
      'This text is no log of a boot under systemd: no line of it names systemd, and none has the marks of its console. Give the journal (journalctl -b), or what stood on the console.',
      page,
    ).join('\n');
  const whole = [...ofLastBoot(log, page), ...endedIn(log, page)];
  if (seen === 0 && whole.length > 0)
    return [...whole, ...paragraph('Nothing else in it that is known here.', page)].join('\n');
  if (seen === 0)
    return paragraph(
      'Nothing in this text that is known here: no ordering cycle, no failed dependency, no device that was waited for in vain, no unit that was skipped.',
      page,
    ).join('\n');
  const lines = [...headline(log, page), ...whole];
  for (const cycle of cycles) lines.push('', ...cycleLines(cycle, graph, page));
  for (const { job, line } of deleted)
    lines.push(
      '',
      ...paragraph(
        `Line ${line}: PID 1 deleted the ${job.job} job of ${em('strong', job.unit)} to break an ordering cycle; the lines that name the cycle are not in this text.`,
        page,
      ),
    );
  for (const unit of units) lines.push('', ...unitLines(unit, graph, page));
  if (!tied)
    lines.push(
      '',
      ...paragraph('With a copy of that machine’s files (-r ROOT) each of these is tied to its line.', page),
    );
  return lines.join('\n');
}

/** A text of several boots: what happened in an earlier one is over. */
function ofLastBoot({ boots, from }: ExplainedLog, page: Page): readonly string[] {
  if (boots < 2) return [];
  return paragraph(`The text holds ${boots} boots; this is of the last, from line ${from} on.`, page);
}

function endedIn({ emergency }: ExplainedLog, page: Page): readonly string[] {
  if (emergency === null) return [];
  return paragraph(`Line ${emergency.line}: the boot ended in ${em('bad', `${emergency.mode} mode`)}.`, page);
}

function headline({ cycles, units }: ExplainedLog, page: Page): readonly string[] {
  const of = (kind: ExplainedUnit['event']['kind']): number =>
    units.filter(({ event, came }) => event.kind === kind && came === null).length;
  const later = units.filter(({ came }) => came !== null).length;
  const parts = [
    ...(cycles.length > 0 ? [em('bad', count(cycles.length, 'ordering cycle'))] : []),
    ...(of('failed') > 0 ? [`${count(of('failed'), 'unit')} that failed`] : []),
    ...(of('dependency') > 0
      ? [`${count(of('dependency'), 'unit')} that went with ${of('dependency') === 1 ? 'it' : 'them'}`]
      : []),
    ...(of('device') > 0 ? [`${count(of('device'), 'device')} that did not come`] : []),
    ...(later > 0 ? [`${count(later, 'unit')} that came up only later`] : []),
    ...(of('waiting') > 0 ? [`${count(of('waiting'), 'start')} that went on when it ended`] : []),
    ...(of('skipped') > 0
      ? [`${count(of('skipped'), 'unit')} that ${of('skipped') === 1 ? 'was' : 'were'} skipped, which is no fault`]
      : []),
  ];
  return parts.length === 0 ? [] : paragraph(`This log tells of ${listing(parts)}.`, page);
}

function cycleLines(cycle: ExplainedCycle, graph: BootGraph | undefined, page: Page): readonly string[] {
  const { jobs, deleted, unbroken, line, because, knot, suspect } = cycle;
  const stops = jobs.some(({ job }) => job === 'stop');
  const names = jobs.map(({ unit }) => unit);
  const lines = [
    ...paragraph(
      `Line ${line}: ${listing(names)} wait for each other in a circle${stops ? ', as they are to be stopped' : ''}. ${fate(cycle)}`,
      page,
    ),
  ];
  for (const [at, { unit, job }] of jobs.entries()) {
    const next = jobs[(at + 1) % jobs.length];
    const edge = because?.[at];
    lines.push(
      `   ${em('strong', unit)}${job === 'start' ? '' : ` (${job})`} runs after ${em('strong', next?.unit ?? '')}`,
    );
    if (edge && graph !== undefined) lines.push(...proofLines(graph, edge).map((proof) => `       ${proof}`));
    else if (edge === null)
      lines.push('       not in these files: the log is of other files, or something made this order at run time');
  }
  if (knot !== null) return [...lines, ...knotLines(knot, page)];
  if (because !== null && !stops && !unbroken && deleted !== null)
    lines.push(...paragraph('The boot of these files does not meet this cycle.', page, '   '));
  if (suspect !== null)
    lines.push(
      ...paragraph(
        `By the names alone, look at ${em('strong', suspect.unit)} first: it runs before ${suspect.before}, which belongs to early boot, and after ${suspect.after}, which comes later. The line is in what "systemctl cat ${suspect.unit}" shows.`,
        page,
        '   ',
      ),
    );
  return lines;
}

function fate({ deleted, unbroken }: ExplainedCycle): string {
  if (unbroken)
    return `${em('bad', 'PID 1 could delete none of their jobs and gave up:')} the boot requires all of them.`;
  if (deleted === null) return 'Which job PID 1 deleted is not in this text.';
  return `PID 1 deleted the ${deleted.job} job of ${em('strong', deleted.unit)}; at another boot it may be another.`;
}

const KINDS: Readonly<Record<ExplainedUnit['event']['kind'], string>> = {
  dependency: 'was not started, since something that it requires failed',
  device: 'was waited for and did not appear in time',
  failed: 'failed to start',
  waiting: 'was still being started when this text ends',
  skipped: 'was skipped: a condition of its own was not met, so it counts as started',
};

function unitLines(
  { event, unit, among, came, edges, conditions }: ExplainedUnit,
  graph: BootGraph | undefined,
  page: Page,
) {
  const name = unit === null || unit === event.about ? event.about : `${unit} (${event.about})`;
  const why =
    event.because === 'ordering-cycle'
      ? 'was not started: PID 1 deleted its job to break an ordering cycle'
      : KINDS[event.kind];
  const said = event.because === null || event.because === 'ordering-cycle' ? '' : ` (${event.because})`;
  const lines = [...paragraph(`Line ${event.line}: ${em('strong', name)} ${why}${said}.`, page)];
  if (came !== null) lines.push(...paragraph(`It came up after all, at line ${came}.`, page, '   '));
  if (graph === undefined) return lines;
  if (among.length > 0)
    return [
      ...lines,
      ...paragraph(`Which unit that is, the text does not say: ${fewOf(among, 5)} are all described so.`, page, '   '),
    ];
  if (unit === null) return [...lines, '   These files have no unit of that name or description.'];
  for (const edge of edges)
    lines.push(
      `   ${edge.from} ${relationOf(edge)} ${em('strong', edge.to)}`,
      ...proofLines(graph, edge).map((proof) => `       ${proof}`),
    );
  for (const one of conditions) lines.push(`   ${em('name', place(one))}  ${one.key}=${one.value}`);
  if (event.kind === 'dependency' && edges.length === 0)
    lines.push(...paragraph('Nothing that it requires by these files failed in this log.', page, '   '));
  return lines;
}
