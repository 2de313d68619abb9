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

/** DefaultTimeoutStartSec= where nothing else is configured. */
const DEFAULT = 90;

/** null: a unit whose start takes no time. */
export function startLimit(node: BootNode): StartLimit | null {
  const job = valueInForce(node, 'Unit', 'JobRunningTimeoutSec') ?? valueInForce(node, 'Unit', 'JobTimeoutSec');
  if (node.type === 'device') return job === undefined ? limit(DEFAULT, 1, null) : written(job, 1);
  if (node.type === 'service') {
    const commands = node.settings.filter(
      (s) =>
        s.section === 'Service' &&
        /^Exec(Condition|StartPre|Start|StartPost)$/.test(s.key) &&
        s.value !== '' &&
        s.overridden !== true,
    ).length;
    const own = ['TimeoutStartSec', 'TimeoutSec'].flatMap((key) => valueInForce(node, 'Service', key) ?? []);
    const last = own.at(0);
    if (last !== undefined) return written(last, commands);
    // A oneshot has no limit of its own.
    return limit(node.facts.serviceType === 'oneshot' ? null : DEFAULT, commands, null);
  }
  if (node.type === 'mount' || node.type === 'swap' || node.type === 'socket') {
    const section = node.type === 'mount' ? 'Mount' : node.type === 'swap' ? 'Swap' : 'Socket';
    const own = valueInForce(node, section, 'TimeoutSec');
    return own === undefined ? limit(DEFAULT, 1, null) : written(own, 1);
  }
  return job === undefined ? null : written(job, 1);
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
