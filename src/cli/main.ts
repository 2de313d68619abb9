/** The command line: each command opens a root, asks the engine, prints. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import yargs from 'yargs';
import { hideBin } from 'yargs/helpers';
import { targetChain } from '../engine/chain.ts';
import { buildTransaction } from '../engine/transaction/build.ts';
import type { BootGraph, InitSystem } from '../graph/model.ts';
import { type OpenedRoot, openRoot, RootUnreadable } from '../open.ts';
import { chainText } from '../report/chain.ts';
import { graphJson, transactionJson } from '../report/json.ts';
import { showText } from '../report/show.ts';
import { nearestNames } from '../report/suggest.ts';
import { viewData } from '../report/view-data.ts';
import { renderViewPage } from '../report/view-page.ts';
import { whyAnswer } from '../report/why.ts';

/** 2: wrong usage. 3: a root that cannot be read. */
class UsageError extends Error {}

const RUNLEVELS: Readonly<Record<string, string>> = {
  '1': 'rescue.target',
  single: 'rescue.target',
  '2': 'multi-user.target',
  '3': 'multi-user.target',
  '4': 'multi-user.target',
  '5': 'graphical.target',
}; // runlevel(8)

const parser = yargs(hideBin(process.argv))
  .scriptName('bootscope')
  .usage('$0 [--root R] COMMAND: explain a boot from a copy of its files')
  .option('root', { alias: 'r', type: 'string', default: '/', describe: 'folder of the captured root' })
  .option('target', { type: 'string', describe: 'start from this unit instead of default.target' })
  .option('init', { choices: ['auto', 'systemd', 'upstart', 'sysv'], default: 'auto', describe: 'the init in force' })
  .option('systemd-version', { type: 'number', describe: "behave as this version instead of the root's" })
  .option('cmdline', { type: 'string', describe: 'kernel command line' })
  .option('json', { type: 'boolean', default: false, describe: 'machine-readable answer' })
  .command('graph', 'the whole graph, as JSON', {}, (a) => run(a, ({ graph }) => say(graphJson(graph))))
  .command('transaction', 'the jobs PID 1 would queue at boot', {}, (a) =>
    run(a, ({ graph, version }) => {
      const t = buildTransaction(graph, { version });
      if (a['json']) return say(transactionJson(t));
      const head = t.failed
        ? `No boot: ${t.failed}`
        : `${t.jobs.length} jobs to reach ${t.target}, as systemd ${version} queues them.`;
      return [
        head,
        ...t.jobs.map((j) => `  ${j.type.padEnd(14)} ${j.unit}`),
        ...t.dropped.map((d) => `  dropped        ${d.unit}: ${d.reason}`),
      ].join('\n');
    }),
  )
  .command(
    'chain [unit]',
    'the chain of targets from the default target down',
    (y) => y.positional('unit', { type: 'string', describe: 'target or runlevel word' }),
    (a) =>
      run(a, ({ graph }) => {
        const steps = targetChain(
          graph,
          a.unit === undefined ? graph.target : nameIn(graph, RUNLEVELS[a.unit] ?? a.unit, 'target'),
        );
        return a['json'] ? say({ format: 'bootscope/chain@1', steps }) : chainText(steps);
      }),
  )
  .command(
    'show <unit>',
    'what is known of a unit',
    (y) => y.positional('unit', { type: 'string', demandOption: true }),
    (a) =>
      run(a, ({ graph }) => {
        const id = nameIn(graph, a.unit, 'service');
        const edges = graph.edges.filter((e) => e.from === id || e.to === id);
        return a['json']
          ? say({ format: 'bootscope/show@1', unit: graph.nodes.get(id), edges })
          : showText(graph, id, edges);
      }),
  )
  .command(
    'why <unit>',
    'why a unit is started, or starts after another',
    (y) =>
      y
        .positional('unit', { type: 'string', demandOption: true })
        .option('after', { type: 'string', describe: 'why UNIT starts after this one' })
        .option('before', { type: 'string', describe: 'why UNIT starts before this one' }),
    (a) =>
      run(a, ({ graph, version }) => {
        const unit = nameIn(graph, a.unit, 'service');
        const other = a.after ?? a.before;
        const named = other === undefined ? undefined : nameIn(graph, other, 'service');
        const jobs = new Set(buildTransaction(graph, { version }).jobs.map((j) => j.unit));
        const answer =
          a.before === undefined ? whyAnswer(graph, jobs, unit, named) : whyAnswer(graph, jobs, named ?? unit, unit);
        return a['json'] ? say({ format: 'bootscope/why@1', ...answer.data }) : answer.text;
      }),
  )
  .command(
    'view',
    'write the browser page of this boot',
    (y) => y.option('output', { alias: 'o', type: 'string', default: 'boot.html', describe: 'file to write' }),
    (a) =>
      run(a, ({ graph, version }) => {
        const template = readFileSync(new URL('./view.html', import.meta.url), 'utf8');
        const { jobs, dropped, cycles } = buildTransaction(graph, { version });
        const page = renderViewPage(template, viewData(graph, { jobs, dropped, cycles }));
        writeFileSync(`${a.output}.part`, page);
        renameSync(`${a.output}.part`, a.output);
        return `Open ${a.output} in a browser: ${jobs.length} jobs of ${graph.nodes.size} units.`;
      }),
  )
  .demandCommand(1, 'Name a command; bootscope --help lists them.')
  .strict()
  .fail((message, error) => {
    throw error ?? new UsageError(message);
  });

process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
try {
  await parser.parse();
} catch (error) {
  const known = error instanceof RootUnreadable || error instanceof UsageError;
  process.stderr.write(`bootscope: ${known ? error.message : error instanceof Error ? error.stack : error}\n`);
  process.exitCode = error instanceof RootUnreadable ? 3 : error instanceof UsageError ? 2 : 1;
}

interface GlobalOptions {
  readonly root: string;
  readonly target?: string | undefined;
  readonly init: string;
  readonly systemdVersion?: number | undefined;
  readonly cmdline?: string | undefined;
}

function run(given: unknown, answer: (opened: OpenedRoot) => string): void {
  const a = given as GlobalOptions;
  const opened = openRoot(a.root, {
    ...(a.target === undefined ? {} : { target: a.target }),
    ...(a.systemdVersion === undefined ? {} : { version: a.systemdVersion }),
    ...(a.cmdline === undefined ? {} : { cmdline: a.cmdline }),
    ...(a.init === 'auto' ? {} : { init: a.init as InitSystem }),
  });
  const { system } = opened.graph.init;
  if (system !== 'systemd')
    process.stderr.write(
      `bootscope: ${system} is the init in force here; what follows is what systemd would make of these files\n`,
    );
  process.stdout.write(`${answer(opened)}\n`);
}

function say(value: unknown): string {
  return JSON.stringify(value);
}

/** The id of a name as people write it: an alias counts, the suffix may be left out. */
function nameIn(graph: BootGraph, name: string, type: string): string {
  const id = graph.names.get(name) ?? graph.names.get(`${name}.${type}`);
  if (id !== undefined) return id;
  const near = nearestNames(name, [...graph.names.keys()]);
  throw new UsageError(
    `no unit called "${name}" in this root${near.length > 0 ? `; did you mean ${near.join(', ')}?` : ''}`,
  );
}
