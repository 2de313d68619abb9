/** Processes of this test: started in the foreground, and ended by their numbers. */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readdirSync, readFileSync } from 'node:fs';

/** What a recipe needs does not come up on this machine: nothing is learnt of the recipe. */
export class NotHere extends Error {}

const running = new Set<ChildProcess>();

/** @param log a file for what it says */
export function start(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  log: string,
): ChildProcess {
  const said = openSync(log, 'a');
  const child = spawn(command, args, { env, stdio: ['ignore', said, said] });
  closeSync(said);
  running.add(child);
  child.on('exit', () => running.delete(child));
  return child;
}

/** A shell's lines; resolves with its exit status. */
export function shell(text: string, cwd: string, env: Readonly<Record<string, string>>, log: string): Promise<number> {
  const said = openSync(log, 'a');
  const child = spawn('sh', ['-c', text], { cwd, env, stdio: ['ignore', said, said] });
  closeSync(said);
  return new Promise((resolve) => child.on('exit', (code) => resolve(code ?? -1)));
}

/** A process and all that descend from it, the eldest first. */
export function familyOf(pid: number): readonly number[] {
  const parents = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    const parent = /^\d+$/.test(name) ? parentOf(Number(name)) : undefined;
    if (parent !== undefined) parents.set(parent, [...(parents.get(parent) ?? []), Number(name)]);
  }
  const found = [pid];
  for (let k = 0; k < found.length; k++) found.push(...(parents.get(found[k] as number) ?? []));
  return found;
}

function parentOf(pid: number): number | undefined {
  return Number(/^PPid:\s+(\d+)$/m.exec(readProc(pid, 'status'))?.[1]) || undefined;
}

export function readProc(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'latin1');
  } catch {
    return '';
  }
}

export function killAll(pids: readonly number[]): void {
  for (const pid of pids)
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
}

/** Ends what is still running of what this test started. */
export function endAll(): void {
  for (const { pid } of running) if (pid !== undefined) killAll([...familyOf(pid)].reverse());
}
