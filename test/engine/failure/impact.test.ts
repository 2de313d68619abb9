import { describe, expect, test } from 'vitest';
import { impact, impacts } from '../../../src/answers/impact.ts';
import type { FailureMode } from '../../../src/engine/failure/own-end.ts';
import { service, smallBoot } from '../../systemd/small-boot.ts';

const NEEDS = service('Requires=x.service\nAfter=x.service', 'oneshot+');

/** `unit fate`, with ? where it is not certain. */
function lost(x: string, others: Readonly<Record<string, string>>, mode: FailureMode = 'failed', version = 252) {
  const opened = smallBoot({ 'x.service': x, ...others }, {}, { version: version as never });
  return impact(opened, 'x.service', mode).losses.lost.map(
    ({ unit, fate, certain }) => `${unit.replace('.service', '')} ${fate}${certain ? '' : '?'}`,
  );
}

describe('what a failing unit takes along', () => {
  test('what requires it and waits for it, on and on; not what wants it', () => {
    const units = {
      'a.service': NEEDS,
      'b.service': service('Requires=a.service\nAfter=a.service'),
      'w.service': service('Wants=x.service\nAfter=x.service'),
    };
    expect(lost(service('', 'oneshot+'), units)).toEqual(['a dependency', 'b dependency']);
  });
  test('a simple service that dies has started: only what is bound to it is stopped', () => {
    const units = { 'a.service': NEEDS, 'b.service': service('BindsTo=x.service\nAfter=x.service') };
    expect(lost(service('', 'simple'), units)).toEqual(['b stopped']);
  });
  test('but where its ExecStartPre= fails, its job fails', () => {
    const opened = smallBoot({
      'x.service': service('', 'simple', 'ExecStartPre=/usr/bin/true\n'),
      'a.service': NEEDS,
    });
    expect(impact(opened, 'x.service').ifPreparingFails?.lost.map((one) => one.unit)).toEqual(['a.service']);
  });
  test('skipped, it takes what is bound to it and waits, and not what requires it', () => {
    const units = { 'a.service': NEEDS, 'b.service': service('BindsTo=x.service\nAfter=x.service') };
    expect(lost(service('', 'oneshot+'), units, 'skipped')).toEqual(['b dependency']);
  });
  test('OnFailure= starts, and stops what that conflicts with, and what requires that', () => {
    const opened = smallBoot({
      'x.service': service('OnFailure=rescue.service', 'oneshot+'),
      'rescue.service': service('Conflicts=a.service #not-wanted', 'oneshot+'),
      'a.service': service('', 'oneshot+'),
      'b.service': service('Requires=a.service\nAfter=a.service', 'oneshot+'),
    });
    const { losses } = impact(opened, 'x.service');
    expect(losses.started.map(({ unit }) => unit)).toEqual(['rescue.service']);
    expect(losses.lost.map(({ unit, fate }) => `${unit} ${fate}`).sort()).toEqual([
      'a.service cancelled',
      'b.service cancelled',
    ]);
  });
  test('what waits for it and is not lost starts later', () => {
    const opened = smallBoot({
      'x.service': service('', 'oneshot+', 'TimeoutStartSec=1min 30s\n'),
      'w.service': service('After=x.service'),
    });
    const { delayed, limit } = impact(opened, 'x.service', 'timeout');
    expect(delayed).toEqual(['w.service']);
    expect(limit?.seconds).toBe(90);
  });
  test('without a unit: the most wanted first, and what takes nothing along is counted', () => {
    const opened = smallBoot({
      'x.service': service('', 'oneshot+'),
      'a.service': NEEDS,
      'b.service': service('Requires=a.service\nAfter=a.service'),
    });
    expect(impacts(opened).ranked.map(({ unit, lost: many }) => `${unit} ${many}`)).toEqual([
      'x.service 2',
      'a.service 1',
    ]);
  });
});
