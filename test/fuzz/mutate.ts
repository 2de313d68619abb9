/** One text into another that nobody wrote. */
import type { Dice } from '../conformance/random/dice.ts';
import { DICTIONARY } from './samples.ts';

/** @param others of which parts are spliced in */
export function mutated(text: string, others: readonly string[], dice: Dice): string {
  let out = text;
  for (let k = 1 + dice.below(4); k > 0; k--) out = once(out, others, dice);
  return out.slice(0, 200_000);
}

function once(text: string, others: readonly string[], dice: Dice): string {
  const at = dice.below(text.length + 1);
  const to = Math.min(text.length, at + dice.below(30));
  const lines = text.split('\n');
  const line = dice.below(lines.length);
  switch (dice.below(9)) {
    case 0:
      return text.slice(0, at) + dice.pick(DICTIONARY) + text.slice(at);
    case 1:
      return text.slice(0, at) + text.slice(to);
    case 2:
      return text.slice(0, at) + dice.pick(DICTIONARY) + text.slice(to);
    case 3:
      return (
        text.slice(0, at) + text.slice(at, to).repeat(dice.pick([2, 3, 50, dice.chance(3) ? 3000 : 5])) + text.slice(to)
      );
    case 4:
      return text.slice(0, at) + String.fromCharCode(dice.below(dice.pick([128, 256, 65536]))) + text.slice(at + 1);
    case 5:
      return lines.toSpliced(line, 1).join('\n');
    case 6:
      return lines.toSpliced(line, 0, lines[dice.below(lines.length)] as string).join('\n');
    case 7: {
      const other = dice.pick(others).split('\n');
      const from = dice.below(other.length);
      return lines.toSpliced(line, 0, ...other.slice(from, from + 1 + dice.below(4))).join('\n');
    }
    default:
      return text.slice(0, at);
  }
}

export function mutatedBytes(bytes: Uint8Array, dice: Dice): Uint8Array {
  let out = Buffer.from(bytes);
  for (let k = 1 + dice.below(3); k > 0; k--) {
    const at = dice.below(out.length + 1);
    const length = dice.pick([1, 4, 8, 100, 512]);
    switch (dice.below(6)) {
      case 0:
        out = out.subarray(0, at);
        break;
      case 1:
        out = Buffer.concat([out.subarray(0, at), out.subarray(at + length)]);
        break;
      case 2:
        out = Buffer.concat([out.subarray(0, at), out.subarray(at, at + length), out.subarray(at)]);
        break;
      case 3: {
        // Within the header of an entry, where numbers and types stand, with a checksum that fits.
        const block = at - (at % 512);
        if (block + 512 > out.length) break;
        out[block + dice.pick([0, 99, 124, 125, 130, 135, 156, 157, 257, 345, 482])] = dice.pick([
          0, 32, 47, 48, 49, 50, 53, 55, 83, 103, 120, 128, 255,
        ]);
        out.fill(32, block + 148, block + 156);
        let sum = 0;
        for (let i = 0; i < 512; i++) sum += out[block + i] as number;
        out.write(`${sum.toString(8).padStart(6, '0')}\0 `, block + 148, 'latin1');
        break;
      }
      default:
        if (at < out.length) out[at] = dice.below(256);
    }
  }
  return out;
}
