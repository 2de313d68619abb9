/** A FIFO of the file system, which somebody may be writing to, or nobody ever. */
import { closeSync, constants, openSync, readSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { RootUnreadable } from './root-unreadable.ts';

/** How long a writer may take to come, in ms. */
const PATIENCE = 1000;
const LOOK_AGAIN = 20;

/**
 * What is written to it, to the end. It is opened without waiting (fifo(7)): open(2) would wait for a writer for ever.
 * @throws RootUnreadable where nobody writes
 */
export async function* fifoChunks(path: string): AsyncGenerator<Uint8Array> {
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    let written = false;
    for (let waited = 0; ; ) {
      const chunk = readNow(fd);
      if (chunk === 'later') written = true;
      else if (chunk.length > 0) {
        written = true;
        yield chunk;
        continue;
      } else if (written) return;
      else if (waited > PATIENCE)
        throw new RootUnreadable(
          `${path}: is a FIFO that nobody writes to; pipe the archive in and give - as the root`,
        );
      await setTimeout(LOOK_AGAIN);
      waited += LOOK_AGAIN;
    }
  } finally {
    closeSync(fd);
  }
}

/** No bytes: no writer has it open. `later`: one has, and has written nothing yet. */
function readNow(fd: number): Uint8Array | 'later' {
  const chunk = Buffer.allocUnsafe(1 << 16);
  try {
    return chunk.subarray(0, readSync(fd, chunk, 0, chunk.length, null));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return 'later';
    throw error;
  }
}
