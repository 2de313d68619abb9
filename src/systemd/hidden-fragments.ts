/** Unit files that another one hides: of several of one name, the first folder of the load path has it (systemd.unit(5)). */
import type { BootGraph, BootNode } from '../graph/model.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';

/** Each unit with the files of its name that its own file hides, as a fact. Only folders of the load path are looked at. */
export function withHiddenFragments(graph: BootGraph, snapshot: Snapshot, loadPath: readonly string[]): BootGraph {
  const changed = new Map<string, BootNode>();
  for (const [id, node] of graph.nodes) {
    const hides = hiddenBy(node, snapshot, loadPath);
    if (hides.length > 0) changed.set(id, { ...node, facts: { ...node.facts, hides } });
  }
  if (changed.size === 0) return graph;
  return { ...graph, nodes: new Map([...graph.nodes].map(([id, node]) => [id, changed.get(id) ?? node])) };
}

function hiddenBy({ fragment }: BootNode, snapshot: Snapshot, loadPath: readonly string[]): readonly string[] {
  if (fragment === null) return [];
  const slash = fragment.lastIndexOf('/');
  const [folder, name] = [fragment.slice(0, slash), fragment.slice(slash + 1)];
  const at = loadPath.indexOf(folder);
  // Nothing that is told of lies below the last folder.
  if (at < 0) return [];
  const below = loadPath
    .slice(at + 1)
    .map((other) => `${other}/${name}`)
    .filter((file) => snapshot.lstat(file) !== undefined);
  if (below.length === 0) return below;
  const own = snapshot.realpath(fragment);
  return below.filter((file) => snapshot.realpath(file) !== own);
}
