/**
 * `impact` and `what-if --fail`, asked of the healthy root, against the boot of the broken one: every predicted loss happened, and nothing
 * was lost that no answer names.
 */
import { type Impact, impact } from '../../../src/answers/impact.ts';
import { whatIf } from '../../../src/answers/what-if.ts';
import { bootOf } from '../../../src/boot/boot.ts';
import { isLost } from '../../../src/engine/failure/fate.ts';
import { type Losses, lossesOf } from '../../../src/engine/failure/impact.ts';
import type { OpenedRoot } from '../../../src/open.ts';
import type { Breakage } from '../prepared/prepared.ts';
import type { Booted } from '../read-boot.ts';
import { type Difference, totals } from './difference.ts';

export interface Prediction {
  readonly unit: string;
  readonly losses: Losses;
}

/** What is said of each failure while nothing has failed yet. */
export function predictions(healthy: OpenedRoot, breakages: readonly Breakage[]): readonly Prediction[] {
  return breakages.map(({ unit, how, preparing }) => ({
    unit,
    losses: how === 'masked' ? masked(healthy, unit) : failing(healthy, unit, how, preparing === true),
  }));
}

function failing(healthy: OpenedRoot, unit: string, how: Impact['mode'], preparing: boolean): Losses {
  const answer = impact(healthy, unit, how);
  return preparing ? (answer.ifPreparingFails ?? answer.losses) : answer.losses;
}

function masked(healthy: OpenedRoot, unit: string): Losses {
  const { diff } = whatIf(healthy, { operations: [{ verb: 'mask', names: [unit] }], dropIns: [] });
  const lost = diff.gone.filter((one) => one.unit !== unit);
  return {
    ...lossesOf(bootOf(healthy).simulation, unit, 'missing'),
    lost: lost.map((one) => ({ unit: one.unit, fate: 'not-asked', certain: true, because: [] })),
  };
}

/** What the machine itself made fail, beside what was broken: asked in the same way, from the broken root. */
function alsoFailed(healthy: OpenedRoot, real: Booted, known: ReadonlySet<string>): readonly Prediction[] {
  const { stage, compiled } = bootOf(healthy).simulation;
  return [...real.jobs].flatMap(([unit, { result }]) => {
    const number = compiled.index.get(unit);
    if (number === undefined || stage.jobs[number] === undefined || known.has(unit)) return [];
    const skipped = real.skipped.has(unit) && healthy.graph.nodes.get(unit)?.checks?.outcome !== 'skipped';
    const died = result === 'done' && real.state.get(unit) === 'failed';
    if (result !== 'failed' && result !== 'unsupported' && !died && !skipped) return [];
    return [{ unit, losses: impact(healthy, unit, skipped ? 'skipped' : 'failed').losses }];
  });
}

export function impactDifferences(
  healthy: OpenedRoot,
  made: readonly Prediction[],
  real: Booted,
): readonly Difference[] {
  const { simulation, fate: fateOf } = bootOf(healthy);
  const { compiled, usual } = simulation;
  const broken = new Set(made.map(({ unit }) => unit));
  const all = [...made, ...alsoFailed(healthy, real, broken)];
  const failed = new Set(all.map(({ unit }) => unit));
  const found: Difference[] = [];
  const named = new Set<string>();
  // What a unit that fails in any case starts is no answer of these.
  const startedBy = new Set(usual.activated.map(({ unit }) => compiled.ids[unit]));
  const lostWithOthers = new Set(all.flatMap(({ losses }) => losses.lost.map((one) => one.unit)));
  for (const { unit, losses } of all) {
    totals.impacts++;
    const plainly = new Set([unit]);
    for (const { unit: other, certain, because } of losses.lost) {
      named.add(other);
      // By way of another that is broken, too, it is another root than the one that was asked.
      const plain = because.every(({ from, to }) => [from, to].every((id) => id === unit || !failed.has(id)));
      if (plain) plainly.add(other);
      if (certain && plain && !failed.has(other) && isUp(real, other, usualKind(other)))
        found.push([`impact ${unit} ${other}`, `${unit}: ${other} was said to be lost with it, and came up`]);
    }
    for (const { unit: other, certain, by } of losses.started) {
      startedBy.add(other);
      // One that is lost with another broken unit may have no turn in which to fail: that, too, is another root.
      if (
        certain &&
        !lostWithOthers.has(unit) &&
        plainly.has(by.from) &&
        !real.queued.has(other) &&
        !real.jobs.has(other)
      )
        found.push([`starts ${unit} ${other}`, `${unit}: ${other} was said to be started, and was not`]);
    }
  }
  function usualKind(unit: string): string | undefined {
    const number = compiled.index.get(unit);
    return number === undefined ? undefined : usual.fates[number]?.kind;
  }
  usual.fates.forEach((fate, number) => {
    const unit = compiled.ids[number] as string;
    if (fate === undefined || isLost(fate.kind) || failed.has(unit) || named.has(unit)) return;
    // What a cycle may cost its job is told by cycles.
    if (fateOf(unit) !== 'always') return;
    if (!isUp(real, unit, fate.kind)) found.push([`lost ${unit}`, `${unit} was lost, and no answer says so`]);
  });
  // Helpers of failures that are started by nothing else: one that nobody announced.
  for (const unit of real.queued.keys())
    if (/-rescue\.service$/.test(unit) && !startedBy.has(unit))
      found.push([`rescue ${unit}`, `${unit} was started, and no answer says so`]);
  return found;
}

/** It did what it does in the boot as it is: it is up at the end, or it has run. */
function isUp(real: Booted, unit: string, usual: string | undefined): boolean {
  const job = real.jobs.get(unit);
  // What is mounted before PID 1 begins has no job.
  if (job === undefined) return real.state.get(unit) === 'active';
  if (job.result !== 'done' || real.skipped.has(unit)) return false;
  const state = real.state.get(unit);
  return usual === 'ended' || (state !== 'inactive' && state !== 'failed' && state !== undefined);
}
