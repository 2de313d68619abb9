import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fastGlob from 'fast-glob';
import { afterAll, describe, expect, test } from 'vitest';
import { COMMANDS, nameOf } from '../../src/cli/commands/index.ts';
import { recordedText } from '../recorded/boots.ts';
import { bootscope, words } from './run.ts';

const TOP = new URL('../../', import.meta.url).pathname;
const folder = new URL('../../docs/schema/', import.meta.url);
const ajv = new Ajv2020({ allowUnionTypes: true });
for (const file of readdirSync(folder)) ajv.addSchema(JSON.parse(readFileSync(new URL(file, folder), 'utf8')));

const U = '-r sample-roots/ubuntu-16.04-compute';
const M = '-r sample-roots/modern-server';
const B = '-r sample-roots/broken';
const C = '-r sample-roots/ubuntu-14.04-controller';
const D = '-r sample-roots/debian-7-sysv';
/** A dump by itself, as gzip left it. */
const R = '-r test/recorded/boots/bookworm-vm/analyze-dump.txt.gz';

test('every format that the source names has its schema', () => {
  const named = new Set<string>();
  for (const file of fastGlob.sync('src/**/*.ts', { cwd: TOP, absolute: true }))
    for (const [, name] of readFileSync(file, 'utf8').matchAll(/format: 'bootscope\/([a-z-]+)@1'/g))
      named.add(name as string);
  expect(named.size).toBeGreaterThan(10);
  const described = new Set(readdirSync(folder).map((file) => file.replace(/\.json$/, '')));
  expect([...named].filter((name) => !described.has(name))).toEqual([]);
});

/** Times and a dump as a machine recorded them, and a folder for what is written. */
const scratch = mkdtempSync(join(tmpdir(), 'bootscope-json-'));
afterAll(() => rmSync(scratch, { recursive: true }));
const TIMINGS = join(scratch, 'dump.txt');
writeFileSync(TIMINGS, recordedText('bookworm-vm', 'analyze-dump.txt'));
const LOG = join(scratch, 'log.txt');
writeFileSync(
  LOG,
  'systemd[1]: ring-a.service: Found ordering cycle on ring-b.service/start\nsystemd[1]: ring-a.service: Found dependency on ring-a.service/start\n',
);

const ROOTS = join(scratch, 'roots.txt');
writeFileSync(ROOTS, 'sample-roots/modern-server\nsample-roots/broken\n/not/there\n');

const FLEET = join(scratch, 'asked');
for (const day of ['2026-11-28', '2026-11-29'])
  bootscope(['facts', '--roots-from', ROOTS, '--out', FLEET, '--taken', day]);

