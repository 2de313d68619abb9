/** Paths, alone and in lists: path_simplify_and_warn and the parsers that call it. */
import { checkPath } from '../../systemd/values.ts';
import { firstWord, type WordRules, wordsOf } from '../../systemd/words.ts';
import { type Check, eachWord, expanded, type Ignored, ignored, is, orEmpty, type Place } from './check.ts';

export const absolute: Check = (text, { held }) => {
  if (!text.startsWith('/')) return ignored(text, 'is no absolute path');
  return checkPath(text, 'absolute', held) === undefined ? ignored(text, 'is no usable path') : undefined;
};

export const relative: Check = (text, { held }) => {
  if (text.startsWith('/')) return ignored(text, 'is an absolute path, where a relative one is meant');
  return checkPath(text, 'relative', held) === undefined ? ignored(text, 'is no usable path') : undefined;
};

/** Without a demand that it be absolute (flags 0). */
const any: Check = (text, at) => (text.startsWith('/') ? absolute : relative)(text, at);

/** config_parse_unit_path_printf: what comes out empty resets the key too. */
export const path = expanded(orEmpty(absolute));
/** Where only what is written empty resets. */
export const pathSpec = orEmpty(expanded(absolute));

/** Not below what the kernel makes (PATH_CHECK_NON_API_VFS). */
const notBelow =
  (roots: string): Check =>
  (text, at) =>
    absolute(text, at) ??
    (at.held.has('api-vfs-refused') && new RegExp(`^/+(\\./+)*(${roots})(/|$)`).test(text)
      ? ignored(text, `is below /${roots.replaceAll('|', ', /')}`)
      : undefined);
const ofFiles = notBelow('dev|proc|sys');
const ofFilesOrDevices = notBelow('proc|sys');
export const listenPath = orEmpty(expanded(ofFiles));

/** Behind a dash, a plus sign or both. */
const behind =
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
    if (!at.held.has('exec-directory-links')) return directory(tuple, at);
    const flags = at.held.has('exec-directory-flags');
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

