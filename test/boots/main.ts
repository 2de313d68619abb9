/**
 * Real boots against what was said of them: `npm run boots -- [SUITE…]`. Roots of three versions of systemd are booted in systemd-nspawn, plain and
 * with units that fail in every way; how each job ended, and every order, is compared. What only a machine decides (which package's own
 * service fails in a container, which condition on it is met) is taken from the boot; what follows from that is compared. A difference
 * counts when a second boot shows it, too. Needs root, apt and a kernel that lets systemd-nspawn boot.
 */
import { bootOf } from '../../src/boot/boot.ts';
import type { Fate, FateKind } from '../../src/engine/failure/fate.ts';
import { play } from '../../src/engine/failure/simulate.ts';
import { type OpenedRoot, openFolder } from '../../src/open.ts';
import { parseSupposed } from '../../src/systemd/conditions/supposed.ts';
import { type Booted, boot } from './boot.ts';
import { type Prepared, prepared } from './prepared.ts';
import { bootRoots } from './roots.ts';

const PLAIN: Prepared = { files: {}, links: {}, failing: 0 };
/** Whole sets of failing units laid over each root. */
const ROUNDS = 3;
const LIMIT = 13 * 60_000;

const totals = { boots: 0, jobs: 0, orders: 0, failing: 0, losses: 0 };
let passed = 0;
let failed = 0;

function main(only: readonly string[]): void {
  const begun = Date.now();
  for (const { suite, path } of bootRoots(only))
    for (const [name, over] of [['plain', PLAIN] as const, ['prepared', prepared(ROUNDS)] as const]) {
      if (Date.now() - begun > LIMIT) {
        console.log(`${suite}, ${name}: not booted, the time is used up`);
        continue;
      }
      const first = once(path, over);
      if (first === undefined) {
        report(`${suite}, ${name}: boots`, ['nothing was collected']);
        continue;
      }
      const again = first.differences.size === 0 ? undefined : once(path, over)?.differences;
      const both = [...first.differences].filter(([key]) => again?.has(key) !== false).map(([, text]) => text);
      totals.failing += over.failing;
      report(`${suite}, ${name}: every job ends as said, every order is kept`, both);
    }
  console.log(
    `compared ${totals.boots} boots, ${totals.jobs} jobs, ${totals.failing} units that fail and ${totals.losses} that are lost with others, ${totals.orders} orders`,
  );
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
}

function report(title: string, problems: readonly string[]): void {
  if (problems.length === 0) passed++;
  else failed++;
  console.log(`${problems.length === 0 ? 'ok  ' : 'FAIL'} ${title}`);
  for (const problem of problems.slice(0, 20)) console.log(`       ${problem}`);
}

/** One boot: its differences by a key that a second boot has, too. */
function once(path: string, over: Prepared): { readonly differences: ReadonlyMap<string, string> } | undefined {
  let opened: OpenedRoot | undefined;
  const supposed = parseSupposed(['virtualization=systemd-nspawn']);
  const real = boot(path, over, (tree) => {
    opened = openFolder(tree, { cmdline: '', ...('supposed' in supposed ? { assume: supposed.supposed } : {}) });
    // Everything is read before the tree is gone.
    void bootOf(opened).rehearsal;
  });
  if (real === undefined || opened === undefined) return undefined;
  totals.boots++;
  return { differences: new Map([...jobDifferences(opened, real), ...orderDifferences(opened, real)]) };
}

function jobDifferences(opened: OpenedRoot, real: Booted): readonly (readonly [string, string])[] {
  const { graph } = opened;
  const { rehearsal } = bootOf(opened);
  const { compiled, stage } = rehearsal;
  const given = new Map<number, FateKind>();
  // What fails by itself is known to the machine only; a job that ended with another is not among these.
  for (const [unit, { result }] of real.results) {
    const number = compiled.index.get(unit);
    if (number === undefined || stage.jobs[number] === undefined) continue;
    const outcome = graph.nodes.get(unit)?.checks?.outcome;
    if (real.skipped.has(unit) && outcome === 'open') given.set(number, 'skipped');
    else if (result === 'failed' || result === 'timeout' || result === 'unsupported' || result === 'invalid')
      given.set(number, 'failed');
    else if (result === 'done' && real.state.get(unit) === 'failed') given.set(number, 'died');
  }
  const { fates } = play(stage, given);
  const found: [string, string][] = [];
  fates.forEach((fate, number) => {
    const unit = compiled.ids[number] as string;
    const result = real.results.get(unit)?.result;
    if (fate === undefined || result === undefined) return;
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
  switch (kind) {
    case 'up':
    case 'ended':
    case 'died':
      return result === 'done' && !real.skipped.has(unit);
    case 'skipped':
      return result === 'done' && real.skipped.has(unit);
    case 'refused':
      return result === 'assert';
    case 'dependency':
      return result === 'dependency' || (!certain && result === 'done');
    case 'stopped':
      return result === 'dependency' || real.state.get(unit) !== 'active' || !certain;
    case 'cancelled':
      return result !== 'failed';
    default:
      return result !== 'done';
  }
}

/** After= between two jobs: the later one does not begin before the earlier one has ended. */
function orderDifferences({ graph }: OpenedRoot, real: Booted): readonly (readonly [string, string])[] {
  const found: [string, string][] = [];
  for (const { from, to, type } of graph.edges) {
    if (type !== 'After' || from.endsWith('.device')) continue;
    const began = real.began.get(from);
    const ended = real.results.get(to)?.line;
    if (began === undefined || ended === undefined || !real.results.has(from)) continue;
    totals.orders++;
    if (began < ended) found.push([`order ${from} ${to}`, `${from} began before ${to} had ended`]);
  }
  return found;
}

main(process.argv.slice(2));
