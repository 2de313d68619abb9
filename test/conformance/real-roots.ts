/**
 * Real roots against their own systemd: `npm run conformance -- [ROOT…]`. Without a ROOT it builds those of build-roots.ts.
 * Every root is compared as it is and with local changes (variants.ts), from several anchors, once with what its real
 * generators wrote and once with what ours compute. `--variant=random:1-20` draws the changes. Needs root rights, unshare, and for building mmdebstrap.
 */
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { buildTransaction } from '../../src/engine/transaction/build.ts';
import { type OpenedRoot, openTree } from '../../src/open.ts';
import { compareGraph, type Difference } from '../../src/recorded/compare-graph.ts';
import { type Dump, parseDump } from '../../src/recorded/dump.ts';
import { overlayTree } from '../../src/snapshot/overlay.ts';
import { folderSource } from '../../src/snapshot/source.ts';
import { compareCut } from '../capture/compare-cut.ts';
import { cutInArchive } from '../capture/kept-whole.ts';
import { AS_TESTED } from '../surroundings.ts';
import { buildRoots, ENOUGH_ROOTS, notBuilt } from './build-roots.ts';
import { capturedEntries, entriesUnder } from './generated.ts';
import { onCall } from './on-call.ts';
import { type OracleAnswer, runInRoot } from './oracle.ts';
import { nearestOrder } from './orders.ts';
import { proofProblems } from './proof.ts';
import { randomEdits } from './random-edits.ts';
import { type Changes, VARIANTS, withChanges } from './variants.ts';

/** '' is default.target. The last loads every unit there is, reached or not. */
const ANCHORS = [
  '',
  'rescue.target',
  'emergency.target',
  'reboot.target',
  'sysinit.target',
  'systemd-journald.service',
];
const ALL = 'conformance-all.target';
const SHOWN = Number(process.env.SHOWN ?? 12);

/**
 * Where only jobs differ and a cycle or a conflict was met, PID 1 is asked again: its hash tables are seeded anew at each start, and of cycles that meet it may
 * show an outcome whose order is not found. A difference that is there at every start counts; how often one was not is told.
 */
const STARTS = 3;

let passed = 0;
let failed = 0;
const totals = { edges: 0, units: 0, jobs: 0, lines: 0, again: 0 };

