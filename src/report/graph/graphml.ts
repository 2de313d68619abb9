import type { BootGraph } from '../../graph/model.ts';
import { place } from '../words.ts';

const KEYS = [
  ['node', 'type'],
  ['node', 'load'],
  ['node', 'init'],
  ['node', 'description'],
  ['node', 'fragment'],
  ['edge', 'type'],
  ['edge', 'origins'],
  ['edge', 'declared'],
] as const;

/**
 * GraphML (http://graphml.graphdrawing.org), for yEd, Gephi, networkx.
 * @param basis sentences on what the graph rests on: the description of the graph
 */
export function graphmlGraph(graph: BootGraph, basis: readonly string[] = []): string {
  const data = (of: 'node' | 'edge', name: string, value: string): string =>
    `<data key="${of}-${name}">${escaped(value)}</data>`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
    ...KEYS.map(([of, name]) => `  <key id="${of}-${name}" for="${of}" attr.name="${name}" attr.type="string"/>`),
    '  <graph id="boot" edgedefault="directed">',
    ...(basis.length === 0 ? [] : [`    <desc>${escaped(basis.join(' '))}</desc>`]),
    ...[...graph.nodes.values()].map(
      (node) =>
        `    <node id="${escaped(node.id)}">${data('node', 'type', node.type)}${data('node', 'load', node.load)}${data('node', 'init', node.init)}${data('node', 'description', node.description)}${data('node', 'fragment', node.fragment ?? '')}</node>`,
    ),
    ...graph.edges.map(
      (edge) =>
        `    <edge source="${escaped(edge.from)}" target="${escaped(edge.to)}">${data('edge', 'type', edge.type)}${data('edge', 'origins', edge.origins.join(' '))}${data('edge', 'declared', edge.declared.map((d) => place(d) || `rule ${d.rule}`).join('; '))}</edge>`,
    ),
    '  </graph>',
    '</graphml>',
  ].join('\n');
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** XML 1.0 text; what XML cannot hold at all becomes U+FFFD. */
function escaped(text: string): string {
  return text
    .replace(
      /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
      '\ufffd',
    )
    .replace(/[&<>"]/g, (c) => ENTITIES[c] as string);
}
