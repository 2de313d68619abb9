/**
 * Records one load of random trees with what verify says of them:
 *   npx tsx test/conformance/verify/record.ts --seed 1 --trees 30 [--root DIR --version N]
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { askVerify, compareVerify } from './compare.ts';
import { rootVerifier, thisVerifier } from './machine.ts';
import { RECORDED, type Recorded } from './recorded.ts';
import { drawVerifyTree } from './tree.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    trees: { type: 'string', default: '30' },
    root: { type: 'string' },
    version: { type: 'string', default: '252' },
  },
});
const verifier = values.root === undefined ? thisVerifier() : rootVerifier(values.root, Number(values.version));
if (verifier === undefined) throw new Error('no systemd-analyze verify --root here');
const seed = Number(values.seed);
const { version } = verifier;
const entries = drawVerifyTree(seed, Number(values.trees), version);
const base = mkdtempSync(join(tmpdir(), 'bootscope-verify-'));
const said = askVerify(base, entries, verifier);
rmSync(base, { recursive: true });
const { missed, invented } = compareVerify(said, entries, version);
if (missed.length + invented.length > 0) throw new Error([...missed, ...invented].join('\n'));
const recorded: Recorded = { version, seed, entries, said };
mkdirSync(RECORDED, { recursive: true });
writeFileSync(
  new URL(`systemd-${version}-seed-${seed}.json.gz`, RECORDED),
  gzipSync(JSON.stringify(recorded), { level: 9 }),
);
