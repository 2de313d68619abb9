/** One run from the words of a command line to the end of the process. */
import type { crashed, main } from '../main.ts';

interface Runnable {
  readonly main: typeof main;
  readonly crashed: typeof crashed;
}

/** Whatever happens, it ends with an answer, or with the status of a bug. */
export function runToItsEnd(program: Runnable, given: readonly string[]): void {
  let settled = false;
  const crash = (error: unknown): void => {
    program.crashed(error, given);
    process.exit();
  };
  process.on('uncaughtException', crash);
  // A promise that nobody settles lets Node come to rest, and end with 0.
  process.on('beforeExit', () => {
    if (!settled) program.crashed(new Error('it came to rest without an answer'), given);
  });
  void program.main(given).then(() => {
    settled = true;
    // The answer is out: there is no need to wait for V8's own threads. What a started program had to say comes first.
    setImmediate(() => process.exit());
  }, crash);
}
