/** Pairs of units, of which the fleet must say what `why --after` says of each host. */
import { whyOrder } from '../../src/answers/why-order.ts';
import { bootOf } from '../../src/boot/boot.ts';
import { startOrder, waitingOf } from '../../src/engine/order.ts';
import type { Ask } from '../../src/fleet/ask.ts';
import { fleetOrder } from '../../src/fleet/questions/order.ts';
import type { OpenedRoot } from '../../src/open.ts';

/** The same pairs at every run. */
export function pairsOf(hosts: readonly OpenedRoot[], wanted: number): readonly (readonly [string, string])[] {
  let seed = 7;
  const draw = (below: number): number => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return seed % below;
  };
  return Array.from({ length: wanted }, (_, k) => {
    const boot = bootOf(hosts[k % hosts.length] as OpenedRoot);
    const names = [...boot.graph.nodes.keys()].filter((id) => boot.mayStart(id) || draw(6) === 0);
    const unit = names[draw(names.length)] as string;
    // Every other pair is one that an order may join.
    const before = k % 2 === 0 ? waitingOf(startOrder(boot.graph, boot.mayStart), unit, 'before') : [];
    const other = before.length > 0 ? before[draw(before.length)]?.id : names[draw(names.length)];
    return [unit, other as string] as const;
  });
}

/** What the fleet says of each pair otherwise than each of those hosts does, and how often these have it so. */
export async function heldAgainst(
  ask: Ask,
  taken: string,
  opened: ReadonlyMap<string, OpenedRoot>,
  pairs: readonly (readonly [string, string])[],
): Promise<{
  readonly wrong: readonly string[];
  readonly asked: number;
  readonly holds: number;
  readonly circle: number;
}> {
  const wrong: string[] = [];
  let [asked, holds, circle] = [0, 0, 0];
  for (const [unit, other] of pairs) {
    asked++;
    const { kinds } = await fleetOrder(ask, taken, [unit, other]);
    const told = new Map(kinds.flatMap((kind) => kind.names.map((name) => [name, kind] as const)));
    for (const [root, host] of opened) {
      const { graph } = host;
      const [from, to] = [graph.names.get(unit), graph.names.get(other)];
      const kind = told.get(root);
      if (kind === undefined) continue;
      if (from === undefined || to === undefined || !graph.nodes.has(from) || !graph.nodes.has(to)) {
        if (kind.verdict !== 'missing') wrong.push(`${root}: ${unit} ${other}: ${kind.verdict}, and it is missing`);
        continue;
      }
      const why = whyOrder(host, from, to);
      if (why.holds !== (kind.verdict === 'holds'))
        wrong.push(`${root}: ${from} ${to}: ${kind.verdict}, and holds is ${why.holds}`);
      if (why.bothOrders !== (kind.verdict === 'circle'))
        wrong.push(`${root}: ${from} ${to}: ${kind.verdict}, and both orders is ${why.bothOrders}`);
      if (why.holds && kind.example === root && kind.path.length !== why.path.length)
        wrong.push(`${root}: ${from} ${to}: the proof has another length`);
      if (why.holds) holds++;
      if (why.bothOrders) circle++;
    }
  }
  return { wrong, asked, holds, circle };
}
