/** What an ordering cycle is made of. */
import type { BootEdge } from '../../graph/model.ts';
import type { Loss } from './losses.ts';

/** Why one member runs before the next. */
export interface CycleEdge {
  readonly first: string;
  readonly next: string;
  /** The After edge that orders the two. Where `first` is to be stopped, it runs before what it starts after. */
  readonly edge: BootEdge;
}

export interface OrderingCycle {
  /** In the order in which they would run; the first waits for the last. */
  readonly members: readonly string[];
  /** One for each member: from it to the next. */
  readonly edges: readonly CycleEdge[];
  /**
   * The members whose job PID 1 may delete to break this cycle, and no others: those that the anchor does not require,
   * directly or through what it requires. Which one it is changes from boot to boot.
   */
  readonly victims: readonly string[];
  /** The members that PID 1 never deletes. */
  readonly protected: readonly string[];
  /** Every member is protected: no boot at all. */
  readonly unbreakable: boolean;
  /** One for each victim. */
  readonly losses: readonly Loss[];
}

/** Units that order each other in circles, with every order among them. */
export interface Knot {
  readonly members: readonly string[];
  readonly edges: readonly CycleEdge[];
  readonly cycles: readonly OrderingCycle[];
}

/** One name for one cycle, whatever graph it was found in. */
export function cycleKey(cycle: OrderingCycle): string {
  const first = cycle.members.indexOf([...cycle.members].sort()[0] ?? '');
  return [...cycle.members.slice(first), ...cycle.members.slice(0, first)].join(' ');
}
