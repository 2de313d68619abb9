/** What PID 1 said of its jobs on the console (log level debug), as facts about one boot. Line numbers are the clock. */

export interface Booted {
  /** Of each unit's first start job: how it ended, and where. */
  readonly jobs: ReadonlyMap<string, { readonly result: string; readonly line: number }>;
  /** Units of which any start job ended with another's failure: a later try counts, too. */
  readonly lost: ReadonlySet<string>;
  /** Where each unit's first start job was queued; a job that PID 1 deletes from a transaction never is. */
  readonly queued: ReadonlyMap<string, number>;
  /** Where each unit first left its dead state. */
  readonly began: ReadonlyMap<string, number>;
  /** Whose condition was not met. */
  readonly skipped: ReadonlySet<string>;
  /** Whose job was deleted to break an ordering cycle. */
  readonly deleted: ReadonlySet<string>;
  /** Stop jobs of the shutdown: where the unit began to stop, and where the job ended. */
  readonly stops: ReadonlyMap<string, { readonly began: number; readonly ended: number }>;
  /** Services whose process was gone before its stop job had its turn. */
  readonly endedThemselves: ReadonlySet<string>;
  /** ActiveState when the boot was over. */
  readonly state: ReadonlyMap<string, string>;
  /** Units that took the machine down by failing (FailureAction=). */
  readonly actions: ReadonlySet<string>;
}

/** Colours, titles and carriage returns of a console. */
const CONSOLE = /\u001b\[[0-9;:?]*[A-Za-z]|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)|\r/g;

/** The shutdown begins where the collector asks for it. */
const SHUTDOWN = 'Trying to enqueue job poweroff.target/start';

/**
 * @param log the console
 * @param units `systemctl list-units --all --full --plain --no-legend` at the end of the boot; '' where the boot did not get so far
 */
export function readBoot(log: string, units: string): Booted {
  const lines = log.replace(CONSOLE, '').split('\n');
  const asked = lines.findIndex((text) => text.includes(SHUTDOWN));
  const end = asked < 0 ? lines.length : asked;
  const found: Found = {
    jobs: new Map<string, { result: string; line: number }>(),
    queued: new Map<string, number>(),
    began: new Map<string, number>(),
    lost: new Set<string>(),
    skipped: new Set<string>(),
    deleted: new Set<string>(),
    actions: new Set<string>(),
  };
  for (let line = 0; line < end; line++) readLine(found, lines[line] as string, line);
  const { impatient: _, ...facts } = found;
  return { ...facts, ...readStops(lines, end), state: readStates(units) };
}

type Found = { -readonly [K in Exclude<keyof Booted, 'stops' | 'endedThemselves' | 'state'>]: Mutable<Booted[K]> } & {
  impatient?: string;
};
type Mutable<T> = T extends ReadonlyMap<infer K, infer V> ? Map<K, V> : T extends ReadonlySet<infer V> ? Set<V> : T;

function readLine(found: Found, text: string, line: number): void {
  const done = /Job \d+ (\S+)\/(?:start|verify-active) finished, result=(\S+)/.exec(text);
  if (done?.[1] !== undefined && !found.jobs.has(done[1])) found.jobs.set(done[1], { result: done[2] as string, line });
  if (done?.[1] !== undefined && done[2] === 'dependency') found.lost.add(done[1]);
  const queued = /Installed new job (\S+)\/(?:start|verify-active) as \d+/.exec(text)?.[1];
  if (queued !== undefined && !found.queued.has(queued)) found.queued.set(queued, line);
  const change = /(\S+\.[a-z]+):? [Cc]hanged (\S+) -> (\S+)/.exec(text);
  if (change?.[1] !== undefined && change[2] === 'dead' && !found.began.has(change[1]))
    found.began.set(change[1], line);
  const unmet = /(\S+\.[a-z]+): Starting requested but condition/.exec(text)?.[1];
  if (unmet !== undefined) found.skipped.add(unmet);
  const none = /(\S+\.[a-z]+): Skipped due to 'exec-condition'/.exec(text)?.[1];
  if (none !== undefined) found.skipped.add(none);
  const deleted = /Job (\S+)\/\S+ deleted to break ordering cycle/.exec(text)?.[1];
  if (deleted !== undefined) found.deleted.add(deleted);
  // A job that is out of time is not named where the machine goes down with it, but right before.
  const impatient = /Job (\S+)\/start timed out/.exec(text)?.[1];
  if (impatient !== undefined) found.impatient = impatient;
  if (/ing[^:]*: job timed out/.test(text) && found.impatient !== undefined) found.actions.add(found.impatient);
  const action = /(?:[Pp]owering.off|[Rr]ebooting|[Ee]xiting|[Hh]alting)[^:]*: unit (\S+) failed/.exec(text)?.[1];
  if (action !== undefined) found.actions.add(action);
}

function readStops(lines: readonly string[], from: number): Pick<Booted, 'stops' | 'endedThemselves'> {
  const queued = new Set<string>();
  const began = new Map<string, number>();
  const endedThemselves = new Set<string>();
  const stops = new Map<string, { began: number; ended: number }>();
  for (let line = from; line < lines.length; line++) {
    const text = lines[line] as string;
    const stop = /Installed new job (\S+)\/stop as \d+/.exec(text)?.[1];
    if (stop !== undefined) queued.add(stop);
    const [, change, was] =
      /(\S+\.[a-z]+):? [Cc]hanged (\S+) -> (?:dead|failed|stop|final|deactivating|unmounting)/.exec(text) ?? [];
    // A service that ends by itself does not stop for its job.
    if (change !== undefined && was === 'running' && change.endsWith('.service') && /-> (dead|failed)/.test(text))
      endedThemselves.add(change);
    else if (change !== undefined && queued.has(change) && !began.has(change)) began.set(change, line);
    const done = /Job \d+ (\S+)\/stop finished, result=/.exec(text)?.[1];
    if (done !== undefined && !stops.has(done) && !endedThemselves.has(done))
      stops.set(done, { began: began.get(done) ?? line, ended: line });
  }
  return { stops, endedThemselves };
}

function readStates(units: string): Booted['state'] {
  return new Map(
    units.split('\n').flatMap((text) => {
      const [unit, , active] = text.trim().replace(/^\W+ /, '').split(/\s+/);
      return unit === undefined || active === undefined ? [] : [[unit, active] as const];
    }),
  );
}
