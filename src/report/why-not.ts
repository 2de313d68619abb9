/** Why a unit is not started at boot, in words: the rule that keeps it out, where that stands, and how to change it. */

import type { IdleLink } from '../answers/idle-links.ts';
import type { Why } from '../answers/why.ts';
import { refusedBy } from '../audit/refused-by.ts';
import type { RootFacts } from '../boot/root-facts.ts';
import type { LaterWay } from '../engine/later/later-start.ts';
import type { WhyNot } from '../engine/why-not.ts';
import type { BootEdge, BootNode, Setting } from '../graph/model.ts';
import { maskFile, maskRemedy } from '../words/mask-remedy.ts';
import { nearestNames } from '../words/nearest-names.ts';
import { systemctlFor } from '../words/systemctl.ts';
import { activatorsOf, restsOn, toEnable } from './activators.ts';
import { checkLines } from './checks.ts';
import { droppedWords } from './dropped.ts';
import { decidingOption } from './enablement.ts';
import { VERBS } from './fate.ts';
import { laterLines, wayWords } from './later.ts';
import { proofLines } from './proof.ts';
import { adding, enabling } from './start-it.ts';
import { stepLines } from './steps.ts';
import { em } from './style.ts';
import { count, LOAD_WORDS, place, RELATION } from './words.ts';
import { type Page, paragraph } from './wrap.ts';

/** So many of each are told, where not all are asked for. */
const SHOWN = 5;

function first<T>(list: readonly T[], { all }: Page): readonly T[] {
  return all === true ? list : list.slice(0, SHOWN);
}

export function whyNotText(
  opened: RootFacts,
  started: ReadonlySet<string>,
  { unit, later, idleLinks }: Pick<Why, 'unit' | 'later' | 'idleLinks'>,
  why: WhyNot,
  page: Page,
): string {
  if (why.kind === 'not-asked-for' && later.length > 0) return laterText(opened, unit, why, later, page);
  const { headline, proof, todo, onDemand } =
    why.kind === 'not-asked-for' && why.pullers.length === 0 && idleLinks.length > 0
      ? enabledUnderNothing(opened, unit, idleLinks)
      : partsOf(opened, started, unit, why, page);
  const mark =
    why.kind === 'active-before-boot'
      ? em('good', 'There already:')
      : onDemand === true
        ? em('good', 'On demand:')
        : em('warn', 'Not started:');
  return [
    `${mark} ${em('strong', unit)} ${headline}`,
    ...(proof.length > 0 ? ['', ...proof] : []),
    ...(todo.length > 0 ? ['', ...todo.flatMap((line) => paragraph(line, page))] : []),
  ].join('\n');
}

/** It has no job at boot, and is not left out either. */
function laterText(
  opened: RootFacts,
  unit: string,
  why: Extract<WhyNot, { kind: 'not-asked-for' }>,
  later: readonly LaterWay[],
  page: Page,
): string {
  const { graph } = opened;
  const [way] = later as readonly [LaterWay];
  const known = new Set(later.flatMap(({ start, path }) => [start.edge, ...path]));
  const others = [...why.activators, ...why.pullers].filter((edge) => !known.has(edge));
  const ways = first(later, page);
  const todo =
    way.start.kind === 'command'
      ? ''
      : `When it is started, it waits for the jobs that are queued then of all units that it names in After=.`;
  return [
    ...paragraph(`${em('good', 'Not at once:')} ${em('strong', unit)} is ${wayWords(way)}.`, page),
    '',
    ...ways.flatMap((one) => laterLines(graph, one, page)),
    ...(later.length > ways.length
      ? [`  … and ${count(later.length - ways.length, 'way')} more; --all lists them.`]
      : []),
    ...restsOn(graph, later, page),
    ...first(others, page).flatMap((edge) => [
      `  ${em('strong', edge.from)} ${RELATION[edge.type]} it, but is not started at boot itself`,
      ...proofLines(graph, edge).map((line) => `      ${line}`),
    ]),
    ...(todo === '' ? [] : ['', ...paragraph(todo, page)]),
  ].join('\n');
}

interface Parts {
  readonly headline: string;
  readonly proof: readonly string[];
  readonly todo: readonly string[];
  readonly onDemand?: true;
}

