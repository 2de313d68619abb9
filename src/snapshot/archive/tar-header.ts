/** One header of a tar archive: ustar, GNU's and the old form without a magic; and pax records (POSIX.1-2017 pax, tar(5)). */

import { type SparseMap, segmentsIn, segmentsOf } from './sparse.ts';
import { tarNumber } from './tar-number.ts';

export const BLOCK = 512;

/** Of a header, what a root needs. */
export interface TarHeader {
  readonly name: string;
  /** The type flag; `0` for the old form's NUL. */
  readonly type: string;
  /** Bytes that follow it, by what the header says. */
  readonly size: number;
  /** Permission bits. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Seconds since 1970; undefined where the field is no number. */
  readonly mtime: number | undefined;
  readonly linkname: string;
  /** Of a sparse file: bytes with its holes. */
  readonly real?: number | undefined;
  /** Of GNU's old sparse files: the map of their pieces goes on behind the header. */
  readonly mapGoesOn: boolean;
  /** Of a sparse file, where its pieces lie; undefined: that cannot be known. */
  readonly map?: SparseMap | undefined;
}

const DECODER = new TextDecoder();
const NOT_ASCII = 0x80808080 | 0;
/** Where reading starts at no multiple of four, a copy of the block. */
const ASIDE = Buffer.from(new Int32Array(BLOCK / 4).buffer);

/** The block that begins there. @returns undefined where the checksum is wrong or a number is none: no header */
export function tarHeader(bytes: Buffer, at = 0): TarHeader | undefined {
  if (bytes.length < at + BLOCK) return undefined;
  if (((bytes.byteOffset + at) & 3) === 0) return summedHeader(bytes, at);
  bytes.copy(ASIDE, 0, at, at + BLOCK);
  return summedHeader(ASIDE, 0);
}

/** What is looked at, by fours: one view for as long as its memory is the same. */
let words: Int32Array = new Int32Array(0);

/**
 * The sum of the bytes with the checksum's own as blanks; old programs took bytes for signed ones.
 * @param at a multiple of four from where the memory begins
 */
function summedHeader(bytes: Buffer, at: number): TarHeader | undefined {
  if (words.buffer !== bytes.buffer) words = new Int32Array(bytes.buffer, 0, bytes.buffer.byteLength >> 2);
  const from = (bytes.byteOffset + at) >> 2;
  // Two sums of every other byte in one number: 256 of 255 at most fit 16 bits.
  let sums = 0;
  let any = 0;
  for (let i = from; i < from + BLOCK / 4; i++) {
    const word = words[i] as number;
    any |= word;
    sums = (sums + (word & 0x00ff00ff) + ((word >>> 8) & 0x00ff00ff)) | 0;
  }
  let sum = (sums & 0xffff) + (sums >>> 16) + 8 * 0x20;
  for (let i = at + 148; i < at + 156; i++) sum -= bytes[i] as number;
  const ascii = (any & NOT_ASCII) === 0;
  const stored = tarNumber(bytes, at + 148, 8);
  if (stored !== sum && (ascii || stored === undefined || stored !== sum - 256 * highBytes(bytes, at)))
    return undefined;
  return headerOf(bytes, at, ascii);
}

function highBytes(block: Buffer, at: number): number {
  let high = 0;
  for (let i = 0; i < BLOCK; i++) if ((i < 148 || i >= 156) && (block[at + i] as number) >= 128) high++;
  return high;
}

