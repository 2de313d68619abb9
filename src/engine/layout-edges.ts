/**
 * Which order edges a picture needs: those that no longer path already says. The full set is fog; the reduction says
 * the same with a fraction of the strokes.
 */

/** Above this many nodes the bit sets would outgrow the page; then every edge is kept. */
const LIMIT = 12_000;

/**
 * Transitive reduction of earlier → later edges; returns 1 for each edge to draw. `wave` must rise along each edge that
 * is not within a cycle (engine/waves.ts); edges inside one wave are cycles and always kept.
 * Words of bit sets: O(edges × nodes / 32).
 */
export function drawnEdges(
  size: number,
  wave: ArrayLike<number>,
  earlier: ArrayLike<number>,
  later: ArrayLike<number>,
): Uint8Array {
  const keep = new Uint8Array(earlier.length).fill(1);
  if (size > LIMIT) return keep;
  const words = (size + 31) >>> 5;
  const reach = new Map<number, Uint32Array>(); // what is before a node, itself included
  const incoming: number[][] = Array.from({ length: size }, () => []);
  for (let e = 0; e < earlier.length; e++) incoming[at(later, e)]?.push(e);
  const order = Array.from({ length: size }, (_, node) => node).sort((a, b) => at(wave, a) - at(wave, b) || a - b);

  for (const node of order) {
    const seen = new Uint32Array(words);
    // The latest predecessors first: what they already imply need not be drawn again.
    const edges = (incoming[node] ?? []).sort((a, b) => at(wave, at(earlier, b)) - at(wave, at(earlier, a)) || a - b);
    for (const edge of edges) {
      const from = at(earlier, edge);
      if (at(wave, from) >= at(wave, node)) continue;
      if (((seen[from >>> 5] as number) >>> (from & 31)) & 1) {
        keep[edge] = 0;
        continue;
      }
      const before = reach.get(from);
      if (before !== undefined) for (let w = 0; w < words; w++) seen[w] = (seen[w] as number) | (before[w] as number);
    }
    seen[node >>> 5] = (seen[node >>> 5] as number) | (1 << (node & 31));
    reach.set(node, seen);
  }
  return keep;
}

function at(array: ArrayLike<number>, index: number): number {
  return array[index] as number;
}
