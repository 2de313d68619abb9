/** The direction of an edge. */
import { isOrder, type Model } from './model.ts';

/** The ends of an order edge in time, [earlier, later]; of any other, [who asks, who is asked for]. Arrows run that way. */
export function inTime(model: Model, e: number): [number, number] {
  return [model.time.earlier[e] as number, model.time.later[e] as number];
}

/** The same of a line of the picture that tells of a failure: from what fails to what goes with it. */
export function inFlow(model: Model, e: number, flow: boolean): [number, number] {
  const [a, b] = inTime(model, e);
  return flow && !isOrder(model, e) ? [b, a] : [a, b];
}
