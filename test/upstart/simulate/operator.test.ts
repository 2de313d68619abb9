import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseJob } from '../../../src/upstart/parse-job.ts';
import { expand } from '../../../src/upstart/simulate/environment.ts';
import {
  createOperator,
  handleEvent,
  isTrue,
  matchedLeaves,
  missingLeaves,
  resetOperator,
} from '../../../src/upstart/simulate/operator.ts';
import { matchesPattern } from '../../../src/words/pattern.ts';

const operatorOf = (text: string) => {
  const on = parseJob(`start on ${text}\n`, 'x').stanzas[0]?.on;
  if (on === undefined) throw new Error(text);
  return createOperator(on);
};
const event = (text: string) => {
  const [name = '', ...env] = text.split(' ');
  return { name, env, blockers: 0 };
};
const matches = (condition: string, came: string, env: readonly string[] = []) => {
  const operator = operatorOf(condition);
  return handleEvent(operator, event(came), env) && isTrue(operator);
};

describe('an event matches a condition', () => {
  test.each([
    ['runlevel', 'runlevel RUNLEVEL=2', true],
    ['runlevel [2345]', 'runlevel RUNLEVEL=2 PREVLEVEL=N', true],
    ['runlevel [!2345]', 'runlevel RUNLEVEL=2', false],
    ['runlevel [2345] N', 'runlevel RUNLEVEL=2 PREVLEVEL=N', true],
    ['runlevel [2345] N x', 'runlevel RUNLEVEL=2 PREVLEVEL=N', false],
    ['runlevel RUNLEVEL=[2345] PREVLEVEL=S', 'runlevel RUNLEVEL=2 PREVLEVEL=N', false],
    ['runlevel PREVLEVEL=N RUNLEVEL=2', 'runlevel RUNLEVEL=2 PREVLEVEL=N', true],
    ['runlevel PREVLEVEL!=S', 'runlevel RUNLEVEL=2 PREVLEVEL=N', true],
    ['runlevel PREVLEVEL!=N', 'runlevel RUNLEVEL=2 PREVLEVEL=N', false],
    ['mounted MOUNTPOINT=/var*', 'mounted MOUNTPOINT=/var/lib/x', true],
    ['run*', 'runlevel RUNLEVEL=2', false],
    ['a X=', 'a X=', true],
    ['a X=', 'a X=1', false],
  ])('%s and %s: %s', (condition, came, expected) => expect(matches(condition, came)).toBe(expected));

  test('a key that the event does not carry never matches, not even with !=', () => {
    expect(matches('a X=1', 'a')).toBe(false);
    expect(matches('a X!=1', 'a')).toBe(false);
    expect(matches('a X=*', 'a')).toBe(false);
  });

  test('a variable in a start on has no value, whatever the job sets: only a default of its own matches', () => {
    expect(matches('go K=$X', 'go K=q')).toBe(false);
    expect(matches('go K=${X:-q}', 'go K=q')).toBe(true);
    expect(matches('go K=${X-q}', 'go K=q')).toBe(true);
  });

  test('in a stop on it has the running job’s value', () => {
    expect(matches('go K=$X', 'go K=q', ['X=q'])).toBe(true);
    expect(matches('go K!=$X', 'go K=q', ['X=q'])).toBe(false);
  });
});

describe('a condition remembers', () => {
  test('of an and the first event stays matched and is kept from finishing until the other one comes', () => {
    const operator = operatorOf('a and b');
    const [a, b] = [event('a'), event('b')];
    expect(handleEvent(operator, a, [])).toBe(true);
    expect(isTrue(operator)).toBe(false);
    expect(a.blockers).toBe(1);
    expect(missingLeaves(operator).map(({ name }) => name)).toEqual(['b']);
    expect(handleEvent(operator, b, [])).toBe(true);
    expect(isTrue(operator)).toBe(true);
    resetOperator(operator);
    expect([a.blockers, b.blockers, isTrue(operator)]).toEqual([0, 0, false]);
  });

  test('a side of an or that had no part is held all the same, but is none of the reasons', () => {
    const operator = operatorOf('(a and x) or b');
    const [a, b] = [event('a'), event('b')];
    handleEvent(operator, a, []);
    handleEvent(operator, b, []);
    expect(isTrue(operator)).toBe(true);
    expect(matchedLeaves(operator).map(({ leaf }) => leaf.name)).toEqual(['b']);
    expect(a.blockers).toBe(1);
  });
});

describe('variables expand as Upstart expands them', () => {
  const env = ['A=1', 'E=', 'N=A'];
  test.each([
    ['$A', '1'],
    ['x${A}y', 'x1y'],
    ['${}A', '$A'],
    ['$', '$'],
    ['${U-d}', 'd'],
    ['${E-d}', ''],
    ['${E:-d}', 'd'],
    ['${A:-d}', '1'],
    ['${A+a}', 'a'],
    ['${E+a}', 'a'],
    ['${E:+a}', ''],
    ['${U:+a}', ''],
    ['${$N}', '1'],
    ['${U:-${A}2}', '12'],
  ])('%s is %j', (text, value) => expect(expand(text, env)).toEqual({ value }));

  test('an unset variable is an error, so are braces that do not end', () => {
    expect(expand('a$U', env)).toEqual({ error: 'unknown-parameter', name: 'U' });
    expect(expand('${A', env)).toEqual({ error: 'mismatched-braces' });
    expect(expand('${A:x}', env)).toEqual({ error: 'expected-operator' });
  });

  test('any text expands or fails without a throw, however deep', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('$', '{', '}', ':', '-', '+', 'A', 'U') }),
        (text) => void expand(text, env),
      ),
    );
    expect(expand('${'.repeat(5000), env)).toHaveProperty('error');
  });
});

test('patterns match as fnmatch does without flags', () => {
  const cases: readonly (readonly [pattern: string, text: string, matches: boolean])[] = [
    ['*', 'a/b', true],
    ['a?c', 'abc', true],
    ['[a-c]x', 'bx', true],
    ['[!a-c]x', 'bx', false],
    ['[]]', ']', true],
    ['[', '[', true],
    ['\\*', '*', true],
    ['\\*', 'a', false],
    ['[[:digit:]]', '5', true],
    ['a*b*c', 'axxbyyc', true],
    ['a*b*c', 'axxbyy', false],
    ['', '', true],
    ['', 'a', false],
  ];
  expect(cases.filter(([pattern, text, expected]) => matchesPattern(text, pattern) !== expected)).toEqual([]);
});
