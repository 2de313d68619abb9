/** One sign of which init a copy is of, and where it was read. */
import type { AnyInit } from './init-program.ts';

export interface Evidence {
  readonly text: string;
  readonly file?: string;
  readonly line?: number;
}

/** One sign of an init. The heaviest decides: 100 is said by the user, 0 says nothing. */
export interface Clue extends Evidence {
  readonly init: AnyInit;
  readonly weight: number;
}
