/** Where behaviours begin and end, as upstream's tags have it: at the first tag, and not at the one before. */
import { expect, test } from 'vitest';
import { namedVersion } from '../../src/behaviours/version.ts';
import type { BootGraph, EdgeType } from '../../src/graph/model.ts';
import { openTree } from '../../src/open.ts';
import { type Entry, memoryTree } from '../memory-root.ts';

const BASE: Readonly<Record<string, Entry>> = {
  '/usr/lib/systemd/system/default.target': '[Unit]\nAllowIsolate=yes\n',
  '/usr/lib/systemd/system/local-fs.target': '[Unit]\nDescription=Local\n',
  '/bin/true': 'x',
};

function load(version: number | string, files: Readonly<Record<string, string>>): BootGraph {
  const build = namedVersion(String(version));
  if (build === undefined) throw new Error(String(version));
  const units = Object.entries(files).map(([name, text]) => [`/etc/systemd/system/${name}`, text] as const);
  return openTree(memoryTree({ ...BASE, ...Object.fromEntries(units) }), 'r', { version: build }).graph;
}

const has = (graph: BootGraph, from: string, type: EdgeType, to: string): boolean =>
  graph.edges.some((edge) => edge.from === from && edge.type === type && edge.to === to);

const SRV = '[Mount]\nWhat=/dev/sda1\nWhere=/srv\nType=ext4\n';

test('a mount with a file is before local-fs.target from 240 on', () => {
  const before = (version: number): boolean =>
    has(load(version, { 'srv.mount': SRV }), 'local-fs.target', 'After', 'srv.mount');
  expect([239, 240, 241].map(before)).toEqual([false, true, true]);
});

const BUS = '[Service]\nType=simple\nBusName=org.example.X\nExecStart=/bin/true\n';

test('up to 246 any BusName= needs the bus; from 251 on any claims its name; in between only Type=dbus', () => {
  const told = (version: string | number): readonly [boolean, number] => {
    const graph = load(version, { 'bus1.service': BUS, 'bus2.service': BUS });
    const loaded = ['bus1.service', 'bus2.service'].filter((id) => graph.nodes.get(id)?.load === 'loaded');
    return [['bus1.service', 'bus2.service'].some((id) => has(graph, id, 'Requires', 'dbus.socket')), loaded.length];
  };
  expect(told(245)).toEqual([true, 1]);
  expect(told(246)).toEqual([true, 1]);
  expect(told(248)).toEqual([false, 2]);
  expect(told('249.10')).toEqual([false, 2]);
  expect(told('249.11')).toEqual([false, 1]);
  expect(told(250)).toEqual([false, 2]);
  expect(told('250.4')).toEqual([false, 1]);
  expect(told(251)).toEqual([false, 1]);
});

test('a slice is described by its path from 249 on', () => {
  const words = (version: string | number): string | undefined =>
    load(version, { 'big.slice': '[Slice]\n' }).nodes.get('big.slice')?.description;
  expect(words(248)).toBe('big.slice');
  expect(words('248.4')).toBe('Slice /big');
  expect(words(249)).toBe('Slice /big');
});

test('the slice of a unit has an origin of its own from 250 on', () => {
  const origins = (version: number): readonly string[] =>
    load(version, { 'y.service': '[Service]\nExecStart=/bin/true\n' })
      .edges.filter((edge) => edge.from === 'y.service' && edge.type === 'InSlice')
      .flatMap((edge) => edge.origins);
  expect([249, 250].map(origins)).toEqual([['file'], ['slice-property']]);
});

test('quotas are looked for on all local file systems up to 251', () => {
  const quota = (version: number): boolean =>
    has(
      load(version, { 'srv.mount': `${SRV.replace('ext4', 'btrfs')}Options=usrquota\n` }),
      'srv.mount',
      'Wants',
      'quotaon.service',
    );
  expect([251, 252].map(quota)).toEqual([true, false]);
});

test('What=UUID= in a mount’s own file is a device from 256 on', () => {
  const device = (version: number): boolean =>
    load(version, { 'srv.mount': '[Mount]\nWhat=UUID=0a-1\nWhere=/srv\n' }).edges.some(
      (edge) => edge.from === 'srv.mount' && edge.to.endsWith('.device'),
    );
  expect([255, 256].map(device)).toEqual([false, true]);
});

test('a comment between continued lines is part of the value up to 239, with blanks before it up to 240', () => {
  const wants = (version: number, comment: string): boolean =>
    has(
      load(version, {
        'a.service': `[Unit]\nWants=b.service \\\n${comment}\n  c.service\n[Service]\nExecStart=/bin/true\n`,
      }),
      'a.service',
      'Wants',
      'note.service',
    );
  expect([239, 240, 241].map((version) => wants(version, '# note.service \\'))).toEqual([true, false, false]);
  expect([239, 240, 241].map((version) => wants(version, '  # note.service \\'))).toEqual([true, true, false]);
});

test('a line without = is fatal up to 242', () => {
  const loads = (version: number): string | undefined =>
    load(version, { 'a.service': '[Unit]\nnothing\n[Service]\nExecStart=/bin/true\n' }).nodes.get('a.service')?.load;
  expect([242, 243].map((version) => loads(version) === 'loaded')).toEqual([false, true]);
});

test('specifiers came one after the other', () => {
  const wants = (version: number, letter: string): boolean =>
    load(version, {
      'a-b.service': `[Unit]\nRequiresMountsFor=/x/%${letter}y\n[Service]\nExecStart=/bin/true\n`,
      'x.mount': '[Mount]\nWhat=/dev/sda\nWhere=/x\n',
    }).edges.some((edge) => edge.from === 'a-b.service' && edge.to === 'x.mount' && edge.type === 'Requires');
  for (const [letter, first] of [
    ['S', 236],
    ['j', 239],
    ['g', 240],
    ['D', 256],
  ] as const)
    expect([letter, wants(first, letter)]).toEqual([letter, true]);
  for (const [letter, first] of [
    ['j', 239],
    ['g', 240],
    ['o', 247],
    ['D', 256],
  ] as const)
    expect([letter, wants(first - 1, letter)]).toEqual([letter, false]);
});
