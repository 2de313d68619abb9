/**
 * Real boots against what was said of them: `npm run boots -- [--qemu] [SUITE…] [ROUND…]`. Roots of three versions of systemd are booted in systemd-nspawn, plain and
 * with units that fail in every way. What only a machine decides (which package's own service fails in a container, which condition on it is
 * met) is taken from the boot; what follows from that is compared. A difference counts when a second boot shows it, too; no time decides
 * a verdict. Needs root, apt and a kernel that lets systemd-nspawn boot: where it does not, that is said, and why. With --qemu the roots have a
 * kernel, and devices of their own.
 */
import { bootOf } from '../../src/boot/boot.ts';
import { type OpenedRoot, openFolder } from '../../src/open.ts';
import { parseSupposed } from '../../src/systemd/conditions/supposed.ts';
import { AS_TESTED } from '../surroundings.ts';
import { boot } from './boot.ts';
import { cycleDifferences } from './compare/cycles.ts';
import { type Difference, totals } from './compare/difference.ts';
import { impactDifferences, type Prediction, predictions } from './compare/impacts.ts';
import { jobDifferences } from './compare/jobs.ts';
import { orderDifferences } from './compare/orders.ts';
import { startSetDifferences } from './compare/start-set.ts';
import { stopDifferences } from './compare/stops.ts';
import { CONTAINER } from './container.ts';
import type { Machine } from './machine.ts';
import { conditions } from './prepared/conditions.ts';
import { devices, lostDisk } from './prepared/devices.ts';
import { drawn } from './prepared/drawn.ts';
import { action, emergency, impatience, startLimit } from './prepared/endings.ts';
import { families } from './prepared/families.ts';
import { knots } from './prepared/knots.ts';
import { later } from './prepared/later.ts';
import { PLAIN, type Prepared } from './prepared/prepared.ts';
import type { Booted } from './read-boot.ts';
import { bootRoots } from './roots.ts';
import { bootSysv, sysvDifferences } from './sysv.ts';
import { virtualMachine } from './virtual-machine.ts';

type Rounds = Readonly<Record<string, (version: number, seed: number) => Prepared>>;

/** What is laid over each root. */
const ROUNDS: Rounds = {
  plain: () => PLAIN,
  families,
  drawn: (_, seed) => drawn(seed),
  knots,
  emergency,
  action,
  'start-limit': startLimit,
  impatience,
  later,
  conditions,
};
/** With a kernel of its own there are devices, too; what is tried again all the time is never done where the processor is emulated. */
const { families: _families, drawn: _drawn, ...FOR_QEMU } = ROUNDS;
const QEMU_ROUNDS: Rounds = { ...FOR_QEMU, devices, 'lost-disk': lostDisk };
const LIMIT = 13 * 60_000;
const SHOWN = Number(process.env.SHOWN ?? 20);

let passed = 0;
let failed = 0;

/** What each boot that came to no end said last. */
const hung: string[] = [];

const FIRST_SEED = 66;

function main(words: readonly string[]): void {
  const begun = Date.now();
  const qemu = words.includes('--qemu');
  const rounds = qemu ? QEMU_ROUNDS : ROUNDS;
  const only = words.filter((word) => word !== '--qemu');
  // One web for everybody's change, so that a find of chance stops nobody: BOOTSCOPE_SEED=fresh looks for more (docs/measurements/real-boots.md).
  const asked = process.env.BOOTSCOPE_SEED;
  const seed = asked === 'fresh' ? Math.trunc(begun / 1000) : Number(asked) || FIRST_SEED;
  for (const { name, path } of bootRoots(
    only.filter((word) => !(word in rounds)),
    qemu,
  )) {
    const machine = qemu ? virtualMachine(path) : CONTAINER;
    const reason = machine.cannot(path);
    if (reason !== undefined) {
      notCompared(`${machine.name} cannot boot: ${reason}`);
      return;
    }
    if (qemu) console.log(`${name}: ${machine.name}, ${machine.virtualization}`);
    for (const [round, compare] of roundsOf(machine, rounds, name, path, seed)) {
      if (only.some((word) => word in rounds) && !only.includes(round)) continue;
      // On demand nobody waits for it.
      if (!qemu && Date.now() - begun > LIMIT) console.log(`${name}, ${round}: not booted, the time is used up`);
      else compareRound(`${name}, ${round === 'drawn' ? `drawn by BOOTSCOPE_SEED=${seed}` : round}`, compare);
    }
  }
  // Nothing of ours is in the plain ones: where none comes up, it is the machine.
  if (totals.boots === 0 && hung.length > 0) {
    notCompared(`no root comes up; said last: ${hung.join(' | ')}`);
    return;
  }
  console.log(
    `compared ${totals.boots} boots: ${totals.jobs} jobs, ${totals.failing} units broken, ${totals.losses} lost with others, ${totals.impacts} answers of impact, ${totals.orders} orders, ${totals.unsure} not sure that came otherwise, ${totals.later} later starts, ${totals.deleted} jobs deleted, ${totals.stops} orders of stops`,
  );
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
}

