/** What conditions are asked against: the copy, what is given of the machine, and what the boot itself changes on the disk. */
import type { Does } from '../../behaviours/does.ts';
import type { HostFacts } from '../../capture/machine.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import type { Supposed } from './supposed.ts';

export interface World {
  readonly snapshot: Snapshot;
  readonly does: Does;
  /** systemd's major version: which keys it knows. */
  readonly version: number;
  readonly host: HostFacts;
  /** The kernel command line; undefined: not known. */
  readonly cmdline: string | undefined;
  /** The manager of a user, which does not run as root; or PID 1 of an initramfs. */
  readonly scope: 'system' | 'user' | 'initrd';
  readonly assume: Supposed;
  /** Whether what is absent from the copy is absent from the machine. */
  readonly knows: (path: string) => boolean;
  /** What may make, or take away, a path or something below it before its unit has its turn. */
  readonly changes: (path: string) => Change | undefined;
  /** The unit of this boot that marks /etc and /var as up to date, where it does not wait for the one that asks. */
  readonly updated: (unit: string) => Change | undefined;
}

export interface Change {
  /** `tmpfiles`, `directory` of a unit, `mount`, systemd-update-done. */
  readonly by: 'tmpfiles' | 'unit-directory' | 'mount' | 'update-done';
  readonly file?: string;
  readonly line?: number;
  readonly unit?: string;
}

/** What a line of one condition finds; `met` before `!` is applied, null: only the machine knows. */
export interface Finding {
  readonly met: boolean | null;
  readonly code: string;
  readonly what?: string;
  readonly file?: string;
  readonly line?: number;
  readonly assume?: string;
  /** It cannot be read: PID 1 takes it for not met, `!` or no `!`. */
  readonly broken?: true;
}

/** @param unit whose condition it is */
export type Test = (world: World, parameter: string, unit: string) => Finding;

/** Where it stands that a path is changed. */
export function placeOf(change: { readonly file?: string; readonly line?: number }): Pick<Finding, 'file' | 'line'> {
  return {
    ...(change.file === undefined ? {} : { file: change.file }),
    ...(change.line === undefined ? {} : { line: change.line }),
  };
}
