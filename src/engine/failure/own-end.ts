/** How a unit's own start ends, apart from what others do to it. */
import type { BootNode, Setting } from '../../graph/model.ts';
import { parseBoolean } from '../../words/boolean.ts';
import type { FateKind } from './fate.ts';

/** How a unit is supposed to fail. */
export const FAILURES = ['failed', 'timeout', 'skipped', 'missing'] as const;
export type FailureMode = (typeof FAILURES)[number];

/** The value in force of a key; undefined: not written, or emptied. */
export function valueInForce(node: BootNode, section: string, key: string): Setting | undefined {
  const last = node.settings.findLast((s) => s.section === section && s.key === key && s.overridden !== true);
  return last?.value === '' ? undefined : last;
}

function isYes(setting: Setting | undefined): boolean {
  return setting !== undefined && parseBoolean(setting.value) === true;
}

/** Where nothing goes wrong: a oneshot goes straight from starting to inactive (service_enter_running). */
export function usualEnd(node: BootNode): FateKind {
  const { checks, facts } = node;
  if (checks?.outcome === 'skipped') return 'skipped';
  if (checks?.outcome === 'refused') return 'refused';
  if (facts.serviceType === 'oneshot' && !isYes(valueInForce(node, 'Service', 'RemainAfterExit'))) return 'ended';
  return 'up';
}

/** Types whose start job is done before their process has done anything (service_enter_start). */
const AT_ONCE: ReadonlySet<string> = new Set(['simple', 'idle', 'exec']);

/** Whether the job is done as soon as the process runs, so that its end badly is no failure of the job. */
export function countsAsStartedAtOnce(node: BootNode): boolean {
  return node.type === 'service' && AT_ONCE.has(node.facts.serviceType ?? '');
}

/** What runs beside the main process before the start is done, whose failure fails the job of any type. */
export function preparations(node: BootNode): readonly Setting[] {
  return node.settings.filter(
    (s) => s.section === 'Service' && /^ExecStart(Pre|Post)$/.test(s.key) && s.value !== '' && s.overridden !== true,
  );
}

/** Whether a program that is not there fails the job: Type=exec waits until it runs, Type=simple does not. */
export function waitsForItsProgram(node: BootNode): boolean {
  return node.type === 'service' && node.facts.serviceType === 'exec';
}
