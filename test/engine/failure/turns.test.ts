import { describe, expect, test } from 'vitest';
import { bootOf } from '../../../src/boot/boot.ts';
import { service, smallBoot } from '../../systemd/small-boot.ts';

/** `unit fate`, with ? where it is not certain, of all that do not come up. */
function fates(units: Readonly<Record<string, string>>): readonly string[] {
  const opened = smallBoot(units);
  return [...bootOf(opened).turns.values()]
    .filter(({ fate }) => fate !== 'ended')
    .map(({ unit, fate, certain }) => `${unit.replace('.service', '')} ${fate}${certain ? '' : '?'}`)
    .sort();
}

const SKIPPED = service('ConditionPathExists=/srv/gone', 'oneshot+');
const REFUSED = service('AssertPathExists=/srv/gone', 'oneshot+');

describe('a unit whose condition is not met', () => {
  test('counts as done: what requires it and waits for it starts', () => {
    expect(fates({ 'c.service': SKIPPED, 'a.service': service('Requires=c.service\nAfter=c.service') })).toEqual([
      'c skipped',
    ]);
  });
  test('is not active: what is bound to it and waits for it ends "dependency"', () => {
    expect(fates({ 'c.service': SKIPPED, 'a.service': service('BindsTo=c.service\nAfter=c.service') })).toEqual([
      'a dependency',
      'c skipped',
    ]);
  });
  test('is not active: Requisite= on it fails', () => {
    expect(fates({ 'c.service': SKIPPED, 'a.service': service('Requisite=c.service\nAfter=c.service') })).toEqual([
      'a dependency',
      'c skipped',
    ]);
  });
  test('what requires one that is bound to it goes too', () => {
    expect(
      fates({
        'c.service': SKIPPED,
        'a.service': service('BindsTo=c.service\nAfter=c.service'),
        'b.service': service('Requires=a.service\nAfter=a.service'),
        'w.service': service('Wants=a.service\nAfter=a.service'),
      }),
    ).toEqual(['a dependency', 'b dependency', 'c skipped']);
  });
});

describe('a unit whose assertion is not met', () => {
  test('takes what requires it and waits for it along', () => {
    expect(fates({ 'c.service': REFUSED, 'a.service': service('Requires=c.service\nAfter=c.service') })).toEqual([
      'a dependency',
      'c refused',
    ]);
  });
  test('perhaps what requires it without waiting: whichever is faster', () => {
    expect(fates({ 'c.service': REFUSED, 'a.service': service('Requires=c.service') })).toEqual([
      'a dependency?',
      'c refused',
    ]);
  });
  test('not what it waits for itself: that has started by then', () => {
    expect(
      fates({
        'c.service': service('AssertPathExists=/srv/gone\nAfter=a.service', 'oneshot+'),
        'a.service': service('Requires=c.service', 'oneshot+'),
      }),
    ).toEqual(['c refused']);
  });
});

describe('without any condition', () => {
  test('a oneshot is inactive when it has done its work: what is bound to it is not started', () => {
    expect(
      fates({ 'o.service': service('', 'oneshot'), 'a.service': service('BindsTo=o.service\nAfter=o.service') }),
    ).toEqual(['a dependency']);
    expect(
      fates({ 'o.service': service('', 'oneshot+'), 'a.service': service('BindsTo=o.service\nAfter=o.service') }),
    ).toEqual([]);
  });
  test('Requisite= on what nothing starts fails', () => {
    const idle = service('#not-wanted', 'oneshot+');
    expect(fates({ 'n.service': idle, 'a.service': service('Requisite=n.service\nAfter=n.service') })).toEqual([
      'a dependency',
      'n dependency',
    ]);
  });
});
