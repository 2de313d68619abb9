/** The direction of time of an edge. */
import { edgeType, type Model, waitsForTo } from './model.ts';

/** The ends of an edge in time: [earlier, later]. */
export function inTime(model: Model, e: number): [number, number] {
  const [f, t] = [model.data.edges.from[e] as number, model.data.edges.to[e] as number];
  return waitsForTo(edgeType(model, e)) === false ? [f, t] : [t, f];
}