function notCompared(reason: string): void {
  console.log(`REAL BOOTS WERE NOT COMPARED on this machine. ${reason}`);
}

/** One boot, and its differences; undefined: it came to no end. */
type Compare = () => readonly Difference[] | undefined;

function roundsOf(
  machine: Machine,
  rounds: Rounds,
  name: string,
  path: string,
  seed: number,
): readonly (readonly [round: string, compare: Compare])[] {
  if (name === 'sysv')
    return [
      ['plain', () => onceSysv(path, false)],
      ['families', () => onceSysv(path, true)],
    ];
  const { version } = openFolder(path);
  return Object.entries(rounds).map(([round, make]) => [round, () => once(machine, path, make(version, seed))]);
}

function compareRound(title: string, compare: Compare): void {
  const begun = Date.now();
  const before = { ...totals };
  const first = compare();
  if (first === undefined) {
    report(title, ['the boot did not come to an end']);
    return;
  }
  const again = first.length === 0 ? undefined : compare();
  const also = again === undefined ? undefined : new Set(again.map(([key]) => key));
  const both = first.filter(([key]) => also?.has(key) !== false).map(([, text]) => text);
  const noise = first.length - both.length;
  // What was compared twice counts once.
  if (again !== undefined)
    for (const key of Object.keys(totals) as (keyof typeof totals)[])
      totals[key] = Math.trunc((totals[key] + before[key]) / 2);
  const seconds = Math.round((Date.now() - begun) / 1000);
  report(`${title} (${seconds} s)${noise === 0 ? '' : `; ${noise} differences that a second boot did not show`}`, both);
}

function report(title: string, problems: readonly string[]): void {
  if (problems.length === 0) passed++;
  else failed++;
  console.log(`${problems.length === 0 ? 'ok  ' : 'FAIL'} ${title}`);
  for (const problem of problems.slice(0, SHOWN)) console.log(`       ${problem}`);
  if (problems.length > SHOWN) console.log(`       and ${problems.length - SHOWN} more (SHOWN=${problems.length})`);
}

function onceSysv(path: string, added: boolean): readonly Difference[] | undefined {
  const booted = bootSysv(path, added);
  if (booted === undefined) return undefined;
  totals.boots++;
  return sysvDifferences(booted);
}

function once(machine: Machine, path: string, prepared: Prepared): readonly Difference[] | undefined {
  let healthy: OpenedRoot | undefined;
  let broken: OpenedRoot | undefined;
  let made: readonly Prediction[] = [];
  const real = boot(machine, path, prepared, {
    healthy: (tree) => {
      healthy = open(machine, tree);
      made = predictions(healthy, prepared.breakages);
    },
    broken: (tree) => {
      broken = open(machine, tree);
    },
  });
  if ('hung' in real) hung.push(real.hung);
  if ('hung' in real || healthy === undefined || broken === undefined) return undefined;
  totals.boots++;
  totals.failing += prepared.breakages.length;
  if (prepared.ends === 'action') return actionDifferences(prepared, made, real);
  return [
    ...jobDifferences(broken, prepared.breakages, real),
    ...impactDifferences(healthy, made, real),
    ...orderDifferences(broken, real),
    ...cycleDifferences(broken, real),
    ...(prepared.ends === 'emergency' ? [] : [...startSetDifferences(broken, real), ...stopDifferences(broken, real)]),
  ];
}

/** FailureAction= and the like is told, and happened; what is surely lost with it did not come up. */
function actionDifferences(
  { breakages }: Prepared,
  made: readonly Prediction[],
  { actions, jobs }: Booted,
): readonly Difference[] {
  return breakages.flatMap(({ unit, acting = unit }): Difference[] => {
    const losses = made.find((one) => one.unit === unit)?.losses;
    const up = (losses?.lost ?? []).filter((one) => one.certain && jobs.get(one.unit)?.result === 'done');
    return [
      ...(actions.has(acting) ? [] : [[`action ${acting}`, `${acting} did not take the machine down`] as const]),
      ...(losses?.machine?.unit === acting
        ? []
        : [[`told ${acting}`, `it is not told that ${acting} takes the machine down if ${unit} fails`] as const]),
      ...up.map((one) => [`up ${one.unit}`, `${one.unit} was said to be lost with ${unit}, and came up`] as const),
    ];
  });
}

/** Everything is read before the tree is gone. */
function open({ cmdline, virtualization }: Machine, tree: string): OpenedRoot {
  const supposed = parseSupposed([`virtualization=${virtualization}`]);
  const opened = openFolder(tree, {
    cmdline,
    surroundings: AS_TESTED,
    ...('supposed' in supposed ? { assume: supposed.supposed } : {}),
  });
  const { simulation, later, cycles, shutdown } = bootOf(opened);
  void [simulation, later, cycles, shutdown];
  return opened;
}

main(process.argv.slice(2));
