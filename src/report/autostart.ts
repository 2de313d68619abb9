/** How a service comes to be started, and how that is called off and brought back, for a person at a keyboard. */
import type { Action, Autostart, AutostartAnswer, AutostartState } from '../autostart/model.ts';
import type { BootGraph } from '../graph/model.ts';
import { proofLines } from './proof.ts';
import { em } from './style.ts';
import { count, RELATION } from './words.ts';
import { columns, type Page, paragraph, wrap } from './wrap.ts';

const NAMES = { systemd: 'systemd', upstart: 'Upstart', sysv: 'sysvinit' } as const;

export function autostartText(graph: BootGraph, answer: AutostartAnswer, page: Page): string {
  const { name, inForce, started, ways, lost } = answer;
  const lines = [
    ...paragraph(
      `${em('strong', name)} ${started ? em('good', 'is started at boot') : em('warn', 'is not started at boot')}; ${NAMES[inForce]} is init here.`,
      page,
    ),
  ];
  if (ways.length === 0) lines.push(...paragraph('No unit, job or script of that name is in this root.', page));
  for (const way of ways) lines.push('', ...wayLines(graph, way, page));
  if (lost !== null)
    lines.push(
      '',
      em('strong', 'Without it'),
      ...(lost.length === 0
        ? ['  this boot loses nothing else.']
        : [`  this boot also loses ${count(lost.length, 'unit')}:`, ...columns(lost, page, '    ')]),
    );
  return lines.join('\n');
}

const STATES: Readonly<Record<AutostartState, string>> = {
  enabled: 'enabled: a link in /etc starts it',
  disabled: 'disabled: no link in /etc starts it',
  static: 'static: there is no [Install], so it cannot be enabled; only other units start it',
  masked: 'masked: nothing can start it',
  generated: 'generated at every boot, from files that another tool owns',
  linked: 'S links in rcN.d start it',
  unlinked: 'no S link in rcN.d starts it',
  'starts-on': 'it starts on events',
  manual: 'manual: no event starts it',
};

function wayLines(graph: BootGraph, way: Autostart, page: Page): readonly string[] {
  const title = `${NAMES[way.init]}${way.inForce ? ', in force' : ''}`;
  const lines = [
    `${em('strong', title)}  ${way.id}${way.file === null ? '' : `  ${em('name', way.file)}`}`,
    ...paragraph(STATES[way.state], page, '  '),
  ];
  const reason = graph.nodes.get(way.id)?.noEffect;
  if (reason !== undefined) lines.push(...paragraph(`${em('warn', 'no effect now:')} ${reason.text}`, page, '  '));
  for (const file of way.settledBy) lines.push(`    ${em('name', file)}`);
  for (const edge of way.startedBy) {
    const other = edge.from === way.id ? `${RELATION[edge.type]} ${edge.to}` : `${edge.from} ${RELATION[edge.type]} it`;
    lines.push(`    ${other}`, ...proofLines(graph, edge).map((line) => `        ${line}`));
  }
  if (way.cancel.length > 0) lines.push('  to call it off', ...way.cancel.flatMap((action) => actionLines(action, page)));
  if (way.restore.length > 0)
    lines.push('  to bring it back', ...way.restore.flatMap((action) => actionLines(action, page)));
  return lines;
}

function actionLines({ command, removes, creates, note }: Action, page: Page): readonly string[] {
  return [
    `    ${em('strong', command)}`,
    ...removes.map((file) => `        removes ${file}`),
    ...creates.map((file) => `        makes ${file}`),
    ...(note === undefined ? [] : wrap(note.split(' '), page, { first: '        ' })),
  ];
}
