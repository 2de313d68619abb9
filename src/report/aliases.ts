/** Under which other name a unit was meant, and which link makes it another name. */
import type { BootEdge } from '../graph/model.ts';
import { em } from './style.ts';
import type { Told } from './told.ts';

export interface AliasUse {
  readonly alias: string;
  readonly id: string;
  readonly link: { readonly file: string; readonly target: string } | undefined;
}

/** What a name stands for here; undefined where it is the unit's own name, or nobody's. */
export function aliasUse({ graph, aliasLink }: Told, name: string): AliasUse | undefined {
  const id = graph.names.get(name);
  return id === undefined || id === name ? undefined : { alias: name, id, link: aliasLink(name) };
}

/** Aliases that stand on the lines by which these edges hold, also those of the lines' other edges. */
export function aliasesOnLines(opened: Told, edges: readonly BootEdge[]): readonly AliasUse[] {
  const lines = new Set(
    edges.flatMap((e) => e.declared.filter((d) => d.how === 'line').map((d) => `${d.file}:${d.line}`)),
  );
  const names = new Set<string>();
  for (const edge of opened.graph.edges)
    for (const d of edge.declared)
      if (d.as !== undefined && d.how === 'line' && lines.has(`${d.file}:${d.line}`)) names.add(d.as);
  return [...names].flatMap((name) => aliasUse(opened, name) ?? []);
}

export function aliasText({ alias, id, link }: AliasUse): string {
  const by = link === undefined ? '' : `, by link ${em('name', link.file)} → ${link.target}`;
  return `${em('strong', alias)} is an alias of ${em('strong', id)} here${by}.`;
}
