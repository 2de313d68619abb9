import { graph as askGraph, EDGE_TYPES, type GraphPart, laterStartsOf, ORIGINS } from '../../answers/graph.ts';
import { unitNamed } from '../../answers/names.ts';
import { matcher } from '../../answers/pattern.ts';
import type { BootGraph, EdgeType } from '../../graph/model.ts';
import { GRAPH_FORMATS, WRITE_GRAPH } from '../../report/graph/index.ts';
import { graphJson } from '../../report/json.ts';
import { INVERSE_KEY } from '../../report/words.ts';
import { defineCommand, openFor } from '../command.ts';
import { knownWords, noneCalled } from '../known-words.ts';
import { writeOutput } from '../write-file.ts';

export const graph = defineCommand({
  options: (yargs) =>
    yargs
      .positional('pattern', { type: 'string', array: true, describe: 'only edges that touch a unit of such a name' })
      .option('format', { choices: GRAPH_FORMATS, default: 'json' as const, describe: 'what to write' })
      .option('type', { type: 'string', array: true, describe: 'only edges of this type: After, Requires, …' })
      .option('origin', { type: 'string', array: true, describe: 'only edges of this origin: file, default, …' })
      .option('from', { type: 'string', describe: 'only what this unit leads to' })
      .option('to', { type: 'string', describe: 'only what leads to this unit' })
      .option('started', { type: 'boolean', default: false, describe: 'only units that are started at boot' })
      .option('reduce', { type: 'boolean', default: false, describe: 'without the order that follows from the rest' })
      .option('output', {
        alias: 'o',
        type: 'string',
        describe: 'file to write; standard output, if none is named or -',
      })
      .example('$0 graph > boot.json', 'everything')
      .example("$0 graph 'nova-*' --format dot | dot -Tsvg > nova.svg", 'a picture of one service')
      .example('$0 graph --started --type After --reduce --format mermaid', 'the order of the start'),
  async run(args) {
    const opened = await openFor(args);
    const whole = opened.graph;
    const matches = args.pattern === undefined || args.pattern.length === 0 ? undefined : matcher(args.pattern);
    const selection: GraphPart = {
      touching: matches && named(whole, matches, args.pattern ?? []),
      started: args.started,
      types: args.type && knownWords(args.type, EDGE_TYPES, 'edge type', edgeType),
      origins: args.origin && knownWords(args.origin, ORIGINS, 'origin', (word) => inAnyCase(word, ORIGINS)),
      from: args.from === undefined ? undefined : unitNamed(whole, args.from),
      to: args.to === undefined ? undefined : unitNamed(whole, args.to),
      reduce: args.reduce,
    };
    const chosen = askGraph(opened, selection);
    const size = { units: chosen.nodes.size, edges: chosen.edges.length };
    const later = args.json || args.format === 'json' ? laterStartsOf(opened, chosen) : [];
    if (args.output === undefined || args.output === '-')
      return {
        json: () => graphJson(chosen, later),
        text: () => WRITE_GRAPH[args.format](chosen, opened, later),
        data: true,
      };
    writeOutput(args.output, `${WRITE_GRAPH[args.json ? 'json' : args.format](chosen, opened, later)}\n`);
    return {
      json: () => ({ format: 'bootscope/written@1', file: args.output, ...size }),
      text: () => `${args.output}: ${size.units} units, ${size.edges} edges.`,
    };
  },
});

/** `Before` and `RequiredBy` mean the edge that is stored under its forward name. */
const FORWARD = new Map<string, EdgeType>(EDGE_TYPES.map((type) => [INVERSE_KEY[type], type]));

function edgeType(word: string): EdgeType | undefined {
  return inAnyCase(word, EDGE_TYPES) ?? FORWARD.get(word);
}

function inAnyCase<T extends string>(word: string, known: readonly T[]): T | undefined {
  return known.find((name) => name.toLowerCase() === word.toLowerCase());
}

/** Units one of whose names matches. @throws UsageError where none does. */
function named(
  graph: BootGraph,
  matches: (name: string) => boolean,
  patterns: readonly string[],
): (id: string) => boolean {
  const ids = new Set([...graph.names].filter(([name]) => matches(name)).map(([, id]) => id));
  if (ids.size === 0) throw noneCalled(graph, patterns);
  return (id) => ids.has(id);
}
