/** Credentials, and data written into a unit file: load-fragment.c, config_parse_load_credential and its like. */
import {
  hasGoodEscapes,
  isBase64,
  isCredential,
  isCredentialGlob,
  isCredentialSource,
} from '../../systemd/credentials.ts';
import { firstWord } from '../../systemd/words.ts';
import { expanded, ignored, is, orEmpty } from './check.ts';
import { text } from './names.ts';

const credentialName = expanded(is(isCredential, 'is no name of a credential'));

/** config_parse_load_credential: NAME[:SOURCE]. */
export const loadCredential = orEmpty((value, at) => {
  const first = firstWord(value, { separators: ':', dontCoalesce: true });
  if (!('word' in first)) return ignored(value, 'is no NAME[:SOURCE]');
  const wrong = credentialName(first.word, at);
  if (wrong || first.rest === undefined || first.rest === '') return wrong;
  return expanded(is(isCredentialSource, 'is neither a usable path nor the name of a credential'))(first.rest, at);
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
    (isBase64(first.rest, at.does) ? undefined : ignored(first.rest, 'is not in Base64'))
  );
});

export const inputText = orEmpty((value, at) =>
  hasGoodEscapes(value) ? text(value, at) : ignored(value, 'has a wrong escape'),
);
export const inputData = orEmpty(is((data, { does }) => isBase64(data, does), 'is not in Base64'));
export const rootHashSignature = orEmpty(
  is(
    (value, { does }) => value.startsWith('/') || (value.startsWith('base64:') && isBase64(value.slice(7), does)),
    'is neither an absolute path nor base64:DATA',
  ),
);

/** config_parse_import_credential: NAME or NAME*, and from 257 on another name or beginning behind a colon. */
export const importCredential = orEmpty(
  expanded(
    is((value) => {
      const [glob = '', ...behind] = value.split(':');
      if (behind.length > 1 || (behind[0] !== undefined && behind[0] !== '' && !isCredential(behind[0]))) return false;
      return isCredentialGlob(glob);
    }, 'is no name of a credential, with or without a * at its end'),
  ),
);
