/** What a generator sees of the machine: files, the kernel command line, the version; and what only a running kernel knows, where it was captured. */
import type { Snapshot } from '../../snapshot/snapshot.ts';
import type { CmdlineItem } from '../kernel-cmdline.ts';
import type { Output } from './output.ts';

export interface GeneratorContext {
  /** systemd's major version. */
  readonly version: number;
  /** The kernel command line in force; empty where it is not known. */
  readonly cmdline: string;
  /** Unit load path without the generator folders, highest priority first; found in the root where absent. */
  readonly unitDirectories?: readonly string[];
  /** True where the root is an initrd; read from /etc/initrd-release where absent. */
  readonly initrd?: boolean;
  /** Active kernel consoles (`ttyS0`); read from a captured /sys/class/tty/console/active where absent. */
  readonly consoles?: readonly string[];
}

/** The context with everything filled in, as each generator gets it. */
export interface Machine {
  readonly snapshot: Snapshot;
  readonly version: number;
  readonly cmdline: string;
  readonly unitDirectories: readonly string[];
  /** Where systemd's own units are: SYSTEM_DATA_UNIT_DIR. */
  readonly dataUnitDirectory: string;
  /** ROOTLIBEXECDIR: where systemd's helpers are. */
  readonly libexecDirectory: string;
  readonly initrd: boolean;
  readonly container: boolean;
  readonly consoles: readonly string[] | undefined;
  /** proc_cmdline_parse: words that concern this system (`rd.` words only in an initrd). */
  items(options?: { readonly stripRd?: boolean; readonly rdStrict?: boolean }): readonly CmdlineItem[];
  /** First executable NAME in the search path that PID 1 gives to generators. */
  executable(name: string): string | undefined;
}

export type Generator = (machine: Machine, output: Output) => void;
