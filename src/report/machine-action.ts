/** FailureAction= and the like in words: what becomes of the machine, and by whom. */
import type { MachineAction } from '../engine/failure/machine-action.ts';

export function settingText({ action, setting }: MachineAction): string {
  return `${setting.key}=${action}`;
}

/** @param failing the unit whose failure is spoken of */
export function downWords(action: MachineAction, failing: string): string {
  const own = action.unit === failing;
  const who = own ? '' : `, by ${action.unit}`;
  if (action.setting.key === 'StartLimitAction')
    return `The whole machine goes down${who} if it fails so fast that its tries reach StartLimitBurst=: ${settingText(action)}.`;
  return `The whole machine${action.certain ? '' : ' perhaps'} goes down with it${who}: ${settingText(action)}.`;
}
