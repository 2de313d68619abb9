/** What people have of a machine and give as its root, though it is none: each is called by its name, with what to do. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { openRoot } from '../../src/open.ts';

const made = mkdtempSync(join(tmpdir(), 'bootscope-foreign-'));
afterAll(() => rmSync(made, { recursive: true }));
function fileWith(...parts: readonly (readonly [number, string])[]): string {
  const bytes = Buffer.alloc(70_000);
  for (const [at, text] of parts) bytes.write(text, at, 'latin1');
  const file = join(made, 'given');
  writeFileSync(file, bytes);
  return file;
}

describe('a file that is no archive of a root', () => {
  test.each([
    ['an ISO image', [[32769, 'CD001']], /image of a CD or DVD: mount it/],
    ['a squashfs', [[0, 'hsqs']], /squashfs: unsquashfs/],
    ['a qcow2', [[0, 'QFI\xfb']], /virtual machine \(qcow2\): pack its root \(virt-tar-out/],
    ['a disk with partitions', [[510, '\x55\xaa']], /is a disk:/],
    ['an ext4 file system', [[1080, '\x53\xef']], /file system \(ext\): mount/],
    ['a package of Debian', [[0, '!<arch>\ndebian-binary']], /package, and no machine/],
    ['a package of rpm', [[0, '\xed\xab\xee\xdb']], /package, and no machine/],
    ['a zip', [[0, 'PK\x03\x04']], /zip archive: unzip/],
    ['a cpio', [[0, '070701']], /cpio archive.*--initrd/],
  ] as const)('%s', async (_title, parts, says) => {
    await expect(openRoot(fileWith(...parts))).rejects.toThrow(says);
  });
  test('what is not known stays what it is', async () => {
    await expect(openRoot(fileWith([0, 'hello']))).rejects.toThrow(/neither a folder nor a tar archive/);
    await expect(openRoot(fileWith())).rejects.toThrow(/holds no file/);
  });
});

describe('a path that is not quite the root', () => {
  mkdirSync(join(made, 'R/usr/lib/systemd/system'), { recursive: true });
  mkdirSync(join(made, 'R/etc/systemd/system'), { recursive: true });
  test('a folder deep within it: the root is named', async () => {
    for (const below of ['etc', 'usr/lib/systemd', 'usr/lib/systemd/system/', 'etc/systemd/system'])
      await expect(openRoot(join(made, 'R', below)), below).rejects.toThrow(`Did you mean ${join(made, 'R')}?`);
  });
  test('a misspelt one: the nearest; an address is not fetched', async () => {
    mkdirSync(join(made, 'compute-node'));
    await expect(openRoot(join(made, 'compute-nod'))).rejects.toThrow(`did you mean ${join(made, 'compute-node')}?`);
    await expect(openRoot('https://host/root.tar')).rejects.toThrow(/no connection is opened/);
  });
});
