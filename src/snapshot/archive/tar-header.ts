/** One header of a tar archive: ustar, GNU's and the old form without a magic; and pax records (POSIX.1-2017 pax, tar(5)). */

export const BLOCK = 512;

/** Of a header, what a root needs. */
export interface TarHeader {
  readonly name: string;
  /** The type flag; `0` for the old form's NUL. */
  readonly type: string;
  /** Bytes that follow it, by what the header says. */
  readonly size: number;
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
}

const DECODER = new TextDecoder();
/** Of the block that is looked at, a copy that can be read by fours. */
const WORDS = new Int32Array(BLOCK / 4);
const BYTES = Buffer.from(WORDS.buffer);
const NOT_ASCII = 0x80808080 | 0;

/** @returns undefined where the checksum is wrong or a number is none: no header */
export function tarHeader(given: Uint8Array): TarHeader | undefined {
  if (given.length < BLOCK) return undefined;
  BYTES.set(given.length === BLOCK ? given : given.subarray(0, BLOCK));
  const ascii = isAscii();
  return checksumFits(ascii) ? headerOf(BYTES, ascii) : undefined;
}

function headerOf(block: Buffer, ascii: boolean): TarHeader | undefined {
  const text = (from: number, length: number): string => textOf(block, from, length, ascii);
  const size = number(block, 124, 12);
  if (size === undefined) return undefined;
  const flag = block[156] === 0 ? '0' : String.fromCharCode(block[156] as number);
  const short = text(0, 100);
  // POSIX puts the front of a long name behind everything else; GNU has times there.
  const prefix = isPosix(block) ? text(345, 155) : '';
  const name = prefix === '' ? short : `${prefix}/${short}`;
  return {
    name,
    // Before there were types, a folder's name ended in a slash.
    type: flag === '0' && name.endsWith('/') ? '5' : flag,
    size,
    mode: number(block, 100, 8) ?? 0o644,
    uid: number(block, 108, 8) ?? 0,
    gid: number(block, 116, 8) ?? 0,
    mtime: number(block, 136, 12),
    linkname: text(157, 100),
    ...(flag === 'S' ? { real: number(block, 483, 12) } : {}),
    mapGoesOn: flag === 'S' && block[482] !== 0,
  };
}

export function isZero(block: Uint8Array): boolean {
  for (let i = 0; i < block.length; i++) if (block[i] !== 0) return false;
  return true;
}

function isAscii(): boolean {
  let any = 0;
  for (let i = 0; i < WORDS.length; i++) any |= WORDS[i] as number;
  return (any & NOT_ASCII) === 0;
}

/** The sum of the bytes with the checksum's own as blanks; old programs took bytes for signed ones. */
function checksumFits(ascii: boolean): boolean {
  // Two sums of every other byte in one number: 256 of 255 at most fit 16 bits.
  let sums = 0;
  for (let i = 0; i < WORDS.length; i++) {
    const word = WORDS[i] as number;
    sums = (sums + (word & 0x00ff00ff) + ((word >>> 8) & 0x00ff00ff)) | 0;
  }
  let sum = (sums & 0xffff) + (sums >>> 16) + 8 * 0x20;
  for (let i = 148; i < 156; i++) sum -= BYTES[i] as number;
  const stored = number(BYTES, 148, 8);
  if (stored === sum || ascii || stored === undefined) return stored === sum;
  let high = 0;
  for (let i = 0; i < BLOCK; i++) if ((i < 148 || i >= 156) && (BYTES[i] as number) >= 128) high++;
  return stored === sum - 256 * high;
}

/** Octal digits between blanks and NULs; or, with the first bit set, the number itself (GNU). undefined: neither. */
function number(block: Uint8Array, from: number, length: number): number | undefined {
  const first = block[from] as number;
  if (first & 0x80) {
    // Negative ones are no size and no owner.
    if (first & 0x40) return undefined;
    let value = first & 0x3f;
    for (let i = from + 1; i < from + length; i++) value = value * 256 + (block[i] as number);
    return Number.isSafeInteger(value) ? value : undefined;
  }
  let value = 0;
  let digits = false;
  for (let i = from; i < from + length; i++) {
    const byte = block[i] as number;
    if (byte === 0 || byte === 0x20) {
      if (digits) break;
    } else if (byte < 0x30 || byte > 0x37) return undefined;
    else {
      value = value * 8 + byte - 0x30;
      digits = true;
    }
  }
  return value;
}

/** `ustar` and a NUL: nearly every header is asked. */
function isPosix(block: Uint8Array): boolean {
  return (
    block[257] === 0x75 &&
    block[258] === 0x73 &&
    block[259] === 0x74 &&
    block[260] === 0x61 &&
    block[261] === 0x72 &&
    block[262] === 0
  );
}

function textOf(block: Buffer, from: number, length: number, ascii: boolean): string {
  // No prefix and no link: most headers have neither.
  if (block[from] === 0) return '';
  const nul = block.indexOf(0, from);
  const end = nul < 0 || nul > from + length ? from + length : nul;
  return ascii ? block.toString('latin1', from, end) : DECODER.decode(block.subarray(from, end));
}

/** The text of GNU's long names: it ends at a NUL. */
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
    real: whole('GNU.sparse.realsize', whole('GNU.sparse.size', header.real ?? size)),
    uid: Math.max(0, whole('uid', header.uid)),
    gid: Math.max(0, whole('gid', header.gid)),
    mtime: Number(records.get('mtime')) || header.mtime,
  };
}
