/**
 * npm run bench [-- --largest N] [ROOT …]: one table, one run: bootscope beside `systemd --test` and tar on one machine. Rounds go through
 * all programs in turn, and a ratio is the median of its rounds': read these. Needs root rights to run systemd in other roots than this
 * machine's; what cannot run is left out. The text is Markdown, as docs/measurements/speed.md has it. Whole, it takes about five minutes
 * of a quiet machine: each table is printed when it is done, and the largest come last.
 */
import { rmSync } from 'node:fs';
import { cpus } from 'node:os';
import { oracleAvailable, oracleVersion, runInRoot, runOnTree } from '../conformance/oracle.ts';
import { archives } from './archives.ts';
import { program, type Run, silent, table } from './processes.ts';
import { chainRoot, hubRoot, randomRoot, treeRoot } from './trees.ts';
import { viewData, warm } from './warm.ts';

const CLI = new URL('../../dist/bootscope.js', import.meta.url).pathname;
const ROUNDS = 5;
/** 252 runs out of stack on a chain of so many. */
const DEEPEST = 10_000;
/** The largest is of one shape only: growth shows in the others. */
const SIZES = [1_000, 5_000, 20_000, 100_000];

const bootscope = (...args: readonly string[]): Run => program(process.execPath, CLI, ...args);

/** The same whole process, whichever root it is asked about. */
function oneRoot(root: string): void {
  const systemd = oracleAvailable() ? silent(() => (root === '/' ? runOnTree([]) : runInRoot(root))) : undefined;
  const ask = (...words: readonly string[]): readonly [string, Run] => [
    `bootscope ${words.join(' ')}`,
    bootscope('-r', root, ...words),
  ];
  table(`Commands on ${root}`, ROUNDS, [
    ...(systemd === undefined ? [] : [['systemd --test', systemd] as const]),
    ['node -e 0', program(process.execPath, '-e', '0')],
    ask('graph', '--json'),
    ask('why', 'basic.target'),
    ask('chain'),
    ask('order'),
    ask('transaction'),
    ask('cycles'),
    ask('audit'),
    ask('view', '-o', '-'),
  ]);
}

function sizes(largest: number): void {
  for (const [shape, make] of [
    ['chain', chainRoot],
    ['hub', hubRoot],
    ['random', randomRoot],
    ['tree', treeRoot],
  ] as const)
    for (const size of SIZES.filter((one) => one <= largest && (one < 100_000 || shape === 'tree'))) {
      const root = make(size);
      try {
        const systemd = oracleAvailable() && size <= 20_000 && (shape !== 'chain' || size <= DEEPEST);
        table(`${shape} of ${size} units`, size > 1_000 ? 1 : 3, [
          ...(systemd ? [['systemd --test', silent(() => runOnTree([`${root}/etc/systemd/system`]))] as const] : []),
          ['bootscope order --json', bootscope('-r', root, '--systemd-version', '252', 'order', '--json')],
        ]);
      } finally {
        rmSync(root, { recursive: true });
      }
    }
}

const words = process.argv.slice(2);
const at = words.indexOf('--largest');
const largest = at < 0 ? 100_000 : Number(words.splice(at, 2)[1]);
const roots = words.length > 0 ? words : ['/'];
process.stdout.write(
  `Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model}, systemd ${oracleAvailable() ? oracleVersion() : 'none'}, ${new Date().toISOString().slice(0, 16)}\n`,
);
for (const root of roots) {
  oneRoot(root);
  warm(root);
}
if (roots[0] !== undefined && roots[0] !== '/') archives(roots[0], CLI);
viewData(5_000);
sizes(largest);
process.stdout.write(`\n${(process.uptime() / 60).toFixed(1)} minutes.\n`);
