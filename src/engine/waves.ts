/** Waves of a start-up: how many steps must be over before a unit's turn comes. */
import type { Adjacency } from './csr.ts';
import { type Components, stronglyConnected } from './scc.ts';

/**
 * Longest-path depth of every node, with each ordering cycle taken as one step: 0 for what waits for nothing, else one
 * more than the deepest thing waited for. Linear and deterministic; the members of a cycle share one wave.
 *
 * `before` holds the order in the direction of time, a → b where a comes before b: for systemd's `After` edges that is
 * `buildCsr(graph, ['After']).backward`. Nodes for which `include` is false get -1 and order nothing.
 */
export function waves(
  before: Adjacency,
  include: (node: number) => boolean = () => true,
  components: Components = stronglyConnected(before, include),
): Int32Array {
  const { of, members } = components;
  const depth = new Int32Array(members.length);
  // Components are numbered against the order, so from the last to the first every predecessor is done before its
  // successors.
  for (let component = members.length - 1; component >= 0; component--) {
    for (const node of members[component]!) {
      for (let k = before.start[node]!; k < before.start[node + 1]!; k++) {
        const next = of[before.to[k]!]!;
        if (next !== -1 && next !== component) depth[next] = Math.max(depth[next]!, depth[component]! + 1);
      }
    }
  }
  return of.map((component) => (component === -1 ? -1 : depth[component]!));
}
