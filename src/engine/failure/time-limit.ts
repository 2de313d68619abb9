/** How long a start may take: TimeoutStartSec=, JobTimeoutSec= and their defaults (systemd.service(5), systemd-system.conf(5)). */
import type { BootNode, Setting } from '../../graph/model.ts';
import { parseTimeSpan } from '../../words/time-span.ts';
import { valueInForce } from './own-end.ts';

export interface StartLimit {
  /** Seconds, for each command that it runs one after the other; null: without end. */
  readonly seconds: number | null;
  /** How many commands, each of which has that long. */
  readonly commands: number;
  /** The line that says so; null: the default. */
  readonly setting: Setting | null;
}

/** DefaultTimeoutStartSec= and DefaultDeviceTimeoutSec= where nothing else is configured. */
const DEFAULT = 90;

/**
 * @param manager lines of system.conf
 * @returns null: a unit whose start takes no time
 */
export function startLimit(node: BootNode, manager: readonly Setting[] = []): StartLimit | null {
  const job = valueInForce(node, 'Unit', 'JobRunningTimeoutSec') ?? valueInForce(node, 'Unit', 'JobTimeoutSec');
  if (node.type === 'device')
    return job === undefined ? byDefault(manager, 'DefaultDeviceTimeoutSec', 1) : written(job, 1);
  const own = ownLimit(node, manager);
  const byJob = job === undefined ? null : written(job, 1);
  if (own === null || byJob === null) return own ?? byJob;
  // Whichever runs out first ends the job.
  return total(byJob) < total(own) ? byJob : own;
}

/** JobTimeoutSec=, where it ends a job that still waits; JobRunningTimeoutSec= counts from its turn on. */
export function waitLimit(node: BootNode): { readonly seconds: number; readonly setting: Setting } | undefined {
  const setting = valueInForce(node, 'Unit', 'JobTimeoutSec');
  const span = setting === undefined ? undefined : parseTimeSpan(setting.value);
  if (setting === undefined || span === undefined || span === 'infinity' || span === 0n) return undefined;
  return { seconds: Number(span) / 1e6, setting };
}

function total({ seconds, commands }: StartLimit): number {
  return seconds === null ? Number.POSITIVE_INFINITY : seconds * commands;
}

function ownLimit(node: BootNode, manager: readonly Setting[]): StartLimit | null {
  if (node.type === 'service') {
    const commands = node.settings.filter(
      (s) =>
        s.section === 'Service' &&
        /^Exec(Condition|StartPre|Start|StartPost)$/.test(s.key) &&
        s.value !== '' &&
        s.overridden !== true,
    ).length;
    // Both keys set the same; the later line counts.
    const last = node.settings.findLast(
      (s) => s.section === 'Service' && /^Timeout(Start)?Sec$/.test(s.key) && s.overridden !== true && s.value !== '',
    );
    if (last !== undefined) return written(last, commands);
    // A oneshot has no limit of its own.
    return node.facts.serviceType === 'oneshot'
      ? limit(null, commands, null)
      : byDefault(manager, 'DefaultTimeoutStartSec', commands);
  }
  if (node.type === 'mount' || node.type === 'swap' || node.type === 'socket') {
    const section = node.type === 'mount' ? 'Mount' : node.type === 'swap' ? 'Swap' : 'Socket';
    const own = valueInForce(node, section, 'TimeoutSec');
    return own === undefined ? byDefault(manager, 'DefaultTimeoutStartSec', 1) : written(own, 1);
  }
  return null;
}

/** A default of the manager, where a line that can be read changes it. */
function byDefault(manager: readonly Setting[], key: string, commands: number): StartLimit {
  const said = manager.findLast((line) => line.key === key && parseTimeSpan(line.value) !== undefined);
  return said === undefined ? limit(DEFAULT, commands, null) : written(said, commands);
}

function written(setting: Setting, commands: number): StartLimit {
  const span = parseTimeSpan(setting.value);
  if (span === undefined) return limit(DEFAULT, commands, null);
  // 0 and infinity both switch it off.
  return limit(span === 'infinity' || span === 0n ? null : Number(span) / 1e6, commands, setting);
}

function limit(seconds: number | null, commands: number, setting: Setting | null): StartLimit {
  return { seconds, commands: Math.max(1, commands), setting };
}
