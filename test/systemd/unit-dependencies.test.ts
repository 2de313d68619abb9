import { expect, test } from 'vitest';
import { behaviours } from '../../src/behaviours/does.ts';
import type { Declaration } from '../../src/graph/model.ts';
import {
  addDependency,
  createUnit,
  dependenciesOf,
  hasDependency,
  mergeUnits,
} from '../../src/systemd/unit-dependencies.ts';

const said: readonly Declaration[] = [{ by: 'a.service', origin: 'file', how: 'line', file: '/a', line: 1 }];
const v252 = behaviours(252);
const v257 = behaviours(257);

test('Before= on a device is dropped, After= on one is kept', () => {
  const a = createUnit('a.service', 'service');
  const disk = createUnit('dev-vda.device', 'device');
  expect(addDependency(a, 'Before', disk, said, v252).kind).toBe('dropped');
  expect(addDependency(a, 'After', disk, said, v252).kind).toBe('added');
  expect(hasDependency(disk, 'After', a)).toBe(false);
});

test('a service cannot be triggered by a service', () => {
  const a = createUnit('a.service', 'service');
  const b = createUnit('b.service', 'service');
  expect(addDependency(a, 'TriggeredBy', b, said, v252).kind).toBe('refused');
});

test('a dependency on an alias moves to the unit it names, and one between the two vanishes', () => {
  const ntpsec = createUnit('ntpsec.service', 'service');
  const ntp = createUnit('ntp.service', 'service');
  const nova = createUnit('nova-compute.service', 'service');
  addDependency(nova, 'After', ntp, said, v252);
  addDependency(ntpsec, 'Before', ntp, said, v252);
  expect(mergeUnits(ntpsec, ntp)).toBe(true);
  expect(hasDependency(nova, 'After', ntpsec)).toBe(true);
  expect(dependenciesOf(ntpsec.in, 'After')).toHaveLength(1);
  addDependency(nova, 'Before', ntp, said, v252);
  expect(hasDependency(ntpsec, 'After', nova)).toBe(true);
});

test('mounts have no aliases, so they never merge', () => {
  expect(mergeUnits(createUnit('a.mount', 'mount'), createUnit('b.mount', 'mount'))).toBe(false);
});

test('JoinsNamespaceOf= is stored at both ends in 257, at one in 252', () => {
  for (const [does, both] of [
    [v252, false],
    [v257, true],
  ] as const) {
    const a = createUnit('a.service', 'service');
    const b = createUnit('b.service', 'service');
    addDependency(a, 'JoinsNamespaceOf', b, said, does);
    expect(hasDependency(b, 'JoinsNamespaceOf', a)).toBe(both);
  }
});
