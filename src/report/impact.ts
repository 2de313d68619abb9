/** What a failure takes along, in words: the answer, the units with the lines that take them, and what stays. */
import type { Impact, Impacts } from '../answers/impact.ts';
import type { RootFacts } from '../boot/root-facts.ts';
import type { Losses, UnitFate } from '../engine/failure/impact.ts';
import { preparations, waitsForItsProgram } from '../engine/failure/own-end.ts';
import type { BootEdge } from '../graph/model.ts';
import { downWords, settingText } from './machine-action.ts';
import { proofLines } from './proof.ts';
import { em } from './style.ts';
import { count, place, relationOf } from './words.ts';
import { columns, type Page, paragraph } from './wrap.ts';

/** Of a list on a terminal so many are told. */
const SHOWN = 30;

function most({ all }: Page): number {
  return all === true ? Number.POSITIVE_INFINITY : SHOWN;
}

const SUPPOSED: Readonly<Record<Impact['mode'], string>> = {
  failed: 'fails',
  timeout: 'does not come up in time',
  skipped: 'is skipped',
  missing: 'is missing',
};

export function impactText({ graph }: RootFacts, answer: Impact, page: Page): string {
  const { unit, mode, losses, started, atOnce, ifPreparingFails } = answer;
  const name = em('strong', unit);
  if (!started && mode !== 'missing') return withoutJob(name, answer.later, page).join('\n');
  const certain = losses.lost.filter((one) => one.certain);
  const perhaps = losses.lost.filter((one) => !one.certain);
  const out = [...paragraph(`${headWords(answer)} ${reachedWords(losses, graph.target, unit)}`, page)];
  const action = losses.machine ?? losses.machineAnyway;
  if (action !== null) out.push(`      ${em('name', place(action.setting))}  ${settingText(action)}`);
  if (losses.own === 'pending')
    out.push(
      ...paragraph(`Its start never ends (${neverEnds(answer)}), so whatever waits for it waits for ever.`, page),
    );
  if (atOnce)
    out.push(
      ...paragraph(
        `Its start counts as done as soon as its process runs (Type=${graph.nodes.get(unit)?.facts.serviceType}), so what requires it starts all the same when that process ends badly; what is bound to it is stopped.`,
        page,
      ),
    );
  out.push(
    ...lostBlock(graph, 'Lost', certain, page),
    ...lostBlock(graph, 'Perhaps lost: whichever is faster', perhaps, page),
  );
  if (losses.started.length > 0) {
    out.push('', em('strong', 'Started because of it'));
    for (const one of losses.started) out.push(...askedLines(graph, one, one.certain ? '' : ' perhaps'));
  }
  if (ifPreparingFails !== null && ifPreparingFails.lost.length > losses.lost.length)
    out.push(
      '',
      ...paragraph(
        `Should ${preparingWords(graph, unit)} instead, its job fails, and ${count(ifPreparingFails.lost.length, 'unit')} go with it: ${ifPreparingFails.lost.map((one) => one.unit).join(', ')}.`,
        page,
      ),
    );
  out.push(...laterBlock(answer, page));
  if (answer.neverLater.length > 0) {
    out.push('', em('strong', 'Never started later'));
    for (const one of answer.neverLater.slice(0, most(page))) out.push(...askedLines(graph, one));
    const more = answer.neverLater.length - most(page);
    if (more > 0) out.push(`  … and ${more} more; --json has them all.`);
  }
  out.push('', ...paragraph(untouchedWords(losses), page));
  return out.join('\n');
}

/** How many units go with it; where none does and the machine may, that is what is said of it next. */
function headWords({ unit, mode, losses: { lost, machine } }: Impact): string {
  const name = em('strong', unit);
  if (lost.length > 0)
    return `${em('bad', `${count(lost.length, 'unit')} ${lost.length === 1 ? 'is' : 'are'} lost`)} with ${name}, if it ${SUPPOSED[mode]}.`;
  return machine === null
    ? `${em('good', 'Nothing else is lost')} if ${name} ${SUPPOSED[mode]}.`
    : `If ${name} ${SUPPOSED[mode]}:`;
}

/** Why the start of a unit has no end. */
function neverEnds({ mode, limit }: Impact): string {
  if (mode === 'failed') return 'RestartMode=direct, and nothing ends the tries';
  return limit === null || limit.setting === null ? 'nothing limits it' : `${limit.setting.key}=${limit.setting.value}`;
}

function untouchedWords({ untouched, machine, machineAnyway }: Losses): string {
  const others = count(untouched, 'unit');
  if (untouched === 0 || (machine === null && machineAnyway === null)) return `Untouched: ${others}.`;
  if (machine?.certain === true) return `All others, ${others}, go down with the machine, if they came up at all.`;
  return `Untouched by its failure: ${others}; all of them go down with the machine, if that does.`;
}

/** A unit, who starts it, and the line that says so. */
function askedLines(
  graph: RootFacts['graph'],
  { unit, by }: { readonly unit: string; readonly by: BootEdge },
  perhaps = '',
): readonly string[] {
  return [
    `  ${em('strong', unit)}${perhaps}: ${by.from} ${relationOf(by)} it`,
    ...proofLines(graph, by).map((line) => `      ${line}`),
  ];
}

/** What is started later takes along only what asks for it then, which is no part of the boot's transaction. */
function withoutJob(name: string, later: readonly string[], page: Page): readonly string[] {
  const head = later.length === 0 ? 'Nothing is lost:' : 'Nothing of the boot is lost:';
  const then =
    later.length === 0
      ? ''
      : ` It comes later, by ${later.join(', ')}; what only then asks for it fails with it (bootscope why ${name}).`;
  return paragraph(`${em('good', head)} ${name} has no start job at this boot.${then}`, page);
}

