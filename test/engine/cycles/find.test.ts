import { describe, expect, it } from 'vitest';
import { findCycles } from '../../../src/engine/cycles/find.ts';
import { bootOf } from './units.ts';

const cyclesOf = (units: Record<string, string>, version = 252) =>
  findCycles(bootOf(units, version).graph, { version }).cycles;
const plain = (lines: string) => `DefaultDependencies=no\n${lines}`;

describe('ordering cycles', () => {
  it('may cost any member that is only wanted, never one that the anchor requires', () => {
    // Seen in 40 boots of systemd 252: c 17 times, d 15 times, b 8 times, a never.
    const [cycle, ...more] = cyclesOf({
      'default.target': plain('Requires=a.service\nWants=b.service c.service d.service\nAllowIsolate=yes'),
      'a.service': plain('After=c.service'),
      'b.service': plain('After=d.service'),
      'c.service': plain('After=b.service'),
      'd.service': plain('After=a.service'),
    });
    expect(more).toEqual([]);
    expect(cycle?.members).toHaveLength(4);
    expect([...(cycle?.victims ?? [])].sort()).toEqual(['b.service', 'c.service', 'd.service']);
    expect(cycle?.protected).toEqual(['a.service']);
  });

  it('are told once each, shortest first, with the line behind every edge', () => {
    const cycles = cyclesOf({
      'default.target': plain('Wants=a.service b.service c.service\nAllowIsolate=yes'),
      'a.service': plain('After=b.service'),
      'b.service': plain('After=a.service c.service'),
      'c.service': plain('After=a.service'),
    });
    expect(cycles.map((cycle) => [...cycle.members].sort())).toEqual([
      ['a.service', 'b.service'],
      ['a.service', 'b.service', 'c.service'],
    ]);
    for (const { edges, members } of cycles) {
      expect(edges.map((edge) => edge.first)).toEqual(members);
      for (const { edge } of edges) expect(edge.declared[0]).toMatchObject({ how: 'line', line: 3, key: 'After' });
    }
  });

  it('of required units alone end the boot for good, even inside a cycle that could be broken', () => {
    const cycles = cyclesOf({
      'default.target': plain('Requires=a.service b.service\nWants=w.service\nAllowIsolate=yes'),
      'a.service': plain('After=b.service w.service'),
      'b.service': plain('After=a.service'),
      'w.service': plain('After=b.service'),
    });
    expect(cycles.map(({ members, unbreakable }) => [members.length, unbreakable])).toEqual([
      [2, true],
      [3, false],
    ]);
  });

  it('are none where a member has no job: an order counts only between units that are started', () => {
    expect(
      cyclesOf({
        'default.target': plain('Wants=a.service\nAllowIsolate=yes'),
        'a.service': plain('After=b.service'),
        'b.service': plain('After=a.service'),
      }),
    ).toEqual([]);
  });

  it('take with the victim what requires it, and leave what it wanted', () => {
    const [cycle] = cyclesOf({
      'default.target': plain('Wants=a.service b.service needs.service\nAllowIsolate=yes'),
      'a.service': plain('After=b.service\nWants=only-a.service'),
      'b.service': plain('After=a.service'),
      'needs.service': plain('Requires=a.service'),
      'only-a.service': plain(''),
    });
    const loss = cycle?.losses.find(({ victim }) => victim === 'a.service');
    expect(loss?.lost.map(({ unit, because }) => [unit, because.type])).toEqual([['needs.service', 'Requires']]);
    expect(loss?.stillStarted).toEqual(['only-a.service']);
    expect(loss?.unneeded).toEqual([]);
  });

  it('also cost what only the victim wanted, where the target may not be isolated', () => {
    const [cycle] = cyclesOf({
      'default.target': plain('Wants=a.service b.service'),
      'a.service': plain('After=b.service\nWants=only-a.service'),
      'b.service': plain('After=a.service'),
      'only-a.service': plain(''),
    });
    const loss = cycle?.losses.find(({ victim }) => victim === 'a.service');
    expect(loss).toMatchObject({ unneeded: ['only-a.service'], stillStarted: [] });
  });

  it('are found in a ring of 3 000 units', () => {
    const units: Record<string, string> = { 'default.target': plain('Wants=u0.service\nAllowIsolate=yes') };
    for (let i = 0; i < 3000; i++)
      units[`u${i}.service`] = plain(`After=u${(i + 1) % 3000}.service\nWants=u${(i + 1) % 3000}.service`);
    const [cycle] = cyclesOf(units);
    expect(cycle?.members).toHaveLength(3000);
    expect(cycle?.victims).toHaveLength(3000);
  });
});
