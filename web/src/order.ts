/** The direction of an edge. */
import { isOrder, type Model } from './model.ts';

/** The ends of an order edge in time, [earlier, later]; of any other, [who asks, who is asked for]. Arrows run that way. */
export function inTime(model: Model, e: number): [number, number] {
  const [from, to] = [model.data.edges.from[e] as number, model.data.edges.to[e] as number];
  return isOrder(model, e) ? [to, from] : [from, to];
}
