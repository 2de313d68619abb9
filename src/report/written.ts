/** A unit's dependencies as its files have them, line by line and link by link, then what the init adds by itself. */
import type { BootGraph, Declaration } from '../graph/model.ts';
import { byText } from '../words/by-text.ts';
import { isDefaultRule, ruleWords } from './rules.ts';
import { em } from './style.ts';
import { count, INVERSE_RELATION, listing, relationOf } from './words.ts';
import { columns, type Page, wrap } from './wrap.ts';

export { isWritten } from '../graph/written.ts';

/** A rule that makes more edges than this is told with their number, not with their names. */
const NAMED = 6;

/**
 * Everything that `unit` itself declares. Each file with its lines in order, each folder of links with its members, then
 * each built-in rule. `all`: the units of every rule by name, however many.
 */
export function writtenLines(graph: BootGraph, unit: string, page: Page, all = false): readonly string[] {
  const files = new Map<string, Map<string, Said>>();
  const folders = new Map<string, Said>();
  const rules = new Map<string, Said>();
  for (const edge of graph.edges) {
    if (edge.from !== unit && edge.to !== unit) continue;
    const forward = edge.from === unit;
    const verb = forward ? relationOf(edge) : INVERSE_RELATION[edge.type];
    const other = forward ? edge.to : edge.from;
    for (const d of edge.declared) {
      if (d.by !== unit) continue;
      const file = d.file ?? '';
      if (d.how === 'rule') add(rules, `${d.rule} ${file}:${d.line ?? ''}`, verb, other, d);
      else if (d.how === 'link') add(folders, file.slice(0, file.lastIndexOf('/') + 1), verb, other, d);
      else {
        const lines = files.get(file) ?? new Map<string, Said>();
        files.set(file, lines);
        add(lines, `${String(d.line ?? 0).padStart(6)} ${d.key}`, verb, other, d);
      }
    }
  }
  const node = graph.nodes.get(unit);
  const order = [node?.fragment, ...(node?.dropIns ?? [])].filter((file) => typeof file === 'string');
  const inOrder = [...new Set([...order.filter((file) => files.has(file)), ...files.keys()])];
  return [
    ...inOrder.flatMap((file) => fileLines(graph, file, files.get(file) ?? new Map(), page)),
    ...[...folders].flatMap(([folder, said]) => folderLines(graph, folder, said, page)),
    ...ruleLines(graph, [...rules.values()], node?.fragment ?? null, page, all),
  ];
}

/** What one line, folder or rule says: of each unit, by which verbs. */
interface Said {
  readonly verbs: Map<string, Set<string>>;
  readonly first: Declaration;
}

function add(said: Map<string, Said>, key: string, verb: string, name: string, d: Declaration): void {
  const known = said.get(key) ?? { verbs: new Map<string, Set<string>>(), first: d };
  said.set(key, known);
  const verbs = known.verbs.get(name);
  if (verbs === undefined) known.verbs.set(name, new Set([verb]));
  else verbs.add(verb);
}

/** Units of which the same is said, under the words for it. */
function alike({ verbs }: Said): readonly (readonly [string, readonly string[]])[] {
  const groups = new Map<string, string[]>();
  for (const [name, words] of verbs) {
    const verb = listing([...words].sort());
    const names = groups.get(verb);
    if (names === undefined) groups.set(verb, [name]);
    else names.push(name);
  }
  return [...groups];
}

function fileLines(graph: BootGraph, file: string, said: ReadonlyMap<string, Said>, page: Page): readonly string[] {
  const lines = [`  ${em('name', file)}${madeBy(said)}`];
  for (const [key, line] of [...said].sort(([a], [b]) => byText(a, b))) {
    const { key: word = '', origin } = line.first;
    const sign = origin === 'job-file' || origin === 'script' ? '' : '=';
    const through = word === '' || OWN_KEY.test(word) ? '' : `by ${word}${sign} `;
    for (const [verb, names] of alike(line)) {
      const words = asWritten(graph, line.first, names).map((id) => nameWithState(graph, id));
      lines.push(...wrap(words, page, { first: `${key.slice(0, 6)}  ${through}${verb} `, rest: CONTINUED }));
    }
  }
  return lines;
}

