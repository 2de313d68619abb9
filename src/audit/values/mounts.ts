/** What a service's own file system is made of: paths bound from elsewhere, images and their options, temporary file systems. */
import { firstWord, type WordRules } from '../../systemd/words.ts';
import { type Check, eachWord, expanded, type Ignored, ignored, is, orEmpty, type Place } from './check.ts';
import { absolute, behind, ofFiles, ofFilesOrDevices, split } from './paths.ts';

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
  (name, { does }) => PARTITIONS.test(name) || (does('secondary-partitions') && OLD_PARTITIONS.test(name)),
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

export const rootHash = orEmpty(
  is(
    (text) => text.startsWith('/') || /^([0-9A-Fa-f]{2}\s*){16,}$/.test(text),
    'is neither an absolute path nor a hash of 32 hexadecimal digits or more',
  ),
);
