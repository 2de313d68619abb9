/** What the functions of systemctl's file operations share: where they look, where they write, and what they did. */
import { behaviours, type Does } from '../../behaviours/does.ts';
import type { Version } from '../../behaviours/version.ts';
import { lexicalPath } from '../../snapshot/lexical.ts';
import type { OverlayEntry } from '../../snapshot/overlay.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { configFolder, loadPathOf, userLoadPath } from '../load-path.ts';

/** One link made (`target`), or taken away. */
export interface LinkChange {
  readonly path: string;
  readonly target: string | null;
}

export interface InstallResult {
  readonly changes: readonly LinkChange[];
  /** What was refused, in systemctl's sense; nothing of the unit concerned was done where `fatal`. */
  readonly problems: readonly string[];
}

/** The files as one operation sees them. Changes are collected; the snapshot stays as it is until the next operation. */
export interface InstallRoot {
  readonly snapshot: Snapshot;
  readonly does: Does;
  readonly searchPath: readonly string[];
  /** Links that `systemctl` makes go here. */
  readonly config: string;
  /** The manager is one that each user has. */
  readonly user: boolean;
  /** Presets lie in folders of this name, below /etc, /usr/lib and so on. */
  readonly presets: string;
}

/** @param user the manager that each user has, instead of PID 1 */
export function installRoot(snapshot: Snapshot, version: Version, user?: { readonly home?: string }): InstallRoot {
  const does = behaviours(version);
  return {
    snapshot,
    does,
    searchPath: user === undefined ? loadPathOf(snapshot, does) : userLoadPath(user.home),
    config: configFolder(user),
    user: user !== undefined,
    presets: user === undefined ? 'systemd/system-preset' : 'systemd/user-preset',
  };
}

/** Nix mounts its store read-only: no link can be made there. */
export function inStore(path: string | undefined): boolean {
  return path?.startsWith('/nix/store/') === true;
}

export function overlayOf(changes: readonly LinkChange[]): readonly OverlayEntry[] {
  return changes.map(({ path, target }) => (target === null ? { path, removed: true } : { path, linkTarget: target }));
}

/** Where a link leads by its text alone: `.` and `..` resolved, no further link followed in the last component. */
export function joined(folder: string, text: string): string {
  return lexicalPath(text.startsWith('/') ? text : `${folder}/${text}`);
}

/** Where a path leads with every link followed, as far as its parts exist (chase with CHASE_NONEXISTENT). */
export function chased(snapshot: Snapshot, path: string): string {
  let at = path;
  for (let hop = 0; hop < 40; hop++) {
    const parent = snapshot.realpath(parentOf(at)) ?? parentOf(at);
    const here = `${parent === '/' ? '' : parent}/${baseName(at)}`;
    const text = snapshot.readlink(here);
    if (text === undefined) return here;
    at = joined(parent, text);
  }
  return at;
}

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

export function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/')) || '/';
}
