/** How much an archive may ask for. A hostile one ends in a clear error, not in an exhausted machine. */

import { RootUnreadable } from '../root-unreadable.ts';
import { type Keeper, keeper, type Whole } from './keep.ts';

const MAX_ENTRIES = 4_000_000;
const MAX_KEPT_BYTES = 1 << 30;
/** Characters of all names together, each folder's counted once. */
const MAX_NAMES = 1 << 30;
/** Real roots pack 2 to 10 times; only what has become large is held to it. */
const MAX_RATIO = 400;
const RATIO_COUNTS_FROM = 1 << 28;
/** More than any root's file, and than any root: what asks for more never ends. */
const MAX_FILE = 2 ** 37;
const MAX_UNPACKED = 2 ** 39;
/** Images have at most 127 (overlayfs of Docker). */
const MAX_LAYERS = 1000;

export interface Budget {
  readonly keeping: Keeper;
  entry(count?: number): void;
  /** @param size that an entry says it has */
  file(size: number): void;
  /** @param length of the names of a tree, all together */
  names(length: number): void;
  keep(bytes: number): void;
  packed(bytes: number): void;
  unpacked(bytes: number): void;
  layers(count: number): void;
}

/**
 * One budget for an archive with all that is nested in it. Each method throws RootUnreadable where too much is asked.
 * @param isWhole which files are kept whole
 * @param onRead told how many bytes of the archive have been read
 */
export function newBudget(label: string, isWhole: Whole, onRead?: (bytes: number) => void): Budget {
  let entries = 0;
  let kept = 0;
  let read = 0;
  let made = 0;
  const refuse = (what: string): never => {
    throw new RootUnreadable(`${label}: ${what}; unpack it yourself and give the folder, if you trust it`);
  };
  return {
    keeping: keeper(isWhole),
    entry(count = 1) {
      entries += count;
      if (entries > MAX_ENTRIES) refuse(`more than ${MAX_ENTRIES} entries`);
    },
    file(size) {
      if (size > MAX_FILE) refuse(`a file in it is said to have ${size} bytes`);
    },
    names(length) {
      if (length > MAX_NAMES) refuse('its names alone take more than 1024 MiB');
    },
    keep(bytes) {
      kept += bytes;
      if (kept > MAX_KEPT_BYTES) refuse(`its configuration files alone take more than ${MAX_KEPT_BYTES >> 20} MiB`);
    },
    packed(bytes) {
      read += bytes;
      onRead?.(read);
    },
    unpacked(bytes) {
      made += bytes;
      if (made > RATIO_COUNTS_FROM && made > read * MAX_RATIO)
        refuse(`it unpacks to more than ${MAX_RATIO} times its size`);
      if (made > MAX_UNPACKED) refuse('it unpacks to more than 512 GiB');
    },
    layers(count) {
      if (count > MAX_LAYERS) refuse(`its image has ${count} layers`);
    },
  };
}
