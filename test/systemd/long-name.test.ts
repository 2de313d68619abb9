import { expect, test } from 'vitest';
import { nameFromPath } from '../../src/systemd/unit-name.ts';
import { graphOfFiles, UNITS } from './graph-of-files.ts';

const LONG = `/var/lib/x0-${'l'.repeat(240)}`;

// systemd 252 and 257 --test; 247 knows no unit for such a path.
test('a path too long for a unit name has one that ends in a hash of the whole', () => {
  const name = nameFromPath(LONG, '.mount');
  expect(name).toBe(`var-lib-x0\\x2d${'l'.repeat(218)}_c8ca59b272f127bc.mount`);
  expect(name).toHaveLength(255);
  const files = {
    [`${UNITS}/default.target`]: '[Unit]\nWants=a.service\n',
    [`${UNITS}/a.service`]: `[Unit]\nRequiresMountsFor=${LONG}\n[Service]\nExecStart=/bin/a\n`,
    [`${UNITS}/${name}`]: `[Mount]\nWhat=tmpfs\nWhere=${LONG}\n`,
  };
  const requires = (version: number) =>
    graphOfFiles(files, version).edges.some((e) => e.from === 'a.service' && e.type === 'Requires' && e.to === name);
  expect([247, 252, 257].map(requires)).toEqual([false, true, true]);
});

test('a mount whose name ends like a hash must say where it is', () => {
  const name = 'foo_0123456789abcdef.mount';
  const load = (text: string, version: number) =>
    graphOfFiles(
      { [`${UNITS}/default.target`]: `[Unit]\nWants=${name}\n`, [`${UNITS}/${name}`]: text },
      version,
    ).nodes.get(name)?.load;
  expect([247, 252].map((version) => load('[Mount]\nWhat=tmpfs\n', version))).toEqual(['loaded', 'error']);
  expect(load('[Mount]\nWhat=tmpfs\nWhere=/foo_0123456789abcdef\n', 252)).toBe('loaded');
});
