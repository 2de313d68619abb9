/** A unit while it is loaded: what the rules of each unit type may ask and add. */

import type { Does } from '../behaviours/does.ts';
import type { Declaration, Setting } from '../graph/model.ts';
import type { Saying } from './declaring.ts';
import type { ManagerConfig } from './manager-config.ts';
import type { MountedAtStart } from './mounted-at-start.ts';
import type { Assigned, SettingReader } from './setting-reader.ts';
import type { DependencyWord, LoadingUnit } from './unit-dependencies.ts';
import type { UnitFiles } from './unit-source.ts';

export interface MountNeed {
  readonly path: string;
  readonly type: 'Requires' | 'Wants';
  readonly declaration: Saying;
}

/** Whose manager loads: PID 1, or the one that each user has (`systemd --user`). */
export type Scope = 'system' | 'user';

export interface Loading {
  readonly unit: LoadingUnit;
  readonly files: UnitFiles;
  readonly does: Does;
  readonly read: SettingReader;
  /** The name that specifiers of a file are made of: the fragment is read before the unit has its own id. */
  nameFor(file: string | undefined): string;
  /** DefaultDependencies=, as all files together leave it. */
  readonly defaults: boolean;
  readonly perpetual: boolean;
  /** Of a mount that PID 1 meets in /proc before it loads its file: what it met. */
  readonly mounted: MountedAtStart | undefined;
  readonly manager: ManagerConfig;
  readonly scope: Scope;
  /** PID 1 runs from an initrd (in_initrd). */
  readonly initrd: boolean;
  /** The slice that Slice= gave, once it has been read; then the one it lies in. */
  readonly slice: { readonly name: string; readonly setting?: Setting } | undefined;
  /** The service that a socket's Service= names. */
  readonly service: Assigned<string> | undefined;
  /** Whether Unit= gave this timer or path something to start. */
  triggers(): boolean;
  setSlice(name: string, setting?: Setting): void;
  /** The unit of this name, if anything has mentioned it so far. */
  known(name: string): LoadingUnit | undefined;
  /** Value with specifiers expanded; undefined (and a diagnostic) where one is unknown or wrong. */
  expand(setting: Setting, scope: 'name' | 'full'): string | undefined;
  /** How many commands an Exec…= value comes to. */
  commandsIn(value: string): number;
  /** False where another service has this D-Bus name already. */
  claimBusName(name: string): boolean;
  /** @param as the name as it is written, where that is told beside the line */
  add(word: DependencyWord, name: string, said: Saying, as?: string): void;
  rule(word: DependencyWord, name: string, origin: Declaration['origin'], rule: string, setting?: Setting): void;
  mountsFor(path: string, type: 'Requires' | 'Wants', declaration: Saying): void;
  /** mount_add_mount_dependencies: ties this mount to the loaded units that need its path. */
  mountLoaded(where: string): void;
  /**
   * What a mount's file says of its device and its network is not looked at while the mount is there: /proc tells
   * (get_mount_parameters). It holds for the boot all the same, but makes PID 1 load nothing.
   */
  settleLater(settle: () => void): undefined;
  /** target_add_default_dependencies: this target comes after the loaded units that it pulls in. */
  complementTarget(): void;
  /** The paths whose mounts this unit needs, as far as they are known; keys are type and path. */
  readonly paths: ReadonlyMap<string, MountNeed>;
}

/** What reading the files may still change. */
export interface LoadingState extends Loading {
  slice: Loading['slice'];
  service: Assigned<string> | undefined;
}
