/** Text by insserv's eyes: bytes. */
import type { Snapshot } from '../snapshot/snapshot.ts';

/** One character a byte, so that offsets and the end of printable ASCII are where a C program finds them. */
export function readLatin1(snapshot: Snapshot, file: string): string | undefined {
  const bytes = snapshot.readBytes(file);
  return bytes === undefined ? undefined : Buffer.from(bytes).toString('latin1');
}

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

export function dirName(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash <= 0 ? '/' : path.slice(0, slash);
}
