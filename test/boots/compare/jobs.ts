/** How each job ended, against what the failure engine says of all failures together. */
import { bootOf } from '../../../src/boot/boot.ts';
import type { Fate, FateKind } from '../../../src/engine/failure/fate.ts';
import { impatientWith } from '../../../src/engine/failure/impatient.ts';
import { play } from '../../../src/engine/failure/simulate.ts';
import { startLimit } from '../../../src/engine/failure/time-limit.ts';
import type { BootNode } from '../../../src/graph/model.ts';
import type { OpenedRoot } from '../../../src/open.ts';
import type { Breakage } from '../prepared/prepared.ts';
import type { Booted } from '../read-boot.ts';
import { type Difference, totals } from './difference.ts';

/** Job results of a start that did not succeed by itself. */
const OWN_FAILURE: ReadonlySet<string> = new Set(['failed', 'timeout', 'unsupported', 'invalid']);

/** What only the machine decides: which unit fails by itself, and whose open condition is not met. */
export function givenEnds(
  opened: OpenedRoot,
  breakages: readonly Breakage[],
  real: Booted,
): ReadonlyMap<number, FateKind> {
  const failing = new Set(breakages.flatMap(({ unit, how }) => (how === 'failed' ? [unit] : [])));
  const { compiled, stage } = bootOf(opened).simulation;
  const given = new Map<number, FateKind>();
  for (const [unit, { result }] of real.jobs) {
    const number = compiled.index.get(unit);
    if (number === undefined || stage.jobs[number] === undefined) continue;
    if (real.skipped.has(unit) && isOpen(opened, unit)) given.set(number, 'skipped');
    // A time-out of the job while it waits is another's doing; of a device it is its own.
    else if (OWN_FAILURE.has(result) && (result !== 'timeout' || unit.endsWith('.device'))) given.set(number, 'failed');
    else if (result === 'done' && (failing.has(unit) || real.state.get(unit) === 'failed')) given.set(number, 'died');
  }
  return given;
}

/** Whether only the machine tells that it is skipped: an open condition, or ExecCondition=. */
function isOpen({ graph }: OpenedRoot, unit: string): boolean {
  const node = graph.nodes.get(unit);
  return node?.checks?.outcome === 'open' || node?.settings.some(({ key }) => key === 'ExecCondition') === true;
}

export function jobDifferences(
  opened: OpenedRoot,
  breakages: readonly Breakage[],
  real: Booted,
): readonly Difference[] {
  const { compiled, stage } = bootOf(opened).simulation;
  // Who waits longer for one that is never done than its JobTimeoutSec= lets it.
  const waiting = breakages.flatMap(({ unit, how }) => {
    const number = compiled.index.get(unit);
    const limit =
      number === undefined ? undefined : startLimit(compiled.nodes[number] as BootNode, opened.graph.manager);
    return how !== 'timeout' || number === undefined || !limit ? [] : [...impatientWith(stage, number, limit.seconds)];
  });
  const { fates } = play(stage, new Map<number, Fate | FateKind>([...waiting, ...givenEnds(opened, breakages, real)]));
  const found: Difference[] = [];
  fates.forEach((fate, number) => {
    const unit = compiled.ids[number] as string;
    const result = real.jobs.get(unit)?.result;
    if (fate === undefined || result === undefined || real.deleted.has(unit)) return;
    totals.jobs++;
    if (fate.kind === 'dependency') totals.losses++;
    if (!agrees(fate, unit, result, real))
      found.push([
        `job ${unit}`,
        `${unit}: said ${fate.kind}${fate.certain ? '' : '?'}, was ${result}, ${real.skipped.has(unit) ? 'skipped, ' : ''}${real.state.get(unit) ?? 'gone'}`,
      ]);
  });
  return found;
}

/** Whether a job's real end is what the word says. */
function agrees({ kind, certain }: Fate, unit: string, result: string, real: Booted): boolean {
  const done = result === 'done' && !real.skipped.has(unit);
  switch (kind) {
    case 'up':
      return (done && real.state.get(unit) !== 'inactive') || !certain;
    case 'ended':
    case 'died':
      return done;
    case 'skipped':
      return result === 'done' && real.skipped.has(unit);
    case 'refused':
      return result === 'assert';
    case 'dependency':
      if (result === 'canceled') return real.state.get(unit) !== 'active';
      return result === 'dependency' || result === 'skipped' || real.lost.has(unit) || (!certain && done);
    case 'stopped':
      return result === 'dependency' || real.state.get(unit) !== 'active' || !certain;
    case 'cancelled':
      return result !== 'failed';
    default:
      return result !== 'done';
  }
}
