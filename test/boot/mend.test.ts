import { describe, expect, it } from 'vitest';
import { mendCycles, whereToWrite, withoutWord } from '../../src/boot/mend.ts';
import { findCycles } from '../../src/engine/cycles/find.ts';
import { bootOf, STOCK } from '../engine/cycles/units.ts';

const mend = (units: Record<string, string>) => {
  const opened = bootOf(units);
  return mendCycles(opened, findCycles(opened.graph, { version: opened.version }));
};

describe('mending a cycle', () => {
  it('takes the default dependencies from a service that is ordered early, and keeps its stop at shutdown', () => {
    const { plan, left } = mend({
      ...STOCK,
      'sysinit.target': 'DefaultDependencies=no\nWants=early.service',
      'early.service': 'Before=sysinit.target',
    });
    expect(left).toBe(0);
    expect(plan.map(({ fault, culprit, files }) => ({ fault, culprit: [culprit.first, culprit.next], files }))).toEqual(
      [
        {
          fault: 'default-against-early-order',
          culprit: ['sysinit.target', 'early.service'],
          files: [
            {
              path: '/etc/systemd/system/early.service.d/no-default-dependencies.conf',
              content: '[Unit]\nDefaultDependencies=no\nConflicts=shutdown.target\nBefore=shutdown.target\n',
            },
          ],
        },
      ],
    );
  });

  it("blames a drop-in of this machine before the unit's own file, and edits it in place", () => {
    const { plan } = mend({
      ...STOCK,
      'basic.target': `${STOCK['basic.target']}\nWants=a.service b.service`,
      'a.service': 'DefaultDependencies=no\nAfter=b.service',
      'b.service': 'DefaultDependencies=no',
      'b.service.d/order.conf': '[Unit]\nAfter=x.service a.service\n',
    });
    expect(plan.map(({ fault, files }) => [fault, files])).toEqual([
      [
        'local-drop-in',
        [{ path: '/etc/systemd/system/b.service.d/order.conf', content: '[Unit]\nAfter=x.service \n' }],
      ],
    ]);
  });

  it('mends several cycles that share one edge with one change', () => {
    const { plan, byCycle, left } = mend({
      ...STOCK,
      'basic.target': `${STOCK['basic.target']}\nWants=a.service b.service c.service`,
      'a.service': 'DefaultDependencies=no\nAfter=b.service c.service',
      'b.service': 'DefaultDependencies=no',
      'c.service': 'DefaultDependencies=no',
      'b.service.d/x.conf': '[Unit]\nAfter=a.service\n',
      'c.service.d/x.conf': '[Unit]\nAfter=a.service\n',
    });
    expect(left).toBe(0);
    expect(plan).toHaveLength(2);
    expect([...byCycle.values()].every((mending) => mending !== null)).toBe(true);
  });
});

describe('a file without a word', () => {
  it('loses the word from a line, the assignment when it was the only one, and a word of a continued line', () => {
    expect(withoutWord('[Unit]\nAfter=a.service b.service\n', 2, 'a.service')).toBe('[Unit]\nAfter= b.service\n');
    expect(withoutWord('[Unit]\nAfter=a.service\nWants=a.service\n', 2, 'a.service')).toBe('[Unit]\nWants=a.service\n');
    expect(withoutWord('[Unit]\nAfter=b.service \\\n  a.service\n', 2, 'a.service')).toBe(
      '[Unit]\nAfter=b.service \\\n  \n',
    );
    expect(withoutWord('[Unit]\nAfter=aa.service a.service.x\n', 2, 'a.service')).toBe(
      '[Unit]\nAfter=aa.service a.service.x\n',
    );
  });

  it('is written where it comes before the one it covers', () => {
    expect(whereToWrite('/etc/systemd/system/a.service', '/etc/systemd/system')).toBe('/etc/systemd/system/a.service');
    expect(whereToWrite('/usr/lib/systemd/system/a.service', '/etc/systemd/system')).toBe(
      '/etc/systemd/system/a.service',
    );
    expect(whereToWrite('/usr/lib/systemd/system/a.service.d/x.conf', '/etc/systemd/system')).toBe(
      '/etc/systemd/system/a.service.d/x.conf',
    );
    expect(whereToWrite('/run/systemd/generator.late/a.service', '/etc/systemd/system')).toBe(
      '/etc/systemd/system/a.service',
    );
  });
});
