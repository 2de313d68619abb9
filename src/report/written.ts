/** A unit's dependencies as its files have them, line by line and link by link, then what the init adds by itself. */
import type { BootGraph, Declaration } from '../graph/model.ts';
import { isDefaultRule, ruleWords } from './rules.ts';
import { em } from './style.ts';
import { count, INVERSE_RELATION, listing, relationOf } from './words.ts';
import { columns, type Page, wrap } from './wrap.ts';

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
    for (const d of edge.declared) {
      if (d.by !== unit) continue;
      const forward = edge.from === unit;
      const verb = forward ? relationOf(edge) : INVERSE_RELATION[edge.type];
      const other = forward ? edge.to : edge.from;
      if (d.how === 'rule') add(rules, `${d.rule} ${d.file ?? ''}:${d.line ?? ''}`, verb, other, d);
      else if (d.how === 'link') {
        const file = d.file ?? '';
        add(folders, `${file.slice(0, file.lastIndexOf('/') + 1)} ${verb}`, verb, other, d);
      } else {
        const lines = files.get(d.file ?? '') ?? new Map<string, Said>();
        files.set(d.file ?? '', lines);
        add(lines, `${String(d.line ?? 0).padStart(6)} ${d.key} ${verb}`, verb, other, d);
      }
    }
  }
  const node = graph.nodes.get(unit);
  const name = (id: string): string => nameWithState(graph, id);
  const inOrder = [node?.fragment, ...(node?.dropIns ?? [])].filter((file) => typeof file === 'string');
  const lines: string[] = [];
  for (const file of new Set([...inOrder, ...files.keys()])) {
    lines.push(`  ${em('name', file)}${madeBy(files.get(file))}`);
    const said = [...(files.get(file) ?? [])].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    for (const [key, { verbs, names, first: d }] of said) {
      const through = OWN_KEY.test(d.key ?? '')
        ? ''
        : d.origin === 'job-file' || d.origin === 'script'
          ? `by ${d.key} `
          : `by ${d.key}= `;
      const first = `${key.slice(0, 6)}  ${through}${listing([...verbs])} `;
      lines.push(...wrap(asWritten(graph, d, [...names]).map(name), page, { first, rest: CONTINUED }));
    }
  }
  for (const [key, { verbs, names }] of folders) {
    const members = [...names].sort().map(name);
    lines.push(`  ${em('name', key.slice(0, key.lastIndexOf('/') + 1))}`);
    lines.push(
      ...(members.length === 1
        ? [`        ${[...verbs]} ${members[0]}`]
        : [`        ${[...verbs]}`, ...columns(members, page, CONTINUED)]),
    );
  }
  const sorted = [...rules.values()].sort(
    (a, b) => Number(isDefaultRule(a.first.rule)) - Number(isDefaultRule(b.first.rule)),
  );
  let heading = '';
  for (const { verbs, names, first: d } of sorted) {
    const title = isDefaultRule(d.rule) ? '  built in, unless DefaultDependencies=no' : '  built in';
    if (title !== heading) lines.push(title);
    heading = title;
    const units = !all && names.size > NAMED ? [count(names.size, 'unit')] : [...names].map(name);
    const words = [...units.slice(0, -1), `${units.at(-1)}:`, ...ruleText(d).split(' ')];
    lines.push(...wrap(words, page, { first: `        ${listing([...verbs].sort())} `, rest: CONTINUED }));
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

interface Said {
  readonly verbs: Set<string>;
  readonly names: Set<string>;
  readonly first: Declaration;
}

function add(said: Map<string, Said>, key: string, verb: string, name: string, d: Declaration): void {
  const known = said.get(key);
  if (known === undefined) said.set(key, { verbs: new Set([verb]), names: new Set([name]), first: d });
  else {
    known.verbs.add(verb);
    known.names.add(name);
  }
}

function ruleText(d: Declaration): string {
  return `${ruleWords(d.rule)}${d.line === undefined ? '' : ` (${d.key}= in line ${d.line})`}`;
}

function madeBy(said: ReadonlyMap<string, Said> | undefined): string {
  for (const { first } of said?.values() ?? [])
    if (first.generator !== undefined)
      return `, made by ${first.generator}${first.source === undefined ? '' : ` from ${first.source.file}${first.source.line === undefined ? '' : `:${first.source.line}`}`}`;
  return '';
}

/** The name, with what became of the unit where it could not be loaded. */
export function nameWithState(graph: BootGraph, id: string): string {
  const load = graph.nodes.get(id)?.load;
  return load === undefined || load === 'loaded' ? id : `${id} ${em('warn', `(${load})`)}`;
}
