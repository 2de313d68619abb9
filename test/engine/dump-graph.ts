/** Reads the text that `systemd --test` prints into a BootGraph and the jobs PID 1 chose: the transaction without the loader. */
import { type BootEdge, type BootGraph, type BootNode, EDGE_TYPES, type LoadState } from '../../src/graph/model.ts';

export interface Dump {
  readonly graph: BootGraph;
  /** `unit type`, sorted. */
  readonly jobs: readonly string[];
}

/** AllowIsolate= is not in a dump, so the caller names the units that have it. */
export function readDump(text: string, target: string, allowIsolate: ReadonlySet<string>): Dump {
  const blocks = text.split(/^\t(?:->|→) Unit (.+):$/m);
  const nodes = new Map<string, BootNode>();
  const names = new Map<string, string>();
  const edges: BootEdge[] = [];
  const jobs = new Set<string>();
  for (let i = 1; i < blocks.length; i += 2) {
    const id = blocks[i]!;
    const body = blocks[i + 1]!;
    const field = (name: string) => new RegExp(`^\t\t${name}: (.*)$`, 'm').exec(body)?.[1];
    names.set(id, id);
    for (const alias of body.matchAll(/^\t\t(?:Alias|Name): (.*)$/gm)) names.set(alias[1]!, id);
    nodes.set(id, {
      id,
      init: 'systemd',
      type: id.slice(id.lastIndexOf('.') + 1) as BootNode['type'],
      load: field('Unit Load State') as LoadState,
      effective: true,
      aliases: [],
      description: '',
      fragment: field('Fragment Path') ?? null,
      dropIns: [],
      settings: [],
      facts: {
        ...(field('Perpetual') === 'yes' ? { perpetual: true as const } : {}),
        ...(field('Unit Active State') === 'active' ? { activeAtBoot: true as const } : {}),
        ...(field('IgnoreOnIsolate') === 'yes' ? { ignoreOnIsolate: true as const } : {}),
        ...(allowIsolate.has(id) ? { allowIsolate: true as const } : {}),
      },
    });
    for (const [, type, to] of body.matchAll(/^\t\t([A-Za-z]+): (\S+) \((?:origin|destination)-/gm)) {
      const known = EDGE_TYPES.find((candidate) => candidate === type);
      if (known === undefined) continue;
      const declared = [{ by: id, origin: 'file', how: 'rule', rule: 'dump' }] as const;
      edges.push({ from: id, to: to!, type: known, origins: ['file'], declared });
    }
  }
  for (const [, unit, type] of text.matchAll(/^\t+Action: (\S+) (?:->|→) (\S+)$/gm)) jobs.add(`${unit} ${type}`);
  const init = { system: 'systemd', version: null, evidence: [] } as const;
  const graph = { root: '', init, target: names.get(target) ?? target, nodes, names, edges, diagnostics: [] };
  return { graph, jobs: [...jobs].sort() };
}
