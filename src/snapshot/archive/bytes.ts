/** Bytes of a stream, asked for as they are needed: a pull reader, so that nothing is read ahead of what a header says. */

/** The stream ends before what it announced. */
export class CutOff extends Error {
  constructor() {
    super('it ends too early');
  }
}

/** It may be whole, and is not unpacked here: the message says why, and what to do. */
export class NotUnpacked extends Error {}

/** Where bytes lie that are `ready`. */
export interface Place {
  readonly bytes: Buffer;
  readonly at: number;
}

export interface Bytes {
  /** Whether `n` bytes can be taken at once. */
  ready(n: number): boolean;
  /** Waits for `n` bytes; false where the stream ends before. `n` is small: a header, a name. */
  fill(n: number): boolean | Promise<boolean>;
  /** The next bytes where they lie, nothing copied or made for them: valid until the next call. */
  here(): Place;
  /** Up to `n` bytes, not taken: after `fill`. */
  peek(n: number): Uint8Array;
  /** Takes `n` bytes that are `ready`. Valid until the next call. */
  take(n: number): Uint8Array;
  /** Takes up to `n` bytes, as many as come at once; empty at the end. Where they are lent, valid until the next call; else for good. */
  some(n: number): Uint8Array | Promise<Uint8Array>;
  /** Whether what `some` takes is written over later. */
  readonly lent: boolean;
  /** Passes over `n` bytes; false where the stream ends before. */
  skip(n: number): boolean | Promise<boolean>;
  /** What was left, piece by piece. Nobody writes over them later. */
  rest(): AsyncGenerator<Uint8Array>;
}

const NOTHING = Buffer.alloc(0);

/** The same memory. */
export function asBuffer(bytes: Uint8Array): Buffer {
  return bytes instanceof Buffer ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** @param lent whether the source writes over what it gave once more is asked of it */
export function bytesOf(source: AsyncIterable<Uint8Array>, lent = false): Bytes {
  const iterator = source[Symbol.asyncIterator]();
  let chunk: Buffer = NOTHING;
  let at = 0;
  let ended = false;
  const place = { bytes: chunk, at };

  const left = (): number => chunk.length - at;

  async function next(): Promise<Buffer | undefined> {
    while (!ended) {
      const result = await iterator.next();
      if (result.done === true) ended = true;
      else if (result.value.length > 0) return asBuffer(result.value);
    }
    return undefined;
  }

  async function fill(n: number): Promise<boolean> {
    const own = (part: Buffer): Buffer => (lent ? Buffer.from(part) : part);
    const parts = [own(chunk.subarray(at))];
    let have = left();
    while (have < n) {
      const more = await next();
      if (more === undefined) break;
      have += more.length;
      parts.push(have < n ? own(more) : more);
    }
    chunk = parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts);
    at = 0;
    return have >= n;
  }

  function take(n: number): Uint8Array {
    at += n;
    return chunk.subarray(at - n, at);
  }

  async function nextSome(n: number): Promise<Uint8Array> {
    chunk = (await next()) ?? NOTHING;
    at = 0;
    return take(Math.min(n, left()));
  }

  const some = (n: number): Uint8Array | Promise<Uint8Array> => (left() > 0 ? take(Math.min(n, left())) : nextSome(n));

  async function skipOver(n: number): Promise<boolean> {
    for (let open = n; open > 0; ) {
      const part = await some(open);
      if (part.length === 0) return false;
      open -= part.length;
    }
    return true;
  }

  function skip(n: number): boolean | Promise<boolean> {
    if (left() < n) return skipOver(n);
    at += n;
    return true;
  }

  return {
    here() {
      place.bytes = chunk;
      place.at = at;
      return place;
    },
    ready: (n) => left() >= n,
    fill: (n) => left() >= n || fill(n),
    peek: (n) => chunk.subarray(at, at + n),
    take,
    some,
    lent,
    skip,
    rest: () => restOf(some, lent),
  };
}

async function* restOf(some: Bytes['some'], lent: boolean): AsyncGenerator<Uint8Array> {
  for (let part = await some(1 << 20); part.length > 0; part = await some(1 << 20))
    yield lent ? Buffer.from(part) : part;
}

/**
 * The next `size` bytes of `bytes` as a stream of their own: one file of an archive.
 * @param passed is told of whatever is taken or passed over, and may refuse by throwing
 */
export function nextOf(bytes: Bytes, size: number, passed: (count: number) => void): Bytes {
  let open = size;
  function pass(count: number): void {
    open -= count;
    passed(count);
  }
  function told(part: Uint8Array): Uint8Array {
    pass(part.length);
    return part;
  }
  const some = (n: number): Uint8Array | Promise<Uint8Array> => {
    if (open === 0) return NOTHING;
    const part = bytes.some(Math.min(n, open));
    return part instanceof Promise ? part.then(whole) : whole(part);
  };
  function whole(part: Uint8Array): Uint8Array {
    if (part.length === 0) throw new CutOff();
    return told(part);
  }
  function skip(n: number): boolean | Promise<boolean> {
    const count = Math.min(n, open);
    const told = (done: boolean): boolean => {
      if (!done) throw new CutOff();
      pass(count);
      return count === n;
    };
    const done = bytes.skip(count);
    return done instanceof Promise ? done.then(told) : told(done);
  }
  function fill(n: number): boolean | Promise<boolean> {
    const told = (done: boolean): boolean => {
      if (!done) throw new CutOff();
      return n <= open;
    };
    const done = bytes.fill(Math.min(n, open));
    return done instanceof Promise ? done.then(told) : told(done);
  }
  return {
    here: bytes.here,
    ready: (n) => n <= open && bytes.ready(n),
    fill,
    peek: (n) => bytes.peek(Math.min(n, open)),
    take: (n) => told(bytes.take(n)),
    some,
    lent: bytes.lent,
    skip,
    rest: () => restOf(some, bytes.lent),
  };
}
