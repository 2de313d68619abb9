/** Threads that each have one root in memory. One that hangs, or fills its memory, ends alone: the next root gets a new thread. */
import { fileURLToPath } from 'node:url';
import { Piscina } from 'piscina';
import { type Facts, type FactsOptions, type ListedRoot, noFacts } from '../../fleet/facts.ts';
import type { FactsTask } from './worker.ts';

export interface Limits {
  readonly jobs: number;
  /** For one root. */
  readonly seconds: number;
  /** Of JavaScript's objects, for one root. */
  readonly megabytes: number;
}

export interface Threads {
  /** The rows of one root; never throws. */
  facts(listed: ListedRoot): Promise<Facts>;
  end(): Promise<void>;
}

const YOUNG_MB = 96;

export function startThreads(options: FactsOptions, { jobs, seconds, megabytes }: Limits): Threads {
  const pool = new Piscina<FactsTask, Facts>({
    // The launcher: it takes the compiled form of the program for each thread, too.
    filename: fileURLToPath(new URL('./bootscope.js', import.meta.url)),
    name: 'facts',
    minThreads: jobs,
    maxThreads: jobs,
    // A root's objects are gone before the next comes: where they all have room, few are looked at twice (a tenth of the time).
    resourceLimits: { maxOldGenerationSizeMb: megabytes, maxYoungGenerationSizeMb: YOUNG_MB },
  });
  // A thread that dies between two roots is replaced; nobody waits for it.
  pool.on('error', () => undefined);
  return {
    async facts(listed) {
      try {
        return await pool.run({ listed, options }, { signal: AbortSignal.timeout(seconds * 1000) });
      } catch (error) {
        const { code, name, message } = error as NodeJS.ErrnoException;
        if (code === 'ERR_WORKER_OUT_OF_MEMORY')
          return noFacts(
            listed,
            options,
            'memory',
            `${listed.root}: wants more than ${megabytes} MB of memory; --memory gives more`,
          );
        if (name === 'AbortError')
          return noFacts(
            listed,
            options,
            'time',
            `${listed.root}: took longer than ${seconds} seconds; --timeout gives more`,
          );
        return noFacts(listed, options, 'bug', `${listed.root}: ${message}`);
      }
    },
    end: () => pool.destroy(),
  };
}

/**
 * Works on several at once, and hands the results over in the order of the tasks.
 * @param ahead so many results may wait for an earlier one
 */
export async function inOrder<T, R>(
  tasks: readonly T[],
  { lanes, ahead }: { readonly lanes: number; readonly ahead: number },
  work: (task: T) => Promise<R>,
  take: (result: R, task: T) => void,
): Promise<void> {
  const done = new Map<number, R>();
  let [next, taken] = [0, 0];
  const waiting: (() => void)[] = [];
  const lane = async (): Promise<void> => {
    while (next < tasks.length) {
      if (next - taken >= ahead) {
        await new Promise<void>((resolve) => waiting.push(resolve));
        continue;
      }
      const k = next++;
      done.set(k, await work(tasks[k] as T));
      for (let result = done.get(taken); result !== undefined; result = done.get(taken)) {
        done.delete(taken);
        take(result, tasks[taken++] as T);
      }
      for (const wake of waiting.splice(0)) wake();
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}
