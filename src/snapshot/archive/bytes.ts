/** Bytes of a stream, asked for as they are needed: a pull reader, so that nothing is read ahead of what a header says. */

/** The stream ends before what it announced. */
export class CutOff extends Error {
  constructor() {
    super('it ends too early');
  }
}

export interface Bytes {
  /** Whether `n` bytes can be taken at once. */
  ready(n: number): boolean;
  /** Waits for `n` bytes; false where the stream ends before. `n` is small: a header, a name. */
  fill(n: number): Promise<boolean>;
  /** Up to `n` bytes, not taken: after `fill`. */
  peek(n: number): Uint8Array;
  /** Takes `n` bytes that are `ready`. Valid until the next call. */
  take(n: number): Uint8Array;
  /** Takes up to `n` bytes, as many as come at once; empty at the end. */
  some(n: number): Uint8Array | Promise<Uint8Array>;
  /** What was left, piece by piece. */
  rest(): AsyncGenerator<Uint8Array>;
}

const NOTHING = new Uint8Array();

export function bytesOf(source: AsyncIterable<Uint8Array>): Bytes {
  const iterator = source[Symbol.asyncIterator]();
  let chunk: Uint8Array = NOTHING;
  let at = 0;
  let ended = false;

  const left = (): number => chunk.length - at;

  async function next(): Promise<Uint8Array | undefined> {
    while (!ended) {
      const result = await iterator.next();
      if (result.done === true) ended = true;
      else if (result.value.length > 0) return result.value;
    }
    return undefined;
  }

  async function fill(n: number): Promise<boolean> {
    if (left() >= n) return true;
    const parts = [chunk.subarray(at)];
    let have = left();
    while (have < n) {
      const more = await next();
      if (more === undefined) break;
      parts.push(more);
      have += more.length;
    }
    chunk = parts.length === 1 ? (parts[0] as Uint8Array) : Buffer.concat(parts);
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

  return {
    ready: (n) => left() >= n,
    fill,
    peek: (n) => chunk.subarray(at, at + n),
    take,
    some,
    async *rest() {
      for (let part = await some(1 << 20); part.length > 0; part = await some(1 << 20)) yield part;
    },
  };
}
