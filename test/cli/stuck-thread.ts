/** A program like `facts`, one of whose threads waits in the kernel for ever: what own-process.test.ts runs. */
import { Worker } from 'node:worker_threads';
import { endWithParent, isOwnProcess, runInOwnProcess, tellEnd } from '../../src/cli/own-process.ts';

const [fifo, status] = process.argv.slice(2);
if (isOwnProcess()) {
  endWithParent();
  const worker = new Worker(`require('node:fs').openSync(${JSON.stringify(fifo)}, 'r')`, { eval: true });
  worker.on('online', () =>
    setTimeout(() => {
      process.stdout.write(`answer of ${process.pid}\n`);
      process.exitCode = Number(status);
      tellEnd();
      // As a run ends (bundle/run.ts): Node waits for the thread.
      void worker.terminate();
      process.exit();
    }, 200),
  );
} else void runInOwnProcess();
