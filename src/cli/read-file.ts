/** Files of the user's own (not of the root): a baseline, a dump, recorded times. */
import { closeSync, openSync, readSync } from 'node:fs';
import { UsageError } from './errors.ts';

/** More than any dump or journal of a boot, and less than a string may have. */
const MAX_BYTES = 256 * 1024 * 1024;

/** @throws UsageError where it cannot be read, or `reader` says (as a text) what is wrong with it */
export function readUserFile<T>(file: string, reader: (text: string) => T | string): T {
  let text: string;
  try {
    text = readText(file);
  } catch (error) {
    throw new UsageError(
      `${file}: cannot be read (${(error as NodeJS.ErrnoException).code ?? (error as Error).message})`,
    );
  }
  const result = reader(text);
  if (typeof result === 'string') throw new UsageError(`${file}: ${result}`);
  return result;
}

/** Also of a pipe or a device, of which nobody knows the end beforehand. */
function readText(file: string): string {
  const fd = openSync(file, 'r');
  try {
    const chunks: Buffer[] = [];
    let length = 0;
    for (;;) {
      const chunk = Buffer.allocUnsafe(1 << 18);
      const read = readSync(fd, chunk, 0, chunk.length, null);
      if (read === 0) return Buffer.concat(chunks, length).toString('utf8');
      length += read;
      if (length > MAX_BYTES) throw new Error(`more than ${MAX_BYTES >> 20} MiB`);
      chunks.push(chunk.subarray(0, read));
    }
  } finally {
    closeSync(fd);
  }
}
