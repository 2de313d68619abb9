/** A place as the tables of a fleet have it: a column for the file, and one for the line. */
import { place } from '../words.ts';

/** `/etc/fstab:3`, or the file alone; '' where there is none. */
export function cellPlace(file: string | null, line: number | null): string {
  return file === null ? '' : place({ file, ...(line === null ? {} : { line }) });
}
