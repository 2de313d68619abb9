/** The boot of sysvinit in words: inittab, runlevel S, the default runlevel, and what init keeps running. */

import type { Runlevel } from '../behaviours/runlevels.ts';
import { runlevelFolder, type SysvLayout } from '../behaviours/sysv-layout.ts';
import type { BootGraph, Setting } from '../graph/model.ts';
import type { Reason } from '../sysv/concurrency.ts';
import type { SysvBoot } from '../sysv/load.ts';
import { runlevelId } from '../sysv/nodes.ts';
import { baseName } from '../sysv/read-text.ts';
import { initText } from './chain.ts';
import { em } from './style.ts';
import { count, place } from './words.ts';
import { columns, type Page, paragraph } from './wrap.ts';

export function runlevelChainText(graph: BootGraph, boot: SysvBoot, page: Page): string {
  const { level, levelFrom, order, layout } = boot;
  const at = place(levelFrom);
  return [
    ['inittab', ...(['S', level] as const).map((one) => baseName(runlevelFolder(layout, one)))]
      .map((name) => em('strong', name))
      .join(' → '),
    '',
    ...initText({ graph }),
    ...paragraph(
      `It goes through runlevel S and then to runlevel ${level} (${levelFrom.text}${at === '' ? '' : `, ${em('name', at)}`}); "runlevel" prints "N ${level}".`,
      page,
    ),
    ...paragraph(
      order.parallel
        ? `Scripts start side by side: each as soon as those it waits for in ${em('name', `${layout.initFolder}/.depend.*`)} are done.`
        : `Scripts start one after another, by the numbers of their links: ${order.reasons.map(reasonText).join('; ')}.`,
      page,
    ),
    ...levelLines(graph, 'S', layout, page),
    ...(level === 'S' ? [] : levelLines(graph, level, layout, page)),
  ].join('\n');
}

function reasonText(reason: Reason): string {
  return reason.line === undefined ? reason.text : `${reason.text} (${em('name', place(reason))})`;
}

function levelLines(graph: BootGraph, level: Runlevel, layout: SysvLayout, page: Page): readonly string[] {
  const folder = runlevelFolder(layout, level);
  const id = runlevelId(level);
  const entries = graph.nodes.get(id)?.settings ?? [];
  const [runs, keeps] = [entries.filter((one) => !isKept(one)), entries.filter(isKept)];
  const links = graph.edges
    .filter((edge) => edge.from === id && (edge.type === 'Wants' || edge.type === 'Conflicts'))
    .flatMap((edge) => edge.declared.flatMap(({ file }) => file ?? []))
    .map((file) => file.slice(file.lastIndexOf('/') + 1))
    .sort();
  const [stops, starts] = [links.filter((name) => name.startsWith('K')), links.filter((name) => name.startsWith('S'))];
  const lines = ['', em('strong', `runlevel ${level}`)];
  for (const { file, line, value } of runs) lines.push(`  ${em('name', place({ file, line }))}  runs ${value}`);
  if (starts.length > 0)
    lines.push(`  ${count(starts.length, 'S link')} of ${folder}`, ...columns(starts, page, '    '));
  if (level !== 'S' && stops.length > 0)
    lines.push(
      `  ${count(stops.length, 'K link')} of ${folder}: not run at boot, nothing runs before`,
      ...columns(stops, page, '    '),
    );
  for (const { file, line, value } of keeps)
    lines.push(`  ${em('name', place({ file, line }))}  keeps ${value} running`);
  return lines;
}

function isKept({ key }: Setting): boolean {
  return key.endsWith(':respawn');
}
