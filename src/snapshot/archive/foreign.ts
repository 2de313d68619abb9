/** Files that people have of a machine and that are no archive of its root: what each is, and how to get at the root in it. */

interface Foreign {
  readonly at: number;
  /** As latin1. */
  readonly mark: string;
  readonly what: string;
}

const MOUNT = 'mount it read-only (mount -o ro,loop) and give the folder';
const DISK = 'pack its root (virt-tar-out -a FILE / root.tar), or mount it read-only and give the folder';
const PACKAGE = 'a package, and no machine: give the root that it is installed in';

const packedBy = (program: string, how: string): string =>
  `packed by ${program}, which is not undone here: ${how} and give the tar`;

/** The first that fits: magic(5), and of what packs a file the formats' own documents. */
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
  { at: 0, mark: 'MZ', what: 'a program of EFI, as kernels and unified kernel images are, and holds no root' },
  { at: 514, mark: 'HdrS', what: 'a kernel, and holds no root' },
  { at: 536, mark: 'LVM2 001', what: 'a volume of LVM: activate it, mount it read-only and give the folder' },
  { at: 64, mark: '\x7f\x10\xda\xbe', what: `a disk of a virtual machine (VDI): ${DISK}` },
  { at: 510, mark: '\x55\xaa', what: `a disk: ${DISK}` },
  { at: 0, mark: '!<arch>\ndebian', what: PACKAGE },
  { at: 0, mark: '\xed\xab\xee\xdb', what: PACKAGE },
  { at: 0, mark: 'PK\x03\x04', what: 'a zip archive: unzip it and give the folder' },
  {
    at: 0,
    mark: '07070',
    what: 'a cpio archive, as initramfs are: unmkinitramfs it (or cpio -idm), give the folder, and add --initrd',
  },
  {
    at: 0,
    mark: '\xc7\x71',
    what: 'a cpio archive in its old binary form: unpack it (cpio -idm) and give the folder',
  },
  { at: 0, mark: 'btrfs-stream', what: 'a stream of btrfs send: btrfs receive it and give the folder' },
  { at: 0, mark: '\x04\x22\x4d\x18', what: packedBy('lz4', 'lz4 -d it') },
  { at: 0, mark: '\x02\x21\x4c\x18', what: packedBy('lz4', 'lz4 -d it') },
  { at: 0, mark: 'LZIP', what: packedBy('lzip', 'lzip -d it') },
  { at: 0, mark: '\x89LZO\0', what: packedBy('lzop', 'lzop -d it') },
  { at: 0, mark: '\x1f\x9d', what: packedBy('compress', 'gzip -d it') },
  { at: 0, mark: '\x5d\0\0', what: packedBy('lzma', 'xz --format=lzma -d it') },
  { at: 0, mark: '7z\xbc\xaf\x27\x1c', what: 'a 7z archive: unpack it (7z x) and give the tar or the folder in it' },
  { at: 0, mark: 'Rar!\x1a\x07', what: 'a rar archive: unpack it (unrar x) and give the tar or the folder in it' },
  { at: 0, mark: '\x7fELF', what: 'a program' },
];

/** So far into a file its marks are looked for. */
export const FOREIGN_HEAD = Math.max(...MARKS.map(({ at, mark }) => at + mark.length));

/**
 * @param head of a file, FOREIGN_HEAD bytes where it has so many
 * @returns what the file is, to be read behind `is`; undefined: none that is known here
 */
export function foreignFile(head: Buffer): string | undefined {
  return MARKS.find(({ at, mark }) => head.toString('latin1', at, at + mark.length) === mark)?.what;
}
