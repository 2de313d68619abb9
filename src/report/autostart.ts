/** How a service comes to be started, and how that is called off and brought back, for a person at a keyboard. */
import type { Action, Autostart, AutostartAnswer, AutostartState } from '../answers/autostart/model.ts';
import type { BootGraph } from '../graph/model.ts';
import { proofLines } from './proof.ts';
import { em } from './style.ts';
import { notAtEveryBoot } from './varying.ts';
import { count, RELATION } from './words.ts';
import { columns, type Page, paragraph, wrap } from './wrap.ts';

const NAMES = { systemd: 'systemd', upstart: 'Upstart', sysv: 'sysvinit' } as const;

export function autostartText(graph: BootGraph, answer: AutostartAnswer, page: Page): string {
  const { name, inForce, started, ways, lost, notAtEveryBoot: uncertain } = answer;
  const lines = [
    ...paragraph(
      `${em('strong', name)} ${started ? em('good', 'is started at boot') : uncertain === null ? em('warn', 'is not started at boot') : em('warn', 'is not started at every boot')}; ${NAMES[inForce]} is init here.`,
      page,
    ),
  ];
  if (uncertain !== null) lines.push(...notAtEveryBoot(uncertain, page));
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
  for (const file of compact(way.settledBy)) lines.push(`    ${em('name', file)}`);
  lines.push(...startedByLines(graph, way));
  if (way.cancel.length > 0)
    lines.push('  to call it off', ...way.cancel.flatMap((action) => actionLines(action, page)));
  if (way.restore.length > 0)
    lines.push('  to bring it back', ...way.restore.flatMap((action) => actionLines(action, page)));
  return lines;
}

/** Links of several runlevels in one line. */
function startedByLines(graph: BootGraph, way: Autostart): readonly string[] {
  if (way.init === 'sysv') {
    const links = way.startedBy.flatMap((edge) => edge.declared.flatMap(({ file }) => file ?? []));
    return compact(links).map((link) => `    ${em('name', link)}`);
  }
  return way.startedBy.flatMap((edge) => {
    const other = edge.from === way.id ? `${RELATION[edge.type]} ${edge.to}` : `${edge.from} ${RELATION[edge.type]} it`;
    return [`    ${other}`, ...proofLines(graph, edge).map((line) => `        ${line}`)];
  });
}

/** A note that is short enough stands behind its command. */
const SHORT = 24;

function actionLines({ command, removes, creates, note }: Action, page: Page): readonly string[] {
  const short = note !== undefined && note.length <= SHORT ? em('faint', `  (${note})`) : '';
  return [
    `    ${em('strong', command)}${short}`,
    ...compact(removes).map((file) => `        removes ${file}`),
    ...compact(creates).map((file) => `        makes ${file}`),
    ...(note === undefined || short !== '' ? [] : wrap(note.split(' '), page, { first: '        ' })),
  ];
}

/** `/etc/rc2.d/S20x` and `/etc/rc3.d/S20x` as `/etc/rc{2,3}.d/S20x`, as a shell would take it. */
export function compact(paths: readonly string[]): readonly string[] {
  const levels = new Map<string, string[]>();
  for (const path of paths) {
    const match = /^\/etc\/rc(.)\.d(\/.*)$/.exec(path);
    const key = match === null ? path : (match[2] ?? '');
    const list = levels.get(key) ?? [];
    levels.set(key, list);
    if (match !== null) list.push(match[1] ?? '');
  }
  return [...levels].map(([key, list]) => {
    if (list.length === 0) return key;
    return `/etc/rc${list.length === 1 ? list[0] : `{${list.join(',')}}`}.d${key}`;
  });
}
