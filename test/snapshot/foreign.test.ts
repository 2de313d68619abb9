/** What people have of a machine and give as its root, though it is none: each is called by its name, with what to do. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { openRoot } from '../../src/open.ts';
import { readArchive } from '../../src/snapshot/archive/open-archive.ts';
import { tarOfFolder } from './tar-of-folder.ts';

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
    ['a cpio of the old binary form', [[0, '\xc7\x71']], /cpio archive in its old binary form/],
    [
      'a kernel',
      [
        [514, 'HdrS'],
        [510, '\x55\xaa'],
      ],
      /is a kernel, and holds no root/,
    ],
    [
      'a unified kernel image',
      [
        [0, 'MZ'],
        [510, '\x55\xaa'],
      ],
      /is a program of EFI/,
    ],
    ['a stream of btrfs', [[0, 'btrfs-stream']], /btrfs receive it/],
    ['a tar packed by lz4', [[0, '\x04\x22\x4d\x18']], /packed by lz4, .*: lz4 -d it and give the tar/],
    ['a tar packed by compress', [[0, '\x1f\x9d\x90']], /packed by compress, .*: gzip -d it and give the tar/],
    ['a tar packed by lzma', [[0, '\x5d\0\0\x80']], /packed by lzma, .*: xz --format=lzma -d it and give the tar/],
    ['a 7z archive', [[0, '7z\xbc\xaf\x27\x1c']], /7z archive: unpack it/],
  ] as const)('%s', async (_title, parts, says) => {
    await expect(openRoot(fileWith(...parts))).rejects.toThrow(says);
  });
  test('what is packed is called by what is in it: an initramfs, a file system, a disk, an archive packed twice', async () => {
    for (const [pack, called] of [
      [(bytes: Buffer) => gzipSync(bytes), 'gzip'],
      [(bytes: Buffer) => execFileSync('zstd', ['-c'], { input: bytes }), 'zstd'],
      [(bytes: Buffer) => execFileSync('xz', ['-c'], { input: bytes }), 'xz'],
    ] as const)
      for (const [parts, says] of [
        [[[0, '070701']], 'a cpio archive, as initramfs are: unmkinitramfs it'],
        [[[1080, '\x53\xef']], 'a file system (ext): mount it'],
        [[[65600, '_BHRfS_M']], 'a file system (btrfs): mount it'],
        [[[510, '\x55\xaa']], 'a disk: pack its root'],
      ] as const) {
        const file = fileWith(...parts);
        writeFileSync(file, pack(readFileSync(file)));
        await expect(openRoot(file)).rejects.toThrow(`is packed (${called}), and what is in it is ${says}`);
      }
    const twice = fileWith([0, 'anything']);
    writeFileSync(twice, gzipSync(gzipSync(readFileSync(twice))));
    await expect(openRoot(twice)).rejects.toThrow(/packed once more: unpack it once and give what comes/);
  });
  test('from a pipe, too', async () => {
    const bytes = readFileSync(fileWith([0, 'hsqs']));
    await expect(readArchive(Readable.from([bytes]), 'standard input', [])).rejects.toThrow(
      /^standard input: is a squashfs: unsquashfs it/,
    );
  });
  test('a part of an archive that was split: that its parts may be joined', async () => {
    const file = fileWith();
    const header = Buffer.from(await tarOfFolder(join(made, 'R'), ''));
    writeFileSync(file, header.subarray(0, 700));
    await expect(openRoot(file)).rejects.toThrow(/cut off or damaged .*join its parts \(cat\) where it was split$/);
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
