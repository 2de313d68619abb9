/** Whether a job's own pre-start stops it again: read as a shell would go through it, by the files of the root. Nothing is run. */
import type { Snapshot } from '../snapshot/snapshot.ts';
import type { Job } from '../upstart/job-files.ts';
import { jobProcesses } from '../upstart/processes.ts';
import type { JobGuard } from '../upstart/simulate/facts.ts';
import { newShellBudget } from './shell/budget.ts';
import { evaluateShell } from './shell/evaluate.ts';
import { parseShell } from './shell/parse.ts';
import { known, type ShellEvent, type Value } from './shell/shell.ts';

/** @param whole whether what is not in the copy is not on the machine either; otherwise nothing is certain */
export function jobGuards(
  snapshot: Snapshot,
  jobs: ReadonlyMap<string, Job>,
  whole: boolean,
): ReadonlyMap<string, JobGuard> {
  const guards = new Map<string, JobGuard>();
  const world = { snapshot, init: 'upstart', user: 'root' } as const;
  const budget = newShellBudget();
  for (const [name, job] of jobs) {
    const stanza = jobProcesses(job).get('pre-start')?.stanza;
    if (stanza === undefined || !/\bstop\b|\bexit\b/.test(stanza.value)) continue;
    const events = evaluateShell({
      script: parseShell(stanza.value, stanza.bodyLine ?? stanza.line),
      file: stanza.file,
      name: '/bin/sh',
      args: [],
      env: environmentOf(job, stanza.value),
      world,
      budget,
    });
    const guard = guardIn(events, name);
    const certain = guard?.certain === true && whole && !asksForMissingProgram(snapshot, stanza.value);
    if (guard !== undefined) guards.set(name, { ...guard, certain });
  }
  return guards;
}

/** A program that is not in the copy is a fault of its own, or of the copy: it decides nothing. */
function asksForMissingProgram(snapshot: Snapshot, text: string): boolean {
  const programs = text.match(/\/(?:usr\/)?(?:local\/)?(?:s?bin|lib|libexec)\/[\w./+-]+/g) ?? [];
  return programs.some((path) => snapshot.stat(path) === undefined);
}

/** The first `stop` of the job itself, or exit with a failure, that is reached for certain; else the first that may be. */
function guardIn(events: readonly ShellEvent[], job: string): JobGuard | undefined {
  let perhaps: JobGuard | undefined;
  for (const event of events) {
    const stops = event.kind === 'run' && isOwnStop(event.argv, job);
    const fails = event.kind === 'exit' && event.code !== undefined && event.code !== 0;
    const certain = event.under.length === 0;
    if (stops || fails) {
      const guard = { certain, how: stops ? 'stop' : 'exit', file: event.file, line: event.line } as const;
      if (certain) return guard;
      perhaps ??= guard;
    }
    if (event.kind === 'exit' && certain) break;
  }
  return perhaps;
}

/** initctl(8): without a name, stop is of the job whose script it stands in. */
function isOwnStop(argv: readonly Value[], job: string): boolean {
  const words = argv.map(({ text }) => text);
  const [program = ''] = words;
  const name = program.slice(program.lastIndexOf('/') + 1);
  const rest = name === 'initctl' ? words.slice(1) : words;
  if (rest[0]?.replace(/^.*\//, '') !== 'stop') return false;
  const [operand] = rest.slice(1).filter((word) => !word.startsWith('-'));
  return operand === undefined || operand === job;
}

/** What the job sets; any other variable may come with the event that starts it. */
function environmentOf(job: Job, text: string): ReadonlyMap<string, Value> {
  const env = new Map<string, Value>();
  for (const [, name = ''] of text.matchAll(/\$\{?([A-Za-z_]\w*)/g)) env.set(name, { text: `$${name}`, known: false });
  for (const { key, words } of job.stanzas)
    for (const word of key === 'env' ? words : []) {
      const at = word.indexOf('=');
      if (at > 0) env.set(word.slice(0, at), known(word.slice(at + 1)));
    }
  env.set('UPSTART_JOB', known(job.name));
  return env;
}
