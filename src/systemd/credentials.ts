/** What credentials may be called, and what data may stand in a unit file: creds-util.c, escape.c, hexdecoct.c. */

import type { Does } from '../behaviours/does.ts';
import { isDescriptorName, isFileName } from './values.ts';

/** credential_name_valid. */
export function isCredential(name: string): boolean {
  return isFileName(name) && isDescriptorName(name);
}

/** credential_glob_valid: a name, or the beginning of one and a star. */
export function isCredentialGlob(text: string): boolean {
  return text === '*' || (isCredential(text.replace(/\*$/, '')) && !/[*?[\]]/.test(text.slice(0, -1)));
}

/** Where LoadCredential= may take a credential from: a normalized path, or another one's name. */
export function isCredentialSource(text: string): boolean {
  return text.startsWith('/') ? !/\/(\.{0,2}\/|\.{1,2}$)/.test(text) : isCredential(text);
}

/** cunescape without flags. */
export function hasGoodEscapes(data: string): boolean {
  return !/\\(?!([abfnrtvs"'\\]|x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|[0-3][0-7]{2}))/.test(
    data.replaceAll('\\\\', ''),
  );
}

/** unbase64mem. */
export function isBase64(data: string, does: Does): boolean {
  const plain = does('base64-for-urls') ? data.replaceAll('-', '+').replaceAll('_', '/') : data;
  const bare = plain.replaceAll(/\s/g, '');
  // Bits that no byte is made of must be none.
  return bare.length % 4 === 0 && /^[A-Za-z0-9+/]*([AQgw]==|[AEIMQUYcgkosw048]=)?$/.test(bare);
}
