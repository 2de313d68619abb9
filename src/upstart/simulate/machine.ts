/**
 * Upstart's own event queue and job states (init/event.c: event_poll; init/job.c: job_change_state), run over the jobs of a root.
 * What it cannot know is taken at its best: every process starts, does what its text says and succeeds; services keep running.
 * One record (`machine-record.ts`) holds all that moves; each step of it is a function of its own: events here, jobs in
 * `machine-jobs.ts`, processes in `machine-processes.ts`, what they do in `machine-steps.ts`.
 */
import { indexListeners } from './listeners.ts';
import { finishBlocker, startOnEvent, stopOnEvent } from './machine-jobs.ts';
import { nextProcess, resume } from './machine-processes.ts';
import { emit, IN_LINE, type Interleaving, isSpent, type Machine } from './machine-record.ts';
import { advance } from './machine-steps.ts';
import { createOperator, handleEvent, isTrue, type Operator } from './operator.ts';
import type { Emission, Outcome } from './run.ts';
import type { ProgramContext } from './steps.ts';

const MAX_EVENTS = 50_000;

export function runMachine(context: ProgramContext, interleaving: Interleaving = IN_LINE): Outcome {
  const machine = createMachine(context, interleaving);
  emit(machine, { name: 'startup', env: [], cause: { kind: 'init' }, certainty: 'init', proof: [] });
  for (;;) {
    while (machine.queue.length > 0 && pollEvents(machine));
    const process = nextProcess(machine);
    if (process === undefined || isSpent(machine)) break;
    machine.now = Math.max(machine.now, process.at);
    advance(machine, process);
  }
  const { emissions, runs, scripts, startOn, live, instanceFailures, branchStarts, endless } = machine;
  return {
    emissions,
    runs,
    scripts,
    startOn,
    processes: live,
    instanceFailures,
    branchStarts,
    endless: [...endless],
    brokenOff: isSpent(machine),
  };
}

function createMachine(context: ProgramContext, interleaving: Interleaving): Machine {
  const { jobs } = context;
  const startOn = new Map<string, Operator<Emission>>();
  for (const job of jobs.values())
    if (job.startOn?.on !== undefined) startOn.set(job.name, createOperator(job.startOn.on));
  const listeners = indexListeners(jobs);
  return {
    context,
    interleaving,
    emissions: [],
    queue: [],
    live: [],
    runs: [],
    scripts: [],
    instanceFailures: [],
    branchStarts: [],
    endless: new Set(),
    current: new Map(),
    runCount: new Map(),
    blockedRuns: new Map(),
    startOn,
    listenersTo: (event) => interleaving.jobs(listeners(event)),
    limit: MAX_EVENTS + 20 * jobs.size,
    text: 0,
    now: 0,
    order: 0,
  };
}

/** event_poll: one pass; true while anything moved. */
function pollEvents(machine: Machine): boolean {
  let moved = false;
  for (let at = 0; at < machine.queue.length && !isSpent(machine); at++) {
    const event = machine.queue[at] as Emission;
    if (event.progress === 'pending') {
      event.progress = 'handling';
      moved = true;
      handlePending(machine, event);
    }
    if (event.progress === 'handling' && event.blockers === 0) {
      event.progress = 'finished';
      moved = true;
      finishEvent(machine, event);
    }
  }
  machine.queue = machine.queue.filter((event) => event.progress !== 'finished');
  return moved;
}

/** event_pending_handle_jobs. */
function handlePending(machine: Machine, event: Emission): void {
  for (const job of machine.listenersTo(event)) {
    for (const run of [...(machine.current.get(job.name)?.values() ?? [])]) stopOnEvent(machine, run, event);
    const operator = machine.startOn.get(job.name);
    if (operator === undefined || !handleEvent(operator, event, []) || !isTrue(operator)) continue;
    startOnEvent(machine, job, operator, event);
  }
}

function finishEvent(machine: Machine, event: Emission): void {
  finishBlocker(machine, event);
  for (const process of machine.live) if (process.waitsFor === event) resume(machine, process);
}
