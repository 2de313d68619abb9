/** What a process does in the simulation, step by step, each with its proof; and what its writers share. */
import type { Declaration } from '../../graph/model.ts';
import type { Job } from '../job-files.ts';
import type { Hook, JobProcess } from '../processes.ts';
import { type Environment, expand } from './environment.ts';
import type { BootFacts, RcScript } from './facts.ts';

/**
 * How sure it is that an event comes: `init` emits it itself; `modelled`: a program known to emit it (mountall, ifupdown, the udev
 * bridge), or a job that declares to; `script`: words of a script that was read and not run.
 */
export type Certainty = 'init' | 'modelled' | 'script';

export type Step = { readonly proof: readonly Declaration[] } & (
  | {
      readonly do: 'emit';
      readonly event: string;
      readonly env: Environment;
      readonly wait: boolean;
      readonly certainty: Certainty;
      /** Events that its emitter is bound to emit before it. */
      readonly after?: readonly string[];
    }
  | { readonly do: 'start' | 'stop'; readonly job: string; readonly env: Environment; readonly wait: boolean }
  /** In a branch of the script: where that is taken. */
  | { readonly do: 'may-start'; readonly job: string }
  | { readonly do: 'wait-for'; readonly job: string; readonly timeout: number }
  | { readonly do: 'sleep'; readonly seconds: number }
  | { readonly do: 'script'; readonly name: string; readonly script: RcScript | undefined; readonly level: string }
);

/** What a program needs to know when its process is spawned. */
export interface ProgramContext {
  readonly facts: BootFacts;
  readonly jobs: ReadonlyMap<string, Job>;
  readonly processes: ReadonlyMap<string, ReadonlyMap<Hook, JobProcess>>;
  /** The job that runs the udev bridge, and whether another one tells udev to report what is there. */
  readonly bridge: { readonly job: Job; readonly line: number } | undefined;
  readonly triggered: boolean;
  /** Interfaces that are up by now. */
  readonly up: Set<string>;
  /** Jobs in which a value became longer than is followed. */
  readonly tooLong: Set<string>;
  /** Where the runlevel came from, once one is asked for. */
  runlevel: { readonly level: string; readonly proof: readonly Declaration[] } | undefined;
}

/** A program as it is written down, for one process of a job. */
export interface Writing {
  readonly job: Job;
  readonly process: JobProcess;
  readonly env: Environment;
  readonly context: ProgramContext;
  readonly steps: Step[];
}

/** A line of the process's own text. */
export function proofOf({ job, process }: Writing, line: number, as?: string): Declaration {
  return {
    by: `upstart:${job.name}`,
    origin: 'script',
    how: 'line',
    file: process.stanza.file,
    line,
    key: process.stanza.key,
    ...(as === undefined ? {} : { as }),
  };
}

/** The `emits` line that names the event, where there is one. */
export function emitsProof(job: Job, event: string): Declaration[] {
  const stanza = job.stanzas.find((one) => one.key === 'emits' && one.words.includes(event));
  if (stanza === undefined) return [];
  const { file, line, key } = stanza;
  return [{ by: `upstart:${job.name}`, origin: 'job-file', how: 'line', file, line, key, as: event }];
}

/** What init would put in; where that is too long, the text as it is written, and the job is remembered for it. */
export function expanded(text: string, env: Environment, { job, context }: Writing): string {
  const result = expand(text, env);
  if ('value' in result) return result.value;
  if (result.error === 'too-long') context.tooLong.add(job.name);
  return text;
}