function partsOf(opened: RootFacts, started: ReadonlySet<string>, unit: string, why: WhyNot, page: Page): Parts {
  switch (why.kind) {
    case 'no-effect':
      return {
        headline: `${notStartedWords(opened.graph.nodes.get(unit))}: ${why.noEffect?.text ?? 'its init is not in force'}.`,
        proof: why.noEffect?.file === undefined ? [] : [`  ${em('name', place(why.noEffect))}`],
        todo:
          why.noEffect?.code === 'override'
            ? [`To have it started again: remove "manual" from ${why.noEffect.file}.`]
            : [],
      };
    case 'active-before-boot':
      return {
        headline: 'needs no start job: systemd makes it, and takes it for active before the boot begins.',
        proof: [],
        todo: [],
      };
    case 'no-boot':
      return {
        headline: `has no job, nor has any other unit. ${why.reason}`,
        proof: [],
        todo: ['bootscope cycles and bootscope transaction say what stands in the way.'],
      };
    case 'dropped': {
      const { headline, todo } = droppedWords(opened, unit, why.reason, why.edges);
      return { headline, proof: stepLines(opened.graph, first(why.edges, page), page), todo };
    }
    case 'not-loaded':
      return notLoaded(opened, unit, why, page);
    case 'not-asked-for':
      return notAskedFor(opened, started, unit, why, page);
  }
}

function notStartedWords(node: BootNode | undefined): string {
  if (node?.effective !== true) return 'has no effect on this boot';
  return node.type === 'event' ? 'does not come in this boot' : 'is not started in this boot';
}

/** What stands for the unit on the disk: its fragment, or its mask. */
function fileOf(opened: RootFacts, node: BootNode | undefined): string | null | undefined {
  return node?.load === 'masked' ? maskFile(node, opened) : node?.fragment;
}

function notLoaded(opened: RootFacts, unit: string, why: Extract<WhyNot, { kind: 'not-loaded' }>, page: Page): Parts {
  const node = opened.graph.nodes.get(unit);
  const fragment = fileOf(opened, node);
  const at = why.file === undefined ? fragment : place({ file: why.file, ...(why.line ? { line: why.line } : {}) });
  const target = fragment == null ? undefined : opened.snapshot.readlink(fragment);
  const file = at ? [`  ${em('name', at)}${target === undefined ? '' : ` → ${target}`}`] : [];
  const proof = [...file, ...(why.message === undefined ? [] : [`      ${why.message}`])];
  const headline = `is ${LOAD_WORDS[node?.load ?? 'stub']}.`;
  switch (node?.load) {
    case 'masked': {
      const { word, act, note } = maskRemedy(node, opened);
      const made =
        word === undefined ? [] : [`      made by systemd-debug-generator from the kernel command line: ${word}`];
      return {
        headline,
        proof: [...proof, ...made],
        todo: [unmasking(opened, unit, `${act}${note === undefined ? '' : `; ${note}`}`)],
      };
    }
    case 'bad-setting':
    case 'error': {
      const by = why.line === undefined ? refusedBy(node) : undefined;
      const lines = by === undefined ? [] : [`  ${settingText(by)}`];
      return { headline, proof: [...proof, ...lines], todo: [`Once that is mended, ${unit} can be started.`] };
    }
    default: {
      const written = why.mentions.filter((edge) => edge.declared.some((d) => d.how !== 'rule'));
      const shown = first(written.length > 0 ? written : why.mentions, page);
      const more = why.mentions.length - shown.length;
      return {
        headline,
        proof: [
          ...proof,
          ...(shown.length > 0 ? ['It is named by'] : []),
          ...stepLines(opened.graph, shown, page),
          ...(more > 0 ? [`  … and ${count(more, 'more edge')}.`] : []),
        ],
        todo: [`If it should exist: install what brings ${unit}, or mend its name where it is written.`],
      };
    }
  }
}

