/** A thread that waits in the kernel cannot be ended (a dead server's folder, a pipe that nobody writes to): its program ends all the same. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';

const scratch = mkdtempSync(join(tmpdir(), 'bootscope-stuck-'));
const fifo = join(scratch, 'pipe');
execFileSync('mkfifo', [fifo]);
afterAll(() => rmSync(scratch, { recursive: true }));

const ARGS = ['--import', 'tsx', new URL('./stuck-thread.ts', import.meta.url).pathname, fifo];
const childIn = (text: string): number => Number(/answer of (\d+)/.exec(text)?.[1]);
const lives = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};
const until = async (done: () => boolean): Promise<void> => {
  while (!done()) await new Promise((resolve) => setTimeout(resolve, 20));
};

test.each([0, 3])('a program with such a thread ends with the status that it has earned: %i', (status) => {
  const run = spawnSync(process.execPath, [...ARGS, String(status)], { encoding: 'utf8', timeout: 60_000 });
  expect([run.status, run.stderr]).toEqual([status, '']);
  expect(lives(childIn(run.stdout))).toBe(false);
});

test.each(['SIGTERM', 'SIGKILL'] as const)('nothing of it is left where it is ended by %s', async (signal) => {
  // Without a thread that tells its end: it works on until it is told to stop.
  const code = `import('${new URL('../../src/cli/own-process.ts', import.meta.url)}').then((own) => { if (!own.isOwnProcess()) return own.runInOwnProcess(); own.endWithParent(); console.log('answer of ' + process.pid); setInterval(() => {}, 1000); });`;
  const run = spawn(process.execPath, ['--import', 'tsx', '--eval', code], { stdio: ['ignore', 'pipe', 'inherit'] });
  let out = '';
  run.stdout.on('data', (text) => {
    out += text;
  });
  const ended = new Promise<string | null>((resolve) => run.on('exit', (_, by) => resolve(by)));
  await until(() => out.includes('\n'));
  run.kill(signal);
  expect(await ended).toBe(signal);
  await until(() => !lives(childIn(out)));
});
