/** What an init would start, in one form for every init. */
import type { InitSystem } from '../graph/model.ts';
import type { Transaction } from './transaction/build.ts';

export interface BootPlan {
  readonly system: InitSystem;
  /** The anchor: `graphical.target`, `runlevel:2`, `event:startup`. */
  readonly target: string;
  /** Ids of the nodes that are started. An order counts only between two of them. */
  readonly started: ReadonlySet<string>;
  /** systemd's own, where systemd is in force. */
  readonly transaction?: Transaction;
  /** Why nothing can be started at all, in the init's own terms. */
  readonly failed: string | null;
}
