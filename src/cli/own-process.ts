/**
 * A run in a process of its own, which its parent can end. A thread that waits in the kernel, for a server that is gone or a file system in user
 * space that does not answer, cannot be ended, and its process neither: not with the exit status that it has earned.
 */

const MARK = 'BOOTSCOPE_PARENT';
/** What the child has left to do after its answer, it does at once. */
const GRACE_MS = 1000;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

interface Ended {
  readonly ended: number;
}

/** Whether this process was started by `runInOwnProcess`. */
export function isOwnProcess(): boolean {
  return process.connected && process.env[MARK] === String(process.ppid);
}

/** Runs this process's command line again in a child, with the same streams, and takes over its exit status. */
export function runInOwnProcess(): Promise<void> {
  const { spawn } = process.getBuiltinModule('node:child_process');
  const child = spawn(process.execPath, [...process.execArgv, ...process.argv.slice(1)], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, [MARK]: String(process.pid) },
  });
  let status: number | undefined;
  child.on('message', ({ ended }: Ended) => {
    status = ended;
    setTimeout(() => child.kill('SIGKILL'), GRACE_MS).unref();
  });
  const pass = (signal: NodeJS.Signals): boolean => child.kill(signal);
  for (const signal of SIGNALS) process.on(signal, pass);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      for (const one of SIGNALS) process.off(one, pass);
      const known = status ?? code;
      if (known !== null) process.exitCode = known;
      // As it was ended, so is this one: whoever waits for it is told the truth.
      else if (signal !== null) process.kill(process.pid, signal);
      resolve();
    });
  });
}

/** In the child, once its answer is out: the parent need not wait any longer. */
export function tellEnd(): void {
  if (isOwnProcess()) process.send?.({ ended: Number(process.exitCode ?? 0) } satisfies Ended);
}

/** In the child: without its parent nobody would end it. */
export function endWithParent(): void {
  process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
}
