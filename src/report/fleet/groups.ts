/** Which boots there are in a fleet, in words. */
import type { BootKind, Groups } from '../../fleet/questions/groups.ts';
import { em } from '../style.ts';
import { count } from '../words.ts';
import { type Page, paragraph } from '../wrap.ts';
import { csv } from './csv.ts';

export function groupsText({ taken, hosts, groups, unread }: Groups, page: Page, limit: number): string {
  const boots = groups.reduce((sum, group) => sum + group.boots.length, 0);
  const out: string[] = [
    ...paragraph(
      em(
        'strong',
        `${count(hosts, 'host')} of ${taken} boot in ${count(boots, 'way')}, in ${count(groups.length, 'group')}.`,
      ),
      page,
    ),
  ];
  for (const group of groups) {
    out.push('', em('strong', `${group.group === '' ? '(no group)' : group.group}: ${count(group.hosts, 'host')}`));
    for (const [k, boot] of group.boots.slice(0, limit).entries())
      out.push(...paragraph(bootText(boot, k === 0), page, '  '));
    if (group.boots.length > limit) out.push(`  … and ${group.boots.length - limit} other boots; --limit shows more`);
  }
  if (unread.length > 0) out.push('', em('strong', 'Not read'));
  for (const { status, hosts: many, example } of unread)
    out.push(...paragraph(`${count(many, 'host')}: ${status}, such as ${example}`, page, '  '));
  return out.join('\n');
}

function bootText({ hosts, example, started, target, more, fewer, cycles, failed }: BootKind, first: boolean): string {
  const against = first
    ? `${count(started, 'unit')} started for ${target}`
    : more + fewer === 0
      ? 'the same units in another order'
      : [more > 0 ? `${more} more` : '', fewer > 0 ? `${fewer} fewer` : ''].filter((word) => word !== '').join(', ');
  const ill = failed > 0 ? `; ${em('bad', 'no boot')}` : cycles > 0 ? `; ${em('warn', 'with an ordering cycle')}` : '';
  return `${count(hosts, 'host')}: ${against}${ill}  ${em('faint', `as ${example}`)}`;
}

/** `bootscope/fleet-groups@1`. */
export function groupsJson(groups: Groups): unknown {
  return { format: 'bootscope/fleet-groups@1', ...groups };
}

export function groupsCsv({ groups }: Groups): string {
  return csv(
    ['group', 'hosts', 'example', 'started', 'more', 'fewer', 'cycles', 'failed', 'target'],
    groups.flatMap(({ group, boots }) =>
      boots.map((b) => [group, b.hosts, b.example, b.started, b.more, b.fewer, b.cycles, b.failed, b.target]),
    ),
  );
}
