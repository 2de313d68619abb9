/** All that is known of a unit: names and state, its files line by line, what it says of others and others of it. */

import { aliasUse } from '../answers/aliases.ts';
import { serviceName, serviceTarget } from '../answers/service-acts-on.ts';
import type { Shown } from '../answers/show.ts';
import type { RootFacts } from '../boot/root-facts.ts';
import { type BootEdge, type BootNode, BUILT_IN, type Setting } from '../graph/model.ts';
import { aliasText } from './aliases.ts';
import { proofLines } from './proof.ts';
import { serviceText } from './service.ts';
import { em } from './style.ts';
import { notAtEveryBoot } from './varying.ts';
import { count, INVERSE_RELATION, loadWords, place, relationOf } from './words.ts';
import { columns, type Page, paragraph } from './wrap.ts';
import { nameWithState, writtenLines } from './written.ts';

/** More units than this in one relation are told by name only, without their proof. */
const PROVEN = 6;

/** @param all every dependency with its proof, however many */
export function showText(opened: RootFacts, answer: Shown, page: Page, all = false): string {
  const { graph } = opened;
  const { unit: node } = answer;
  const { id } = node;
  const written = writtenLines(graph, id, page, all);
  const lines = [
    `${em('strong', id)}${node.description === '' || node.description === id ? '' : `: ${node.description}`}`,
    ...stateLines(answer, page).map((line) => `  ${line}`),
    ...node.aliases.flatMap((alias) => {
      const use = aliasUse(opened, alias);
      return use === undefined ? [] : [`  ${aliasText(use)}`];
    }),
    ...recordedLines(node),
    ...fileLines(node),
    ...(written.length > 0 ? ['', em('strong', 'What it says'), ...written] : []),
    ...othersLines(opened, answer, page, all),
    ...sameNameLines(opened, node, page),
  ];
  return lines.join('\n');
}

function stateLines({ unit: node, started, notAtEveryBoot: uncertain }: Shown, page: Page): readonly string[] {
  const at = node.loadError === undefined ? '' : ` ${place(node.loadError)}`;
  const state = node.load === 'loaded' ? '' : `${em('warn', loadWords(node))}${at}`;
  if (uncertain !== null) return [...(state === '' ? [] : [state]), ...notAtEveryBoot(uncertain, page)];
  const effect = node.effective
    ? started
      ? em('good', 'started at boot')
      : node.facts.activeAtBoot === true
        ? 'active before the boot begins'
        : `not started at boot${node.noEffect === undefined ? '' : `: ${node.noEffect.text}`}`
    : `${em('warn', 'no effect')}: ${node.noEffect?.text ?? 'its init is not in force'}${node.noEffect?.file === undefined ? '' : ` (${place(node.noEffect)})`}`;
  return [...(state === '' ? [] : [state]), effect];
}

/** What the machine itself said of the unit, where the graph is from that. */
function recordedLines({ recorded }: BootNode): readonly string[] {
  if (recorded === undefined) return [];
  const { state, file, line, conditions } = recorded;
  return [
    `  ${state} when that was recorded (${place({ file, line })})`,
    ...conditions
      .filter(({ result }) => result !== 'untested')
      .map((one) => `  ${one.key}=${one.value} ${one.result} (${place({ file, line: one.line })})`),
  ];
}

/** Fragment and drop-ins as they are read, one after the other; void lines are marked. */
function fileLines(node: BootNode): readonly string[] {
  const lines: string[] = [];
  const own = node.fragment ?? node.settings.find(({ file }) => file === BUILT_IN)?.file ?? null;
  const files = [own, ...node.dropIns].filter((file) => file !== null);
  for (const file of files) {
    const absent = node.recorded !== undefined && node.settings.length === 0;
    const text = absent ? em('faint', '  (its text is not in this copy)') : '';
    lines.push('', `${em('name', file)}${file === own ? '' : ' (drop-in)'}${text}`);
    if (file === own)
      for (const hidden of node.facts.hides ?? [])
        lines.push(`        hides ${em('name', hidden)}: that file is not read`);
    let section = '';
    for (const s of node.settings) {
      if (s.file !== file) continue;
      if (s.section !== section && s.section !== '' && node.init !== 'upstart') lines.push(`        [${s.section}]`);
      section = s.section;
      const text = `${String(s.line).padStart(6)}  ${settingText(node, s)}`;
      lines.push(s.overridden === true ? em('faint', `${text}   (overridden below)`) : text);
    }
  }
  return lines;
}

/** As its init writes it: `Key=value`; a job's stanza, with the lines of a script beneath. */
function settingText(node: BootNode, { key, value, section, line }: Setting): string {
  if (node.init !== 'upstart') return `${key}${value === '' && section === '' ? '' : `=${value}`}`;
  if (!/(^| )script$/.test(key)) return `${key}${value === '' ? '' : ` ${value}`}`;
  const body = value.replace(/\n$/, '').split('\n');
  return [key, ...body.map((text, at) => `${String(line + 1 + at).padStart(6)}      ${text}`)].join('\n');
}

/** What other units declared that touches this one, by relation: proven where they are few. */
function othersLines(
  { graph }: RootFacts,
  { unit: { id }, edges }: Shown,
  page: Page,
  all: boolean,
): readonly string[] {
  const byVerb = new Map<string, { other: string; edge: BootEdge }[]>();
  for (const edge of edges) {
    if (edge.declared.every((d) => d.by === id)) continue;
    const forward = edge.from === id;
    const verb = forward ? relationOf(edge) : INVERSE_RELATION[edge.type];
    const list = byVerb.get(verb) ?? [];
    byVerb.set(verb, list);
    list.push({ other: forward ? edge.to : edge.from, edge });
  }
  if (byVerb.size === 0) return [];
  const lines = ['', em('strong', 'What others say of it')];
  for (const [verb, list] of byVerb) {
    if (all || list.length <= PROVEN)
      for (const { other, edge } of list)
        lines.push(
          `  ${verb} ${nameWithState(graph, other)}`,
          ...proofLines(graph, edge).map((line) => `      ${line}`),
        );
    else
      lines.push(
        `  ${verb} ${count(list.length, 'unit')}:`,
        ...columns(
          list.map(({ other }) => nameWithState(graph, other)),
          page,
          '      ',
        ),
      );
  }
  return lines;
}

/** Things of the other inits that go by the same name. */
function sameNameLines({ graph }: RootFacts, node: BootNode, page: Page): readonly string[] {
  const same = [...graph.nodes.values()].filter(
    (other) =>
      other.id !== node.id &&
      other.init !== node.init &&
      ['service', 'script', 'job'].includes(other.type) &&
      serviceName(other.id) === serviceName(node.id),
  );
  const target = serviceTarget(graph, node);
  const service =
    target === undefined || (same.length === 0 && target.on.type === 'service')
      ? []
      : ['', ...paragraph(serviceText(target), page)];
  if (same.length === 0) return service;
  const lines = ['', em('strong', 'The same name elsewhere')];
  for (const other of same)
    lines.push(
      `  ${em('strong', other.id)}${other.fragment === null ? '' : `  ${em('name', other.fragment)}`}`,
      `      ${other.effective ? 'in effect' : `no effect: ${other.noEffect?.text ?? 'its init is not in force'}`}`,
    );
  return [...lines, ...service];
}
