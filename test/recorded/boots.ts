/** The recorded boots, file by file, as text or bytes. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

export const BOOTS = ['bookworm-vm', 'trixie-container'] as const;
export type Boot = (typeof BOOTS)[number] | 'bookworm-unfinished';

export function recordedBytes(boot: Boot, name: string): Buffer {
  const at = new URL(`./boots/${boot}/${name}`, import.meta.url);
  try {
    return readFileSync(at);
  } catch {
    return gunzipSync(readFileSync(new URL(`${at.href}.gz`)));
  }
}

export function recordedText(boot: Boot, name: string): string {
  return recordedBytes(boot, name).toString('utf8');
}