function headerOf(block: Buffer, at: number, ascii: boolean): TarHeader | undefined {
  const size = tarNumber(block, at + 124, 12);
  if (size === undefined) return undefined;
  const flag = block[at + 156] === 0 ? '0' : String.fromCharCode(block[at + 156] as number);
  const short = textOf(block, at, 100, ascii);
  // POSIX puts the front of a long name behind everything else; GNU has times there.
  const prefix = block[at + 345] !== 0 && isPosix(block, at) ? textOf(block, at + 345, 155, ascii) : '';
  const name = prefix === '' ? short : `${prefix}/${short}`;
  const isSparse = flag === 'S';
  return {
    name,
    // Before there were types, a folder's name ended in a slash.
    type: flag === '0' && name.endsWith('/') ? '5' : flag,
    size,
    mode: (tarNumber(block, at + 100, 8) ?? 0o644) & 0o7777,
    uid: tarNumber(block, at + 108, 8) ?? 0,
    gid: tarNumber(block, at + 116, 8) ?? 0,
    mtime: tarNumber(block, at + 136, 12),
    linkname: textOf(block, at + 157, 100, ascii),
    real: isSparse ? tarNumber(block, at + 483, 12) : undefined,
    mapGoesOn: isSparse && block[at + 482] !== 0,
    map: isSparse ? { segments: segmentsIn(block, at + 386, 4), inContent: false } : undefined,
  };
}

/** Contents fill whole blocks. */
export function padded(size: number): number {
  return Math.ceil(size / BLOCK) * BLOCK;
}

/** Whether nothing but zeros stands there. */
export function isZero(bytes: Uint8Array, from = 0, to = bytes.length): boolean {
  for (let i = from; i < to; i++) if (bytes[i] !== 0) return false;
  return true;
}

/** `ustar` and a NUL. */
function isPosix(block: Buffer, at: number): boolean {
  return block.toString('latin1', at + 257, at + 263) === 'ustar\0';
}

/** Up to the first NUL. */
function textOf(block: Buffer, from: number, length: number, ascii: boolean): string {
  let end = from;
  while (end < from + length && block[end] !== 0) end++;
  if (end === from) return '';
  return ascii ? block.toString('latin1', from, end) : DECODER.decode(block.subarray(from, end));
}

/** A long name of GNU's: up to its NUL. */
export function longName(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return DECODER.decode(end < 0 ? bytes : bytes.subarray(0, end));
}

/** `LENGTH KEY=VALUE\n`, one after another. What follows a record that is none is not read. */
export function paxRecords(bytes: Uint8Array): ReadonlyMap<string, string> {
  const records = new Map<string, string>();
  for (let at = 0; at < bytes.length; ) {
    const blank = bytes.indexOf(0x20, at);
    if (blank < 0 || blank - at > 10) break;
    const length = Number(DECODER.decode(bytes.subarray(at, blank)));
    if (!(length > blank - at + 1) || at + length > bytes.length) break;
    const record = DECODER.decode(bytes.subarray(blank + 1, at + length - 1));
    const equals = record.indexOf('=');
    if (equals > 0) records.set(record.slice(0, equals), record.slice(equals + 1));
    at += length;
  }
  return records;
}

/** With what records say instead. @returns undefined where their size is no number */
export function withRecords(header: TarHeader, records: ReadonlyMap<string, string>): TarHeader | undefined {
  if (records.size === 0) return header;
  const whole = (key: string, otherwise: number): number => {
    const value = Number(records.get(key) || otherwise);
    return Number.isSafeInteger(value) && value >= 0 ? value : -1;
  };
  const size = whole('size', header.size);
  if (size < 0) return undefined;
  return {
    ...header,
    name: records.get('GNU.sparse.name') || records.get('path') || header.name,
    linkname: records.get('linkpath') || header.linkname,
    size,
    map: header.map ?? mapOf(records),
    real: whole('GNU.sparse.realsize', whole('GNU.sparse.size', header.real ?? size)),
    uid: Math.max(0, whole('uid', header.uid)),
    gid: Math.max(0, whole('gid', header.gid)),
    mtime: Number(records.get('mtime')) || header.mtime,
  };
}

/** Format 1.0 has the map in the content, 0.1 in one record; 0.0 writes a record again and again, of which here the last is left. */
function mapOf(records: ReadonlyMap<string, string>): SparseMap | undefined {
  if (records.get('GNU.sparse.major') === '1') return { segments: [], inContent: true };
  const segments = segmentsOf((records.get('GNU.sparse.map') ?? '-').split(',').map(Number));
  return segments && { segments, inContent: false };
}
