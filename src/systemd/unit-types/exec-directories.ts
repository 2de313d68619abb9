/** StateDirectory= and its like (config_parse_exec_directories). */
import type { Loading } from '../loading.ts';
import { type Assigned, RESET } from '../setting-reader.ts';
import { checkPath } from '../values.ts';
import { firstWord, wordsOf } from '../words.ts';

interface ExecDirectory {
  readonly key: string;
  readonly path: string;
  readonly readOnly: boolean;
  readonly assigned: Assigned<unknown>;
}

const DIRECTORIES = [
  ['RuntimeDirectory', '/run'],
  ['StateDirectory', '/var/lib'],
  ['CacheDirectory', '/var/cache'],
  ['LogsDirectory', '/var/log'],
  ['ConfigurationDirectory', '/etc'],
] as const;

/** Every folder that the directory keys ask for, with the line that does. */
export function directoriesIn(at: Loading, section: string): readonly ExecDirectory[] {
  return DIRECTORIES.flatMap(([key, base]) =>
    at.read
      .list(section, [key], (setting) => (setting.value === '' ? RESET : itemsOf(at, key, setting)))
      .flatMap((assigned) =>
        assigned.value.map(({ name, readOnly }) => ({ key, path: `${base}/${name}`, readOnly, assigned })),
      ),
  );
}

/** `NAME[:LINK[:FLAGS]]` words; the flags are read from v257, the links from v250. */
function itemsOf(
  at: Loading,
  key: string,
  setting: Assigned<unknown>['setting'],
): readonly { readonly name: string; readonly readOnly: boolean }[] {
  const found: { name: string; readOnly: boolean }[] = [];
  const { words } = wordsOf(setting.value, { unquote: true, retainEscape: at.does('exec-directory-links') });
  const accept = (text: string): string | undefined => {
    const made = at.expand({ ...setting, value: text }, 'full');
    return made === undefined ? undefined : checkPath(made, 'relative');
  };
  for (const word of words) {
    if (!at.does('exec-directory-links')) {
      const plain = accept(word);
      if (plain !== undefined && !isPrivate(plain)) found.push({ name: plain, readOnly: false });
      continue;
    }
    const flags = at.does('exec-directory-flags');
    const parts: string[] = [];
    let rest: string | undefined = word;
    while (rest !== undefined && parts.length < (flags ? 3 : 2)) {
      const part = firstWord(rest, {
        separators: ':',
        cUnescape: true,
        unescapeSeparators: true,
        ...(flags ? { dontCoalesce: true } : {}),
      });
      if ('error' in part) return found;
      if ('end' in part) break;
      parts.push(part.word);
      rest = part.rest;
    }
    const [source, link = '', flag = ''] = parts;
    if (source === undefined) return found;
    const name = accept(source);
    if (name === undefined || isPrivate(name)) continue;
    if (link !== '' && (key === 'ConfigurationDirectory' || accept(link) === undefined)) continue;
    if (flag !== '' && flag !== 'ro') continue;
    found.push({ name, readOnly: flag === 'ro' });
  }
  return found;
}

function isPrivate(name: string): boolean {
  return name === 'private' || name.startsWith('private/');
}
