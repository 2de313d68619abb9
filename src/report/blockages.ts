/** Who waits for whom without end under Upstart, in words: an event that is never done, and what keeps it. */
import type { UpstartBoot } from '../upstart/simulate/boot.ts';
import { circleText } from '../upstart/simulate/words.ts';
import { declarationLine } from './proof.ts';
import { em } from './style.ts';
import { count, listing } from './words.ts';
import { type Page, paragraph } from './wrap.ts';

/** In the form of `cycles`, of which Upstart has none that it breaks: it waits. */
export function blockagesJson({ blockages, endless }: UpstartBoot): unknown {
  return {
    format: 'bootscope/cycles@1',
    target: 'event:startup',
    mode: 'upstart',
    complete: true,
    tangled: [],
    cycles: [],
    blockages,
    endless,
  };
}

export function blockagesText(boot: UpstartBoot, page: Page): string {
  const { blockages, endless } = boot;
  if (blockages.length === 0 && endless.length === 0)
    return `${em('good', 'None:')} in this boot no job and no script waits for an event that is never done.`;
  const lines: string[] = [];
  if (blockages.length > 0)
    lines.push(
      `${em('bad', `${count(blockages.length, 'job')} ${blockages.length === 1 ? 'waits' : 'wait'} without end.`)}`,
    );
  for (const { waiting, how, event, heldBy, declared, cycle } of blockages) {
    const why =
      how === 'script'
        ? 'its script goes on only when that event is done'
        : `it stays "${how}" until its own event is done`;
    lines.push('', `${em('strong', `upstart:${waiting}`)} waits for "${event}"`, ...paragraph(`${why}.`, page, '  '));
    lines.push(...declared.map((one) => `      ${declarationLine(one)}`));
    for (const holder of heldBy)
      if (holder.kind === 'job')
        lines.push(`  upstart:${holder.job}, which that event started, is still "${holder.state}"`);
      else
        lines.push(
          ...paragraph(
            `upstart:${holder.job} keeps the event, since only a part of its condition has come: it needs ${listing(holder.needs.map((one) => `"${one}"`))} as well`,
            page,
            '  ',
          ),
          `      ${em('name', `${holder.file}:${holder.line}`)}`,
        );
    if (cycle !== undefined) lines.push(...paragraph(`${em('bad', 'Deadlock:')} ${circleText(cycle)}.`, page, '  '));
    lines.push(...paragraph(advice(how, cycle !== undefined), page, '  '));
  }
  if (endless.length > 0)
    lines.push(
      '',
      ...paragraph(`${em('bad', 'Without end:')} ${listing(endless)} start each other again and again.`, page),
    );
  return lines.join('\n');
}

function advice(how: 'starting' | 'stopping' | 'script', deadlock: boolean): string {
  if (how === 'script')
    return 'To mend it: let the script emit with --no-wait, or take the first event out of the "and" condition.';
  return deadlock
    ? 'To mend it: start on "started" instead of "starting", or leave the other event out.'
    : 'To mend it: see that the missing event comes, or leave it out of the condition.';
}
