/** Policies for disk images, RootImagePolicy= and its like: image_policy_from_string (src/shared/image-policy.c). */
import type { Does } from '../behaviours/does.ts';

const PARTITION = /^(root|usr|home|srv|esp|xbootldr|swap|tmp|var|(root|usr)-verity(-sig)?|)$/;
const USE =
  /^(verity|signed|encrypted|encryptedwithintegrity|unprotected|unused|absent|open|ignore|read-only-(on|off)|growfs-(on|off))$/;

/** PARTITION=USE+USE, parted by colons; or one of the signs that stand for a whole policy. */
export function isImagePolicy(text: string, does: Does): boolean {
  if (/^[*~-]?$/.test(text)) return true;
  const parts = text.split(':').map((part) => /^([^=]*)=(.*)$/s.exec(part)?.slice(1) ?? []);
  if (parts.some(({ length }) => length !== 2)) return false;
  if (new Set(parts.map(([name]) => name)).size < parts.length) return false;
  const known = ([name = '', uses = '']: readonly string[]): boolean =>
    PARTITION.test(name) && (uses === '' || uses.split('+').every((use) => USE.test(use)));
  return does('image-policy-graceful') || parts.every(known);
}
