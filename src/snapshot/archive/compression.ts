/** Which compression a stream has, by its first bytes. */

export type Compression = 'none' | 'gzip' | 'xz' | 'zstd' | 'bzip2';
const MAGIC: readonly (readonly [Compression, (head: Uint8Array) => boolean])[] = [
  ['gzip', starts(0x1f, 0x8b)],
  ['xz', starts(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00)],
  ['zstd', starts(0x28, 0xb5, 0x2f, 0xfd)],
  // A frame to be skipped may come first (RFC 8878, 3.1.2): pzstd writes one, and the seekable format.
  ['zstd', (head) => ((head[0] ?? 0) & 0xf0) === 0x50 && head[1] === 0x2a && head[2] === 0x4d && head[3] === 0x18],
  ['bzip2', starts(0x42, 0x5a, 0x68)],
];

function starts(...magic: readonly number[]): (head: Uint8Array) => boolean {
  return (head) => magic.every((byte, i) => head[i] === byte);
}

export function compressionOf(head: Uint8Array): Compression {
  return MAGIC.find(([, fits]) => fits(head))?.[0] ?? 'none';
}
