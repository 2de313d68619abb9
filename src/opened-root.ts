/** What opening a root takes and gives: what every question is asked of. */
import type { Distribution } from './behaviours/distribution.ts';
import type { Does } from './behaviours/does.ts';
import type { SystemdBuild, Version } from './behaviours/version.ts';
import type { Assumptions } from './capture/assumptions.ts';
import type { Capture } from './capture/capture.ts';
import type { HostFacts } from './capture/machine.ts';
import type { BootGraph, InitSystem } from './graph/model.ts';
import type { OverlayEntry } from './snapshot/overlay.ts';
import type { Snapshot } from './snapshot/snapshot.ts';
import type { AliasLink } from './systemd/alias-link.ts';
import type { Supposed } from './systemd/conditions/supposed.ts';
import type { MountedAtStart } from './systemd/mounted-at-start.ts';
import type { SysvBoot } from './sysv/load.ts';
import type { FileStarts } from './trace/file-starts.ts';
import type { UpstartBoot } from './upstart/simulate/boot.ts';

export interface OpenOptions {
  readonly target?: string;
  /** systemd's version, where the root does not say or another is meant. */
  readonly version?: Version;
  readonly cmdline?: string;
  readonly init?: InitSystem;
  /** The manager that each user has, instead of PID 1; `home` is where its own units lie, within the root. */
  readonly user?: { readonly home?: string };
  /** The root is an initramfs: PID 1 in it goes for initrd.target. */
  readonly initrd?: boolean;
  /** Units to load besides those that files name: instances of templates that nothing asks for. */
  readonly also?: readonly string[];
  /** Replaces the load path, as SYSTEMD_UNIT_PATH does. */
  readonly unitPath?: readonly string[];
  /** What is supposed of the machine, for conditions that no file decides. */
  readonly assume?: Supposed;
  /** What PID 1 meets when it starts; nothing on /tmp by default. */
  readonly surroundings?: Surroundings;
  /** On a disk of ostree: the deployment to open in place of the one that is booted by default. */
  readonly deployment?: string;
}

export interface Surroundings {
  /** `as-they-are`: presets are not applied, though it be a first boot. */
  readonly presets?: 'as-they-are';
  /** Besides `/` and the API file systems, in the order in which /proc/self/mountinfo has them; one device node by default (mounted-at-start.ts). */
  readonly mounted?: readonly MountedAtStart[];
}

/** `assumptions` and `notComputed` are what every answer about the root rests on beside its files. */
export interface OpenedRoot extends Assumptions {
  readonly snapshot: Snapshot;
  /** What the copy is and cannot tell: to be asked wherever an absence is read. */
  readonly capture: Capture;
  readonly graph: BootGraph;
  /** systemd's major version. */
  readonly version: number;
  /** … with all that is known of who built it. */
  readonly build: SystemdBuild;
  /** What that systemd does. */
  readonly does: Does;
  readonly distribution: Distribution;
  readonly cmdline: string;
  /** What specifiers may name. */
  readonly host: HostFacts;
  readonly initrd?: true;
  /** The link that makes a name an alias of its unit. */
  readonly aliasLink: (name: string) => AliasLink | undefined;
  /** What files beside the units start later: udev's rules, D-Bus services, commands in scripts of what the boot starts. Absent where there are no files. */
  readonly startsInFiles?: (started: Iterable<string>) => FileStarts;
  /** The manager that each user has, instead of PID 1, as it was asked for. */
  readonly user?: OpenOptions['user'];
  /** Units that were loaded besides those that files name. */
  readonly also?: readonly string[];
  /** Where this manager looks for unit files, highest priority first. */
  readonly loadPath: readonly string[];
  /** Where systemctl makes links for this manager, and an administrator's own files go. */
  readonly config: string;
  /** The anchor as it was asked for: `default.target`, unless an option or the kernel command line names another. */
  readonly asked: string;
  /** The boot's events one by one, where Upstart is in force. */
  readonly upstartBoot?: UpstartBoot;
  /** Runlevels and the order of scripts, where sysvinit is in force. */
  readonly sysvBoot?: SysvBoot;
  /** The same root with files laid over or taken away, and other options: generators run anew, the root stays as it is. */
  readonly reopen: (changes: readonly OverlayEntry[], options?: OpenOptions) => OpenedRoot;
}
