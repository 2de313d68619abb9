/**
 * Files that tar stored without their holes (GNU tar manual, "Storing Sparse Files"), with their holes again. A file of a few lines is one of them
 * where a file system packs its files: tar takes one that has fewer blocks than bytes for one with holes.
 */

import { tarNumber } from './tar-number.ts';

/** Bytes of the file that are stored, in the order in which they lie in the archive. */
export interface Segment {
  readonly offset: number;
  readonly length: number;
}

/** Where the pieces of a file lie. */
export interface SparseMap {
  readonly segments: readonly Segment[];
  /** Format 1.0: the map is the begin of the content. */
  readonly inContent: boolean;
}

/** Of a content that begins with one: the map, and how many bytes before its padding it takes. */
export interface ContentMap {
  readonly segments: readonly Segment[];
  readonly length: number;
}

/** More pieces are not looked at: no file that is read for a boot has so many. */
export const MAX_SEGMENTS = 10_000;

/** Pieces as old GNU headers have them: a number and a number, of 12 bytes each; the first without a length is the end. */
export function segmentsIn(block: Buffer, at: number, count: number): readonly Segment[] {
  const segments: Segment[] = [];
  for (let from = at; from < at + 24 * count; from += 24) {
    const [offset, length] = [tarNumber(block, from, 12), tarNumber(block, from + 12, 12)];
    // An empty one at the end of the file tells where that is.
    if (offset === undefined || length === undefined || length === 0) break;
    segments.push({ offset, length });
  }
  return segments;
}

/** A list of offsets and lengths: in pairs. undefined: it is none. */
export function segmentsOf(numbers: readonly number[]): readonly Segment[] | undefined {
  if (numbers.length % 2 !== 0 || numbers.length > 2 * MAX_SEGMENTS) return undefined;
  if (!numbers.every((one) => Number.isSafeInteger(one) && one >= 0)) return undefined;
  return numbers.flatMap((offset, k) => (k % 2 === 0 ? [{ offset, length: numbers[k + 1] ?? 0 }] : []));
}

/**
 * The map that a content begins with: a count, then offsets and lengths, each on a line, padded to whole blocks.
 * @returns 'more' where it may go on; undefined: it is none
 */
export function mapInContent(bytes: Buffer): ContentMap | 'more' | undefined {
  const numbers: number[] = [];
  for (let at = 0; ; ) {
    const end = bytes.indexOf(0x0a, at);
    if (end < 0) return bytes.length - at > 20 ? undefined : 'more';
    const line = bytes.toString('latin1', at, end);
    if (!/^[0-9]{1,15}$/.test(line)) return undefined;
    numbers.push(Number(line));
    at = end + 1;
    const [count = 0] = numbers;
    if (count > MAX_SEGMENTS) return undefined;
    if (numbers.length < 1 + 2 * count) continue;
    const segments = segmentsOf(numbers.slice(1));
    return segments && { segments, length: at };
  }
}

/**
 * The first bytes of the file with its holes, which are zeros.
 * @param stored its pieces one after another, or as many of them as may lie in those bytes
 * @param all bytes that its pieces have together
 * @param size of the file with its holes
 * @returns undefined where the pieces are not one behind the other, not all, or lie behind the file's end
 */
export function withHoles(
  segments: readonly Segment[],
  stored: Buffer,
  all: number,
  size: number,
  length: number,
): Buffer | undefined {
  const whole = Buffer.alloc(length);
  let from = 0;
  let behind = 0;
  for (const { offset, length: bytes } of segments) {
    if (offset < behind) return undefined;
    if (offset < length && from < stored.length)
      stored.copy(whole, offset, from, Math.min(from + bytes, stored.length));
    from += bytes;
    behind = offset + bytes;
  }
  return from === all && behind <= size ? whole : undefined;
}