function notAskedFor(
  opened: RootFacts,
  started: ReadonlySet<string>,
  unit: string,
  why: Extract<WhyNot, { kind: 'not-asked-for' }>,
  page: Page,
): Parts {
  const { graph } = opened;
  const proof: string[] = [];
  const todo: string[] = [];
  const { ready: activators, repeats, lost, idle } = activatorsOf(opened, started, why.activators);
  const asked = (edges: readonly BootEdge[], note: string): void => {
    const shown = first(edges, page);
    for (const edge of shown)
      proof.push(
        `  ${em('strong', edge.from)} ${RELATION[edge.type]} it${note}`,
        ...proofLines(graph, edge).map((line) => `      ${line}`),
      );
    if (edges.length > shown.length)
      proof.push(`  … and ${count(edges.length - shown.length, 'unit')} more; --all lists them.`);
  };
  asked(activators, ' and is started at boot');
  asked(repeats, ' anew after it has run: its lines count from the last run, and nothing starts it a first time');
  for (const { edge, fate } of lost) {
    asked([edge], `, but is itself ${VERBS[fate.fate]}`);
    proof.push(...checkLines(graph.nodes.get(edge.from)?.checks?.checks ?? [], page, '      '));
    proof.push(...stepLines(graph, [...fate.because].reverse(), page));
  }
  asked(idle, ', but is not started at boot itself');
  asked(why.pullers, ', but is not started at boot itself');
  if (why.bus !== undefined)
    proof.push(
      opened.startsInFiles === undefined
        ? `  a D-Bus message to ${why.bus.value} may start it`
        : `  it takes the name ${why.bus.value} on the bus, and no D-Bus service file of this root has a message start it`,
      `      ${settingText(why.bus)}`,
    );
  const linked = new Set(why.pullers.map((edge) => edge.from));
  const missing = why.install.filter((s) =>
    s.value.split(/\s+/).some((name) => !linked.has(graph.names.get(name) ?? name)),
  );
  if (missing.length > 0) {
    proof.push(`  its [Install] section asks for a link that is not there: it is not enabled`);
    for (const setting of missing) proof.push(`      ${settingText(setting)}`);
    todo.push(...enabling(opened, unit, missing));
  } else if (why.pullers.length === 0 && activators.length === 0 && graph.nodes.get(unit)?.init === 'systemd')
    todo.push(
      ...toEnable(opened, idle),
      ...(idle.length + repeats.length + lost.length > 0 ? [] : adding(opened, unit)),
    );
  const headline =
    activators.length > 0
      ? `is started by ${activators[0]?.from} when it is needed.`
      : lost.length > 0
        ? `is to be started by ${lost[0]?.edge.from}, which does not come up itself.`
        : repeats.length > 0
          ? `is only started anew by ${repeats[0]?.from}, once it has run.`
          : why.pullers.length > 0
            ? `is asked for only by units that are not started themselves.`
            : missing.length > 0
              ? 'is not enabled, and nothing else asks for it.'
              : 'is neither required nor wanted by anything in this root.';
  return { headline, proof, todo, ...(activators.length > 0 ? { onDemand: true as const } : {}) };
}

/** Enabled, and still nothing asks for it. */
function enabledUnderNothing({ graph, config }: RootFacts, unit: string, links: readonly IdleLink[]): Parts {
  const { under } = links[0] as IdleLink;
  const load = graph.nodes.get(graph.names.get(under) ?? '')?.load;
  const targets = [...graph.nodes.values()].filter((node) => node.type === 'target' && node.load === 'loaded');
  const [near = 'multi-user.target'] = nearestNames(
    under,
    targets.map(({ id }) => id),
  );
  return {
    headline: `is enabled under ${under}, ${load === undefined || load === 'not-found' ? 'of which there is no unit file' : `which is ${LOAD_WORDS[load]}`}.`,
    proof: links.flatMap(({ link, setting }) => [`  link ${em('name', link)}`, `      ${settingText(setting)}`]),
    todo: [`If ${near} is meant: write it there, then ${systemctlFor(config)} reenable ${unit}.`],
  };
}

function unmasking({ graph }: RootFacts, unit: string, act: string): string {
  const option = decidingOption(graph, unit);
  if (option !== undefined) return `To allow it again: ${option}.enable = true; in the configuration of NixOS.`;
  return `To allow it again: ${act}.`;
}

function settingText(setting: Setting): string {
  return `${em('name', place(setting))}  ${setting.key}=${setting.value}`;
}
