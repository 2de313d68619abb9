/** What an archive's tree keeps of its files: pieces of few large buffers, of which one is made into bytes when somebody asks. */
import type { MemoryEntry } from '../memory-tree.ts';

/** What is larger has a buffer of its own. */
const SLAB = 1 << 18;
const LARGE = 1 << 14;

/** The entry of a file, but for its content. */
export type FileEntry = Omit<MemoryEntry, 'kind' | 'content'>;

/** Copies bytes out of a stream's buffer, which would be kept alive whole by a slice. */
export type Keep = (entry: FileEntry, bytes: Buffer, from: number, length: number) => MemoryEntry;

export function fileKeeper(): Keep {
  let slab = Buffer.alloc(0);
  let used = 0;
  return (entry, bytes, from, length) => {
    if (length > slab.length - used) {
      // What is left of the one before is not used: at most a sixteenth of it.
      if (length > LARGE) return new KeptFile(entry, Buffer.from(bytes.subarray(from, from + length)), 0, length);
      slab = Buffer.allocUnsafeSlow(SLAB);
      used = 0;
    }
    bytes.copy(slab, used, from, from + length);
    used += length;
    return new KeptFile(entry, slab, used - length, length);
  };
}

class KeptFile implements MemoryEntry {
  readonly kind = 'file';
  readonly size: number;
  readonly mode: number;
  readonly uid: number | undefined;
  readonly gid: number | undefined;
  readonly mtime: number | undefined;
  readonly #slab: Buffer;
  readonly #from: number;
  readonly #length: number;

  constructor({ size, mode, uid, gid, mtime }: FileEntry, slab: Buffer, from: number, length: number) {
    this.size = size;
    this.mode = mode;
    this.uid = uid;
    this.gid = gid;
    this.mtime = mtime;
    this.#slab = slab;
    this.#from = from;
    this.#length = length;
  }

  get content(): Uint8Array {
    return this.#slab.subarray(this.#from, this.#from + this.#length);
  }
}
