/**
 * npm run bench:fleet [FOLDER]: how fast facts of real variations are made, how fast ten thousand hosts are asked, and whether they are answered
 * rightly. FOLDER holds captured roots (sample-roots, where none is named). Writes docs/measurements/fleet.md. Exit status 1: a goal is not met.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { openFleet } from '../../src/cli/fleet/database.ts';
import { openFolder } from '../../src/open.ts';
import { heldAgainst, pairsOf } from '../fleet/pairs.ts';
import { generateFleet } from './fleet-generated.ts';
import { mountVariations, PLANTED, unitFolderOf, type Variations } from './fleet-roots.ts';
import { type Measured, measured, silent } from './processes.ts';

const TOP = new URL('../../', import.meta.url).pathname;
const SCRATCH = '/tmp/bootscope-fleet-bench';
const HOSTS = Number(process.env['BENCH_HOSTS'] ?? 1000);
const TIMES = 10;
/** Roots that are read without the audit, too. */
const QUICK = 400;
const PAIRS = 200;
const DAYS = ['2026-10-30', '2026-11-29'] as const;

// In a mount namespace of its own: whatever happens, the mounts go with it.
if (process.env['BENCH_INSIDE'] === undefined) {
  const args = ['--mount', process.execPath, ...process.execArgv, ...process.argv.slice(1)];
  const { status } = spawnSync('unshare', args, { stdio: 'inherit', env: { ...process.env, BENCH_INSIDE: '1' } });
  process.exit(status ?? 1);
}

rmSync(SCRATCH, { recursive: true, force: true });
mkdirSync(SCRATCH);
execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', SCRATCH]);
const bases = basesIn(process.argv[2] ?? join(TOP, 'sample-roots'));

interface Timed extends Measured {
  readonly out: string;
}

function bootscope(...args: readonly string[]): Timed {
  let out = '';
  const run = silent(() => {
    const { stdout, stderr, status } = spawnSync(process.execPath, [`${TOP}dist/bootscope.js`, ...args], {
      encoding: 'utf8',
      maxBuffer: 2 ** 30,
    });
    if (status !== 0) throw new Error(`${args.join(' ')}: ${stderr}`);
    out = stdout;
  });
  return { ...measured(run), out };
}

function basesIn(folder: string): readonly string[] {
  return readdirSync(folder)
    .sort()
    .map((name) => join(folder, name))
    .filter((root) => statSync(root).isDirectory() && unitFolderOf(root) !== undefined);
}

function factsOf({ roots }: Variations, out: string, day: string, ...options: readonly string[]): Timed {
  const list = join(SCRATCH, 'roots.txt');
  writeFileSync(list, `${roots.join('\n')}\n`);
  return bootscope('facts', '--roots-from', list, '--out', out, '--taken', day, ...options);
}

function bytesIn(folder: string): number {
  const files = (readdirSync(folder, { recursive: true }) as string[]).filter((name) => name.endsWith('.parquet'));
  return files.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
}

const said: string[] = [];
const say = (line: string): void => {
  said.push(line);
  process.stdout.write(`${line}\n`);
};
const seconds = (value: number): string => (value < 10 ? value.toFixed(2) : value.toFixed(0));
const misses: string[] = [];
const hold = (goal: string, met: boolean): string => {
  if (!met) misses.push(goal);
  return met ? 'yes' : 'no';
};

/** What facts takes, warm-up of its threads included. */
function throughput(variations: Variations, real: string): void {
  const quick = { ...variations, roots: variations.roots.slice(0, QUICK) };
  const runs = [
    ['with audit', variations.roots.length, 8, factsOf(variations, real, DAYS[1])],
    ['without', quick.roots.length, 35, factsOf(quick, join(SCRATCH, 'quick'), DAYS[1], '--no-audit')],
  ] as const;
  say('| facts | roots | wall, s | CPU, s | CPU a root, ms | roots a second | goal | met |');
  say('|---|---|---|---|---|---|---|---|');
  for (const [name, count, goal, { wall, cpu }] of runs) {
    const rate = count / wall;
    const met = hold(`facts ${name}: ${goal} a second`, rate >= goal);
    say(
      `| ${name} | ${count} | ${seconds(wall)} | ${seconds(cpu)} | ${((1000 * cpu) / count).toFixed(0)} | ${rate.toFixed(1)} | ${goal} | ${met} |`,
    );
  }
}

interface Told {
  readonly outliers: readonly {
    readonly unit: string;
    readonly names: readonly string[];
    readonly lines: readonly { readonly file: string; readonly line: number }[];
  }[];
}

