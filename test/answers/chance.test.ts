/** One outcome of chance is never told as the outcome: every answer about a unit on a cycle says the same of it. */
import { describe, expect, it } from 'vitest';
import { autostart } from '../../src/answers/autostart/autostart.ts';
import { chain } from '../../src/answers/chain.ts';
import { diff } from '../../src/answers/diff.ts';
import { order, orderOf } from '../../src/answers/order.ts';
import { show } from '../../src/answers/show.ts';
import { transaction } from '../../src/answers/transaction.ts';
import { why } from '../../src/answers/why.ts';
import { whyOrder } from '../../src/answers/why-order.ts';
import type { ExampleFiles } from '../../src/audit/rule.ts';
import { autostartText } from '../../src/report/autostart.ts';
import { orderText, unitOrderText } from '../../src/report/order.ts';
import { showText } from '../../src/report/show.ts';
import { plain } from '../../src/report/style.ts';
import { whyText } from '../../src/report/why.ts';
import { whyOrderText } from '../../src/report/why-order.ts';
import { exampleRoot } from '../audit/example-root.ts';

const service = (unit = ''): string => `[Unit]\n${unit}[Service]\nExecStart=/bin/true\n`;
const wanted = (name: string): ExampleFiles => ({
  [`/etc/systemd/system/multi-user.target.wants/${name}`]: { link: `../${name}` },
});
const calm: ExampleFiles = {
  '/etc/systemd/system/a.service': service('After=b.service\n'),
  '/etc/systemd/system/b.service': service(),
  '/etc/systemd/system/c.service': service('Requires=b.service\n'),
  ...wanted('a.service'),
  ...wanted('b.service'),
  ...wanted('c.service'),
};
const circular: ExampleFiles = { ...calm, '/etc/systemd/system/b.service': service('After=a.service\n') };
const PAGE = { width: 10_000 };
const root = exampleRoot({}, circular);

describe('a unit that the breaking of a cycle may cost its job', () => {
  // systemd 252 --test on such a root, started again and again, deletes now the one and now the other.
  it.each(['a.service', 'b.service', 'c.service'])('%s is not told as started, nor as not started', (unit) => {
    expect(show(root, unit)).toMatchObject({ started: false, notAtEveryBoot: { unit, jobs: ['start', null] } });
    expect(autostart(root, unit)).toMatchObject({ started: false, notAtEveryBoot: { unit } });
    expect(why(root, unit)).toMatchObject({ holds: false, reason: null, notAtEveryBoot: { unit } });
    expect(order(root).waves.flat()).toContain(unit);
    expect(orderOf(root, unit).wave).not.toBeNull();
    for (const text of [
      showText(root, show(root, unit), PAGE),
      autostartText(root.graph, autostart(root, unit), PAGE),
      orderText(order(root), PAGE),
      unitOrderText(root.graph, orderOf(root, unit), PAGE),
      whyText(root, why(root, unit), PAGE),
    ])
      expect(plain(text)).toContain('Not at every boot:');
  });

  it('is in the set that every answer about the boot carries', () => {
    const all = ['a.service', 'b.service', 'c.service'];
    expect(transaction(root).notAtEveryBoot.map(({ unit }) => unit)).toEqual(all);
    expect([...order(root).notAtEveryBoot].map(({ unit }) => unit).sort()).toEqual(all);
    const answer = chain(root);
    expect(answer.kind === 'targets' && answer.notAtEveryBoot.map(({ unit }) => unit)).toEqual(all);
  });

  it('is neither gone nor the same between a root with the cycle and one without', () => {
    const { same, diff: found } = diff(exampleRoot({}, calm), root);
    expect(same).toBe(false);
    expect([found.started, found.gone]).toEqual([[], []]);
    expect(found.chance).toEqual(
      ['a.service', 'b.service', 'c.service'].map((unit) => ({ unit, before: 'always', after: 'sometimes' })),
    );
  });

  it('is ordered both ways, and the answer shows both', () => {
    for (const [unit, other] of [
      ['a.service', 'b.service'],
      ['b.service', 'a.service'],
    ] as const) {
      const answer = whyOrder(root, unit, other);
      expect(answer).toMatchObject({ holds: false, bothOrders: true });
      expect([answer.path.length, answer.reverse.length]).toEqual([1, 1]);
      expect(plain(whyOrderText(root, answer, 'after', PAGE))).toMatch(/^Both orders are in the files/);
    }
  });
});

it('a unit that is the only one to be deleted of a cycle is started at no boot, and that is said without a maybe', () => {
  const certain = exampleRoot(
    {},
    {
      '/etc/systemd/system/default.target': { link: 'top.target' },
      '/etc/systemd/system/top.target':
        '[Unit]\nRequires=multi-user.target\nAfter=multi-user.target\nAllowIsolate=yes\n',
      '/etc/systemd/system/late.service': service('After=default.target\n'),
      ...wanted('late.service'),
    },
  );
  expect(show(certain, 'late.service')).toMatchObject({ started: false, notAtEveryBoot: null });
  expect(whyOrder(certain, 'late.service', 'top.target').bothOrders).toBe(true);
});
