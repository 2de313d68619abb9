import { expect, test } from 'vitest';
import { behaviours } from '../src/behaviours/manager.ts';

test('PrivateTmp= has exactly one meaning in every version', () => {
  const meanings = ['private-tmp-requires-both', 'private-tmp-wants-tmp-mount', 'private-tmp-wants-both'] as const;
  for (let version = 229; version <= 262; version++) {
    const does = behaviours(version);
    expect(meanings.filter((meaning) => does(meaning))).toHaveLength(1);
  }
});

test('calendar timers wait for time-set.target from 248 on, and not before', () => {
  expect(behaviours(247)('calendar-after-time-set')).toBe(false);
  expect(behaviours(248)('calendar-after-time-set')).toBe(true);
});
