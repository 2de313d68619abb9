import { describe, expect, test } from 'vitest';
import { targetChain } from '../src/engine/chain.ts';
import { buildTransaction } from '../src/engine/transaction/build.ts';
import { openFolder } from '../src/open.ts';

const root = (name: string): string => new URL(`../sample-roots/${name}`, import.meta.url).pathname;

describe('ubuntu-16.04-compute', () => {
  const { graph, version } = openFolder(root('ubuntu-16.04-compute'));

  test('carries systemd 229, found in the package database', () => expect(version).toBe(229));

  test('the chain goes graphical, multi-user, basic, sysinit, local-fs', () => {
    expect(
      targetChain(graph)
        .slice(0, 5)
        .map((s) => s.target),
    ).toEqual(['graphical', 'multi-user', 'basic', 'sysinit', 'local-fs'].map((t) => `${t}.target`));
  });

  test('nova-compute waits for libvirt-bin by a line of its own file, and requires nothing of it', () => {
    const edges = graph.edges.filter((e) => e.from === 'nova-compute.service' && e.to === 'libvirt-bin.service');
    expect(edges.map((e) => e.type)).toEqual(['After']);
    expect(edges[0]?.declared[0]).toMatchObject({ file: '/lib/systemd/system/nova-compute.service', key: 'After' });
  });

  test('both have start jobs', () => {
    const jobs = buildTransaction(graph, { version })
      .jobs.filter((j) => j.type === 'start')
      .map((j) => j.unit);
    expect(jobs).toContain('nova-compute.service');
    expect(jobs).toContain('libvirt-bin.service');
  });
});

test('every edge of every sample root names its proof', () => {
  let edges = 0;
  for (const name of ['ubuntu-16.04-compute', 'ubuntu-14.04-controller', 'debian-7-sysv', 'modern-server', 'broken'])
    for (const edge of openFolder(root(name)).graph.edges) {
      edges++;
      expect(edge.declared.length).toBeGreaterThan(0);
      for (const d of edge.declared) expect(d.how === 'rule' ? d.rule : d.file).toBeTruthy();
    }
  expect(edges).toBeGreaterThan(1000);
});
