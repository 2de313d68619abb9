/**
 * Speed-ups against real boots: `npm run boots:speed-up -- [--brief] [ROOT…]`. A root with slow units laid over it is booted in systemd-nspawn; what speed-up
 * proposes from the times of that boot is applied, each by itself, and booted again. A prediction is right where the gain measured is within a
 * fifth or 0.2 s of it; where it is not, more boots of each side decide, since machines are noisy. Needs root, and a kernel that lets
 * systemd-nspawn boot. With --brief, as CI runs it: one root, three proposals on top of each other, and a miss counts when a second measurement shows it, too.
 */
import { type Proposal, speedUp } from '../../src/answers/speed-up.ts';
import { openFolder } from '../../src/open.ts';
import { readTimings } from '../../src/recorded/read-timings.ts';
import type { Timings } from '../../src/recorded/timing.ts';
import { parseSupposed } from '../../src/systemd/conditions/supposed.ts';
import { CONTAINER } from './container.ts';
import type { Files } from './prepared/prepared.ts';
import { bootRoots } from './roots.ts';
import { slowUnits } from './slow-units.ts';
import { timedBoot } from './timed-boot.ts';

/** Each leaves out what came first before, so that other waits are what the length rests on. */
const ROUNDS: readonly (readonly string[])[] = [
  [],
  ['slow-report.service'],
  ['slow-report.service', 'slow-app.service', 'slow-cache.service'],
  [
    'slow-report.service',
    'slow-app.service',
    'slow-link.service',
    'slow-feed.service',
    'slow-mirror.service',
    'slow-cache.service',
  ],
];
const PROPOSALS = 3;
/** Boots with and without a change, where the first does not show the gain: of several the middle one counts. */
const PAIRS = 3;
const BRIEF_PAIRS = 2;
const BRIEF_SCALE = 0.6;
const TARGET = 'multi-user.target';

let right = 0;
let wrong = 0;

function main(words: readonly string[]): void {
  const brief = words.includes('--brief');
  const given = words.filter((word) => word !== '--brief');
  const paths = given.filter((one) => one.startsWith('/'));
  const named = given.length > 0 || !brief ? given : ['bookworm'];
  const roots = paths.length > 0 ? paths : [...bootRoots(named)].map(({ path }) => path);
  for (const root of roots) {
    const reason = CONTAINER.cannot(root);
    if (reason !== undefined) {
      console.log(`SPEED-UPS WERE NOT MEASURED on this machine. ${CONTAINER.name} cannot boot: ${reason}`);
      return;
    }
    for (const without of brief ? ROUNDS.slice(0, 1) : ROUNDS) {
      const slow = slowUnits(without, brief ? BRIEF_SCALE : 1);
      const base = timedBoot(root, [slow], (tree, plot) => {
        const supposed = parseSupposed(['virtualization=systemd-nspawn']);
        const opened = openFolder(tree, {
          cmdline: '',
          ...('supposed' in supposed ? { assume: supposed.supposed } : {}),
        });
        return speedUp(opened, timesOf(plot), TARGET);
      });
      if (base === undefined) {
        console.log(`FAIL ${root}: nothing was collected`);
        wrong++;
        continue;
      }
      const { proposals, time, together } = base;
      console.log(
        `${root}, ${without.length} left out: reached at ${seconds(time.reached)}; durations alone ${seconds(time.check.replayed)}; ${proposals.length} proposed`,
      );
      if (brief) {
        // Each on top of those before it, so that a few boots try several.
        for (let count = 1; count <= Math.min(PROPOSALS, together.length); count++)
          tryChanges(root, slow, time.reached, together.slice(0, count), namesOf(together.slice(0, count)), brief);
        continue;
      }
      for (const proposal of proposals.slice(0, PROPOSALS))
        tryChanges(root, slow, time.reached, [proposal], namesOf([proposal]), brief);
      if (together.length > 1) tryChanges(root, slow, time.reached, together, `${together.length} together`, brief);
    }
  }
  console.log(`${right} predictions right, ${wrong} wrong`);
  process.exitCode = wrong === 0 && right >= PROPOSALS ? 0 : 1;
}

function namesOf(proposals: readonly Proposal[]): string {
  return proposals.map(({ kind, units }) => `${kind} ${units.join(' ')}`).join(' + ');
}

/**
 * @param proposals applied one after the other, all in one boot
 * @param brief one measurement that shows the gain is enough; else the middle one of several has to
 */
function tryChanges(
  root: string,
  slow: Files,
  base: number,
  proposals: readonly Proposal[],
  name: string,
  brief: boolean,
): void {
  const changes = proposals.map(
    ({ files, links }): Files =>
      Object.fromEntries([
        ...files.map(({ path, content }) => [path, content]),
        ...links.map(({ path, target }) => [path, target === null ? null : `-> ${target}`]),
      ]),
  );
  const predicted = proposals.reduce((sum, { gain }) => sum + gain, 0);
  const measured: number[] = [];
  let before: number | undefined = base;
  const shows = (): boolean =>
    brief ? measured.some((gain) => isRight(predicted, gain)) : isRight(predicted, median(measured));
  for (let pair = 0; pair < (brief ? BRIEF_PAIRS : PAIRS) && !shows(); pair++) {
    const after = bootOnce(root, [slow, ...changes]);
    if (pair > 0) before = bootOnce(root, [slow]);
    if (before !== undefined && after !== undefined) measured.push(before - after);
  }
  const good = shows();
  if (good) right++;
  else wrong++;
  console.log(
    `${good ? 'ok  ' : 'FAIL'} ${name}: predicted ${seconds(predicted)}, measured ${measured.map(seconds).join(', ')}`,
  );
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return ((sorted[(sorted.length - 1) >> 1] ?? Number.NaN) + (sorted[sorted.length >> 1] ?? Number.NaN)) / 2;
}

function isRight(predicted: number, measured: number): boolean {
  return Math.abs(predicted - measured) <= Math.max(0.2 * predicted, 200_000);
}

/** When the target was reached, in microseconds since PID 1 began. */
function bootOnce(root: string, layers: readonly Files[]): number | undefined {
  return timedBoot(root, layers, (_, plot) => timesOf(plot).units.get(TARGET)?.activated);
}

function timesOf(plot: string): Timings {
  const timings = readTimings([Buffer.from(plot)]);
  if (typeof timings === 'string') throw new Error(timings);
  return timings;
}

function seconds(microseconds: number): string {
  return `${(microseconds / 1e6).toFixed(2)} s`;
}

main(process.argv.slice(2));
