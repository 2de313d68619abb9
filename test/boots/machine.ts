/** Where a root boots, and what is laid over it so that what came of the boot can be read. */
import type { Files } from './prepared/prepared.ts';

export interface Machine {
  /** As it is called where it cannot boot. */
  readonly name: string;
  /** The kernel command line that PID 1 reads. */
  readonly cmdline: string;
  /** As systemd-detect-virt calls it. */
  readonly virtualization: string;
  /** How many seconds the collector waits for the jobs to be done. */
  readonly patience: number;
  /** How many more it then gives what dies later, or is started later. */
  readonly settles: number;
  readonly files: Files;
  readonly run: (tree: string) => Ran;
  /** Why this root cannot be booted so; undefined: it can. */
  readonly cannot: (root: string) => string | undefined;
}

export interface Ran {
  readonly console: string;
  /** `systemctl list-units` at the end of the boot; undefined: it did not get so far. */
  readonly units?: string;
  /** What the program that boots it complained of. */
  readonly problem: string;
}

export const COLLECTOR = '/usr/local/sbin/bootscope-collect';
export const COLLECTED = '/bootscope-units';

export function collector({ patience, settles }: Machine): string {
  return `#!/bin/sh
for i in $(seq ${patience}); do
  state=$(systemctl is-system-running); case "$state" in running|degraded|maintenance) break;; esac; sleep 1
done
sleep ${settles}
systemctl list-units --all --full --plain --no-legend --no-pager > ${COLLECTED}
systemctl --no-block poweroff
`;
}
