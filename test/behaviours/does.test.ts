import { readFileSync } from 'node:fs';
import fastGlob from 'fast-glob';
import { expect, test } from 'vitest';
import type { Behaviour } from '../../src/behaviours/behaviour.ts';
import { BEHAVIOURS, behaviours, PARTS } from '../../src/behaviours/does.ts';
import { MODELLED, parseVersion } from '../../src/behaviours/version.ts';

test('PrivateTmp= has exactly one meaning in every version', () => {
  const meanings = ['private-tmp-requires-both', 'private-tmp-wants-tmp-mount', 'private-tmp-wants-both'] as const;
  for (let version = MODELLED.first; version <= MODELLED.last; version++) {
    const does = behaviours(version);
    expect(meanings.filter((meaning) => does(meaning))).toHaveLength(1);
  }
});

test('calendar timers wait for time-set.target from 248 on, and not before', () => {
  expect(behaviours(247)('calendar-after-time-set')).toBe(false);
  expect(behaviours(248)('calendar-after-time-set')).toBe(true);
});

test('no behaviour stands in two parts of the table', () => {
  const names = Object.values(PARTS).flatMap((part) => Object.keys(part));
  expect(names.length).toBeGreaterThan(300);
  expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
  expect(new Set(names).size).toBe(Object.keys(BEHAVIOURS).length);
});

test('every behaviour says where it was seen, begins before it ends, and differs between builds', () => {
  for (const [name, entry] of Object.entries<Behaviour>(BEHAVIOURS)) {
    const { since, sinceToo = [], until, untilToo = [], builders, seen } = entry;
    expect(seen, name).toMatch(/\w{3}/);
    if (typeof since === 'number' && until !== undefined) expect(since, name).toBeLessThan(until);
    expect(since !== undefined || until !== undefined || builders !== undefined, name).toBe(true);
    for (const backport of sinceToo) {
      const major = Number.parseInt(backport, 10);
      if (typeof since === 'number') expect(major, `${name} ${backport}`).toBeLessThan(since);
    }
    for (const backport of untilToo) expect(Number.parseInt(backport, 10), name).toBeLessThan(until ?? 0);
  }
});

test('a change that a stable branch took in holds from that point on', () => {
  const does = (text: string): boolean => behaviours(parseVersion(text) ?? 0)('any-type-claims-bus-name');
  expect(['248.13', '249.10', '250.3'].some(does)).toBe(false);
  expect(['249.11', '250.4', '251', '262'].every(does)).toBe(true);
});

test('Red Hat adds no requirement on tmp.mount, and Amazon Linux 2 has its patches up to 219-57', () => {
  const does = (text: string): boolean => behaviours(parseVersion(text) ?? 0)('tmp-mount-is-not-needed');
  expect(
    ['219-31.el7', '219-78.el7_9.9', '239-11.el8', '239-rhel8', '250-12.el9_1', '252-55.el9_7', '257-13.el10'].every(
      does,
    ),
  ).toBe(true);
  expect(does('219-57.amzn2.0.12')).toBe(true);
  expect(['219-30.el7_3.9', '239-10.el8', '252.39-1~deb12u1', '252-amzn2023', '253.12-1.fc38'].some(does)).toBe(false);
  const late = (text: string): boolean => behaviours(parseVersion(text) ?? 0)('target-order-is-queued');
  expect(late('219-62.el7')).toBe(true);
  expect(late('219-57.amzn2.0.12')).toBe(false);
});

test('a version outside the modelled range does what the nearest modelled one does', () => {
  for (const name of ['services-require-sysinit', 'mattering-conflicts-first', 'every-stop-is-propagated'] as const) {
    expect(behaviours(44)(name)).toBe(behaviours(MODELLED.first)(name));
    expect(behaviours(400)(name)).toBe(behaviours(MODELLED.last)(name));
  }
});

test('every behaviour is asked for by somebody', () => {
  const source = new URL('../../src/', import.meta.url).pathname;
  const files = fastGlob.sync('**/*.ts', { cwd: source }).filter((file) => !/^behaviours\/(?!sysv-layout)/.test(file));
  expect(files.length).toBeGreaterThan(300);
  const text = files.map((file) => readFileSync(`${source}${file}`, 'utf8')).join('\n');
  const unused = Object.keys(BEHAVIOURS).filter(
    (name) => !text.includes(`'${name}'`) && !text.includes(`@${name}`) && !name.endsWith('-is-network'),
  );
  expect(unused).toEqual([]);
});
