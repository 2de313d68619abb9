/** A plain archive on disk: contents that nobody wants are stepped over, not read. */
import { readSync } from 'node:fs';
import type { Bytes } from './bytes.ts';

/** After a step a header is wanted, and seldom much behind it; where reading goes on, more at once. */
const FIRST_READ = 4096;
const LARGEST_READ = 1 << 18;
const NOTHING = Buffer.alloc(0);

/**
 * @param fd of a regular file, read from its begin; it stays open
 * @param size of the file: nothing behind it is read, though it may have grown
 * @param passed is told of whatever is taken or stepped over
 */
export function fileBytes(fd: number, size: number, passed: (count: number) => void): Bytes {
  let buffer: Buffer = NOTHING;
  let at = 0;
  /** Where in the file the buffer ends. */
  let next = 0;
  let ended = false;
  let reading = FIRST_READ;
  /** Whether a part of the buffer was handed out for good. */
  let given = false;

  const left = (): number => buffer.length - at;

  /** Reads on until `n` bytes are there: what is left of the buffer, and more behind it. */
  function read(n: number): boolean {
    const rest = left();
    const wanted = Math.min(Math.max(n, rest + reading), rest + (size - next));
    reading = Math.min(reading * 2, LARGEST_READ);
    const fresh = given || buffer.buffer.byteLength < wanted ? Buffer.allocUnsafeSlow(wanted) : whole(buffer);
    buffer.copy(fresh, 0, at);
    let have = rest;
    while (have < wanted && !ended) {
      const count = readSync(fd, fresh, have, wanted - have, next);
      if (count === 0) ended = true;
      have += count;
      next += count;
    }
    buffer = fresh.subarray(0, have);
    at = 0;
    given = false;
    return have >= n;
  }

  const ready = (n: number): boolean => left() >= n || read(n);

  function take(n: number): Uint8Array {
    at += n;
    passed(n);
    return buffer.subarray(at - n, at);
  }

  function some(n: number): Uint8Array {
    if (left() === 0) read(1);
    given = true;
    return take(Math.min(n, left()));
  }

  function skip(n: number): boolean {
    const beyond = n - left();
    if (beyond <= 0) at += n;
    else {
      if (next + beyond > size) return false;
      next += beyond;
      at = buffer.length;
      reading = FIRST_READ;
    }
    passed(n);
    return true;
  }

  return {
    ready,
    fill: ready,
    peek: (n) => buffer.subarray(at, at + n),
    take,
    some,
    skip,
    async *rest() {
      for (let part = some(LARGEST_READ); part.length > 0; part = some(LARGEST_READ)) yield part;
    },
  };
}

/** All of the memory that a buffer is a part of. */
function whole({ buffer }: Buffer): Buffer {
  return Buffer.from(buffer);
}
