import { expect, test } from 'vitest';
import type { BootGraph } from '../../src/graph/model.ts';
import { AS_TESTED } from '../surroundings.ts';
import { type Files, graphOfFiles, UNITS } from './graph-of-files.ts';

// What was seen of `systemd --test` was seen in its surroundings.
const graphOf = (files: Files, version = 252): BootGraph => graphOfFiles(files, version, AS_TESTED);

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

// systemd 249 --test of Ubuntu jammy and 252 of bookworm, on the root of variants.ts: own-units, and on these files.
test('in 249 a mount found in /proc waits for its turn with what it mentions, in 252 what it mentions is loaded at once', () => {
  const files = {
    [`${UNITS}/default.target`]: '[Unit]\nWants=tmp.mount\n',
    [`${UNITS}/swap.target`]: '[Unit]\nWants=early.service\n',
    [`${UNITS}/early.service`]: '[Unit]\nRequiresMountsFor=/srv\n[Service]\nExecStart=/bin/early\n',
  };
  const ordered = (version: number) => origins(graphOf(files, version), 'early.service', 'After', '-.mount');
  expect([245, 249, 252].map(ordered)).toEqual([['path'], ['path'], ['file']]);
});

// systemd 252 --test, which finds a tmpfs on /tmp: what of it was settled before its file was read stays.
test('a mount that is there already has its slice before its options, and follows swap.target whatever its file says', () => {
  const graph = graphOf({
    [`${UNITS}/default.target`]: '[Unit]\nWants=tmp.mount srv.mount\n',
    [`${UNITS}/tmp.mount`]: '[Mount]\nWhat=tmpfs\nOptions=x-initrd.mount\n',
    [`${UNITS}/srv.mount`]: '[Mount]\nWhat=tmpfs\nOptions=x-initrd.mount\n',
    [`${UNITS}/swap.target`]: '[Unit]\nRequiresMountsFor=/tmp\n',
  });
  const slice = (unit: string) => graph.edges.find((e) => e.from === unit && e.type === 'InSlice')?.to;
  expect([slice('tmp.mount'), slice('srv.mount')]).toEqual(['system.slice', '-.slice']);
  expect(origins(graph, 'swap.target', 'After', 'tmp.mount')).toEqual(['path']);
});

// Seed 77016 of the random trees; the mount of an NFS file has its place before local-fs-pre.target only by /proc.
test('a target does not come after a mount of it that follows it by /proc, though its file says NFS', () => {
  const graph = graphOf({
    [`${UNITS}/default.target`]: '[Unit]\nWants=local-fs-pre.target\n',
    [`${UNITS}/local-fs-pre.target`]: '[Unit]\nWants=tmp.mount srv.mount\n',
    [`${UNITS}/tmp.mount`]: '[Mount]\nWhat=host:/tmp\nType=nfs\n',
    [`${UNITS}/srv.mount`]: '[Mount]\nWhat=host:/srv\nType=nfs\n',
  });
  const after = graph.edges.filter((e) => e.from === 'local-fs-pre.target' && e.type === 'After').map((e) => e.to);
  expect(after.filter((name) => name.endsWith('.mount'))).toEqual(['srv.mount']);
});

test('what a file says of a network is no reason to load it early where the mount is there, and holds all the same', () => {
  const graph = graphOf({
    [`${UNITS}/default.target`]: '[Unit]\nWants=a.service\n',
    [`${UNITS}/a.service`]: '[Unit]\nRequiresMountsFor=/srv\n[Service]\nExecStart=/bin/a\n',
    [`${UNITS}/srv.mount`]: '[Mount]\nWhat=tmpfs\n',
    [`${UNITS}/network.target`]: '[Unit]\nAfter=srv.mount\n',
    [`${UNITS}/tmp.mount`]: '[Mount]\nWhat=host:/tmp\nType=nfs\n',
  });
  expect(origins(graph, 'a.service', 'Requires', 'srv.mount')).toEqual(['path']);
  expect(origins(graph, 'tmp.mount', 'After', 'network.target')).toEqual(['mount-file']);
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

// What 229 (xenial) and 237 (bionic) say: ssh.service has the name sshd.service in a boot that mentions it, and not otherwise.
test('before there was a map of names, a link is another name of its unit only where something mentions it', () => {
  const files = (wanted: string): Files => ({
    [`${UNITS}/default.target`]: `[Unit]\nWants=${wanted}\n`,
    [`${UNITS}/ssh.service`]: '[Service]\nExecStart=/usr/sbin/sshd -D\n',
    [`${UNITS}/sshd.service`]: { link: 'ssh.service' },
  });
  for (const version of [229, 237]) {
    const aliases = (wanted: string) => graphOf(files(wanted), version).nodes.get('ssh.service')?.aliases;
    expect(aliases('ssh.service')).toEqual([]);
    expect(aliases('ssh.service sshd.service')).toEqual(['sshd.service']);
    expect(graphOf(files('ssh.service'), version).names.get('sshd.service')).toBeDefined();
  }
  expect(graphOf(files('ssh.service'), 247).nodes.get('ssh.service')?.aliases).toEqual(['sshd.service']);
});

// systemd --test of both with a comment between continued lines (test/conformance/variants.ts: own-units): app.service is an error.
test('a line without = fails the file in 229 and 237, and is passed over later', () => {
  const files: Files = {
    [`${UNITS}/default.target`]: '[Unit]\nWants=app.service\n',
    [`${UNITS}/app.service`]:
      '[Unit]\nAfter=a.service \\\n# not a comment there\n  b.service\n[Service]\nExecStart=/bin/app\n',
  };
  for (const version of [229, 237]) expect(graphOf(files, version).nodes.get('app.service')?.load).toBe('error');
  expect(graphOf(files, 247).nodes.get('app.service')?.load).toBe('loaded');
});

// systemd --test of xenial: dbus.socket Requires -.slice, multi-user.target Conflicts shutdown.target but is not Before it.
test('in 229 a socket lies in no slice but the root, and a target is not ordered before shutdown', () => {
  const files: Files = {
    [`${UNITS}/default.target`]: '[Unit]\nWants=dbus.socket\n',
    [`${UNITS}/dbus.socket`]: '[Socket]\nListenStream=/run/dbus/socket\n',
  };
  expect(origins(graphOf(files, 229), 'dbus.socket', 'Requires', '-.slice')).toBeDefined();
  expect(origins(graphOf(files, 237), 'dbus.socket', 'Requires', 'system.slice')).toBeDefined();
  expect(origins(graphOf(files, 229), 'default.target', 'Conflicts', 'shutdown.target')).toBeDefined();
  expect(origins(graphOf(files, 229), 'shutdown.target', 'After', 'default.target')).toBeUndefined();
  expect(origins(graphOf(files, 237), 'shutdown.target', 'After', 'default.target')).toBeDefined();
});
