/** Unit files that another one hides: of several of one name, the first folder of the load path has it (systemd.unit(5)). */
import type { BootGraph, BootNode } from '../graph/model.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';

/** Each unit with the files of its name that its own file hides, as a fact. Only folders of the load path are looked at. */
export function withHiddenFragments(graph: BootGraph, snapshot: Snapshot, loadPath: readonly string[]): BootGraph {
  const changed = new Map<string, BootNode>();
  const isThere = filesOf(snapshot);
  for (const [id, node] of graph.nodes) {
    const hides = hiddenBy(node, snapshot, loadPath, isThere);
    if (hides.length > 0) changed.set(id, { ...node, facts: { ...node.facts, hides } });
  }
  if (changed.size === 0) return graph;
  return { ...graph, nodes: new Map([...graph.nodes].map(([id, node]) => [id, changed.get(id) ?? node])) };
}

/** Whether a folder has a file of a name, by the folder's list where it has one: each of thousands of units is looked for in all folders. */
function filesOf(snapshot: Snapshot): (folder: string, name: string) => boolean {
  const lists = new Map<string, ReadonlySet<string> | undefined>();
  return (folder, name) => {
    if (!lists.has(folder)) {
      // A folder that can be entered but not read has no list; one that is not there has nothing.
      const entries = snapshot.list(folder) ?? (snapshot.stat(folder) === undefined ? [] : undefined);
      lists.set(folder, entries && new Set(entries.map((entry) => entry.name)));
    }
    return lists.get(folder)?.has(name) ?? snapshot.lstat(`${folder}/${name}`) !== undefined;
  };
}

function hiddenBy(
  { fragment }: BootNode,
  snapshot: Snapshot,
  loadPath: readonly string[],
  isThere: (folder: string, name: string) => boolean,
): readonly string[] {
  if (fragment === null) return [];
  const slash = fragment.lastIndexOf('/');
  const [folder, name] = [fragment.slice(0, slash), fragment.slice(slash + 1)];
  const at = loadPath.indexOf(folder);
  // Nothing that is told of lies below the last folder.
  if (at < 0) return [];
  const below = loadPath
    .slice(at + 1)
    .filter((other) => isThere(other, name))
    .map((other) => `${other}/${name}`);
  if (below.length === 0) return below;
  const own = snapshot.realpath(fragment);
  return below.filter((file) => snapshot.realpath(file) !== own);
}