/** Whether `outliers` names the hosts, the file and the line that was changed. */
function plantedLine({ planted }: Variations, real: string): void {
  const { outliers } = JSON.parse(bootscope('fleet', real, 'outliers', '--limit', '3000', '--json').out) as Told;
  const found = outliers.find(({ unit, names }) => unit === PLANTED && names.join() === planted.roots.join());
  // Of a merged /usr either path is right.
  const file = planted.file.replace(/^\/usr/, '');
  const named = found?.lines.some((one) => one.file.endsWith(file) && one.line === planted.line) === true;
  const { length } = planted.roots;
  say(
    `\nOne line changed in ${length} of ${HOSTS} hosts (${planted.file}:${planted.line}) is named with these hosts, file and line by \`outliers\`: ${hold('the planted line is named', named)}.`,
  );
}

/** Real roots alone, so that each pair is asked of all of them. */
async function orders({ roots }: Variations): Promise<void> {
  const few = { roots: roots.slice(0, bases.length), planted: { roots: [], file: '', line: 0 } };
  const out = join(SCRATCH, 'few');
  factsOf(few, out, DAYS[1], '--no-audit');
  const opened = new Map(few.roots.map((root) => [root, openFolder(root)]));
  const fleet = await openFleet(out);
  const pairs = pairsOf([...opened.values()], PAIRS);
  const { wrong, asked, holds } = await heldAgainst(fleet.ask, DAYS[1], opened, pairs);
  fleet.close();
  for (const one of wrong.slice(0, 10)) process.stderr.write(`${one}\n`);
  say(
    `\n\`order\` says what \`why --after\` says on ${asked} sampled pairs of units, on each of ${opened.size} roots (the order holds on ${holds} of these ${asked * opened.size}): ${wrong.length} disagreements.`,
  );
  hold('order agrees with why --after', wrong.length === 0 && asked === PAIRS);
}

const QUESTIONS: readonly (readonly string[])[] = [
  ['groups'],
  ['outliers'],
  ['findings'],
  ['cycles'],
  ['order', 'systemd-logind', '--after', 'basic.target'],
  ['drift', '--from', DAYS[0], '--to', DAYS[1]],
  ['sql', 'SELECT init, count(*) FROM hosts GROUP BY init'],
  ['view', '-o', join(SCRATCH, 'fleet.html')],
];

function questions(real: string, many: string): void {
  say(`\n| question, the whole command | ${HOSTS} hosts, s | ${HOSTS * TIMES} hosts, s | CPU, s | at most 2 s |`);
  say('|---|---|---|---|---|');
  const best = (dir: string, question: readonly string[]): Measured =>
    [1, 2].map(() => bootscope('fleet', dir, ...question)).reduce((a, b) => (a.wall <= b.wall ? a : b));
  for (const question of QUESTIONS) {
    const [name = ''] = question;
    // The real ones are of one day.
    const few = name === 'drift' ? undefined : best(real, question);
    const { wall, cpu } = best(many, question);
    const met = hold(`${name} within 2 s`, wall <= 2);
    say(`| ${name} | ${few === undefined ? '' : seconds(few.wall)} | ${seconds(wall)} | ${seconds(cpu)} | ${met} |`);
  }
}

async function bench(): Promise<void> {
  const started = performance.now();
  const [real, many] = [join(SCRATCH, 'real'), join(SCRATCH, 'many')];
  const variations = mountVariations(SCRATCH, bases, HOSTS);
  say('# Fleets\n');
  say(
    `Written by \`npm run bench:fleet FOLDER\` on ${new Date().toISOString().slice(0, 10)}: ${cpus().length} processors (${cpus()[0]?.model.trim()}), Node ${process.versions.node}, load ${loadavg()[0]?.toFixed(1)} before it began. ${HOSTS} variations of the ${bases.length} real roots of FOLDER (overlayfs; files changed, not rows: names, disks, drop-ins, masks, units), and ${HOSTS * TIMES} hosts generated from their tables.\n`,
  );
  throughput(variations, real);
  plantedLine(variations, real);
  await orders(variations);
  await generateFleet(real, many, TIMES, DAYS);
  say(
    `\nBytes: ${(bytesIn(real) / HOSTS / 1024).toFixed(1)} KiB a real host, all tables; ${(bytesIn(many) / DAYS.length / 2 ** 20).toFixed(0)} MiB for ${HOSTS * TIMES} generated ones, a day.`,
  );
  questions(real, many);
  say(
    `\nAll of it took ${seconds((performance.now() - started) / 60_000)} minutes.${misses.length === 0 ? '' : ` Not met: ${misses.join('; ')}.`}`,
  );
  writeFileSync(`${TOP}docs/measurements/fleet.md`, `${said.join('\n')}\n`);
  process.exit(misses.length === 0 ? 0 : 1);
}

void bench();
