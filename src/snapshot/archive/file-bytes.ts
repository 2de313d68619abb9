/** An archive on disk: contents that nobody wants are stepped over, not read. */
import { closeSync, readSync } from 'node:fs';
import type { Bytes } from './bytes.ts';

/** After a step a header is wanted, and seldom much behind it; where reading goes on, more at once. */
const FIRST_READ = 1 << 14;
const LARGEST_READ = 1 << 18;

export interface FileBytes extends Bytes {
  /** Whoever reads on, as a library may that was not told, meets the end. */
  close(): void;
}

/**
 * @param fd of a regular file, read from its begin
 * @param size of the file: nothing behind it is read, though it may have grown
 * @param passed is told of whatever is taken or stepped over
 */
export function fileBytes(fd: number, size: number, passed: (count: number) => void): FileBytes {
  let buffer: Buffer = Buffer.allocUnsafeSlow(LARGEST_READ);
  /** What is read lies between them. */
  let [at, end] = [0, 0];
  /** Where in the file that ends. */
  let next = 0;
  let reading = FIRST_READ;
  /** Whether a part of the buffer was handed out for good. */
  let given = false;
  const place = { bytes: buffer, at };

  /** Reads on until `n` bytes are there: what is left of the buffer is moved to its begin, and more comes behind it. */
  function read(n: number): boolean {
    const rest = end - at;
    const wanted = Math.min(Math.max(n, rest + reading), rest + size - next);
    reading = Math.min(reading * 2, LARGEST_READ);
    const before = buffer;
    if (given || buffer.length < wanted) buffer = Buffer.allocUnsafeSlow(Math.max(wanted, LARGEST_READ));
    if (rest > 0) before.copy(buffer, 0, at, end);
    [at, end, given] = [0, rest, false];
    while (end < wanted) {
      const count = readSync(fd, buffer, end, wanted - end, next);
      if (count === 0) break;
      end += count;
      next += count;
    }
    return end >= n;
  }

  const ready = (n: number): boolean => end - at >= n || read(n);

  function take(n: number): Uint8Array {
    at += n;
    passed(n);
    return buffer.subarray(at - n, at);
  }

  function some(n: number): Uint8Array {
    if (at === end) read(1);
    given = true;
    return take(Math.min(n, end - at));
  }

  function skip(n: number): boolean {
    const beyond = at + n - end;
    if (beyond <= 0) at += n;
    else {
      if (next + beyond > size) return false;
      next += beyond;
      at = end;
      reading = FIRST_READ;
    }
    passed(n);
    return true;
  }

  return {
    here() {
      place.bytes = buffer;
      place.at = at;
      return place;
    },
    ready,
    fill: ready,
    peek: (n) => buffer.subarray(at, Math.min(at + n, end)),
    take,
    some,
    lent: false,
    skip,
    close() {
      [at, end, next] = [0, 0, size];
      closeSync(fd);
    },
    async *rest() {
      for (let part = some(LARGEST_READ); part.length > 0; part = some(LARGEST_READ)) yield part;
    },
  };
}
