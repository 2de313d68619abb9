/** Credentials, and data written into a unit file: load-fragment.c, config_parse_load_credential and its like. */
import { isFileName } from '../../systemd/values.ts';
import { firstWord } from '../../systemd/words.ts';
import { expanded, ignored, is, orEmpty } from './check.ts';
import { isDescriptorName, text } from './names.ts';

/** credential_name_valid. */
const isCredential = (name: string): boolean => isFileName(name) && isDescriptorName(name);
const credentialName = expanded(is(isCredential, 'is no name of a credential'));

/** config_parse_load_credential: NAME[:SOURCE]. */
export const loadCredential = orEmpty((value, at) => {
  const first = firstWord(value, { separators: ':', dontCoalesce: true });
  if (!('word' in first)) return ignored(value, 'is no NAME[:SOURCE]');
  const wrong = credentialName(first.word, at);
  if (wrong || first.rest === undefined || first.rest === '') return wrong;
  return expanded(
    is(
      (source) => (source.startsWith('/') ? !/\/(\.{0,2}\/|\.{1,2}$)/.test(source) : isCredential(source)),
      'is neither a usable path nor the name of a credential',
    ),
  )(first.rest, at);
});

/** config_parse_set_credential: NAME:DATA. */
export const setCredential = orEmpty((value, at) => {
  const first = firstWord(value, { separators: ':', dontCoalesce: true });
  if (!('word' in first) || !first.rest) return ignored(value, 'is no NAME:DATA');
  const wrong = credentialName(first.word, at);
  if (wrong) return wrong;
  return hasGoodEscapes(first.rest) ? undefined : ignored(first.rest, 'has a wrong escape');
});

export const setEncrypted = orEmpty((value, at) => {
  const first = firstWord(value, { separators: ':', dontCoalesce: true });
  if (!('word' in first) || !first.rest) return ignored(value, 'is no NAME:DATA');
  return (
    credentialName(first.word, at) ??
    (isBase64(first.rest, at.version) ? undefined : ignored(first.rest, 'is not in Base64'))
  );
});

/** cunescape without flags. */
function hasGoodEscapes(data: string): boolean {
  return !/\\(?!([abfnrtvs"'\\]|x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|[0-3][0-7]{2}))/.test(
    data.replaceAll('\\\\', ''),
  );
}

/** From 253 on with - and _ for + and / too. */
function isBase64(data: string, version: number): boolean {
  const plain = version < 253 ? data : data.replaceAll('-', '+').replaceAll('_', '/');
  const bare = plain.replaceAll(/\s/g, '');
  // Bits that no byte is made of must be none.
  return bare.length % 4 === 0 && /^[A-Za-z0-9+/]*([AQgw]==|[AEIMQUYcgkosw048]=)?$/.test(bare);
}

export const inputText = orEmpty((value, at) =>
  hasGoodEscapes(value) ? text(value, at) : ignored(value, 'has a wrong escape'),
);
export const inputData = orEmpty(is((data, { version }) => isBase64(data, version), 'is not in Base64'));
export const rootHashSignature = orEmpty(
  is(
    (value, { version }) => value.startsWith('/') || (value.startsWith('base64:') && isBase64(value.slice(7), version)),
    'is neither an absolute path nor base64:DATA',
  ),
);

/** config_parse_import_credential: NAME or NAME*, and from 257 on another name or beginning behind a colon. */
export const importCredential = orEmpty(
  expanded(
    is((value) => {
      const [glob = '', ...behind] = value.split(':');
      if (behind.length > 1 || (behind[0] !== undefined && behind[0] !== '' && !isCredential(behind[0]))) return false;
      return glob === '*' || (isCredential(glob.replace(/\*$/, '')) && !/[*?[]/.test(glob.slice(0, -1)));
    }, 'is no name of a credential, with or without a * at its end'),
  ),
);
