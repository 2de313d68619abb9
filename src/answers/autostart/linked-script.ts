import type { BootNode } from '../../graph/model.ts';
import type { RcLink, SysvFiles } from '../../sysv/init-scripts.ts';
import type { Action } from './model.ts';

/** One script, its links and what its header asks for. */
export interface LinkedScript {
  readonly name: string;
  readonly node: BootNode;
  readonly files: SysvFiles;
  readonly links: readonly RcLink[];
  /** Levels of Default-Start and Default-Stop. */
  readonly headerLevels: Readonly<Record<'start' | 'stop', readonly string[]>>;
}

/** What calls a script off and what brings it back. */
export interface Actions {
  readonly cancel: readonly Action[];
  readonly restore: readonly Action[];
}
