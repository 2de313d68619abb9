/** The chain of events from `startup` to one event or job: at each step who emitted it, and what of his condition came last. */
import type { BootEvent, StartReason, UpstartBoot } from './boot.ts';

export interface EventStep {
  readonly event: BootEvent;
  /** Why the job that emitted it was started; undefined: init itself emitted it. */
  readonly because: StartReason | undefined;
  /** Ids of the jobs that it started, alone or as the last of several. */
  readonly starts: readonly string[];
}

/**
 * From `startup` on. Of a condition with several events the one that came last is followed: the others were there already.
 * @param goal `event:runlevel`, `upstart:nova-api`, `sysv:ntp`; undefined: the runlevel, or the last event of the boot
 * @returns empty where that does not come
 */
export function eventChain(boot: UpstartBoot, goal?: string): readonly EventStep[] {
  const index = new Map(boot.events.map((event, at) => [event, at]));
  const lastOf = (reason: StartReason): BootEvent | undefined =>
    reason.kind === 'script'
      ? causeOf(reason.by)
      : reason.matched.map(({ event }) => event).reduce((a, b) => ((index.get(a) ?? 0) > (index.get(b) ?? 0) ? a : b));
  const reasonOf = (job: string | null): StartReason | undefined =>
    job === null ? undefined : boot.jobs.get(job.replace(/^upstart:/, ''))?.starts[0]?.reasons[0];
  function causeOf(job: string): BootEvent | undefined {
    const reason = reasonOf(job);
    return reason?.kind === 'events' ? lastOf(reason) : undefined;
  }

  const started = new Map<BootEvent, string[]>();
  for (const [name, { starts }] of boot.jobs)
    for (const { reasons } of starts)
      for (const reason of reasons) {
        const event = reason.kind === 'events' ? lastOf(reason) : undefined;
        if (event !== undefined) started.set(event, [...new Set([...(started.get(event) ?? []), `upstart:${name}`])]);
      }

  const steps: EventStep[] = [];
  const seen = new Set<BootEvent>();
  let event = goalEvent(boot, goal, causeOf);
  while (event !== undefined && !seen.has(event)) {
    seen.add(event);
    const emitter = emitterOf(boot, event.by);
    const because = reasonOf(emitter);
    steps.unshift({ event, because, starts: started.get(event) ?? [] });
    for (const earlier of milestones(boot, event, started))
      if (!seen.has(earlier)) {
        seen.add(earlier);
        steps.unshift({ event: earlier, because, starts: started.get(earlier) ?? [] });
      }
    event = because === undefined ? undefined : lastOf(because);
  }
  return steps;
}

/** What the same job emitted before, and others waited for: `local-filesystems` on the way to `filesystem`. Latest first. */
function milestones(
  boot: UpstartBoot,
  goal: BootEvent,
  started: ReadonlyMap<BootEvent, readonly string[]>,
): readonly BootEvent[] {
  if (goal.how !== 'process') return [];
  const before = boot.events.slice(0, boot.events.indexOf(goal));
  return before
    .filter((event) => event.how === 'process' && event.by === goal.by && event.env.length === 0 && started.has(event))
    .reverse();
}

/** An init script that emits is run by a job. */
function emitterOf(boot: UpstartBoot, by: string | null): string | null {
  return by?.startsWith('sysv:') === true ? (boot.scripts.find(({ id }) => id === by)?.by ?? null) : by;
}

function goalEvent(
  boot: UpstartBoot,
  goal: string | undefined,
  causeOf: (job: string) => BootEvent | undefined,
): BootEvent | undefined {
  if (goal?.startsWith('upstart:')) return causeOf(goal);
  if (goal?.startsWith('sysv:')) return causeOf(emitterOf(boot, goal) ?? '');
  const outside = boot.events.filter(({ how }) => how !== 'state');
  if (goal?.startsWith('runlevel:'))
    return outside.find(({ name, env }) => name === 'runlevel' && env.includes(goal.replace('runlevel:', 'RUNLEVEL=')));
  if (goal !== undefined) return outside.find(({ name }) => `event:${name}` === goal);
  return outside.findLast(({ name }) => name === 'runlevel') ?? outside.at(-1);
}
