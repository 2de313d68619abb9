import { expect, test } from 'vitest';
import { graphOfFiles, UNITS } from './graph-of-files.ts';

/** Which of the two targets of file systems a mount with these options is before. */
function before(options: string, version = 252): string | undefined {
  const graph = graphOfFiles(
    {
      [`${UNITS}/default.target`]: '[Unit]\nWants=m.mount\n',
      [`${UNITS}/m.mount`]: `[Mount]\nWhat=tmpfs\nWhere=/m\nType=ext4\nOptions=${options}\n`,
    },
    version,
  );
  return graph.edges.find(
    ({ from, type, to }) => /^(local|remote)-fs\.target$/.test(from) && type === 'After' && to === 'm.mount',
  )?.from;
}

// systemd --test of Debian 12 (252) on each of these.
test.each([
  ['nofail=x', undefined],
  ['nofail,fail', 'local-fs.target'],
  ['fail,nofail', undefined],
  ['nofail=no,fail=x', 'local-fs.target'],
  ['nofailx', 'local-fs.target'],
  ['xnofail', 'local-fs.target'],
  ['a\\,nofail', 'local-fs.target'],
  ['a\\\\,nofail', undefined],
  ['comment=systemd.automount', 'local-fs.target'],
  ['_netdev=1', 'remote-fs.target'],
])('a mount with Options=%s is before %s', (options, target) => {
  expect(before(options)).toBe(target);
});

// fstab_test_option looks for the whole of it, equals sign included (src/shared/fstab-util.c).
test('the older way to write x-systemd.automount counts where automounted file systems are not before local-fs.target', () => {
  expect(before('comment=systemd.automount', 249)).toBeUndefined();
  expect(before('comment=other', 249)).toBe('local-fs.target');
});
