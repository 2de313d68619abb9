import { expect, test } from 'vitest';
import { em } from '../../src/report/style.ts';
import { columns, table, wrap } from '../../src/report/wrap.ts';

test('a long list of names is wrapped under its first word', () => {
  expect(wrap(['one.service', 'two.service', 'three.service'], { width: 30 }, { first: 'wants ' })).toEqual([
    'wants one.service two.service',
    '      three.service',
  ]);
});
test('a name wider than the page keeps a line of its own', () => {
  expect(wrap(['a', 'b'.repeat(20), 'c'], { width: 10 })).toEqual(['a', 'b'.repeat(20), 'c']);
});
test('marks of emphasis take no room', () => {
  expect(
    table([
      [em('strong', 'ab'), 'x'],
      ['abc', 'y'],
    ]),
  ).toEqual([`${em('strong', 'ab')}   x`, 'abc  y']);
});
test('names stand in columns, down and then across', () => {
  expect(columns(['a', 'b', 'c', 'd', 'e'], { width: 8 })).toEqual(['a  c  e', 'b  d']);
});
