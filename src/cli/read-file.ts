/** Files of the user's own (not of the root): a baseline, a dump, recorded times. */
import { readFileSync } from 'node:fs';
import { UsageError } from './errors.ts';

/** @throws UsageError where it cannot be read, or `reader` says (as a text) what is wrong with it */
export function readUserFile<T>(file: string, reader: (text: string) => T | string): T {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`${file}: cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
  const result = reader(text);
  if (typeof result === 'string') throw new UsageError(`${file}: ${result}`);
  return result;
}