/** The parts of a word; undefined where they cannot be read. */
function split(text: string, most: number, rules: WordRules): readonly string[] | undefined {
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

/** config_parse_bind_paths: SOURCE[:TARGET[:OPTIONS]], parted by blanks. */
export const bindPaths: Check = orEmpty((value, at) => {
  const rules = { separators: ': \t\n\r', unquote: true, dontCoalesce: true } as const;
  let rest: string | undefined = value;
  const take = (with_: WordRules): { readonly word: string; readonly colon: boolean } | 'bad' | undefined => {
    const before: string = rest ?? '';
    const got = firstWord(before, with_);
    if ('error' in got) return 'bad';
    if ('end' in got) return undefined;
    const ended = got.rest === undefined ? before.length : before.length - got.rest.length;
    rest = got.rest;
    return { word: got.word, colon: got.rest !== undefined && before[ended - 1] === ':' };
  };
  const unreadable = ignored(value, 'has an unbalanced quote or a wrong escape');
  while (rest !== undefined && rest !== '') {
    const source = take(rules);
    if (source === 'bad') return unreadable;
    if (source === undefined) return undefined;
    const wrong = expanded(behind(/^-/, absolute))(source.word, at);
    if (wrong) return wrong;
    if (!source.colon) continue;
    const target = take(rules);
    if (target === 'bad') return unreadable;
    if (target === undefined) return ignored(source.word, 'has nothing behind its colon');
    const wrongTarget = expanded(absolute)(target.word, at);
    if (wrongTarget) return wrongTarget;
    if (!target.colon) continue;
    const options = take({ unquote: true });
    if (options === 'bad') return unreadable;
    if (options !== undefined && !/^(|rbind|norbind)$/.test(options.word))
      return ignored(options.word, 'is neither rbind nor norbind');
  }
  return undefined;
});

/** config_parse_temporary_filesystems: PATH[:OPTIONS]. */
export const temporaryFileSystems = orEmpty(
  eachWord({ unquote: true }, (word, at) => {
    const first = firstWord(word, { separators: ':', dontCoalesce: true });
    if (!('word' in first)) return ignored(word, 'is no PATH[:OPTIONS]');
    return expanded(absolute)(first.word, at);
  }),
);

/** partition_designator_table. */
const PARTITIONS = /^(root|usr|home|srv|esp|xbootldr|swap|tmp|var|(root|usr)-verity(-sig)?)$/;
const OLD_PARTITIONS = /^(root-secondary|root-other|usr-secondary|usr-other)(-verity(-sig)?)?$/;

const partition = is(
  (name, { version }) => PARTITIONS.test(name) || (version < 254 && OLD_PARTITIONS.test(name)),
  'is no name of a partition',
);

const PARTS = { separators: ':', cUnescape: true } as const;

/** Options of an image's partitions, behind its path: one text for the root, or PARTITION:OPTIONS again and again. */
function options(rest: readonly string[], at: Place): Ignored | undefined {
  for (let i = 0; i < rest.length; i += 2) {
    const [name = '', text] = rest.slice(i, i + 2);
    const wrong = text === undefined ? anyOptions(name, at) : (partition(name, at) ?? anyOptions(text, at));
    if (wrong) return wrong;
  }
  return undefined;
}

const anyOptions = expanded(() => undefined);

const image = (needsTarget: boolean): Check =>
  orEmpty(
    eachWord({ unquote: true, retainEscape: true }, (tuple, at) => {
      const parts = split(tuple, Number.POSITIVE_INFINITY, PARTS);
      if (parts === undefined) return ignored(tuple, 'has a wrong escape');
      const [source, target] = parts;
      if (source === undefined) return undefined;
      const wrong = expanded(needsTarget ? ofFilesOrDevices : ofFiles)(source.replace(/^-/, ''), at);
      if (wrong) return wrong;
      if (!needsTarget) return options(parts.slice(1), at);
      if (target === undefined) return ignored(tuple, 'has no place to be mounted on (IMAGE:PLACE)');
      return expanded(ofFilesOrDevices)(target, at) ?? options(parts.slice(2), at);
    }),
  );

export const mountImages = image(true);
export const extensionImages = image(false);

/** config_parse_root_image_options: [PARTITION:]OPTIONS, parted by blanks. */
export const rootImageOptions = orEmpty(
  eachWord({ unquote: true, retainEscape: true }, (tuple, at) => {
    const parts = split(tuple, 3, PARTS);
    if (parts === undefined || parts.length > 2) return ignored(tuple, 'is no [PARTITION:]OPTIONS');
    return options(parts, at);
  }),
);

/** A device, or with a word that matters behind it: DEVICE VALUE. */
export const deviceAnd = (check: Check, what: string): Check =>
  orEmpty((value, at) => {
    const first = firstWord(value, { unquote: true });
    if (!('word' in first) || first.rest === undefined || first.rest === '')
      return ignored(value, `is no DEVICE ${what}`);
    return expanded(any)(first.word, at) ?? check(first.rest, at);
  });

/** config_parse_device_allow. */
export const deviceAllow: Check = orEmpty((value, at) => {
  const first = firstWord(value, { unquote: true });
  if (!('word' in first)) return ignored(value, 'is no DEVICE RIGHTS');
  const wrong = expanded((text, place) => {
    if (/^(block|char)-/.test(text)) return undefined;
    return (
      any(text, place) ??
      (/^\/(dev|run\/systemd\/inaccessible)(\/|$)/.test(text)
        ? undefined
        : ignored(text, 'is no device node below /dev'))
    );
  })(first.word, at);
  if (wrong) return wrong;
  const rights = first.rest ?? '';
  return /^[rwm]*$/.test(rights) ? undefined : ignored(rights, 'are no rights made of r, w and m');
});

/** config_parse_bpf_foreign_program: TYPE:PATH. */
export const bpfProgram: Check = orEmpty((value, at) => {
  const first = firstWord(value, { separators: ':' });
  if (!('word' in first) || first.rest === undefined) return ignored(value, 'is no TYPE:PATH');
  if (!BPF_TYPES.has(first.word)) return ignored(first.word, 'is no type of BPF program');
  return expanded(absolute)(first.rest, at);
});

const BPF_TYPES = new Set(
  `egress ingress sock_create sock_ops device bind4 bind6 connect4 connect6 post_bind4 post_bind6 sendmsg4 sendmsg6 sysctl
   recvmsg4 recvmsg6 getsockopt setsockopt`.split(/\s+/),
);

export const rootHash = orEmpty(
  is(
    (text) => text.startsWith('/') || /^([0-9A-Fa-f]{2}\s*){16,}$/.test(text),
    'is neither an absolute path nor a hash of 32 hexadecimal digits or more',
  ),
);

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