function folderLines(graph: BootGraph, folder: string, said: Said, page: Page): readonly string[] {
  const lines = [`  ${em('name', folder)}`];
  for (const [verb, names] of alike(said)) {
    const members = [...names].sort().map((id) => nameWithState(graph, id));
    if (members.length === 1) lines.push(`        ${verb} ${members[0]}`);
    else lines.push(`        ${verb}`, ...columns(members, page, CONTINUED));
  }
  return lines;
}

function ruleLines(
  graph: BootGraph,
  rules: readonly Said[],
  fragment: string | null,
  page: Page,
  all: boolean,
): readonly string[] {
  const lines: string[] = [];
  const isDefault = ({ first }: Said): boolean => isDefaultRule(first.rule);
  for (const [title, some] of [
    ['  built in', rules.filter((rule) => !isDefault(rule))],
    ['  built in, unless DefaultDependencies=no', rules.filter(isDefault)],
  ] as const) {
    if (some.length > 0) lines.push(title);
    for (const rule of some)
      for (const [verb, names] of alike(rule)) {
        const many = !all && names.length > NAMED;
        const units = many ? [count(names.length, 'unit')] : names.map((id) => nameWithState(graph, id));
        const words = [...units.slice(0, -1), `${units.at(-1)}:`, ...ruleText(rule.first, fragment).split(' ')];
        lines.push(...wrap(words, page, { first: `        ${verb} `, rest: CONTINUED }));
      }
  }
  return lines;
}

const CONTINUED = ' '.repeat(10);

/** Keys that say what the verb says; others are named, since the dependency only follows from them. */
const OWN_KEY =
  /^(Requires|Requisite|Wants|BindsTo|BindTo|PartOf|Upholds|Conflicts|Before|After|OnSuccess|OnFailure|PropagatesReloadTo|ReloadPropagatedFrom|PropagatesStopTo|StopPropagatedFrom|JoinsNamespaceOf|start on|stop on|emits)$/;

/** Names in the order of their line. */
function asWritten(graph: BootGraph, d: Declaration, names: readonly string[]): readonly string[] {
  const setting = graph.nodes
    .get(d.by)
    ?.settings.find((s) => s.file === d.file && s.line === d.line && s.key === d.key);
  const order = new Map((setting?.value.split(/\s+/) ?? []).map((word, k) => [graph.names.get(word) ?? word, k]));
  return [...names].sort((a, b) => (order.get(a) ?? order.size) - (order.get(b) ?? order.size));
}

function ruleText(d: Declaration, fragment: string | null): string {
  if (d.line === undefined) return ruleWords(d.rule);
  return `${ruleWords(d.rule)} (${d.key}= in ${d.file === fragment ? `line ${d.line}` : `${d.file}:${d.line}`})`;
}

function madeBy(said: ReadonlyMap<string, Said> | undefined): string {
  for (const { first } of said?.values() ?? [])
    if (first.generator !== undefined)
      return `, made by ${first.generator}${first.source === undefined ? '' : ` from ${first.source.file}${first.source.line === undefined ? '' : `:${first.source.line}`}`}`;
  return '';
}

/** The name, with what became of the unit where it could not be loaded, or what its conditions make of its turn. */
export function nameWithState(graph: BootGraph, id: string): string {
  const node = graph.nodes.get(id);
  const load = node?.load;
  const outcome = node?.checks?.outcome;
  if (outcome === 'skipped' || outcome === 'refused') return `${id} ${em('warn', `(${outcome})`)}`;
  return load === undefined || load === 'loaded' ? id : `${id} ${em('warn', `(${load})`)}`;
}
