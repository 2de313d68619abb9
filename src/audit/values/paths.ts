/** Paths, alone and in lists: path_simplify_and_warn and the parsers that call it. */
import { checkPath } from '../../systemd/values.ts';
import { firstWord, type WordRules, wordsOf } from '../../systemd/words.ts';
import { type Check, eachWord, expanded, ignored, orEmpty } from './check.ts';

export const absolute: Check = (text, { does }) => {
  if (!text.startsWith('/')) return ignored(text, 'is no absolute path');
  return checkPath(text, 'absolute', does) === undefined ? ignored(text, 'is no usable path') : undefined;
};

export const relative: Check = (text, { does }) => {
  if (text.startsWith('/')) return ignored(text, 'is an absolute path, where a relative one is meant');
  return checkPath(text, 'relative', does) === undefined ? ignored(text, 'is no usable path') : undefined;
};

/** Without a demand that it be absolute (flags 0). */
export const any: Check = (text, at) => (text.startsWith('/') ? absolute : relative)(text, at);

/** config_parse_unit_path_printf: what comes out empty resets the key too. */
export const path = expanded(orEmpty(absolute));
/** Where only what is written empty resets. */
export const pathSpec = orEmpty(expanded(absolute));

/** Not below what the kernel makes (PATH_CHECK_NON_API_VFS). */
const notBelow =
  (roots: string): Check =>
  (text, at) =>
    absolute(text, at) ??
    (at.does('api-vfs-refused') && new RegExp(`^/+(\\./+)*(${roots})(/|$)`).test(text)
      ? ignored(text, `is below /${roots.replaceAll('|', ', /')}`)
      : undefined);
export const ofFiles = notBelow('dev|proc|sys');
export const ofFilesOrDevices = notBelow('proc|sys');
export const listenPath = orEmpty(expanded(ofFiles));

/** Behind a dash, a plus sign or both. */
export const behind =
  (marks: RegExp, check: Check): Check =>
  (value, at) =>
    check(value.replace(marks, ''), at);

export const pathList = orEmpty(eachWord({ unquote: true }, expanded(absolute)));
export const namespacePaths = orEmpty(eachWord({ unquote: true }, behind(/^-?\+?/, expanded(absolute))));
export const mountsFor = eachWord({ unquote: true }, expanded(absolute));
export const searchPath = orEmpty(eachWord({ separators: ':', dontCoalesce: true }, expanded(absolute)));
export const environmentFile = orEmpty(expanded(behind(/^-/, absolute)));
export const conditionPath = orEmpty(behind(/^\|?!?/, expanded(absolute)));

/** `-` makes systemd pass over what would else be fatal: another rule tells of that. */
export const workingDirectory: Check = (value, at) =>
  value.startsWith('-') && value !== '-~' ? expanded(absolute)(value.slice(1), at) : undefined;

/** config_parse_exec_directories: NAME[:LINK[:FLAGS]]. */
export const directories: Check = orEmpty(
  eachWord({ unquote: true, retainEscape: true }, (tuple, at) => {
    if (!at.does('exec-directory-links')) return directory(tuple, at);
    const flags = at.does('exec-directory-flags');
    const parts = split(tuple, flags ? 3 : 2, {
      separators: ':',
      cUnescape: true,
      ...(flags ? { dontCoalesce: true } : {}),
    });
    if (parts === undefined || parts.length === 0) return ignored(tuple, 'is no NAME[:LINK]');
    const [source = '', link = '', flag = ''] = parts;
    const wrong = directory(source, at);
    if (wrong) return wrong;
    if (link !== '') {
      if (at.setting.key === 'ConfigurationDirectory')
        return ignored(tuple, 'asks for a link, which this key does not make');
      const wrongLink = expanded(relative)(link, at);
      if (wrongLink) return wrongLink;
    }
    return flag === '' || flag === 'ro' ? undefined : ignored(tuple, `has a flag that is not "ro"`);
  }),
);

const directory: Check = expanded((text, at) => {
  const wrong = relative(text, at);
  if (wrong) return wrong;
  return checkPath(text, 'relative')?.split('/')[0] === 'private' ? ignored(text, 'may not be "private"') : undefined;
});

const FLAGS = /^(read-only|append|truncate|graceful)$/;

/** open_file_parse: PATH[:NAME[:OPTIONS]]. */
export const openFile: Check = orEmpty((value, at) => {
  const { words, bad } = wordsOf(value, { separators: ':', cUnescape: true, dontCoalesce: true });
  const [path = '', , flags = '', ...more] = words;
  const list = flags === '' ? [] : flags.split(',');
  const good = list.every((flag) => FLAGS.test(flag)) && list.filter((flag) => flag !== 'graceful').length < 2;
  if (bad || !good || more.length > 0) return ignored(value, 'is no PATH[:NAME[:OPTIONS]]');
  // What it does not mind here is `..`.
  return path.endsWith('/') ? ignored(path, 'is a folder') : absolute(path.replaceAll('..', 'dots'), at);
});

/** The parts of a word; undefined where they cannot be read. */
export function split(text: string, most: number, rules: WordRules): readonly string[] | undefined {
  const parts: string[] = [];
  let rest: string | undefined = text;
  while (rest !== undefined && parts.length < most) {
    const part = firstWord(rest, rules);
    if ('error' in part) return undefined;
    if ('end' in part) break;
    parts.push(part.word);
    rest = part.rest;
  }
  return parts;
}