async function main(args: readonly string[]): Promise<void> {
  const only = args.find((a) => a.startsWith('--variant='))?.slice('--variant='.length);
  const given = args.filter((a) => !a.startsWith('--'));
  const work = mkdtempSync(join(process.env.BOOTSCOPE_CONFORMANCE_DIR ?? tmpdir(), 'bootscope-roots-'));
  try {
    for (const root of given.length > 0 ? given : buildRoots(work))
      for (const [variant, changes] of variantsOf(root, only))
        withChanges(root, changes, work, (changed) => compareRoot(changed, basename(root), variant, work));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  const built = given.length > 0 ? ENOUGH_ROOTS : ENOUGH_ROOTS * 2 - notBuilt.length;
  if (built < ENOUGH_ROOTS)
    report('roots are built', [`only ${built} of them: ${notBuilt.join(', ')} failed, see above`]);
  console.log(`compared ${totals.units} units, ${totals.edges} edges, ${totals.jobs} jobs, ${totals.lines} proofs`);
  if (totals.again > 0)
    console.log(`${totals.again} starts of PID 1 had jobs that none of our orders gave; another start had others`);
  for (const name of notBuilt) console.log(`not compared, since mmdebstrap could not build it: ${name}`);
  console.log(`${passed} passed, ${failed} failed, ${notBuilt.length} skipped`);
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
}

/** All that are written down, one of them, or `random:FIRST-LAST`, by seeds. */
function* variantsOf(root: string, only: string | undefined): Generator<readonly [string, Changes | undefined]> {
  const seeds = /^random:(\d+)(?:-(\d+))?$/.exec(only ?? '');
  if (seeds === null) {
    for (const [name, changes] of [['plain', undefined] as const, ...VARIANTS])
      if (only === undefined || only === name) yield [name, changes];
    return;
  }
  const { snapshot, graph } = open(root, {});
  const known = [...graph.nodes.keys()].sort();
  for (let seed = Number(seeds[1]); seed <= Number(seeds[2] ?? seeds[1]); seed++)
    yield [`random:${seed}`, randomEdits(seed, snapshot, known)];
}

function compareRoot(root: string, name: string, variant: string, work: string): void {
  const label = `${name} ${variant}`;
  const plain = open(root, {});
  const known = [...plain.graph.names.keys(), ...instances(plain)];
  const runtime = mkdtempSync(join(work, 'all-'));
  chmodSync(runtime, 0o755);
  // After loads what it names and starts none of it.
  writeFileSync(
    join(runtime, ALL),
    `[Unit]\nDescription=Loads every unit\nDefaultDependencies=no\nAllowIsolate=yes\n${known.map((n) => `After=${n}\n`).join('')}`,
  );
  for (const anchor of [...(variant === 'plain' ? ANCHORS : ['']), ALL]) {
    const named = `${label} ${anchor || 'default'}`;
    try {
      for (let start = 1; ; start++) {
        const found = compareAnchor(root, anchor, runtime, work);
        const different = [...found.values()].filter(({ differences }) => differences.length > 0);
        if (different.length > 0 && different.every(({ byChance }) => byChance) && start < STARTS) {
          totals.again++;
          continue;
        }
        for (const [whose, { differences }] of found)
          report(`${named} (${whose})${start > 1 ? `, asked ${start} times` : ''}`, differences.map(words));
        break;
      }
    } catch (error) {
      report(named, [String(error)]);
    }
  }
  // What sos(1) would copy of it while it runs answers the same. Variants put units where it does not look.
  if (variant === 'plain') {
    const options = { cmdline: plain.cmdline, surroundings: AS_TESTED };
    report(`${label} sosreport`, compareCut(plain, true, options).differences);
    report(`${label} on call`, onCall(root).problems);
    report(`${label} archive`, cutInArchive(folderSource(root), options));
  }
  const problems = proofProblems(plain);
  totals.lines += problems.checked;
  report(`${label} proofs`, problems.found);
}

/** One instance of every template, its name with what specifiers look at. */
function instances({ snapshot }: OpenedRoot): string[] {
  const dirs = [
    '/etc/systemd/system',
    '/usr/local/lib/systemd/system',
    '/usr/lib/systemd/system',
    '/lib/systemd/system',
  ];
  const names = dirs.flatMap((dir) => (snapshot.list(dir) ?? []).map(({ name }) => name));
  return [...new Set(names.filter((name) => /@\.[a-z]+$/.test(name)))].map((name) => name.replace('@.', '@any-one.'));
}

function open(
  root: string,
  options: { target?: string },
  entries: readonly { path: string; content?: string; linkTarget?: string }[] = [],
): OpenedRoot {
  const tree = folderSource(root);
  const cmdline = readFileSync('/proc/cmdline', 'utf8').trim();
  return openTree(entries.length > 0 ? overlayTree(tree, entries) : tree, root, {
    cmdline,
    surroundings: AS_TESTED,
    ...options,
  });
}

/** One start of PID 1, beside the graph with what the root's generators wrote, and with what ours compute. */
function compareAnchor(root: string, anchor: string, runtime: string, work: string): Map<string, Compared> {
  const generated = mkdtempSync(join(work, 'generated-'));
  const options = anchor ? { target: anchor } : {};
  let answer: OracleAnswer;
  try {
    answer = runInRoot(root, {
      generated,
      ...(anchor ? { unit: anchor } : {}),
      ...(anchor === ALL ? { runtime } : {}),
    });
  } catch (error) {
    const refused = NO_BOOT.exec(String(error));
    if (refused === null) throw error;
    return new Map([['no boot', noBoot(refused[0], open(root, options))]]);
  }
  const dump = parseDump(answer.dump);
  totals.edges += dump.edges.size;
  totals.units += dump.units.size;
  const extra = anchor === ALL ? entriesUnder(runtime, '/run/systemd/system') : [];
  return new Map([
    ['real generators', differencesOf(dump, open(root, options, [...extra, ...capturedEntries(generated)]))],
    ['ours', differencesOf(dump, open(root, options, extra))],
  ]);
}

/** What PID 1 says where it makes no transaction, and prints nothing. */
const NO_BOOT = /Failed to (?:isolate|start) default target: [^\n]*/;

/** Then ours must be none, too. */
function noBoot(said: string, { graph, version }: OpenedRoot): Compared {
  const { failed, byChance } = buildTransaction(graph, { version });
  const differences: Difference[] =
    failed === null ? [{ kind: 'extra-job', what: graph.target, expected: said, got: 'a transaction' }] : [];
  return { differences, byChance: byChance.length > 0 };
}

interface Compared {
  readonly differences: readonly Difference[];
  /** Only jobs differ, and a cycle or a conflict was met: which jobs are lost is random. */
  readonly byChance: boolean;
}

function differencesOf(dump: Dump, opened: OpenedRoot): Compared {
  const { nodes, edges } = opened.graph;
  const graph = compareGraph(dump, { units: [...nodes.values()], edges });
  const { differences, byChance, jobs } = nearestOrder(dump, opened);
  totals.jobs += jobs;
  return { differences: [...graph, ...differences], byChance: byChance && graph.length === 0 };
}

function report(name: string, found: readonly string[]): void {
  if (found.length === 0) passed++;
  else failed++;
  console.log(
    `${found.length === 0 ? 'pass' : 'FAIL'} ${name}${found.length === 0 ? '' : `: ${found.length} differences`}`,
  );
  for (const text of found.slice(0, SHOWN)) console.log(`     ${text}`);
}

function words({ kind, what, expected, got }: Difference): string {
  return `${kind} ${what}: expected "${expected}", got "${got}"`;
}

await main(process.argv.slice(2));
