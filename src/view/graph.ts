/** The viewer's columns read back as the graph they were made of, so that the page asks the engine and speaks the terminal's words. */

import type { RootFacts } from '../boot/root-facts.ts';
import {
  type BootEdge,
  type BootGraph,
  type BootNode,
  type Declaration,
  EDGE_TYPES,
  ORIGINS,
  type Setting,
} from '../graph/model.ts';
import { once } from '../words/once.ts';
import { HOWS, PROOF_WIDTH, SETTING_WIDTH, type ViewData } from './format.ts';

/** All that the terminal's answers rest on, from the page's data alone. */
export function factsOfView(data: ViewData): RootFacts {
  const links = namedLinks(data);
  return {
    graph: graphOfView(data),
    version: data.version,
    asked: data.asked,
    config: data.config,
    cmdline: data.cmdline,
    aliasLink: (name) => links.get(name),
    ...(data.varying === undefined ? {} : { varying: data.varying }),
    ...(data.fileStarts === undefined ? {} : { startsInFiles: () => ({ commands: [], later: data.fileStarts ?? [] }) }),
    snapshot: { readlink: (path) => links.get(path)?.target },
  };
}

function namedLinks(data: ViewData): ReadonlyMap<string, { readonly file: string; readonly target: string }> {
  return new Map(
    data.links.map(([name, file, target]) => [
      text(data, name),
      { file: text(data, file), target: text(data, target) },
    ]),
  );
}

/** The part of the facts that needs no graph. */
export function linksOfView(data: ViewData): Pick<RootFacts, 'config' | 'snapshot'> {
  const links = namedLinks(data);
  return { config: data.config, snapshot: { readlink: (path) => links.get(path)?.target } };
}

/** The same, made when first asked for. */
export function lazyFactsOfView(data: ViewData): () => RootFacts {
  return once(() => factsOfView(data));
}

/** The links and settings alone, made when first asked for. */
export function lazyLinksOfView(data: ViewData): () => Pick<RootFacts, 'config' | 'snapshot'> {
  return once(() => linksOfView(data));
}

/** The whole graph. Linear. */
export function graphOfView(data: ViewData): BootGraph {
  const nodes = new Map<string, BootNode>();
  const names = new Map<string, string>();
  data.nodes.id.forEach((_, n) => {
    const node = nodeOfView(data, n);
    nodes.set(node.id, node);
    for (const name of [node.id, ...node.aliases]) names.set(name, node.id);
  });
  // Names that lead to a unit without being its aliases in this boot.
  for (const [name, , target] of data.links) {
    // A link of a fragment has its path for a name.
    if (text(data, name).startsWith('/')) continue;
    const to = text(data, target);
    const id = names.get(to.slice(to.lastIndexOf('/') + 1));
    if (id !== undefined && !names.has(text(data, name))) names.set(text(data, name), id);
  }
  return {
    root: data.root,
    init: {
      system: data.init.system as BootGraph['init']['system'],
      version: data.init.version === '' ? null : data.init.version,
      evidence: data.init.evidence.map((text) => ({ text })),
    },
    target: text(data, data.nodes.id[data.target]),
    nodes,
    names,
    edges: data.edges.from.map((_, e) => edgeOfView(data, e)),
    diagnostics: data.diagnostics,
  };
}

/** @param n number of the node */
export function nodeOfView(data: ViewData, n: number): BootNode {
  const { nodes } = data;
  const more = text(data, nodes.more[n]);
  const { facts, noEffect, loadError, checks } = (more === '' ? {} : JSON.parse(more)) as Partial<BootNode>;
  return {
    id: text(data, nodes.id[n]),
    init: text(data, nodes.init[n]) as BootNode['init'],
    type: text(data, nodes.type[n]) as BootNode['type'],
    load: text(data, nodes.load[n]) as BootNode['load'],
    effective: nodes.effective[n] === 1,
    ...(noEffect === undefined ? {} : { noEffect }),
    aliases: (nodes.aliases[n] ?? []).map((k) => text(data, k)),
    description: text(data, nodes.description[n]),
    fragment: text(data, nodes.fragment[n]) || null,
    dropIns: (nodes.dropIns[n] ?? []).map((k) => text(data, k)),
    ...(loadError === undefined ? {} : { loadError }),
    settings: settingsOfView(data, n),
    facts: facts ?? {},
    ...(checks === undefined ? {} : { checks }),
  };
}

/** A unit's assignments in the order in which they took effect. */
export function settingsOfView(data: ViewData, n: number): Setting[] {
  const flat = data.nodes.settings[n] ?? [];
  const settings: Setting[] = [];
  for (let k = 0; k < flat.length; k += SETTING_WIDTH) {
    const [section, key, value, file, line, overridden] = flat.slice(k, k + SETTING_WIDTH);
    settings.push({
      section: text(data, section),
      key: text(data, key),
      value: text(data, value),
      file: text(data, file),
      line: line ?? 0,
      ...(overridden === 1 ? { overridden: true as const } : {}),
    });
  }
  return settings;
}

/**
 * @param e number of the edge
 * @returns the edge; its declarations are read when they are asked for, for most answers ask for those of a few
 */
export function edgeOfView(data: ViewData, e: number): BootEdge {
  const declared = once(() => declarationsOfView(data, e));
  return {
    from: text(data, data.nodes.id[data.edges.from[e] ?? -1]),
    to: text(data, data.nodes.id[data.edges.to[e] ?? -1]),
    type: EDGE_TYPES[data.edges.type[e] ?? -1] ?? 'After',
    get origins() {
      const origins = new Set(declared().map((d) => d.origin));
      return ORIGINS.filter((origin) => origins.has(origin));
    },
    get declared() {
      return declared();
    },
  };
}

function declarationsOfView(data: ViewData, e: number): Declaration[] {
  const flat = data.proofs[data.edges.proof[e] ?? -1] ?? [];
  const [from, to] = [data.edges.from[e], data.edges.to[e]];
  const declared: Declaration[] = [];
  for (let k = 0; k < flat.length; k += PROOF_WIDTH) {
    const [by, origin, how, file, line, as, key, rule, generator, sourceFile, sourceLine] = flat.slice(
      k,
      k + PROOF_WIDTH,
    );
    const source = text(data, sourceFile);
    declared.push({
      by: by !== undefined && by > 1 ? text(data, by - 1) : text(data, data.nodes.id[(by === 1 ? to : from) ?? -1]),
      origin: ORIGINS[origin ?? -1] ?? 'file',
      how: HOWS[how ?? -1] ?? 'rule',
      ...optional('file', text(data, file)),
      ...(line ? { line } : {}),
      ...optional('as', text(data, as)),
      ...optional('key', text(data, key)),
      ...optional('rule', text(data, rule)),
      ...optional('generator', text(data, generator)),
      ...(source === '' ? {} : { source: { file: source, ...(sourceLine ? { line: sourceLine } : {}) } }),
    });
  }
  return declared;
}

function optional<K extends string>(key: K, value: string): { [P in K]?: string } {
  return (value === '' ? {} : { [key]: value }) as { [P in K]?: string };
}

function text(data: ViewData, k: number | undefined): string {
  return data.strings[k ?? 0] ?? '';
}
