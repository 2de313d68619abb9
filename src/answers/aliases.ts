/** Under which other name a unit was meant, and which link makes it another name. */
import type { RootFacts } from '../boot/root-facts.ts';
import type { BootEdge } from '../graph/model.ts';

export interface AliasUse {
  readonly alias: string;
  readonly id: string;
  readonly link: { readonly file: string; readonly target: string } | undefined;
}

/** What a name stands for here; undefined where it is the unit's own name, or nobody's. */
export function aliasUse({ graph, aliasLink }: RootFacts, name: string): AliasUse | undefined {
  const id = graph.names.get(name);
  return id === undefined || id === name ? undefined : { alias: name, id, link: aliasLink(name) };
}

/** Aliases by which these edges were written down; other names that stand on the same line are no part of the proof. */
export function aliasesOf(root: RootFacts, edges: readonly BootEdge[]): readonly AliasUse[] {
  const names = new Set(
    edges.flatMap(({ declared }) => declared.flatMap((d) => (d.how === 'line' ? (d.as ?? []) : []))),
  );
  return [...names].flatMap((name) => aliasUse(root, name) ?? []);
}
