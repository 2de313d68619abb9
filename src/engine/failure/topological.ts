/**
 * Nodes that take part, each after all that `before` names of it; members of cycles come last, in their own order. Linear in what `before` names.
 */
export function topologicalOrder(
  count: number,
  takesPart: (node: number) => boolean,
  before: (node: number) => readonly number[],
): readonly number[] {
  const open = new Int32Array(count);
  const followers: number[][] = Array.from({ length: count }, () => []);
  const ready: number[] = [];
  for (let node = 0; node < count; node++) {
    if (!takesPart(node)) continue;
    for (const other of before(node))
      if (takesPart(other) && other !== node) {
        open[node] = (open[node] as number) + 1;
        followers[other]?.push(node);
      }
    if (open[node] === 0) ready.push(node);
  }
  const done = new Uint8Array(count);
  for (let at = 0; at < ready.length; at++) {
    const node = ready[at] as number;
    done[node] = 1;
    for (const next of followers[node] ?? []) {
      open[next] = (open[next] as number) - 1;
      if (open[next] === 0) ready.push(next);
    }
  }
  for (let node = 0; node < count; node++) if (takesPart(node) && done[node] === 0) ready.push(node);
  return ready;
}
