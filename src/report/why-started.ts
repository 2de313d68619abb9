/** Why a unit is started at boot, in words: who asks for it, by which lines and links, and how to leave it out. */

import { serviceTarget } from '../answers/service-acts-on.ts';
import type { Why } from '../answers/why.ts';
import { disableCommand } from '../behaviours/service-commands.ts';
import { bootOf } from '../boot/boot.ts';
import type { RootFacts } from '../boot/root-facts.ts';
import { lossesOf } from '../engine/failure/impact.ts';
import { REQUIREMENTS } from '../engine/why.ts';
import type { BootEdge } from '../graph/model.ts';
import { anchorText } from './anchor.ts';
import { leaveOut } from './leave-out.ts';
import { downWords } from './machine-action.ts';
import { proofLines } from './proof.ts';
import { serviceText } from './service.ts';
import { stepLines } from './steps.ts';
import { em } from './style.ts';
import { count, relationOf } from './words.ts';
import { type Page, paragraph } from './wrap.ts';

/** Units that ask for it besides the one of the shortest path: more than this are counted. */
const OTHERS = 4;

/**
 * With `page.all` every unit that asks for it, however many.
 * @param failsToStart that it does not come up has been said: only who asks for it is left to say
 */
export function whyStartedText(opened: RootFacts, { unit, paths }: Why, page: Page, failsToStart = false): string {
  const { graph } = opened;
  const begin = failsToStart ? 'It has a job:' : em('good', 'Started at boot:');
  if (unit === graph.target)
    return [
      `${begin} ${em('strong', unit)}, because it is what this boot aims at.`,
      '',
      `  ${anchorText(opened)}`,
    ].join('\n');
  const [first, ...others] = paths;
  if (first === undefined) return `${begin} ${em('strong', unit)}.`;
  const last = first.at(-1) as BootEdge;
  const lines = [
    `${begin} ${em('strong', unit)}, because ${last.from} ${relationOf(last)} it.`,
    '',
    `  ${anchorText(opened)}`,
    ...stepLines(graph, first, page),
  ];
  const shown = page.all === true ? others : others.slice(0, OTHERS);
  if (shown.length > 0) lines.push('', graph.init.system === 'upstart' ? 'Its condition has these too:' : 'Besides:');
  for (const path of shown) {
    const edge = path.at(-1) as BootEdge;
    const way = path.slice(0, -1).map((step) => step.from);
    lines.push(
      `  ${em('strong', edge.from)} ${relationOf(edge)} it${way.length > 0 ? ` (${[...way, edge.from].join(' → ')})` : ''}`,
      ...proofLines(graph, edge).map((line) => `      ${line}`),
    );
  }
  if (others.length > shown.length)
    lines.push(`  … and ${count(others.length - shown.length, 'unit')} more; --all lists them.`);
  lines.push(
    '',
    ...(failsToStart
      ? []
      : paragraph(
          graph.init.system === 'upstart' ? underUpstart(opened, unit) : consequence(opened, first, unit),
          page,
        )),
  );
  const mend = leaveOut(opened, unit);
  if (mend !== undefined) lines.push(...paragraph(mend, page));
  const node = graph.nodes.get(unit);
  const target = node && serviceTarget(graph, node);
  if (target !== undefined && target.others.length > 0) lines.push(...paragraph(serviceText(target), page));
  return lines.join('\n');
}

/** What its failure would mean for the boot. */
function consequence(opened: RootFacts, path: readonly BootEdge[], unit: string): string {
  const { graph } = opened;
  const { machine, emergency, own } = lossesOf(bootOf(opened).simulation, unit, 'failed');
  if (machine !== null) return `Should ${unit} fail: ${downWords(machine, unit)}`;
  if (emergency !== null) return `If ${unit} fails, the boot ends in ${emergency}.`;
  if (own === 'pending')
    return `If ${unit} fails, it is tried again without end, and what waits for it waits for ever (bootscope impact ${unit}).`;
  if (!path.every((edge) => REQUIREMENTS.has(edge.type)))
    return `If ${unit} fails, the boot goes on without it: on the way from ${graph.target} it is only wanted.`;
  const waits = new Set(graph.edges.filter((e) => e.type === 'After').map((e) => `${e.from} ${e.to}`));
  return path.every((edge) => waits.has(`${edge.from} ${edge.to}`))
    ? `If ${unit} fails, ${graph.target} is not reached: every step on the way requires the next and waits for it.`
    : `Every step on the way requires the next, but not every one waits for it: a failure of ${unit} need not stop the boot.`;
}

/** How long it stays, and how to leave it out. */
function underUpstart({ graph, upstartBoot }: RootFacts, unit: string): string {
  const name = unit.slice(unit.indexOf(':') + 1);
  if (unit.startsWith('sysv:'))
    return `To leave it out of the boot: ${disableCommand(upstartBoot?.serviceTool ?? 'update-rc.d', name)}.`;
  const outcome = unit.startsWith('upstart:') ? upstartBoot?.jobs.get(name) : undefined;
  if (outcome === undefined) return `What starts on it: bootscope show ${unit}.`;
  const ends = new Set(outcome.starts.map(({ end }) => END_WORDS[end]));
  const stop = graph.nodes.get(unit)?.settings.findLast((setting) => setting.key === 'stop on');
  const stopped = stop === undefined ? '' : ` It is stopped on ${stop.value} (${stop.file}:${stop.line}).`;
  const guard = upstartBoot?.guards.get(name);
  const perhaps =
    guard === undefined || guard.certain
      ? ''
      : ` Its pre-start ${guard.how === 'stop' ? 'stops it' : 'fails'} at ${guard.file}:${guard.line} where a condition holds that this root does not tell: then its main process is not run.`;
  return `In this boot it ${[...ends].join(' and ')}.${stopped}${perhaps} To leave it out of the boot: ${
    upstartBoot?.readsOverrides !== false
      ? `echo manual >> /etc/init/${name}.override`
      : `take the "start on" out of /etc/init/${name}.conf`
  }.`;
}

const END_WORDS = {
  running: 'stays running',
  finished: 'does its work and ends',
  stopped: 'is stopped again',
  blocked: 'waits without end: see bootscope cycles',
} as const;
