/** What Restart= makes of a failure: whether it is tried again, until a limit is hit, and what goes down with each try. */
import type { Does } from '../../behaviours/does.ts';
import type { BootNode, Setting } from '../../graph/model.ts';
import { parseTimeSpan } from '../../words/time-span.ts';
import { valueInForce } from './own-end.ts';

/**
 * `no`: it stays failed. `until-limit`: it fails each time, until StartLimitBurst= is reached. `endless`: nothing ends it.
 */
export type Tries = 'no' | 'until-limit' | 'endless';

export interface Restarts {
  readonly tries: Tries;
  /** RestartMode=direct: between two tries it counts as starting, and what hangs on it is left alone (systemd.service(5)). */
  readonly direct: boolean;
}

const NONE: Restarts = { tries: 'no', direct: false };

/** Values of Restart= that cover a process that ends badly, and one that does not come up in time (service_shall_restart). */
const COVERS: Readonly<Record<'failed' | 'timeout', ReadonlySet<string>>> = {
  failed: new Set(['always', 'on-failure']),
  timeout: new Set(['always', 'on-failure', 'on-abnormal']),
};

/**
 * @param manager lines of system.conf
 * @param lasts seconds that each try takes at least
 */
export function restartsOf(
  node: BootNode | undefined,
  how: 'failed' | 'timeout',
  manager: readonly Setting[],
  does: Does,
  lasts = 0,
): Restarts {
  const restart = node === undefined ? undefined : valueInForce(node, 'Service', 'Restart')?.value;
  if (node === undefined || restart === undefined || !COVERS[how].has(restart)) return NONE;
  const pause = seconds(valueInForce(node, 'Service', 'RestartSec') ?? ofManager(manager, 'DefaultRestartSec'), 0.1);
  const interval = seconds(
    inUnitOrService(node, 'StartLimitIntervalSec', 'StartLimitInterval') ??
      ofManager(manager, 'DefaultStartLimitIntervalSec'),
    10,
  );
  const burst = Number(
    (inUnitOrService(node, 'StartLimitBurst') ?? ofManager(manager, 'DefaultStartLimitBurst'))?.value ?? 5,
  );
  const known = does('restart-mode');
  const pauses = known ? pausesOf(node, pause, burst, interval) : pause * burst;
  const limited = interval > 0 && burst > 0 && pauses + lasts * burst < interval;
  return {
    tries: limited ? 'until-limit' : 'endless',
    direct: known && valueInForce(node, 'Service', 'RestartMode')?.value === 'direct',
  };
}

/** More steps than these come so slowly that the first pause counts. */
const MOST_STEPS = 10_000;

/**
 * How long `burst` pauses take together, or as soon as they are longer than `enough`: with RestartSteps= each is longer than the one before
 * (service_restart_usec_next).
 */
function pausesOf(node: BootNode, pause: number, burst: number, enough: number): number {
  const steps = Number(valueInForce(node, 'Service', 'RestartSteps')?.value ?? 0);
  const most = seconds(valueInForce(node, 'Service', 'RestartMaxDelaySec'), Number.POSITIVE_INFINITY);
  if (!(steps > 0) || steps > MOST_STEPS || pause === 0 || most === Number.POSITIVE_INFINITY || pause >= most)
    return pause * burst;
  let sum = 0;
  for (let at = 1; at <= Math.min(burst, steps) && sum < enough; at++)
    sum += pause * (most / pause) ** ((at - 1) / steps);
  return sum + Math.max(0, burst - steps) * most;
}

/** Old files have the limits in [Service]. */
function inUnitOrService(node: BootNode, ...keys: readonly string[]): Setting | undefined {
  return keys.flatMap((key) => valueInForce(node, 'Unit', key) ?? valueInForce(node, 'Service', key) ?? []).at(0);
}

function ofManager(manager: readonly Setting[], key: string): Setting | undefined {
  return manager.findLast((line) => line.key === key && line.value !== '');
}

function seconds(setting: Setting | undefined, otherwise: number): number {
  const span = setting === undefined ? undefined : parseTimeSpan(setting.value);
  if (span === undefined) return otherwise;
  return span === 'infinity' ? Number.POSITIVE_INFINITY : Number(span) / 1e6;
}
