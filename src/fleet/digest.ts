import { hash } from 'node:crypto';
import type { Cell } from './tables.ts';

/** 128 bits as hexadecimal digits: as many hosts as there are will not meet by accident. */
const LENGTH = 32;

/** One name for the same cells in the same order, on any machine. */
export function digestOf(cells: readonly Cell[]): string {
  // JSON of a list tells where one cell ends and the next begins.
  return digestOfText(JSON.stringify(cells));
}

/** Of pieces of the same length each. */
export function digestOfBytes(pieces: readonly Uint8Array[]): string {
  return hash('sha256', Buffer.concat(pieces), 'hex').slice(0, LENGTH);
}

export function digestOfText(text: string): string {
  return hash('sha256', text, 'hex').slice(0, LENGTH);
}
