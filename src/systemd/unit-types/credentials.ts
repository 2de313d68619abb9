/** The credentials that a unit is given: config_parse_load_credential and its like (load-fragment.c). */
import { hasGoodEscapes, isBase64, isCredential, isCredentialGlob, isCredentialSource } from '../credentials.ts';
import type { Loading } from '../loading.ts';
import { type Assigned, RESET } from '../setting-reader.ts';
import { firstWord } from '../words.ts';

/** An empty value clears its whole row. */
const KEYS = [
  ['LoadCredential', 'LoadCredentialEncrypted'],
  ['SetCredential', 'SetCredentialEncrypted'],
  ['ImportCredential'],
] as const;

/** The first line that gives the unit a credential and is not refused (exec_context_has_credentials). */
export function credentialOf(at: Loading, section: string): Assigned<unknown> | undefined {
  for (const keys of KEYS) {
    const [first] = at.read.list(section, keys, (setting) =>
      setting.value === '' ? RESET : gives(at, setting) || undefined,
    );
    if (first) return first;
  }
  return undefined;
}

function gives(at: Loading, setting: Assigned<unknown>['setting']): boolean {
  const first = firstWord(setting.value, { separators: ':', dontCoalesce: true });
  if (!('word' in first)) return false;
  const name = at.expand({ ...setting, value: first.word }, 'full');
  const rest = first.rest ?? '';
  if (setting.key === 'ImportCredential') {
    // Versions that do not rename refuse the colon as part of the name.
    return name !== undefined && isCredentialGlob(name) && (rest === '' || (renames(at) && isCredential(rest)));
  }
  if (name === undefined || !isCredential(name)) return false;
  if (setting.key === 'SetCredential') return rest !== '' && hasGoodEscapes(rest);
  if (setting.key === 'SetCredentialEncrypted') return rest !== '' && isBase64(rest, at.does);
  if (rest === '') return true;
  const source = at.expand({ ...setting, value: rest }, 'full');
  return source !== undefined && isCredentialSource(source);
}

function renames(at: Loading): boolean {
  return at.does('import-credential-renames');
}