const LINES = [
  `${U} graph`,
  `${M} graph`,
  `${B} graph --started --reduce`,
  `${U} why nova-compute`,
  `${U} why nova-compute --after libvirt-bin`,
  `${U} why ssh --after cron`,
  `${U} why systemd-journald*`,
  `${M} why redis-server`,
  `${M} why bluetooth`,
  `${B} why needs-missing`,
  `${B} why half-enabled`,
  `${U} chain`,
  `${B} chain`,
  `${U} order`,
  `${B} order`,
  `${M} order --shutdown`,
  `${U} order nova-compute --depth 0`,
  `${M} show nginx`,
  `${M} list`,
  `${M} tree`,
  `${M} tree nginx --reverse`,
  `${C} list`,
  `${U} show upstart:nova-compute`,
  `${U} transaction`,
  `${B} transaction`,
  `${B} why ring-a`,
  `${B} cycles`,
  `${B} explain-log ${LOG}`,
  `explain-log ${LOG}`,
  `${M} what-if --mask nginx`,
  `${M} what-if --fail redis-server=missing`,
  `${M} impact`,
  `${M} impact nginx`,
  `${B} impact needs-missing --as skipped`,
  `${B} autostart ssh`,
  '-r sample-roots/ubuntu-14.04-controller why upstart:nova-api',
  '-r sample-roots/ubuntu-14.04-controller chain',
  `${U} trace nova-compute`,
  `${U} autostart nova-compute`,
  `${B} autostart needs-missing`,
  `${C} trace nova-api`,
  `${C} autostart glance-api`,
  `${C} chain`,
  `${C} chain nova-api`,
  `${C} order`,
  `${C} why nova-api`,
  `${C} why nova-compute --after libvirt-bin`,
  `${C} why cinder-volume`,
  `${C} show nova-compute`,
  `${C} graph`,
  `${D} graph`,
  `${D} chain`,
  `${D} order`,
  `${D} why nova-api --after mysql`,
  `${D} show apache2`,
  `${D} trace nova-api`,
  `${D} autostart ssh`,
  `${B} audit`,
  'explain',
  'completion bash',
  'diff sample-roots/modern-server sample-roots/broken',
  `${M} compare ${TIMINGS}`,
  `${M} critical-chain --timings ${TIMINGS}`,
  `${M} blame --timings ${TIMINGS}`,
  `${M} speed-up --timings ${TIMINGS}`,
  `${R} speed-up`,
  `${M} order --timings ${TIMINGS}`,
  `${M} plot --timings ${TIMINGS} -o ${join(scratch, 'boot.svg')}`,
  `${M} view -o ${join(scratch, 'boot.html')}`,
  `${M} graph -o ${join(scratch, 'boot.json')}`,
  `${U} why ssh --after nova-compute`,
  `${R} graph`,
  `${R} why nova-compute`,
  `${R} why ssh --after network.target`,
  `${R} show nova-compute`,
  `${R} order networking`,
  `${R} chain`,
  `${R} transaction`,
  `${R} critical-chain`,
  `${M} compare ${TIMINGS} --all`,
  `fleet ${FLEET} groups`,
  `fleet ${FLEET} outliers`,
  `fleet ${FLEET} findings`,
  `fleet ${FLEET} cycles`,
  `fleet ${FLEET} order nginx --after basic.target`,
  `fleet ${FLEET} drift --from 2026-11-28 --to 2026-11-29`,
  `fleet ${FLEET} sql 'SELECT * FROM hosts'`,
  `facts --roots-from ${ROOTS} --out ${join(scratch, 'fleet')} --taken 2026-11-29`,
];

test('there is such a line for every command, so that none ships untried', () => {
  const asked = new Set(LINES.flatMap(words));
  const commands = COMMANDS.map(({ usage }) => nameOf(usage));
  expect(commands.length).toBeGreaterThan(15);
  expect(commands.filter((name) => !asked.has(name))).toEqual([]);
});

const answered = new Set<string>();

describe('every --json answer of the built program is one object of the format that its schema describes', () => {
  test.each(LINES)('%s', (line) => {
    const { out, err } = bootscope([...words(line), '--json']);
    expect(err).toBe('');
    const answer = JSON.parse(out) as { readonly format: string };
    const name = /^bootscope\/([a-z-]+)@1$/.exec(answer.format)?.[1] ?? '';
    answered.add(name);
    const validate = ajv.getSchema(`${name}.json`);
    expect(validate, `docs/schema/${name}.json`).toBeDefined();
    expect(validate?.(answer) === true ? [] : validate?.errors?.slice(0, 3)).toEqual([]);
  });

  test('every schema but those of parts and of files is that of an answer here', () => {
    const described = readdirSync(folder).map((file) => file.replace(/\.json$/, ''));
    expect(described.filter((name) => !answered.has(name) && !PARTS.has(name))).toEqual([]);
  });
});

/** What other schemas refer to, the file that `audit --write-baseline` writes, those beside the tables of `facts`; of a fleet's page, see test/web/fleet.test.ts. */
const PARTS = new Set(['types', 'baseline', 'facts', 'facts-part', 'fleet-view-written']);
