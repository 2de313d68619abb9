/**
 * Compares random trees with systemd, as many as asked for:
 *   npx tsx test/conformance/random/main.ts --seed 1 --loads 20 --trees 50 [--root DIR --version N] [--jobs | --wide] [--show 3]
 */
import { parseArgs } from 'node:util';
import { type Compared, compareEntries } from './compare-trees.ts';
import { type Entry, printEntries } from './files.ts';
import { drawLoad, type Load, loadOf } from './load.ts';
import { rootMachine, thisMachine } from './machine.ts';
import { shrink } from './shrink.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    loads: { type: 'string', default: '10' },
    trees: { type: 'string', default: '50' },
    root: { type: 'string' },
    version: { type: 'string', default: '252' },
    jobs: { type: 'boolean', default: false },
    wide: { type: 'boolean', default: false },
    show: { type: 'string', default: '3' },
    kinds: { type: 'string' },
    whole: { type: 'boolean', default: false },
  },
});
const machine = values.root === undefined ? thisMachine() : rootMachine(values.root, Number(values.version));
if (machine === undefined) throw new Error('no systemd here, or not root');
const [first, loads, trees] = [Number(values.seed), Number(values.loads), Number(values.trees)];
const counts = new Map<string, number>();
let units = 0;
let edges = 0;
let shown = 0;
let crashed = 0;
const reasons = new Map<string, number>();
/** On some trees PID 1 aborts (an assertion of its own) or makes no transaction: they are found by halving, and left out. */
function without(trees: Load, error: unknown): readonly Load[] {
  if (trees.trees.length === 1) {
    crashed++;
    const why = /Assertion '[^']*'|Transaction order is cyclic|Failed to \w+ default target: [^.]*/.exec(String(error));
    reasons.set(why?.[0] ?? 'unknown', (reasons.get(why?.[0] ?? 'unknown') ?? 0) + 1);
    return [];
  }
  const half = Math.ceil(trees.trees.length / 2);
  return [trees.trees.slice(0, half), trees.trees.slice(half)].map((part) =>
    loadOf(trees.seed, part, machine?.version ?? 0, flavour),
  );
}
const flavour = values.wide ? 'wide' : values.jobs ? 'jobs' : 'graph';
const pending: Load[] = [];
for (let seed = first; seed < first + loads; seed++) pending.push(drawLoad(seed, trees, flavour, machine.version));
pending.reverse();
for (let load = pending.pop(); load !== undefined; load = pending.pop()) {
  const { seed } = load;
  let all: Compared;
  try {
    all = compareEntries(load.entries, machine, { jobs: values.jobs });
  } catch (error) {
    if (!String(error).includes('no units printed')) throw error;
    pending.push(...without(load, error));
    continue;
  }
  units += all.dump.units.size;
  edges += all.dump.edges.size;
  const interesting = all.differences.filter(
    (d) => values.kinds === undefined || values.kinds.split(',').includes(d.kind),
  );
  for (const d of interesting) counts.set(d.kind, (counts.get(d.kind) ?? 0) + 1);
  const done = new Set<string>();
  for (const d of interesting.slice(0, 12))
    console.log(`seed ${seed}: ${d.kind} ${d.what}: systemd "${d.expected}", we "${d.got}"`);
  for (const wanted of interesting) {
    if (shown >= Number(values.show) || done.has(wanted.kind)) continue;
    done.add(wanted.kind);
    shown++;
    const same = (entries: readonly Entry[]) => {
      try {
        return compareEntries(entries, machine, { jobs: values.jobs }).differences.some(
          (d) =>
            d.kind === wanted.kind && d.what === wanted.what && d.got === wanted.got && d.expected === wanted.expected,
        );
      } catch {
        return false;
      }
    };
    const tag = /\b(x\d+)\b/.exec(wanted.what.replaceAll(/[-_.@\\]/g, ' '))?.[1];
    const near = load.entries.filter(
      (e) =>
        e.path.startsWith('d0/default.target') ||
        e.path.includes(`/${tag}-`) ||
        e.path.includes(`/${tag}.`) ||
        e.path.includes(`/${tag}@`) ||
        e.path.includes(`dev-${tag}`),
    );
    if (!same(near) && near.length > 0 && values.whole === false) continue;
    const small = shrink(same(near) ? near : load.entries, same);
    console.log(`--- seed ${seed}: ${wanted.kind} ${wanted.what}: systemd "${wanted.expected}", we "${wanted.got}"`);
    console.log(printEntries(small));
    const log = compareEntries(small, machine, { jobs: values.jobs }).log;
    console.log(
      log
        .split('\n')
        .filter((l) => !/^(systemd |Detected|Loaded units|Running|Failed to (initialize|set))/.test(l))
        .slice(-6)
        .join('\n'),
    );
  }
}
console.log(
  `systemd ${machine.version}: ${loads * trees} trees, seeds ${first}-${first + loads - 1}: ${units} units, ${edges} edges, ${crashed} trees without an answer ${JSON.stringify(Object.fromEntries(reasons))}; differences:`,
  Object.fromEntries(counts),
);
