/**
 * npm run bench [-- ROOT …]: bootscope beside bare node and beside systemd itself, in one run on one machine. Read the
 * ratios. Needs root rights for `systemd --test` on other roots than this machine's; what cannot run is left out.
 */
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { oracleAvailable, runInRoot, runOnTree } from '../conformance/oracle.ts';
import { chainRoot, treeRoot } from './trees.ts';

const RUNS = 5;
const CLI = new URL('../../dist/bootscope.js', import.meta.url).pathname;

interface Timing {
  readonly least: number;
  readonly median: number;
}

function time(run: () => void, runs = RUNS): Timing {
  const taken = Array.from({ length: runs }, () => {
    const start = performance.now();
    run();
    return performance.now() - start;
  }).sort((a, b) => a - b);
  return { least: taken[0] ?? 0, median: taken[Math.floor(runs / 2)] ?? 0 };
}

function program(file: string, ...args: readonly string[]): () => void {
  return () => {
    const { status, error } = spawnSync(file, args, { stdio: ['ignore', 'ignore', 'ignore'], maxBuffer: 2 ** 30 });
    if (error !== undefined || (status !== 0 && file !== 'systemd-analyze'))
      throw error ?? new Error(`${file}: ${status}`);
  };
}

const bootscope = (...args: readonly string[]): (() => void) => program(process.execPath, CLI, ...args);

function row(what: string, timing: Timing, beside?: Timing): void {
  const ratio = beside === undefined ? '' : `${(timing.median / beside.median).toFixed(2)} ×`;
  process.stdout.write(
    `  ${what.padEnd(44)}${timing.least.toFixed(0).padStart(7)}${timing.median.toFixed(0).padStart(8)}  ${ratio}\n`,
  );
}

function heading(title: string): void {
  process.stdout.write(`\n${title.padEnd(46)}  least  median ms\n`);
}

function startUp(): void {
  heading('Start-up');
  const node = time(program(process.execPath, '-e', '0'));
  row('node -e 0', node);
  row('bootscope --version', time(bootscope('--version')), node);
}

function realRoot(root: string): void {
  heading(`${root}`);
  const systemd = oracleAvailable() ? time(() => void (root === '/' ? runOnTree([]) : runInRoot(root))) : undefined;
  if (systemd !== undefined) row('systemd --test', systemd);
  const verify = ['verify', ...(root === '/' ? [] : ['--root', root]), 'default.target'];
  if (spawnSync('systemd-analyze', ['--version']).status === 0)
    row('systemd-analyze verify default.target', time(program('systemd-analyze', ...verify)), systemd);
  for (const command of [['graph', '--json'], ['transaction', '--json'], ['chain'], ['order']])
    row(`bootscope ${command.join(' ')}`, time(bootscope('-r', root, ...command)), systemd);
}

function made(title: string, make: (size: number) => string, sizes: readonly number[]): void {
  heading(title);
  let first: { readonly timing: Timing; readonly size: number } | undefined;
  for (const size of sizes) {
    const root = make(size);
    try {
      const timing = time(bootscope('-r', root, '--systemd-version', '252', 'order', '--json'), 3);
      const times = first === undefined ? '' : `, ${size / first.size} × the size`;
      row(`bootscope order --json, ${size} units${times}`, timing, first?.timing);
      first ??= { timing, size };
      // 252 itself runs out of stack on a chain of 20 000 units.
      if (oracleAvailable() && (size <= 5_000 || make === treeRoot))
        row(
          `  systemd --test, ${size} units`,
          time(() => void runOnTree([`${root}/etc/systemd/system`]), 1),
        );
    } finally {
      rmSync(root, { recursive: true });
    }
  }
}

startUp();
for (const root of process.argv.length > 2 ? process.argv.slice(2) : ['/']) realRoot(root);
made('Chains: every unit waits for the next', chainRoot, [1_250, 5_000, 20_000]);
made('Trees: every unit requires three', treeRoot, [1_250, 5_000, 20_000]);
