/** What is not the answer: messages, on standard error. */
import { printable } from './print.ts';

export function note(message: string): void {
  // Nobody can be told that standard error is gone; the exit status still tells.
  if (process.stderr.listenerCount('error') === 0) process.stderr.on('error', () => undefined);
  process.stderr.write(`bootscope: ${printable(message, false)}\n`);
}
