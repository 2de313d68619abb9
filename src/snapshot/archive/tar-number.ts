/** Numbers as tar's headers write them. */

/** Octal digits between blanks and NULs; or, with the first bit set, the number itself (GNU). undefined: neither. */
export function tarNumber(block: Uint8Array, from: number, length: number): number | undefined {
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
