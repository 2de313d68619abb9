/** What the failure of one unit does to the whole machine: FailureAction= (systemd.unit(5), unit_notify, emergency_action). */
import type { BootNode, Setting } from '../../graph/model.ts';
import type { FateKind } from './fate.ts';
import { valueInForce } from './own-end.ts';

export interface MachineAction {
  /** `reboot`, `poweroff-force`, `exit`, … */
  readonly action: string;
  /** The line that says so. */
  readonly setting: Setting;
}

/** Of a unit that enters the failed state: one whose job ends because of another, or is refused, does not. */
const ENTERS_FAILED: ReadonlySet<FateKind> = new Set(['failed', 'timeout', 'died']);

/** null: the machine goes on. */
export function failureAction(node: BootNode | undefined, own: FateKind): MachineAction | null {
  if (node === undefined || !ENTERS_FAILED.has(own)) return null;
  // A service of old releases may have it in [Service].
  const setting = valueInForce(node, 'Unit', 'FailureAction') ?? valueInForce(node, 'Service', 'FailureAction');
  return setting === undefined || setting.value === 'none' ? null : { action: setting.value, setting };
}
