import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { UsageError } from './errors.ts';

/** Writes under a temporary name and renames, so that nobody ever reads half a file. @throws UsageError where it cannot. */
export function writeOutput(path: string, content: string): void {
  const part = `${path}.${process.pid}.part`;
  try {
    writeFileSync(part, content);
    renameSync(part, path);
  } catch (error) {
    rmSync(part, { force: true });
    throw new UsageError(
      `${path}: cannot be written (${(error as NodeJS.ErrnoException).code}); name another file with -o`,
    );
  }
}
