import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { KEY_TABLE } from '../../src/behaviours/key-table.ts';
import { keyKnowledge, keyShape, keysOf, SECTIONS, valueKind } from '../../src/behaviours/keys.ts';

describe('keys by version', () => {
  test('Upholds= came with 249, RestartSteps= with 254', () => {
    expect([248, 249, 252, 262].map((v) => keyKnowledge('Unit', 'Upholds', v))).toEqual([
      'too-new',
      'known',
      'known',
      'known',
    ]);
    expect([253, 254].map((v) => keyKnowledge('Service', 'RestartSteps', v))).toEqual(['too-new', 'known']);
  });

  test('RHEL 7’s 219 knows Assert…= and not yet TasksMax=; RHEL 8’s 239 is the first with PrivateMounts=', () => {
    expect(keyKnowledge('Unit', 'AssertPathExists', 219)).toBe('known');
    expect(keyKnowledge('Service', 'TasksMax', 219)).toBe('too-new');
    expect([238, 239].map((v) => keyKnowledge('Service', 'PrivateMounts', v))).toEqual(['too-new', 'known']);
  });

  test('NetClass= was there in 227 and 228', () => {
    expect([226, 227, 228, 229].map((v) => keyKnowledge('Service', 'NetClass', v))).toEqual([
      'too-new',
      'known',
      'known',
      'gone',
    ]);
  });

  test('no key stands twice for one section', () => {
    const written = KEY_TABLE.flatMap(([, , sections, , , keys]) =>
      sections.split(' ').flatMap((section) => keys.split(/\s+/).map((key) => `${section}.${key}`)),
    );
    expect(written.length).toBeGreaterThan(1400);
    expect(new Set(written).size).toBe(written.length);
  });

  test('MemoryLimit= is gone from 262', () => {
    expect(keyKnowledge('Service', 'MemoryLimit', 252)).toBe('known');
    expect(keyKnowledge('Service', 'MemoryLimit', 262)).toBe('gone');
  });

  test('a key that no version read knows may still be of a later one', () => {
    expect(keyKnowledge('Service', 'Afer', 252)).toBe('unknown-key');
    expect(keyKnowledge('Service', 'Brandnew', 270)).toBe('not-claimed');
  });
});

const systemd = ['/usr/lib/systemd/systemd', '/lib/systemd/systemd'].find((file) => existsSync(file));
const major = Number(
  /^systemd (\d+)/.exec(spawnSync(systemd ?? 'false', ['--version'], { encoding: 'utf8' }).stdout ?? '')?.[1],
);
const READ = [247, 252, 257, 262];

test.runIf(READ.includes(major))("the machine's own systemd knows exactly the keys that the table says it does", () => {
  const printed = spawnSync(systemd as string, ['--dump-configuration-items'], { encoding: 'utf8' }).stdout;
  const theirs: string[] = [];
  let section = '';
  for (const line of printed.split('\n')) {
    const head = /^\[(\w+)\]$/.exec(line);
    if (head) section = head[1] ?? '';
    const key = /^(\w+)=/.exec(line)?.[1];
    if (key !== undefined) theirs.push(`${section}.${key}`);
  }
  const ours = SECTIONS.flatMap((name) =>
    keysOf(name)
      .filter((key) => keyKnowledge(name, key, major) === 'known')
      .map((key) => `${name}.${key}`),
  );
  expect(theirs.length).toBeGreaterThan(800);
  expect(ours.sort()).toEqual([...new Set(theirs)].sort());
});

// config_parse_cg_weight stores, config_parse_io_device_weight appends; config_parse_unit_deps has no reset.
test('a weight of all devices is replaced by the next, one of a single device is added, an order is never taken back', () => {
  expect(['IOWeight', 'IODeviceWeight', 'IOAccounting', 'CPUAffinity'].map((key) => keyShape('Service', key))).toEqual([
    'scalar',
    'list',
    'scalar',
    'list',
  ]);
  expect(keyShape('Unit', 'After')).toBe('endless');
});

test('one key takes another kind of value in another section', () => {
  expect([valueKind('Socket', 'Priority'), valueKind('Swap', 'Priority')]).toEqual(['integer', 'swap-priority']);
  expect([valueKind('Service', 'Type'), valueKind('Mount', 'Type')]).toEqual(['service-type', 'text']);
  expect(valueKind('Mount', 'ExecStart')).toBeUndefined();
});
