import { describe, expect, it } from 'vitest';
import { QuestionError } from '../../src/answers/question-error.ts';
import { whatIf } from '../../src/answers/what-if.ts';
import { bootOf, STOCK } from '../engine/cycles/units.ts';

const units = {
  ...STOCK,
  'web.service': 'After=db.service\nRequires=db.service\n[Install]\nWantedBy=basic.target\nAlias=www.service',
  'db.service': '',
  'extra.service': '[Install]\nWantedBy=basic.target',
};

describe('what-if', () => {
  it('enabling a unit makes the links of its [Install] section, and starts it with what it requires', () => {
    const { links, diff, pulledInBy } = whatIf(bootOf(units), {
      operations: [{ verb: 'enable', names: ['web.service'] }],
      dropIns: [],
    });
    expect(links).toEqual([
      { path: '/etc/systemd/system/www.service', target: '/etc/systemd/system/web.service' },
      { path: '/etc/systemd/system/basic.target.wants/web.service', target: '/etc/systemd/system/web.service' },
    ]);
    expect(diff.started.map(({ unit }) => unit)).toEqual(['db.service', 'web.service']);
    expect(pulledInBy.get('web.service')?.declared[0]?.file).toBe('/etc/systemd/system/basic.target.wants/web.service');
  });

  it('masking what another unit requires costs that unit from v254 on', () => {
    const own = bootOf({ ...units, 'basic.target': `${STOCK['basic.target']}\nWants=web.service` }, 257);
    const enabled = own.reopen([
      { path: '/usr/lib/systemd/system/other.service', content: '[Service]\nExecStart=/bin/true\n' },
    ]);
    const { diff, reasons } = whatIf(enabled, {
      operations: [{ verb: 'mask', names: ['other.service'] }],
      dropIns: [{ unit: 'web.service', name: 'needs.conf', content: '[Unit]\nRequires=other.service\n' }],
    });
    expect(diff.gone.map(({ unit }) => unit)).toEqual(['web.service']);
    expect(reasons.get('web.service')).toMatchObject({ kind: 'dropped', reason: 'requirement-failed' });
  });

  it('a unit that there is not cannot be masked: the nearest are named', () => {
    const mask = () => whatIf(bootOf(units), { operations: [{ verb: 'mask', names: ['wex.service'] }], dropIns: [] });
    expect(mask).toThrow(QuestionError);
    expect(() => mask()).toThrow(
      expect.objectContaining({ fault: expect.objectContaining({ near: ['web.service'] }) }),
    );
  });

  it('masking is refused where the unit has a file of its own in /etc', () => {
    const { links, problems } = whatIf(bootOf(units), {
      operations: [{ verb: 'mask', names: ['extra.service'] }],
      dropIns: [],
    });
    expect([links, problems.length]).toEqual([[], 1]);
  });

  it('a drop-in that closes a circle is a new ordering cycle', () => {
    const enabled = bootOf({ ...units, 'basic.target': `${STOCK['basic.target']}\nWants=web.service` });
    const { newCycles } = whatIf(enabled, {
      operations: [],
      dropIns: [{ unit: 'db.service', name: 'late.conf', content: '[Unit]\nAfter=web.service\n' }],
    });
    expect(newCycles.map(({ members }) => [...members].sort())).toContainEqual(['db.service', 'web.service']);
  });

  it('disabling undoes enabling, link for link', () => {
    const before = bootOf(units);
    const { links } = whatIf(before, {
      operations: [
        { verb: 'enable', names: ['web.service'] },
        { verb: 'disable', names: ['web.service'] },
      ],
      dropIns: [],
    });
    expect(links.map(({ path, target }) => [path, target])).toEqual([
      ['/etc/systemd/system/www.service', null],
      ['/etc/systemd/system/basic.target.wants/web.service', null],
    ]);
  });
});
