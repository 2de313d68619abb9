/** Files that the user asks us to write (`-o`). */
import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  lstatSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { chance } from './chance.ts';
import { UsageError, WriteError } from './errors.ts';

/** One's own open files by name: opening those anew would cut off what the shell has them open for (`>> log`). */
const OWN = /^\/(?:dev\/fd|proc\/self\/fd)\/([0-9]{1,9})$/;
const STREAMS: Readonly<Record<string, number>> = { '/dev/stdout': 1, '/dev/stderr': 2 };

/**
 * Writes a file that nobody ever reads half of: under a temporary name, then renamed. It keeps the mode and owner of the file that it
 * replaces, and a link stays a link. What is no file (a device, a FIFO) is written to, not replaced.
 *
 * @param content is written as it is: the caller has made it inert (print.ts)
 * @throws UsageError where the path cannot be written to, WriteError where writing it fails
 */
export function writeOutput(path: string, content: string): void {
  const own = OWN.exec(path)?.[1] ?? STREAMS[path];
  try {
    if (own !== undefined) writeFileSync(Number(own), content);
    else write(path, content);
  } catch (error) {
    // As any filter whose reader has seen enough (stdout.ts).
    if (Number(own) === 1 && (error as NodeJS.ErrnoException).code === 'EPIPE') process.exit();
    throw outputError(path, error as NodeJS.ErrnoException);
  }
}

function write(path: string, content: string): void {
  const old = statSync(path, { throwIfNoEntry: false });
  // A link to nothing, a device, a file of several names: those stay what they are.
  const inPlace = old === undefined ? lstatSync(path, { throwIfNoEntry: false }) !== undefined : !replaceable(old);
  const target = old === undefined ? path : realpathSync(path);
  if (inPlace || (old !== undefined && !mayWrite(dirname(target)))) writeFileSync(path, content);
  else replace(target, content, old);
}

function replaceable(old: Stats): boolean {
  return old.isFile() && old.nlink === 1;
}

function mayWrite(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function replace(target: string, content: string, old: Stats | undefined): void {
  // A file that may not be written is not replaced either, though its folder would allow it.
  if (old !== undefined) accessSync(target, constants.W_OK);
  // Chance, too: in a container the next run has the same number as one that was killed, and what that left behind.
  const part = `${target}.${process.pid}-${chance()}.part`;
  try {
    writeFileSync(part, content, { flag: 'wx', mode: old === undefined ? 0o666 : 0o600 });
    if (old !== undefined) {
      if (old.uid !== process.getuid?.() || old.gid !== process.getgid?.()) chownSync(part, old.uid, old.gid);
      chmodSync(part, old.mode & 0o7777);
    }
    renameSync(part, target);
  } catch (error) {
    rmSync(part, { force: true });
    // Somebody else's file that we may write to stays theirs.
    if (old === undefined || (error as NodeJS.ErrnoException).code !== 'EPERM') throw error;
    writeFileSync(target, content);
  }
}

/** Faults of the place rather than of the name. */
const FAILED: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EIO', 'EFBIG', 'EPIPE', 'ENXIO', 'EAGAIN']);

function outputError(path: string, { code, message }: NodeJS.ErrnoException): Error {
  return code !== undefined && FAILED.has(code)
    ? new WriteError(`${path}: cannot be written (${code}); make room, or name another file with -o`)
    : new UsageError(`${path}: cannot be written (${code ?? message}); name another file with -o`);
}
