/** What is mounted when PID 1 starts shows in the graph: mount_load_proc_self_mountinfo, and the order of loading that comes of it. */
import { expect, test } from 'vitest';
import { buildTransaction } from '../../src/engine/transaction/build.ts';
import type { BootGraph } from '../../src/graph/model.ts';
import type { Surroundings } from '../../src/open.ts';
import { AS_TESTED } from '../surroundings.ts';
import { type Files, graphOfFiles, UNITS } from './graph-of-files.ts';

const FILES: Files = {
  [`${UNITS}/default.target`]: '[Unit]\nWants=tmp.mount work.service\n',
  [`${UNITS}/tmp.mount`]: '[Mount]\nWhat=tmpfs\nType=tmpfs\nOptions=x-initrd.mount\n',
  [`${UNITS}/work.service`]: '[Service]\nPrivateTmp=yes\nExecStart=/bin/work\n',
};
const graphOf = (surroundings?: Surroundings, files = FILES): BootGraph => graphOfFiles(files, 252, surroundings);
const origins = (graph: BootGraph, from: string, type: string, to: string) =>
  graph.edges.find((e) => e.from === from && e.type === type && e.to === to)?.origins;
const sliceOf = (graph: BootGraph, unit: string) =>
  graph.edges.find((e) => e.from === unit && e.type === 'InSlice')?.to;

test('in a real boot tmp.mount is a mount like any other: its slice is chosen by the options of its file', () => {
  expect(sliceOf(graphOf(), 'tmp.mount')).toBe('-.slice');
  expect(sliceOf(graphOf(AS_TESTED), 'tmp.mount')).toBe('system.slice');
});

test('PID 1 has a unit for what is mounted when it starts, and in a real boot none where no file makes one', () => {
  const files = { [`${UNITS}/default.target`]: '[Unit]\nWants=umount.target\n' };
  expect(graphOf({}, files).nodes.has('tmp.mount')).toBe(false);
  expect(graphOf(AS_TESTED, files).nodes.has('tmp.mount')).toBe(true);
  const srv = { mounted: [{ path: '/srv/data', fsType: 'ext4' }] };
  expect(graphOf(srv, files).nodes.has('srv-data.mount')).toBe(true);
});

test('PID 1 has no unit of an API file system that is mounted when it starts', () => {
  const api = { mounted: ['/', '/dev', '/proc', '/run', '/sys'].map((path) => ({ path, fsType: 'tmpfs' })) };
  expect(graphOf(api)).toEqual(graphOf());
});

test('what a mount met at the start mentions is loaded before the root mount, and has an edge to it by path', () => {
  const files: Files = {
    ...FILES,
    [`${UNITS}/local-fs.target`]: '[Unit]\nWants=early.service\n',
    [`${UNITS}/early.service`]: '[Unit]\nRequiresMountsFor=/srv\n[Service]\nExecStart=/bin/early\n',
  };
  const srv = { mounted: [{ path: '/srv', fsType: 'ext4' }] };
  expect(origins(graphOf({}, files), 'early.service', 'After', '-.mount')).toEqual(['file']);
  expect(origins(graphOf(srv, files), 'early.service', 'After', '-.mount')).toEqual(['path']);
});

test('only a tmpfs that is mounted at the start brings swap.target with it', () => {
  const files = { [`${UNITS}/default.target`]: '[Unit]\nWants=umount.target\n' };
  const has = (fsType: string) => graphOf({ mounted: [{ path: '/srv', fsType }] }, files).nodes.has('swap.target');
  expect([has('tmpfs'), has('ext4')]).toEqual([true, false]);
});

// systemd --test of Debian 12 with a tmpfs on /mnt; found by random changes of Debian 11 to 13, which masked tmp.mount.
test('who needs the path of a mount that is there waits for its unit though that is masked, where it was loaded before', () => {
  const needy = '[Unit]\nRequiresMountsFor=/mnt/x\n[Service]\nExecStart=/bin/true\n';
  const files: Files = {
    [`${UNITS}/default.target`]: '[Unit]\nWants=late.service\n',
    [`${UNITS}/local-fs.target`]: '[Unit]\nWants=early.service\n',
    [`${UNITS}/early.service`]: needy,
    [`${UNITS}/late.service`]: needy,
    [`${UNITS}/mnt.mount`]: { link: '/dev/null' },
  };
  const graph = graphOf({ mounted: [{ path: '/mnt', fsType: 'tmpfs' }] }, files);
  expect(graph.nodes.get('mnt.mount')?.load).toBe('masked');
  expect(['After', 'Requires'].map((type) => origins(graph, 'early.service', type, 'mnt.mount'))).toEqual([
    ['path'],
    ['path'],
  ]);
  expect(origins(graph, 'late.service', 'After', 'mnt.mount')).toBeUndefined();
  expect(origins(graphOf({}, files), 'early.service', 'After', 'mnt.mount')).toBeUndefined();
});

// systemd --test of Debian 12 with a tmpfs on /mnt: a start job of more.service, and none of mnt.mount.
test('a mount that is there needs no file to be loaded, is active, and starts what it wants before the boot does', () => {
  const files: Files = {
    [`${UNITS}/default.target`]: '[Unit]\nWants=mnt.mount\n',
    [`${UNITS}/mnt.mount.wants/more.service`]: { link: '../more.service' },
    [`${UNITS}/more.service`]: '[Unit]\nDefaultDependencies=no\n[Service]\nExecStart=/bin/more\n',
  };
  const found = graphOf({ mounted: [{ path: '/mnt', fsType: 'tmpfs' }] }, files);
  expect(found.nodes.get('mnt.mount')?.load).toBe('loaded');
  const { jobs } = buildTransaction(found, { version: 252 });
  expect(jobs.map(({ unit }) => unit).sort()).toEqual(['default.target', 'more.service']);
  expect(graphOf({}, files).nodes.get('mnt.mount')?.load).toBe('not-found');
});
