/** How much an archive may ask for. A hostile one ends in a clear error, not in an exhausted machine. */
import { RootUnreadable } from '../root-unreadable.ts';

const MAX_ENTRIES = 4_000_000;
const MAX_KEPT_BYTES = 1 << 30;
/** Real roots pack 2 to 10 times; only what has become large is held to it. */
const MAX_RATIO = 400;
const RATIO_COUNTS_FROM = 1 << 28;

export interface Budget {
  entry(): void;
  keep(bytes: number): void;
  packed(bytes: number): void;
  unpacked(bytes: number): void;
}

/** One budget for an archive with all that is nested in it. Each method throws RootUnreadable where too much is asked. */
export function newBudget(label: string): Budget {
  let entries = 0;
  let kept = 0;
  let read = 0;
  let made = 0;
  const refuse = (what: string): never => {
    throw new RootUnreadable(`${label}: ${what}; unpack it yourself and give the folder, if you trust it`);
  };
  return {
    entry() {
      if (++entries > MAX_ENTRIES) refuse(`more than ${MAX_ENTRIES} entries`);
    },
    keep(bytes) {
      kept += bytes;
      if (kept > MAX_KEPT_BYTES) refuse(`its configuration files alone take more than ${MAX_KEPT_BYTES >> 20} MiB`);
    },
    packed(bytes) {
      read += bytes;
    },
    unpacked(bytes) {
      made += bytes;
      if (made > RATIO_COUNTS_FROM && made > read * MAX_RATIO)
        refuse(`it unpacks to more than ${MAX_RATIO} times its size`);
    },
  };
}
