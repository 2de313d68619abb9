/** How a service comes to be started in each of the three inits, and how that is called off and brought back. */
import type { Uncertain } from '../../engine/uncertain.ts';
import type { BootEdge, InitSystem } from '../../graph/model.ts';

export interface Action {
  /** To type on the machine itself, as root; words where no command does it. */
  readonly command: string;
  /** Files and links that it removes. */
  readonly removes: readonly string[];
  /** Files and links that it makes: `PATH -> TARGET` for a link. */
  readonly creates: readonly string[];
  /** What it does not do, where that is easily missed. */
  readonly note?: string;
}

/**
 * systemd's words for an enabled unit (systemctl is-enabled), and for the others: `linked` S links, `unlinked` none of them;
 * `starts-on` an event, `manual` no event.
 */
export type AutostartState =
  | 'enabled'
  | 'disabled'
  | 'static'
  | 'masked'
  | 'generated'
  | 'linked'
  | 'unlinked'
  | 'starts-on'
  | 'manual';

export interface Autostart {
  readonly init: InitSystem;
  readonly inForce: boolean;
  /** Id of the node: `nova-api.service`, `sysv:nova-api`, `upstart:nova-api`. */
  readonly id: string;
  readonly file: string | null;
  readonly state: AutostartState;
  /** Edges that start it: links, lines, events. */
  readonly startedBy: readonly BootEdge[];
  /** Files that settle it where no edge does: a mask, an override. */
  readonly settledBy: readonly string[];
  readonly cancel: readonly Action[];
  readonly restore: readonly Action[];
}

export interface AutostartAnswer {
  /** As asked for, without suffix and prefix. */
  readonly name: string;
  readonly inForce: InitSystem;
  /** Whether every boot starts it, in whatever way. */
  readonly started: boolean;
  /** Where chance decides whether it is started. */
  readonly notAtEveryBoot: Uncertain | null;
  readonly ways: readonly Autostart[];
  /** What this boot would lose without it, besides itself; null: it is not started at any boot. */
  readonly lost: readonly string[] | null;
}
