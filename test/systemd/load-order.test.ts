import { expect, test } from 'vitest';
import type { BootGraph } from '../../src/graph/model.ts';
import { type Files, graphOfFiles, UNITS } from './graph-of-files.ts';

const graphOf = (files: Files, version = 252): BootGraph => graphOfFiles(files, version);

function origins(graph: BootGraph, from: string, type: string, to: string) {
  return graph.edges.find((e) => e.from === from && e.type === type && e.to === to)?.origins;
}

// What systemd 247, 252, 257 and 262 said of the same files (test/conformance/variants.ts: own-units).
test('a unit met by its alias reads its own file under that alias, and is called by its file afterwards', () => {
  const graph = graphOf({
    [`${UNITS}/default.target`]: '[Unit]\nWants=application.service\n',
    [`${UNITS}/app.service`]: '[Unit]\nDescription=%p of %n\n[Service]\nExecStart=/bin/app\n',
    [`${UNITS}/application.service`]: { link: 'app.service' },
  });
  expect(graph.nodes.get('app.service')?.description).toBe('application of application.service');
  expect(graph.edges.find((e) => e.from === 'default.target' && e.to === 'app.service')?.declared[0]?.as).toBe(
    'application.service',
  );
});

// systemd --test on bookworm: dbus.socket, reached from local-fs.target, After -.mount (origin-path).
test('a unit loaded before the root mount is ordered after it with origin path, one loaded later with its own', () => {
  const graph = graphOf({
    [`${UNITS}/default.target`]: '[Unit]\nWants=late.service\n',
    [`${UNITS}/local-fs.target`]: '[Unit]\nWants=early.service\n',
    [`${UNITS}/early.service`]: '[Unit]\nRequiresMountsFor=/srv\n[Service]\nExecStart=/bin/early\n',
    [`${UNITS}/late.service`]: '[Unit]\nRequiresMountsFor=/srv\n[Service]\nExecStart=/bin/late\n',
  });
  expect(origins(graph, 'early.service', 'After', '-.mount')).toEqual(['path']);
  expect(origins(graph, 'late.service', 'After', '-.mount')).toEqual(['file']);
});

// systemd-system.conf(5).
test('services whose output the manager sends elsewhere do not wait for the journal', () => {
  const files = {
    [`${UNITS}/default.target`]: '[Unit]\nWants=a.service\n',
    [`${UNITS}/a.service`]: '[Service]\nExecStart=/bin/a\n',
  };
  expect(origins(graphOf(files), 'a.service', 'After', 'systemd-journald.socket')).toEqual(['file']);
  const quiet = graphOf({
    ...files,
    '/etc/systemd/system.conf.d/quiet.conf': '[Manager]\nDefaultStandardOutput=null\n',
  });
  expect(origins(quiet, 'a.service', 'After', 'systemd-journald.socket')).toBeUndefined();
});
