/** How far a long run is, for a person at a terminal; nothing where nobody looks. */
import { progressLine } from '../../report/fleet/written.ts';
import { printable } from '../print.ts';

export interface Progress {
  step(read: boolean): void;
  end(): void;
}

const EVERY_MS = 200;

export function startProgress(of: number): Progress {
  if (!process.stderr.isTTY) return { step: () => undefined, end: () => undefined };
  const begun = performance.now();
  let [done, unread, last] = [0, 0, 0];
  return {
    step(read) {
      done++;
      if (!read) unread++;
      const now = performance.now();
      if (now - last < EVERY_MS) return;
      last = now;
      process.stderr.write(`\r${printable(progressLine(done, of, unread, (now - begun) / 1000), false)}\u001b[K`);
    },
    end: () => void process.stderr.write('\r\u001b[K'),
  };
}
