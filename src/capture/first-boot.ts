/** Whether the next boot of a copy is the machine's first, as PID 1 tells (main.c: log_execution_mode; machine-id(5), "First Boot Semantics"). */
import type { Does } from '../behaviours/does.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { parseBoolean } from '../words/boolean.ts';
import { cmdlineItems, sameKey } from '../words/kernel-cmdline.ts';
import type { Capture } from './capture.ts';

export interface FirstBoot {
  /** What says so, in a few words. */
  readonly because: string;
  readonly file?: string;
}

const MACHINE_ID = '/etc/machine-id';

/**
 * The kernel command line decides, else the machine's id: missing, or `uninitialized` where that word is known. That the copy lacks
 * the file says so only where the copy is a whole image.
 * @returns undefined: it is not
 */
export function firstBootOf(snapshot: Snapshot, capture: Capture, does: Does): FirstBoot | undefined {
  if (does('first-boot-by-cmdline')) {
    const said = cmdlineItems(capture.cmdline.cmdline)
      .filter(({ key }) => sameKey(key, 'systemd.condition_first_boot'))
      .map(({ value }) => (value === undefined ? true : parseBoolean(value)))
      .findLast((value) => value !== undefined);
    if (said !== undefined)
      return said ? { because: 'the kernel command line has systemd.condition_first_boot' } : undefined;
  }
  const id = snapshot.read(MACHINE_ID);
  if (id === undefined)
    return capture.knows('machine-id') && snapshot.lstat(MACHINE_ID) === undefined
      ? { because: 'there is no /etc/machine-id', file: '/etc' }
      : undefined;
  return id.split('\n')[0]?.trim() === 'uninitialized' && does('first-boot-uninitialized')
    ? { because: '/etc/machine-id is "uninitialized"', file: MACHINE_ID }
    : undefined;
}
