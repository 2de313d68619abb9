/**
 * Records one load of random trees with a systemd's answer:
 *   npx tsx test/conformance/random/record.ts --seed 1 --trees 40 --root DIR --version N
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { BASE, compareEntries } from './compare-trees.ts';
import { drawLoad } from './load.ts';
import { rootMachine, thisMachine } from './machine.ts';
import { RECORDED, type Recorded } from './recorded.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    trees: { type: 'string', default: '40' },
    root: { type: 'string' },
    version: { type: 'string', default: '252' },
  },
});
const machine = values.root === undefined ? thisMachine() : rootMachine(values.root, Number(values.version));
if (machine === undefined) throw new Error('no systemd here, or not root');
const load = drawLoad(Number(values.seed), Number(values.trees), 'graph', machine.version);
const { differences, log } = compareEntries(load.entries, machine, { jobs: false });
if (differences.length > 0) throw new Error(`${differences.length} differences: mend them first. ${log.slice(-300)}`);
const { dump } = machine.run(BASE);
const READ =
  /^\t(->|→) (Unit|Job) |^\t\t(Alias|Description|Unit Load State|Perpetual|Fragment Path|DropIn Path): |^\t\t[A-Za-z]+: \S+ \((origin|destination)-/;
const recorded: Recorded = {
  version: machine.version,
  seed: load.seed,
  base: BASE,
  host: { ...machine.host, osRelease: [...(machine.host.osRelease ?? [])] },
  entries: load.entries,
  dump: dump
    .split('\n')
    .filter((line) => READ.test(line) && !/^\t\tReference/.test(line))
    .join('\n'),
};
mkdirSync(RECORDED, { recursive: true });
writeFileSync(
  new URL(`systemd-${machine.version}-seed-${load.seed}.json.gz`, RECORDED),
  gzipSync(JSON.stringify(recorded), { level: 9 }),
);
