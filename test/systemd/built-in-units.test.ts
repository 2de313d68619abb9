/** Units that PID 1 262 has built in; the answers are those of its `systemd --test` on these trees. */
import { expect, test } from 'vitest';
import { buildTransaction } from '../../src/engine/transaction/build.ts';
import type { BootEdge } from '../../src/graph/model.ts';
import { type OpenedRoot, openTree } from '../../src/open.ts';
import { memoryTree } from '../memory-root.ts';

const DIR = '/etc/systemd/system';

function opened(
  files: Parameters<typeof memoryTree>[0],
  options: { version?: number; user?: object } = {},
): OpenedRoot {
  const pid1 = { '/usr/lib/systemd/systemd': 'ELF' };
  return openTree(memoryTree({ ...pid1, ...files }), 'memory', {
    init: 'systemd',
    version: 262,
    cmdline: '',
    ...options,
  });
}

const said = ({ graph }: OpenedRoot, unit: string, type: BootEdge['type']): readonly string[] =>
  graph.edges
    .filter((e) => e.from === unit && e.type === type && e.declared.some(({ by }) => by === unit))
    .map((e) => e.to)
    .sort();

const loadOf = ({ graph }: OpenedRoot, unit: string) => graph.nodes.get(graph.names.get(unit) ?? unit)?.load;
const jobsOf = ({ graph, version }: OpenedRoot) =>
  buildTransaction(graph, { version })
    .jobs.map(({ unit, type }) => `${unit} ${type}`)
    .sort();

test('a root without any unit file starts graphical.target, built in with all that it requires', () => {
  const root = opened({});
  expect(root.graph.target).toBe('graphical.target');
  expect(jobsOf(root)).toEqual([
    'basic.target start',
    'graphical.target start',
    'multi-user.target start',
    'sysinit.target start',
  ]);
  expect(root.graph.nodes.get('graphical.target')).toMatchObject({
    load: 'loaded',
    fragment: null,
    description: 'Graphical Interface',
  });
  const requires = root.graph.edges.find((e) => e.from === 'basic.target' && e.type === 'Requires');
  expect(requires).toMatchObject({ to: 'sysinit.target', origins: ['file'], declared: [{ rule: 'built-in-unit' }] });
  expect(said(root, 'basic.target', 'Wants')).toEqual([
    'paths.target',
    'slices.target',
    'sockets.target',
    'timers.target',
    'tmp.mount',
  ]);
  expect(root.graph.diagnostics.map((d) => d.code)).toContain('default-target-missing');
});

test('before 262 such a root has no transaction, and neither has a user manager of 262 any of them', () => {
  const old = opened({}, { version: 257 });
  expect(loadOf(old, 'graphical.target')).toBeUndefined();
  expect(buildTransaction(old.graph, { version: 257 }).failed).toBe('Failed to load rescue.target');
  const user = opened({ '/usr/lib/systemd/user/t.target': '[Unit]\nAfter=basic.target\n' }, { user: {} });
  expect(loadOf(user, 'basic.target')).toBe('not-found');
});

test('a masked or broken default.target leads to rescue.target, as does a graphical.target that is masked', () => {
  const rescue = { [`${DIR}/rescue.target`]: '[Unit]\nDefaultDependencies=no\n' };
  for (const bad of [
    { [`${DIR}/default.target`]: { link: '/dev/null' } },
    { [`${DIR}/default.target`]: '[Unit\n' },
    { [`${DIR}/graphical.target`]: { link: '/dev/null' } },
  ])
    expect(jobsOf(opened({ ...rescue, ...bad }))).toEqual(['rescue.target start']);
});

test('a file of its name, a mask too, stands for the built-in unit; a drop-in and a .wants link add to it', () => {
  const root = opened({
    [`${DIR}/t.target`]: '[Unit]\nAfter=graphical.target halt.target kexec.target basic.target\n',
    [`${DIR}/graphical.target.d/x.conf`]: '[Unit]\nAfter=a.service\n',
    [`${DIR}/basic.target.d/x.conf`]: '[Unit]\nDescription=\n',
    [`${DIR}/halt.target`]: { link: '/dev/null' },
    [`${DIR}/kexec.target.wants/w.service`]: { link: 'x' },
  });
  expect(said(root, 'graphical.target', 'After')).toContain('a.service');
  expect(said(root, 'graphical.target', 'Requires')).toEqual(['multi-user.target']);
  expect(root.graph.nodes.get('basic.target')?.description).toBe('basic.target');
  expect(loadOf(root, 'halt.target')).toBe('masked');
  expect(said(root, 'kexec.target', 'Wants')).toEqual(['w.service']);
  expect(said(root, 'kexec.target', 'Requires')).toEqual(['systemd-kexec.service']);
});

test('an alias does not lead to a built-in unit, but a link that leads nowhere leaves its own name built in', () => {
  const root = opened({
    [`${DIR}/t.target`]: '[Unit]\nAfter=ctrl-alt-del.target sysinit.target systemd-halt.service\n',
    [`${DIR}/ctrl-alt-del.target`]: { link: 'reboot.target' },
    [`${DIR}/sysinit.target`]: { link: 'nothing.target' },
    [`${DIR}/systemd-halt.service`]: { link: '/nowhere/y.service' },
  });
  expect(loadOf(root, 'ctrl-alt-del.target')).toBe('not-found');
  expect(loadOf(root, 'sysinit.target')).toBe('loaded');
  expect(loadOf(root, 'systemd-halt.service')).toBe('not-found');
});
