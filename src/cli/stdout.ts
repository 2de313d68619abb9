/**
 * Standard output. Node's own stream for it loads all of net and stream first, which takes longer than to write a whole
 * graph: files and pipes are written to directly.
 */
import { fstatSync, writeSync } from 'node:fs';
import { STATUS } from './errors.ts';

/** The stream where a person may be looking, or something else that is neither file nor pipe is there. */
function terminal(): typeof process.stdout | undefined {
  return direct() ? undefined : process.stdout;
}

let known: boolean | undefined;

function direct(): boolean {
  if (known !== undefined) return known;
  try {
    const stat = fstatSync(1);
    // Major 1 is memory: /dev/null.
    known = stat.isFile() || stat.isFIFO() || (stat.isCharacterDevice() && stat.rdev >> 8 === 1);
  } catch {
    known = false;
  }
  return known;
}

/** True where somebody reads along. */
export function isTerminal(): boolean {
  return terminal()?.isTTY === true;
}

/** Lines that it shows; 24 where it does not say. */
export function rows(): number {
  return terminal()?.rows ?? 24;
}

/** 80 columns where nobody says otherwise; wider than 160 is hard to read. */
export function columns(): number {
  return Math.min(160, Math.max(40, terminal()?.columns ?? (Number(process.env['COLUMNS']) || 80)));
}

/**
 * Writes the text and a line feed; resolves when they have been handed over. A reader that has gone away ends the program, as it
 * ends any filter.
 */
export function writeOut(text: string): Promise<void> {
  // The line feed is no part of the text: V8 would copy a whole graph once more to join them.
  const bytes = Buffer.allocUnsafe(Buffer.byteLength(text) + 1);
  bytes[bytes.write(text)] = 10;
  let at = 0;
  try {
    while (direct() && at < bytes.length) at += writeSync(1, bytes, at);
  } catch (error) {
    // A pipe that somebody made non-blocking is full: the stream can wait.
    if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') gone(error as NodeJS.ErrnoException);
  }
  if (at === bytes.length) return Promise.resolve();
  process.stdout.on('error', gone);
  return new Promise((done) => process.stdout.write(bytes.subarray(at), () => done()));
}

function gone(error: NodeJS.ErrnoException): never {
  // What was found is still so: a reader that has seen enough (`| head`) changes nothing of the status.
  if (error.code === 'EPIPE') process.exit();
  process.stderr.write(`bootscope: standard output cannot be written (${error.code ?? error.message})\n`);
  process.exit(STATUS.write);
}
