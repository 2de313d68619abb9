/** Files that people have of a machine and that are no archive of its root: what each is, and how to get at the root in it. */
import { closeSync, constants, openSync, readSync } from 'node:fs';

interface Foreign {
  readonly at: number;
  /** As latin1. */
  readonly mark: string;
  readonly what: string;
}

const MOUNT = 'mount it read-only (mount -o ro,loop) and give the folder';
const DISK = 'pack its root (virt-tar-out -a FILE / root.tar), or mount it read-only and give the folder';
const PACKAGE = 'a package, and no machine: give the root that it is installed in';

/** The first that fits: magic(5). */
const MARKS: readonly Foreign[] = [
  { at: 32769, mark: 'CD001', what: `an image of a CD or DVD: ${MOUNT}; the system may lie in a squashfs in it` },
  { at: 0, mark: 'hsqs', what: 'a squashfs: unsquashfs it, or mount it, and give the folder' },
  { at: 1024, mark: '\xe2\xe1\xf5\xe0', what: `a file system (EROFS): ${MOUNT}` },
  { at: 0, mark: 'QFI\xfb', what: `a disk of a virtual machine (qcow2): ${DISK}` },
  { at: 0, mark: 'KDMV', what: `a disk of a virtual machine (VMDK): ${DISK}` },
  { at: 0, mark: 'vhdxfile', what: `a disk of a virtual machine (VHDX): ${DISK}` },
  { at: 1080, mark: '\x53\xef', what: `a file system (ext): ${MOUNT}` },
  { at: 0, mark: 'XFSB', what: `a file system (XFS): ${MOUNT}` },
  { at: 65600, mark: '_BHRfS_M', what: `a file system (btrfs): ${MOUNT}` },
  {
    at: 0,
    mark: 'LUKS\xba\xbe',
    what: 'an encrypted volume (LUKS): open it with cryptsetup, mount it read-only and give the folder',
  },
  { at: 510, mark: '\x55\xaa', what: `a disk: ${DISK}` },
  { at: 0, mark: '!<arch>\ndebian', what: PACKAGE },
  { at: 0, mark: '\xed\xab\xee\xdb', what: PACKAGE },
  { at: 0, mark: 'PK\x03\x04', what: 'a zip archive: unzip it and give the folder' },
  {
    at: 0,
    mark: '07070',
    what: 'a cpio archive, as initramfs are: unmkinitramfs it (or cpio -idm), give the folder, and add --initrd',
  },
  { at: 0, mark: '\x7fELF', what: 'a program' },
];

/** @returns what the file is; undefined: it cannot be read, or is none that is known here */
export function foreignFile(file: string): string | undefined {
  let fd: number | undefined;
  try {
    fd = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
    for (const { at, mark, what } of MARKS) {
      const bytes = Buffer.alloc(mark.length);
      if (readSync(fd, bytes, 0, bytes.length, at) === bytes.length && bytes.toString('latin1') === mark) return what;
    }
    return undefined;
  } catch {
    return undefined;
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}
