/** What a unit, job or script executes, down to the last file. */
import type { OpenedRoot } from '../open.ts';
import type { Trace } from '../trace/model.ts';
import { traceUnit } from '../trace/trace.ts';

/** @param unit id of a node of any init */
export function trace(opened: OpenedRoot, unit: string): Trace {
  return traceUnit(opened, unit);
}
