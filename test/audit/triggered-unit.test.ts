import { expect, test } from 'vitest';
import { triggered } from '../../src/audit/values/units.ts';
import { behaviours } from '../../src/behaviours/does.ts';
import type { BootNode, Setting } from '../../src/graph/model.ts';

/** A path unit with these values of Unit=, and what is said of each; how often a value was expanded. */
function judged(values: readonly string[]): {
  readonly why: readonly (string | undefined)[];
  readonly expanded: number;
} {
  const settings = values.map(
    (value, at) => ({ section: 'Path', key: 'Unit', value, file: '/x.path', line: at + 2 }) as unknown as Setting,
  );
  const unit = { id: 'x.path', type: 'path', aliases: [], settings } as unknown as BootNode;
  let expanded = 0;
  const expand = (text: string) => {
    expanded++;
    return { text };
  };
  const does = behaviours({ major: 252 });
  const why = settings.map((setting) => triggered(setting.value, { unit, setting, does, expand })?.why);
  return { why, expanded };
}

test('of several units to trigger the first that is a unit stands; what was read before it is judged by itself', () => {
  const second = 'is a second unit; the first one stands';
  const none = 'is no name of a unit';
  expect(judged(['a/b', 'x.path', 'a.service', 'a.service', 'c/d']).why).toEqual([
    none,
    'is the unit itself',
    undefined,
    second,
    second,
  ]);
  expect(judged(['a/b', 'c/d']).why).toEqual([none, none]);
});

test('twice as many lines of Unit= are twice the work, whether one of them stands or none', () => {
  for (const value of ['a/b', 'a.service'])
    expect(judged(Array.from({ length: 4000 }, () => value)).expanded).toBeLessThanOrEqual(2 * 4000);
});