/** What fails the job of a service that counts as started at once. */
function preparingWords(graph: RootFacts['graph'], unit: string): string {
  const node = graph.nodes.get(unit);
  const commands = node === undefined ? [] : [...new Set(preparations(node).map(({ key }) => `${key}=`))];
  const program = node !== undefined && waitsForItsProgram(node) ? ['its program not be there'] : [];
  const words = commands.length === 0 ? [] : [`one of its ${commands.join(' or ')} commands fail`];
  return [...words, ...program].join(', or ');
}

function reachedWords({ reached, emergency, machine, machineAnyway }: Losses, target: string, unit: string): string {
  if (machine !== null) return downWords(machine, unit);
  if (machineAnyway !== null)
    return `In any case ${machineAnyway.unit}${machineAnyway.certain ? '' : ' perhaps'} takes the machine down: ${settingText(machineAnyway)}.`;
  if (emergency !== null) return `The boot ends in ${emergency}.`;
  if (reached === 'no') return `${target} is not reached.`;
  return reached === 'perhaps' ? `${target} is perhaps not reached.` : `${target} is reached all the same.`;
}

function lostBlock(graph: RootFacts['graph'], title: string, lost: readonly UnitFate[], page: Page): readonly string[] {
  if (lost.length === 0) return [];
  const out = ['', em('strong', title)];
  for (const { unit, fate, because } of lost.slice(0, most(page))) {
    const edge = because.at(-1);
    out.push(
      ...paragraph(
        `${em('strong', unit)} ${FATES[fate]}${edge === undefined ? '' : `: ${edge.from} ${relationOf(edge)} ${edge.to}`}`,
        page,
        '  ',
      ),
      ...(edge === undefined ? [] : proofLines(graph, edge).map((line) => `      ${line}`)),
    );
  }
  if (lost.length > most(page))
    out.push(
      '  and',
      ...columns(
        lost.slice(SHOWN).map((one) => one.unit),
        page,
        '    ',
      ),
    );
  return out;
}

const FATES: Readonly<Record<UnitFate['fate'], string>> = {
  up: 'comes up',
  ended: 'does its work',
  skipped: 'is skipped',
  refused: 'is refused',
  failed: 'fails',
  timeout: 'times out',
  died: 'dies',
  dependency: 'is not started',
  cancelled: 'is stopped, or not started',
  stopped: 'is stopped again, or not started',
  pending: 'waits for ever',
  'not-asked': 'is not asked for any more',
};

function laterBlock({ mode, limit, delayed }: Impact, page: Page): readonly string[] {
  if (delayed.length === 0 || mode === 'skipped' || mode === 'missing') return [];
  const { seconds, commands, setting } = limit ?? { seconds: null, commands: 1, setting: null };
  const each = commands > 1 ? ` for each of ${commands} commands` : '';
  const how = limit === null || seconds === null ? 'without any limit' : `by at most ${seconds} s${each}`;
  const at = setting === null ? 'the default' : `${setting.key}=${setting.value}, ${place(setting)}`;
  return [
    '',
    ...paragraph(
      `${em('strong', 'Later')}: ${count(delayed.length, 'unit')} wait${delayed.length === 1 ? 's' : ''} for it and start${delayed.length === 1 ? 's' : ''} when it has ended, one way or the other, ${how} (${at}).`,
      page,
    ),
    ...columns(delayed.slice(0, most(page)), page, '  '),
    ...(delayed.length > most(page) ? [`  … and ${delayed.length - SHOWN} more; --json has them all.`] : []),
  ];
}

export function impactsText({ target, ranked, harmless, cut, machineAnyway }: Impacts, page: Page): string {
  const fatal = ranked.filter((one) => one.reached === 'no' || one.emergency !== null || one.machine !== null);
  const out = paragraph(
    `${count(fatal.length, 'unit')} must come up for ${em('strong', target)} to be reached; the failure of ${count(ranked.length - fatal.length, 'other unit')} takes something along, and that of ${harmless} nothing.`,
    page,
  ).slice();
  if (machineAnyway !== null)
    out.push(
      ...paragraph(
        `${em('warn', 'In any case')} ${machineAnyway.unit}${machineAnyway.certain ? '' : ' perhaps'} takes the machine down (${settingText(machineAnyway)}, ${place(machineAnyway.setting)}).`,
        page,
      ),
    );
  if (cut) out.push(...paragraph('The boot is large: not all units were looked at.', page));
  for (const { unit, lost, perhaps, reached, emergency, machine, machinePerhaps } of ranked.slice(0, 2 * SHOWN)) {
    const end =
      machine !== null
        ? `, the machine goes down (${machine})`
        : emergency !== null
          ? `, the boot ends in ${emergency}`
          : reached === 'no'
            ? `, ${target} is not reached`
            : machinePerhaps !== null
              ? `, the machine perhaps goes down (${machinePerhaps})`
              : '';
    out.push(`  ${em('strong', unit)}  ${lost} lost${perhaps > 0 ? `, ${perhaps} perhaps` : ''}${em('bad', end)}`);
  }
  if (ranked.length > 2 * SHOWN) out.push(`  … and ${ranked.length - 2 * SHOWN} more; --json has them all.`);
  out.push('', 'bootscope impact UNIT says which, and by which lines.');
  return out.join('\n');
}

/** `bootscope/impact@1`. */
export function impactJson(answer: Impact | Impacts): unknown {
  return { format: 'bootscope/impact@1', ...answer };
}
