/** Files of the user's own (not of the root): a baseline, a dump, recorded times. */
import { closeSync, openSync, readSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { UsageError } from './errors.ts';

/** More than any dump or journal of a boot, and less than a string may have. */
const MAX_BYTES = 256 * 1024 * 1024;

const FAULTS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'is a folder, and a file is wanted',
  EACCES: 'may not be read; run as a user who may',
};

/** @param file `-` is standard input. @throws UsageError where it cannot be read, or `reader` says (as a text) what is wrong with it */
export function readUserFile<T>(file: string, reader: (text: string) => T | string): T {
  const result = reader(Buffer.from(readUserBytes(file)).toString('utf8'));
  if (typeof result === 'string') throw new UsageError(`${file}: ${result}`);
  return result;
}

/** The bytes of a file; unpacked, where it is gzip. @throws UsageError where it cannot be read */
export function readUserBytes(file: string): Uint8Array {
  try {
    const bytes = readAll(file);
    return bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes, { maxOutputLength: MAX_BYTES }) : bytes;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new UsageError(`${file}: ${(code !== undefined && FAULTS[code]) || `cannot be read (${code ?? message})`}`);
  }
}

/** Anew, so that reading waits for who writes; a socket, as some programs give their children, cannot be opened. */
function openStdin(): number {
  try {
    return openSync('/dev/stdin', 'r');
  } catch {
    return 0;
  }
}

/** Also of a pipe, a device or (`-`) standard input, of which nobody knows the end beforehand. */
function readAll(file: string): Buffer {
  const fd = file === '-' ? openStdin() : openSync(file, 'r');
  try {
    const chunks: Buffer[] = [];
    let length = 0;
    for (;;) {
      const chunk = Buffer.allocUnsafe(1 << 18);
      const read = readSync(fd, chunk, 0, chunk.length, null);
      if (read === 0) return Buffer.concat(chunks, length);
      length += read;
      if (length > MAX_BYTES) throw new Error(`more than ${MAX_BYTES >> 20} MiB`);
      chunks.push(chunk.subarray(0, read));
    }
  } finally {
    if (fd !== 0) closeSync(fd);
  }
}
