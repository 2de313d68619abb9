import { readdirSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fastGlob from 'fast-glob';
import { describe, expect, test } from 'vitest';
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

test('every format that the source names has its schema', () => {
  const named = new Set<string>();
  for (const file of fastGlob.sync('src/**/*.ts', { cwd: TOP, absolute: true }))
    for (const [, name] of readFileSync(file, 'utf8').matchAll(/format: 'bootscope\/([a-z-]+)@1'/g))
      named.add(name as string);
  expect(named.size).toBeGreaterThan(10);
  const described = new Set(readdirSync(folder).map((file) => file.replace(/\.json$/, '')));
  expect([...named].filter((name) => !described.has(name))).toEqual([]);
});

describe('every --json answer is one object of the format that its schema describes', () => {
  test.each([
    `${U} graph`,
    `${M} graph`,
    `${B} graph --started --reduce`,
    `${U} why nova-compute`,
    `${U} why nova-compute --after libvirt-bin`,
    `${U} why ssh --after cron`,
    `${M} why redis-server`,
    `${M} why bluetooth`,
    `${B} why needs-missing`,
    `${B} why half-enabled`,
    `${U} chain`,
    `${B} chain`,
    `${U} order`,
    `${B} order`,
    `${U} order nova-compute --depth 0`,
    `${M} show nginx`,
    `${U} show upstart:nova-compute`,
    `${U} transaction`,
    `${B} transaction`,
    `${B} why ring-a`,
    `${B} cycles`,
    `${M} what-if --mask nginx`,
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
    'diff sample-roots/modern-server sample-roots/broken',
  ])('%s', (line) => {
    const { out, err } = bootscope([...words(line), '--json']);
    expect(err).toBe('');
    const answer = JSON.parse(out) as { readonly format: string };
    const name = /^bootscope\/([a-z-]+)@1$/.exec(answer.format)?.[1];
    const validate = ajv.getSchema(`${name}.json`);
    expect(validate, `docs/schema/${name}.json`).toBeDefined();
    expect(validate?.(answer) === true ? [] : validate?.errors?.slice(0, 3)).toEqual([]);
  });
});
