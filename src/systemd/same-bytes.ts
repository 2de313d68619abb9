/**
 * What was made of a file's bytes, kept for the next time: one root's files are asked for by several rooms, and hosts of one release, read
 * one after the other, have the same. Only what is made of the bytes and the key alone may be kept.
 */

/** Larger files are few, and nobody shares them. */
const LARGEST = 64 * 1024;
/** Of one key: so many releases, with what their sites changed. */
const VARIANTS = 16;
/** Of all files together; then it begins anew. */
const MOST = 16 * 1024 * 1024;

interface Made<T> {
  readonly bytes: Uint8Array;
  readonly value: T;
}

/** @param most bytes of all files together; what is made of them may take many times as much */
export function forSameBytes<T>(most = MOST): (key: string, bytes: Uint8Array, make: () => T) => T {
  const made = new Map<string, Made<T>[]>();
  let held = 0;
  return (key, bytes, make) => {
    const variants = made.get(key);
    const same = variants?.find((one) => Buffer.compare(one.bytes, bytes) === 0);
    if (same !== undefined) return same.value;
    const value = make();
    if (bytes.length > LARGEST) return value;
    if (held + bytes.length > most) {
      made.clear();
      held = 0;
    }
    held += bytes.length;
    // A copy: small buffers share memory with many others.
    const one = { bytes: Uint8Array.from(bytes), value };
    const list = made.get(key);
    if (list === undefined) made.set(key, [one]);
    else {
      if (list.length >= VARIANTS) held -= list.shift()?.bytes.length ?? 0;
      list.push(one);
    }
    return value;
  };
}
