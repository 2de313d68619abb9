/**
 * What is stopped after it had been started: what is bound to a unit that ends, or that it passes its stop on to (retroactively_stop_dependencies), what a
 * Restart= stops at each try, and whatever requires any of these (transaction_add_job_and_dependencies).
 */
import type { EdgeType } from '../../graph/model.ts';
import type { Fate } from './fate.ts';
import type { Restarts } from './restarts.ts';
import { FAIL_WITH, type Stage } from './stage.ts';
import { STOPPED_WITH } from './stop-closure.ts';

type Fates = (Fate | undefined)[];

/** PropagatesStopTo= of a unit that ends without having been asked to: what runs then is stopped. */
export function stopPassedOn(stage: Stage, fates: Fates, unit: number, fate: Fate, restarts: Restarts): void {
  // Only a change of state is passed on: one that never began does not change.
  if (fate.kind !== 'failed' && fate.kind !== 'died' && fate.kind !== 'ended') return;
  const rows = stage.compiled.forward.PropagatesStopTo;
  for (let k = rows.start[unit] as number; k < (rows.start[unit + 1] as number); k++) {
    const other = rows.to[k] as number;
    if (stage.jobs[other] === undefined) continue;
    const later = stage.waits(other, unit);
    // One that waits for a start that fails runs only afterwards, by the time of the next try.
    if (later && fate.kind !== 'died' && (restarts.tries === 'no' || restarts.direct)) continue;
    const certain = fate.certain && !later && stage.waits(unit, other);
    mark(fates, other, { kind: 'stopped', certain, cause: { unit, edge: rows.edge[k] as number } });
  }
}

/**
 * A service that had started, died and is tried again and again takes what requires it along each time; at the end the jobs of those that
 * wait for it fail with the last try.
 */
export function stopAtEachTry(stage: Stage, fates: Fates, unit: number, fate: Fate, restarts: Restarts): void {
  if (fate.kind !== 'died' || restarts.tries === 'no' || restarts.direct) return;
  for (const type of FAIL_WITH)
    each(stage, type, unit, (other, edge) => {
      const last = restarts.tries === 'until-limit' && stage.waits(other, unit);
      mark(fates, other, {
        kind: last ? 'dependency' : 'stopped',
        certain: fate.certain && last,
        cause: { unit, edge },
      });
    });
}

/** Whatever requires what is stopped is stopped with it, in whichever order they came. */
export function stopWith(stage: Stage, fates: Fates): void {
  const open = stage.order.filter((unit) => fates[unit]?.kind === 'stopped');
  for (let at = 0; at < open.length; at++) {
    const unit = open[at] as number;
    const { certain } = fates[unit] as Fate;
    const pass = (other: number, edge: number): void => {
      if (stage.jobs[other] !== undefined && mark(fates, other, { kind: 'stopped', certain, cause: { unit, edge } }))
        open.push(other);
    };
    for (const type of STOPPED_WITH) each(stage, type, unit, pass);
    const rows = stage.compiled.forward.PropagatesStopTo;
    for (let k = rows.start[unit] as number; k < (rows.start[unit + 1] as number); k++)
      pass(rows.to[k] as number, rows.edge[k] as number);
  }
}

/** Those that wrote the edge to `unit` and have a job. */
function each(stage: Stage, type: EdgeType, unit: number, use: (other: number, edge: number) => void): void {
  const rows = stage.compiled.backward[type];
  for (let k = rows.start[unit] as number; k < (rows.start[unit + 1] as number); k++) {
    const other = rows.to[k] as number;
    if (stage.jobs[other] !== undefined) use(other, rows.edge[k] as number);
  }
}

/** @returns whether it is news: what is lost for certain stays as it is, and what has done its work is not undone */
function mark(fates: Fates, unit: number, fate: Fate): boolean {
  const own = fates[unit];
  const news =
    own === undefined ||
    own.kind === 'up' ||
    (!own.certain && fate.certain && own.kind !== 'ended' && own.kind !== 'died');
  if (news) fates[unit] = fate;
  return news;
}
