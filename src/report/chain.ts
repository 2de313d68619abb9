/** The chain as a person reads it: where the boot aims at, and for each target below what stands in its files. */

import type { Chain } from '../answers/chain.ts';
import { UTMP_RUNLEVELS } from '../behaviours/runlevels.ts';
import { bootOf } from '../boot/boot.ts';
import type { OpenedRoot } from '../open.ts';
import { anchorText } from './anchor.ts';
import { em } from './style.ts';
import { notAtEveryBootAll } from './varying.ts';
import { INVERSE_RELATION, place } from './words.ts';
import { type Page, paragraph } from './wrap.ts';
import { writtenLines } from './written.ts';

type TargetChain = Chain & { readonly kind: 'targets' };

export function chainText(opened: OpenedRoot, { steps, notAtEveryBoot }: TargetChain, page: Page, all = false): string {
  const { graph } = opened;
  const first = steps[0]?.target;
  const lines = [
    steps.map((step) => em('strong', step.target.replace(/\.target$/, ''))).join(' → '),
    '',
    ...(first === graph.target || first === bootOf(opened).plan.target ? [`${anchorText(opened)}.`] : []),
    ...initText(opened),
    ...runlevelText(opened, page),
    ...notAtEveryBootAll(notAtEveryBoot, page),
  ];
  for (const { target, by } of steps) {
    const node = graph.nodes.get(target);
    const also = node === undefined || node.aliases.length === 0 ? [] : [`  also called ${node.aliases.join(' ')}`];
    lines.push(
      '',
      `${em('strong', target)}${node === undefined || node.description === target ? '' : `: ${node.description}`}`,
      ...(by === undefined
        ? []
        : [`  ${by.type === 'After' ? 'is waited for by' : INVERSE_RELATION[by.type]} ${by.from}`]),
      ...also.flatMap((line) => paragraph(line.trim(), page, '  ')),
      ...(node?.facts.defaultDependencies === false
        ? ['  DefaultDependencies=no: only what is written below holds']
        : []),
      ...writtenLines(graph, target, page, all),
    );
  }
  return lines.join('\n');
}

/** What `runlevel` prints after this boot: `N` is the level before, of which there is none. */
function runlevelText(opened: OpenedRoot, page: Page): readonly string[] {
  const { started } = bootOf(opened).plan;
  const found = UTMP_RUNLEVELS.find(([, target]) => started.has(target));
  if (found === undefined || !started.has('systemd-update-utmp-runlevel.service')) return [];
  const [level, target] = found;
  return paragraph(`"runlevel" prints "N ${level}": none before this boot, and ${level} stands for ${target}.`, page);
}

const GRUB_SCRIPTS = '/etc/grub.d/';

/** Which init is in force, and how that is known. */
export function initText({ graph }: Pick<OpenedRoot, 'graph'>): readonly string[] {
  const { system, version, evidence } = graph.init;
  const shown = evidence.length > 1 ? [evidence[0], evidence.at(-1)] : evidence;
  const texts = shown.flatMap((e) =>
    e === undefined
      ? []
      : [e.file === undefined || e.text.includes(e.file) ? e.text : `${e.text} (${em('name', e.file)})`],
  );
  // What the boot loader offers besides is shown once: two of its scripts say the same.
  const offers = evidence.find(({ file }) => file?.startsWith(GRUB_SCRIPTS) === true);
  const more =
    offers === undefined || shown.includes(offers)
      ? ''
      : ` ${offers.text}${offers.file === undefined ? '' : ` (${em('name', place(offers))})`}.`;
  return [
    `${system}${version === null ? '' : ` ${version}`} is PID 1: ${texts.join('; ')}.${more.replace(/^ grub/, ' Grub')}`,
  ];
}
