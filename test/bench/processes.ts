/** Whole processes, measured: processor time of all that they start, time by the clock, largest memory. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** Runs once; it may tell how many KiB it took. */
export type Run = () => number | undefined;

export interface Measured {
  /** Seconds of processor time, user's and system's. */
  readonly cpu: number;
  readonly wall: number;
  readonly memory: number | undefined;
}

/** GNU time tells a program's memory. */
const TIME = '/usr/bin/time';
/** Ticks a second of /proc/PID/stat (USER_HZ), the same on every Linux of today. */
const TICKS = 100;

/** @returns what runs that program once. @throws where it fails */
export function program(file: string, ...args: readonly string[]): Run {
  const timed = existsSync(TIME);
  const [command, all] = timed ? [TIME, ['-f', '%M', file, ...args]] : [file, args];
  return () => {
    const { status, error, stderr } = spawnSync(command, all, {
      stdio: ['ignore', 'ignore', 'pipe'],
      encoding: 'utf8',
      // No cache folder: nothing is kept from run to run.
      env: { PATH: process.env['PATH'] ?? '' },
    });
    if (error !== undefined || (status !== 0 && status !== 1)) throw error ?? new Error(`${file}: ${status} ${stderr}`);
    return timed ? Number(stderr.trim().split('\n').at(-1)) : undefined;
  };
}

/** Of this process and of children that have ended. */
function processorTime(): number {
  const stat = readFileSync('/proc/self/stat', 'latin1');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  // utime, stime, cutime, cstime: fields 14 to 17 of proc(5).
  return [11, 12, 13, 14].reduce((sum, field) => sum + Number(fields[field]), 0) / TICKS;
}

/** Once. */
export function measured(run: Run): Measured {
  const before = processorTime();
  const start = performance.now();
  const memory = run();
  return {
    cpu: processorTime() - before,
    wall: (performance.now() - start) / 1000,
    memory: memory === undefined ? undefined : memory / 1024,
  };
}

export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

/** Goes through all in turn, round by round, and writes a table with the ratios to the first. One that fails is said to. */
export function table(title: string, rounds: number, rows: readonly (readonly [string, Run])[]): void {
  const taken = rows.map((): Measured[] => []);
  const failed = new Set<number>();
  for (let round = 0; round < rounds; round++)
    rows.forEach(([, run], row) => {
      if (failed.has(row)) return;
      try {
        taken[row]?.push(measured(run));
      } catch {
        failed.add(row);
      }
    });
  heading(title, rows[0]?.[0] ?? '');
  for (const [row, [name]] of rows.entries()) {
    const runs = taken[row] ?? [];
    if (failed.has(row)) {
      line([name, 'fails', '', '', '']);
      continue;
    }
    const memory = runs[0]?.memory;
    const beside = runs.map(({ cpu }, round) => cpu / (taken[0]?.[round]?.cpu ?? Number.NaN));
    line([
      name,
      median(runs.map(({ cpu }) => cpu)).toFixed(2),
      median(runs.map(({ wall }) => wall)).toFixed(2),
      memory === undefined ? '' : memory.toFixed(0),
      row === 0 || failed.has(0) ? '' : `${median(beside).toFixed(2)} ×`,
    ]);
  }
}

export function heading(title: string, first: string): void {
  process.stdout.write(`\n| ${title} | CPU s | wall s | MB | CPU, to ${first} |\n|---|---|---|---|---|\n`);
}

export function line(cells: readonly string[]): void {
  process.stdout.write(`| ${cells.join(' | ')} |\n`);
}

/** For what tells nothing of its memory. */
export function silent(run: () => unknown): Run {
  return () => {
    run();
    return undefined;
  };
}
