/** The chain under Upstart, as a person reads it: each event, who emitted it and why, and what it started. */

import type { RootFacts } from '../boot/root-facts.ts';
import type { Declaration } from '../graph/model.ts';
import type { BootEvent, StartReason, UpstartBoot } from '../upstart/simulate/boot.ts';
import type { EventStep } from '../upstart/simulate/chain.ts';
import { missingText } from '../upstart/simulate/words.ts';
import { initText } from './chain.ts';
import { declarationLine } from './proof.ts';
import { em } from './style.ts';
import { count, listing } from './words.ts';
import { columns, type Page, paragraph } from './wrap.ts';

/** @param all every event of the boot, besides those of the chain */
export function eventChainText(
  opened: RootFacts,
  boot: UpstartBoot,
  steps: readonly EventStep[],
  page: Page,
  all = false,
): string {
  if (steps.length === 0)
    return [
      `${em('warn', 'No chain:')} that does not come in this boot. bootscope why says what it waits for.`,
      ...(boot.runlevel === undefined
        ? []
        : [`This boot enters runlevel ${boot.runlevel.level}; --target asks for another one.`]),
    ].join('\n');
  const lines = [
    ...wrapChain(steps, page),
    '',
    ...initText(opened),
    ...paragraph(
      'What follows is the boot as its files have it, with every job and mount succeeding; scripts are read, not run.',
      page,
    ),
  ];
  for (const [at, { event, because, starts }] of steps.entries()) {
    lines.push('', em('strong', eventText(event)), ...emittedLines(event));
    const before = steps[at - 1]?.event;
    if (because !== undefined && event.by !== null && event.by !== before?.by)
      lines.push(...becauseLines(event.by, because, before));
    if (starts.length > 0) lines.push(`  starts ${count(starts.length, 'job')}`, ...columns(starts, page, '      '));
  }
  lines.push(...scriptLines(boot, page), ...runlevelLines(boot), ...neverLines(boot, page));
  if (all) lines.push(...otherLines(boot, steps));
  return lines.join('\n');
}

function wrapChain(steps: readonly EventStep[], page: Page): readonly string[] {
  return paragraph(steps.map(({ event }) => shortText(event)).join(' → '), page);
}

/** `started udev` for a job's event, else its name. */
function shortText({ name, how, by, env }: BootEvent): string {
  if (how === 'state' && by !== null) return `${name} ${by.replace(/^upstart:/, '')}`;
  const level = name === 'runlevel' ? env[0]?.replace('RUNLEVEL=', ' ') : '';
  return `${name}${level ?? ''}`;
}

export function eventText(event: BootEvent): string {
  if (event.how === 'state') return shortText(event);
  return [event.name, ...event.env].join(' ');
}

function emittedLines(event: BootEvent): readonly string[] {
  const { by, how, certainty, declared } = event;
  if (how === 'init') return ['  init emits it once it has read its jobs'];
  if (how === 'state') return [`  init emits it as the job ${by} changes its state`];
  const sure = certainty === 'script' ? ', as its script says' : ', as what it runs is known to do';
  return [`  emitted by ${by}${sure}`, ...proofs(declared)];
}

function proofs(declared: readonly Declaration[]): readonly string[] {
  return declared.map((d) => `      ${declarationLine(d)}`);
}

/** The emitter's own start: the events before, and those that were there already. */
function becauseLines(by: string, because: StartReason, before: BootEvent | undefined): readonly string[] {
  if (because.kind === 'script') return [`  ${by} was started by ${because.by}`, ...proofs(because.declared)];
  const others = because.matched.filter(({ event }) => event !== before).map(({ event }) => `"${shortText(event)}"`);
  const also = others.length === 0 ? '' : `; ${listing(others)} had come before`;
  return [
    `  ${by} was started by ${before === undefined ? listing(others) : `"${shortText(before)}"${also}`}`,
    ...because.matched.map(({ declared }) => `      ${declarationLine(declared)}`),
  ];
}

/** What rc runs, level by level. */
function scriptLines(boot: UpstartBoot, page: Page): readonly string[] {
  const lines: string[] = [];
  for (const level of new Set(boot.scripts.map((run) => run.level))) {
    const runs = boot.scripts.filter((run) => run.level === level);
    const named = (effect: string): readonly string[] =>
      runs.filter((run) => run.effect === effect).map((run) => run.id);
    if (named('runs').length > 0)
      lines.push(
        '',
        `${em('strong', `rc${level}.d`)}: ${runs[0]?.by} runs ${count(named('runs').length, 'init script')}, one after another`,
        ...columns(named('runs'), page, '      '),
      );
    if (named('guard').length > 0)
      lines.push(
        ...paragraph(`These ask init_is_upstart, and leave the work to a job: ${named('guard').join(' ')}`, page, '  '),
      );
    if (named('not-executable').length > 0)
      lines.push(...paragraph(`Not executable, so not run: ${named('not-executable').join(' ')}`, page, '  '));
  }
  return lines;
}

function runlevelLines(boot: UpstartBoot): readonly string[] {
  if (boot.runlevel === undefined) return [];
  return ['', `Runlevel ${em('strong', boot.runlevel.level)}, because`, ...proofs(boot.runlevel.declared)];
}

/** Events that jobs wait for in vain, with the jobs: what a person can mend. */
function neverLines(boot: UpstartBoot, page: Page): readonly string[] {
  const waiting = new Map<string, string[]>();
  for (const [name, { notStarted }] of boot.jobs)
    if (notStarted?.code === 'waits')
      for (const missing of notStarted.missing) {
        const text = missingText(missing);
        if (missing.reason.code !== 'outside') waiting.set(text, [...(waiting.get(text) ?? []), name]);
      }
  const lines = [...waiting].flatMap(([text, names]) =>
    paragraph(
      `${text}: ${names.length === 1 ? `${names[0]} waits` : `${count(names.length, 'job')} wait`} for it${names.length > 1 ? ` (${names.join(' ')})` : ''}`,
      page,
      '  ',
    ),
  );
  return lines.length === 0 ? [] : ['', em('strong', 'What does not come'), ...lines];
}

function otherLines(boot: UpstartBoot, steps: readonly EventStep[]): readonly string[] {
  const shown = new Set(steps.map(({ event }) => event));
  const others = boot.events.filter((event) => !shown.has(event) && event.how !== 'state');
  return [
    '',
    em('strong', 'Other events, in order'),
    ...others.map((event) => `  ${eventText(event)}${event.by === null ? '' : `  (${event.by})`}`),
  ];
}
