import { describe, expect, test } from 'vitest';
import { whyOrder } from '../../src/answers/why-order.ts';
import { openTree } from '../../src/open.ts';
import { memoryTree } from '../memory-root.ts';

const SERVICE = '[Service]\nExecStart=/bin/x\n';
const opened = openTree(
  memoryTree({
    '/etc/systemd/system/default.target': '[Unit]\nAllowIsolate=yes\nWants=late.service early.service beside.service\n',
    '/etc/systemd/system/late.service': `[Unit]\nAfter=second-name.service by-name.service plain.service\n${SERVICE}`,
    '/etc/systemd/system/early.service': SERVICE,
    '/etc/systemd/system/by-name.service': { link: 'early.service' },
    '/etc/systemd/system/beside.service': SERVICE,
    '/etc/systemd/system/second-name.service': { link: 'beside.service' },
  }),
  'test',
  { version: 252, init: 'systemd' },
);

describe('names on the line that orders two units', () => {
  test('an alias by which one of the two is called is told', () => {
    const { holds, aliases } = whyOrder(opened, 'late.service', 'early.service');
    expect([holds, aliases.map(({ alias }) => alias)]).toEqual([true, ['by-name.service']]);
  });
  test('another alias that only stands on the same line is not', () => {
    const { aliases } = whyOrder(opened, 'late.service', 'beside.service');
    expect(aliases.map(({ alias }) => alias)).toEqual(['second-name.service']);
  });
});

test('where nothing orders two units, the answer says what each waits for', () => {
  const { path, waits } = whyOrder(opened, 'early.service', 'beside.service');
  expect(path).toEqual([]);
  expect(waits?.unit).toEqual(waits?.other);
});
