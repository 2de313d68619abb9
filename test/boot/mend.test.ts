/** What mends a cycle: which line is blamed, where the files go, and that nothing less would do. */
import { describe, expect, it } from 'vitest';
import { mendCycles } from '../../src/boot/mend.ts';
import { whereToWrite, withoutWord } from '../../src/boot/mend-files.ts';
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
    const { plan, left } = mend({
      ...STOCK,
      'basic.target': `${STOCK['basic.target']}\nWants=a.service b.service c.service`,
      'a.service': 'DefaultDependencies=no\nAfter=b.service\nBefore=c.service',
      'b.service': 'DefaultDependencies=no\nAfter=c.service d.service',
      'c.service': 'DefaultDependencies=no',
      'd.service': 'DefaultDependencies=no\nAfter=a.service c.service',
    });
    expect(left).toBe(0);
    expect(plan.map(({ changes }) => changes)).toEqual([
      [expect.objectContaining({ file: expect.stringMatching(/a.service$/), word: 'b.service' })],
    ]);
  });

  it('takes as many changes as it needs, and says of each in how many cycles it is', () => {
    const { plan, byCycle, left, knots } = mend({
      ...STOCK,
      'basic.target': `${STOCK['basic.target']}\nWants=a.service b.service c.service`,
      'a.service': 'DefaultDependencies=no\nAfter=b.service c.service',
      'b.service': 'DefaultDependencies=no',
      'c.service': 'DefaultDependencies=no',
      'b.service.d/x.conf': '[Unit]\nAfter=a.service\n',
      'c.service.d/x.conf': '[Unit]\nAfter=a.service\n',
    });
    expect(left).toBe(0);
    expect(plan.map(({ ends }) => ends.length)).toEqual([1, 1]);
    expect(knots.map(({ exact, cycles }) => [exact, cycles.length])).toEqual([[true, 2]]);
    expect([...byCycle.values()].every((mending) => mending !== null)).toBe(true);
  });

  it('says what the change does besides: who no longer waits for whom', () => {
    const { knots } = mend({
      ...STOCK,
      'sysinit.target': 'DefaultDependencies=no\nWants=early.service',
      'early.service': 'Before=sysinit.target',
    });
    expect(knots[0]?.ways.map(({ effects }) => effects)).toEqual([
      [{ unit: 'early.service', kind: 'free', others: ['basic.target', 'sysinit.target'] }],
      [{ unit: 'sysinit.target', kind: 'free', others: ['early.service'] }],
    ]);
  });

  it('shows the line that an empty After= was to reset, which systemd does not do', () => {
    const { plan } = mend({
      ...STOCK,
      'basic.target': `${STOCK['basic.target']}\nWants=a.service b.service`,
      'a.service': 'DefaultDependencies=no\nAfter=b.service',
      'b.service': 'DefaultDependencies=no\nAfter=a.service',
      'b.service.d/order.conf': '[Unit]\nAfter=\nAfter=x.service\n',
    });
    expect(plan.map(({ fault, reset, changes }) => [fault, reset?.file, changes])).toEqual([
      [
        'void-reset',
        '/etc/systemd/system/b.service.d/order.conf',
        [expect.objectContaining({ file: '/etc/systemd/system/b.service', word: 'a.service' })],
      ],
    ]);
  });

  it('ends what can be ended, and leaves a cycle that is built in', () => {
    const { left, knots } = mend({
      ...STOCK,
      'basic.target': `${STOCK['basic.target']}\nWants=a.service b.service`,
      'a.service': 'DefaultDependencies=no\nAfter=b.service',
      'b.service': 'DefaultDependencies=no\nAfter=a.service',
    });
    expect([left, knots[0]?.hopeless]).toEqual([0, 0]);
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

  it('is written where it comes before the one it covers, and where its manager reads it', () => {
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
    expect(whereToWrite('/home/u/.config/systemd/user/a.service', '/etc/systemd/system')).toBe(
      '/home/u/.config/systemd/user/a.service',
    );
    expect(whereToWrite('/usr/lib/systemd/user/a.service', '/home/u/.config/systemd/user')).toBe(
      '/home/u/.config/systemd/user/a.service',
    );
  });
});
