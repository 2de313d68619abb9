import type { BootEdge, BootGraph } from '../graph/model.ts';
import { proofText } from './proof.ts';

/** Names, state, files and every dependency of a unit, grouped by type, each proven. */
export function showText(graph: BootGraph, id: string, edges: readonly BootEdge[]): string {
  const node = graph.nodes.get(id);
  if (!node) return id;
  const lines = [`${id}: ${node.description}`, `  ${node.load}${node.loadError ? `: ${node.loadError.message}` : ''}`];
  if (node.aliases.length > 0) lines.push(`  also called ${node.aliases.join(' ')}`);
  for (const file of [node.fragment, ...node.dropIns]) {
    if (file === null) continue;
    lines.push('', `  ${file}`);
    for (const s of node.settings)
      if (s.file === file) lines.push(`  ${String(s.line).padStart(5)}  [${s.section}] ${s.key}=${s.value}`);
  }
  for (const [title, list, end] of [
    ['depends', edges.filter((e) => e.from === id), (e: BootEdge) => e.to],
    ['is depended on', edges.filter((e) => e.to === id), (e: BootEdge) => e.from],
  ] as const) {
    if (list.length === 0) continue;
    lines.push('', `  ${title}`);
    for (const e of list) lines.push(`  ${e.type} ${end(e)} (${e.origins.join(' ')})`, `    ${proofText(e)}`);
  }
  return lines.join('\n');
}
