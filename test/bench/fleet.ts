/**
 * npm run bench:fleet [FOLDER]: how fast facts of real variations are made, and how fast ten thousand hosts are asked. FOLDER holds captured roots (sample-roots, where
 * none is named). Writes docs/measurements/fleet.md.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { generateFleet } from './fleet-generated.ts';
import { mountVariations, PLANTED, unitFolderOf, unmountVariations, type Variations } from './fleet-roots.ts';
import { type Measured, measured, silent } from './processes.ts';

const TOP = new URL('../../', import.meta.url).pathname;
const SCRATCH = '/tmp/bootscope-fleet-bench';
const HOSTS = Number(process.env['BENCH_HOSTS'] ?? 1000);
const TIMES = 10;
const [LATER, EARLIER] = ['2026-11-29', '2026-10-30'];

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

const real = join(SCRATCH, 'real');
const earlier = mountVariations(SCRATCH, bases, HOSTS, 1);
say(`# Fleets\n`);
say(
  `${HOSTS} variations of ${bases.length} real roots (files changed, not rows: names, disks, drop-ins, masks, units), and ${HOSTS * TIMES} hosts generated from their tables. \`npm run bench:fleet FOLDER\`; ${cpus().length} processors, load ${loadavg()[0]?.toFixed(1)} from others' work; CPU is what it takes where nobody else computes.\n`,
);
say('| facts | wall, s | CPU, s | roots a second | roots a second by CPU, on two processors |');
say('|---|---|---|---|---|');
const rate = (name: string, { wall, cpu }: Timed): void =>
  say(
    `| ${name} | ${seconds(wall)} | ${seconds(cpu)} | ${(HOSTS / wall).toFixed(1)} | ${((2 * HOSTS) / cpu).toFixed(1)} |`,
  );
const audited = factsOf(earlier, real, EARLIER);
rate('with audit', audited);
rate('without', factsOf(earlier, join(SCRATCH, 'quick'), EARLIER, '--no-audit'));
unmountVariations(earlier);
const later = mountVariations(SCRATCH, bases, HOSTS, 2);
rate('with audit, a month later', factsOf(later, real, LATER));

const found = JSON.parse(bootscope('fleet', real, 'outliers', '--limit', '2000', '--json').out) as {
  readonly outliers: readonly {
    readonly unit: string;
    readonly names: readonly string[];
    readonly lines: readonly { readonly file: string; readonly line: number }[];
  }[];
};
const planted = found.outliers.find(
  ({ unit, names }) => unit === PLANTED && names.join() === later.planted.roots.join(),
);
const named =
  planted?.lines.some(
    ({ file, line }) => file.endsWith(`/systemd/system/${PLANTED}`) && line === later.planted.line,
  ) === true;
say(
  `\nOne line changed in ${later.planted.roots.length} of ${HOSTS} hosts (${later.planted.file}:${later.planted.line}): ${named ? 'named with file and line by `outliers`' : 'NOT FOUND'}.\n`,
);

const many = join(SCRATCH, 'many');
await generateFleet(real, many, TIMES);
say(
  `Bytes: ${(bytesIn(real) / 2 / HOSTS / 1024).toFixed(1)} KiB a real host, all tables; ${(bytesIn(many) / 2 / 2 ** 20).toFixed(0)} MiB for ${HOSTS * TIMES} generated.\n`,
);
say(`| question, the whole command | ${HOSTS} hosts, s | ${HOSTS * TIMES} hosts, s |`);
say('|---|---|---|');
const QUESTIONS: readonly (readonly string[])[] = [
  ['groups'],
  ['outliers'],
  ['findings'],
  ['cycles'],
  ['order', 'systemd-logind', '--after', 'basic.target'],
  ['drift', '--from', EARLIER, '--to', LATER],
  ['sql', 'SELECT init, count(*) FROM hosts GROUP BY init'],
  ['view', '-o', join(SCRATCH, 'fleet.html')],
];
let slowest = 0;
for (const question of QUESTIONS) {
  const best = (dir: string): number => Math.min(...[1, 2, 3].map(() => bootscope('fleet', dir, ...question).wall));
  const [few, all] = [best(real), best(many)];
  slowest = Math.max(slowest, all);
  say(`| ${question[0]} | ${seconds(few)} | ${seconds(all)} |`);
}
writeFileSync(`${TOP}docs/measurements/fleet.md`, `${said.join('\n')}\n`);
process.exit(named && slowest <= 2 ? 0 : 1);
