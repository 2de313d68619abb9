/**
 * How the data stands in the page's file: columns that grow by small steps as their steps, and the settings field by field. Numbers that are
 * alike then stand together, which a compressing server or mail gateway makes a tenth smaller.
 */
import { SETTING_WIDTH, type ViewData, type ViewInput, type ViewNodes } from './format.ts';

/** Numbers of strings in the order in which they were first met: mostly one more than the last. */
const STEPPED = ['id', 'description', 'fragment'] as const satisfies readonly (keyof ViewNodes)[];

interface Packed {
  readonly packed: 1;
  /** How many settings each node has, and these field by field: all sections, all keys, … */
  readonly settings: { readonly count: readonly number[]; readonly fields: readonly (readonly number[])[] };
}

export function pack(input: ViewInput): unknown {
  return 'format' in input ? packOne(input) : input.map(packOne);
}

/** @param json as `pack` made it, or as it was before */
export function unpack(json: unknown): ViewInput {
  return Array.isArray(json) ? [unpackOne(json[0]), unpackOne(json[1])] : unpackOne(json as ViewData);
}

function packOne(data: ViewData): unknown {
  const { settings, ...nodes } = data.nodes;
  const fields: number[][] = Array.from({ length: SETTING_WIDTH }, () => []);
  for (const flat of settings) for (const [k, value] of flat.entries()) fields[k % SETTING_WIDTH]?.push(value);
  const packed: Packed = {
    packed: 1,
    settings: { count: settings.map((flat) => flat.length / SETTING_WIDTH), fields },
  };
  return {
    ...data,
    ...packed,
    nodes: { ...nodes, ...Object.fromEntries(STEPPED.map((name) => [name, steps(nodes[name])])) },
    edges: { ...data.edges, from: steps(data.edges.from) },
  };
}

function unpackOne(json: ViewData | (ViewData & Packed)): ViewData {
  if (!('packed' in json)) return json;
  const { packed: _, settings, ...data } = json;
  let at = 0;
  const perNode = settings.count.map((count) => {
    const flat: number[] = [];
    for (const end = at + count; at < end; at++) for (const field of settings.fields) flat.push(field[at] ?? 0);
    return flat;
  });
  return {
    ...data,
    nodes: {
      ...data.nodes,
      ...Object.fromEntries(STEPPED.map((name) => [name, sums(data.nodes[name])])),
      settings: perNode,
    },
    edges: { ...data.edges, from: sums(data.edges.from) },
  };
}

function steps(values: readonly number[]): number[] {
  return values.map((value, k) => value - (values[k - 1] ?? 0));
}

function sums(values: readonly number[]): number[] {
  let sum = 0;
  return values.map((value) => {
    sum += value;
    return sum;
  });
}
