/**
 * Unit names of paths that are too long for a name: cut off, with a hash of the whole in their end (unit_name_hash_long,
 * unit_name_is_hashed of src/basic/unit-name.c).
 */

/** With the byte that ends a string: no name is as long as this. */
const UNIT_NAME_MAX = 256;
/** LONG_UNIT_NAME_HASH_KEY, its two halves as little-endian numbers. */
const KEY = [0x324a3258fb37f2ecn, 0x9aeb210d9b069f84n] as const;
const MASK = (1n << 64n) - 1n;

/** @param name of printable ASCII, as escaped names are, with its suffix; @returns it as it is where it is short enough */
export function shortened(name: string): string {
  if (name.length < UNIT_NAME_MAX) return name;
  const suffix = name.slice(name.lastIndexOf('.'));
  const hash = siphash24(Uint8Array.from([...name].map((c) => c.charCodeAt(0)).concat(0)));
  const bytes = Array.from({ length: 8 }, (_, i) => Number((hash >> BigInt(8 * i)) & 0xffn));
  const hex = bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${name.slice(0, UNIT_NAME_MAX - 2 - suffix.length - hex.length)}_${hex}${suffix}`;
}

/** Whether no path can be told from a name, since its end is a hash. */
export function isHashed(name: string): boolean {
  return /_[0-9a-f]{16}\.[a-z]+$/.test(name);
}

/** SipHash-2-4 (Aumasson, Bernstein 2012). */
function siphash24(data: Uint8Array): bigint {
  const v: [bigint, bigint, bigint, bigint] = [
    KEY[0] ^ 0x736f6d6570736575n,
    KEY[1] ^ 0x646f72616e646f6dn,
    KEY[0] ^ 0x6c7967656e657261n,
    KEY[1] ^ 0x7465646279746573n,
  ];
  const rounds = (count: number): void => {
    for (let n = 0; n < count; n++) {
      v[0] = (v[0] + v[1]) & MASK;
      v[1] = rotated(v[1], 13n) ^ v[0];
      v[0] = rotated(v[0], 32n);
      v[2] = (v[2] + v[3]) & MASK;
      v[3] = rotated(v[3], 16n) ^ v[2];
      v[0] = (v[0] + v[3]) & MASK;
      v[3] = rotated(v[3], 21n) ^ v[0];
      v[2] = (v[2] + v[1]) & MASK;
      v[1] = rotated(v[1], 17n) ^ v[2];
      v[2] = rotated(v[2], 32n);
    }
  };
  const word = (from: number): bigint => {
    let out = 0n;
    for (let i = 0; i < 8; i++) out |= BigInt(data[from + i] ?? 0) << BigInt(8 * i);
    return out;
  };
  const whole = data.length - (data.length % 8);
  for (let from = 0; from <= whole; from += 8) {
    const m = from < whole ? word(from) : word(from) | (BigInt(data.length & 0xff) << 56n);
    v[3] ^= m;
    rounds(2);
    v[0] ^= m;
  }
  v[2] ^= 0xffn;
  rounds(4);
  return v[0] ^ v[1] ^ v[2] ^ v[3];
}

function rotated(value: bigint, by: bigint): bigint {
  return ((value << by) | (value >> (64n - by))) & MASK;
}
