import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { buildTransaction } from '../../src/engine/transaction/build.ts';
import { openFolder } from '../../src/open.ts';
import { compareGraph, compareJobs } from '../../src/recorded/compare-graph.ts';
import { parseDump } from '../../src/recorded/dump.ts';
import { oracleAvailable, oracleVersion, runOnTree } from '../conformance/oracle.ts';
import { AS_TESTED } from '../surroundings.ts';

const USER = {
  'default.target':
    '[Unit]\nDescription=Main\nWants=basic.target web.service work.timer note.path chat.socket box@1.service\nAllowIsolate=yes\n',
  'basic.target': '[Unit]\nDescription=Basic\nWants=timers.target sockets.target paths.target\n',
  'timers.target': '[Unit]\nDescription=Timers\n',
  'sockets.target': '[Unit]\nDescription=Sockets\n',
  'paths.target': '[Unit]\nDescription=Paths\n',
  'shutdown.target': '[Unit]\nDefaultDependencies=no\n',
  'web.service': '[Service]\nExecStart=/bin/true\nPrivateTmp=yes\nWorkingDirectory=/srv/web\n',
  'box@.service': '[Service]\nExecStart=/bin/true\nSlice=session.slice\n',
  'work.timer': '[Timer]\nOnCalendar=daily\n',
  'work.service': '[Service]\nType=oneshot\nExecStart=/bin/true\n',
  'note.path': '[Path]\nPathExists=/srv/note\n',
  'note.service': '[Service]\nExecStart=/bin/true\n',
  'chat.socket': '[Socket]\nListenStream=/srv/chat\n',
  'chat.service': '[Service]\nExecStart=/bin/true\n',
  'srv.mount': '[Mount]\nWhat=tmpfs\nWhere=/srv\nType=tmpfs\n',
  'far.automount': '[Automount]\nWhere=/far\n',
} as const;

const INITRD = {
  'initrd.target':
    '[Unit]\nDescription=Initrd\nAllowIsolate=yes\nWants=sysroot.mount sysroot-usr.mount sysroot-net.mount home.mount\n',
  'default.target': '[Unit]\nDescription=Never\nAllowIsolate=yes\n',
  'sysroot.mount': '[Mount]\nWhat=/dev/sda1\nWhere=/sysroot\n',
  'sysroot-usr.mount': '[Mount]\nWhat=/dev/sda2\nWhere=/sysroot/usr\nOptions=x-initrd.mount\n',
  'sysroot-net.mount': '[Mount]\nWhat=srv:/x\nWhere=/sysroot/net\nType=nfs\n',
  'home.mount': '[Mount]\nWhat=/dev/sda3\nWhere=/home\nOptions=x-initrd.mount\n',
} as const;

function withTree<T>(files: Readonly<Record<string, string>>, use: (root: string, units: string) => T): T {
  const root = mkdtempSync(join(tmpdir(), 'bootscope-scope-'));
  const units = join(root, 'units');
  try {
    mkdirSync(units);
    for (const folder of [root, units]) chmodSync(folder, 0o755);
    for (const [name, text] of Object.entries(files)) writeFileSync(join(units, name), text);
    return use(root, units);
  } finally {
    rmSync(root, { recursive: true });
  }
}

/** The tree at /units of a root, opened as the scope says. */
function ours(root: string, scope: 'user' | 'initrd', version = 252) {
  return openFolder(root, {
    unitPath: ['/units'],
    surroundings: AS_TESTED,
    version,
    init: 'systemd',
    ...(scope === 'user' ? { user: {} } : { initrd: true }),
  });
}

const after = (root: string, scope: 'user' | 'initrd', unit: string, type: string): readonly string[] =>
  ours(root, scope)
    .graph.edges.filter((e) => e.from === unit && e.type === type)
    .map((e) => e.to);

describe("a user's manager", () => {
  test('has no sysinit.target: a service requires basic.target, and lies in app.slice', () =>
    withTree(USER, (root) => {
      expect(after(root, 'user', 'web.service', 'Requires')).toEqual(
        expect.arrayContaining(['basic.target', 'app.slice']),
      );
      expect(after(root, 'user', 'web.service', 'After')).not.toContain('sysinit.target');
      expect(after(root, 'user', 'web.service', 'After')).not.toContain('systemd-journald.socket');
    }));

  test('orders no timer after the clock, and no mount before local-fs.target', () =>
    withTree(USER, (root) => {
      expect(after(root, 'user', 'work.timer', 'After')).not.toContain('time-sync.target');
      expect(ours(root, 'user').graph.edges.some((e) => e.to === 'srv.mount' && e.from === 'local-fs.target')).toBe(
        false,
      );
    }));
});

describe('PID 1 in an initrd', () => {
  test('goes for initrd.target, whatever default.target is', () =>
    withTree(INITRD, (root) => expect(ours(root, 'initrd').graph.target).toBe('initrd.target')));

  test('mounts /sysroot before initrd-root-fs.target, and what is below before initrd-fs.target', () =>
    withTree(INITRD, (root) => {
      expect(after(root, 'initrd', 'initrd-root-fs.target', 'After')).toEqual(['sysroot.mount']);
      expect(after(root, 'initrd', 'initrd-fs.target', 'After')).toEqual(['sysroot-net.mount', 'sysroot-usr.mount']);
    }));
});

for (const [scope, files] of [
  ['user', USER],
  ['initrd', INITRD],
] as const)
  test.runIf(oracleAvailable())(
    `the machine's systemd and bootscope agree on a tree of the ${scope} scope, edge by edge and job by job`,
    () =>
      withTree(files, (root, units) => {
        const dump = parseDump(runOnTree([units], undefined, scope).dump.replaceAll(units, '/units'));
        const { graph, version } = ours(root, scope, oracleVersion());
        // What only a mount of this machine mentions is not of the tree.
        const foreign = (id: string): boolean =>
          [...dump.edges.values()].every(
            (edge) => (edge.from !== id && edge.to !== id) || !(graph.nodes.has(edge.from) && graph.nodes.has(edge.to)),
          );
        const differences = [
          ...compareGraph(dump, { units: [...graph.nodes.values()], edges: graph.edges }),
          ...compareJobs(dump, buildTransaction(graph, { version }).jobs),
        ].filter(({ kind, what }) => kind !== 'missing-unit' || !foreign(what));
        expect(dump.units.size).toBeGreaterThan(8);
        expect(differences).toEqual([]);
      }),
  );
