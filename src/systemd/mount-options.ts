/** Option lists of fstab and its like (src/shared/fstab-util.c: fstab_filter_options and its wrappers). */
import type { Does } from '../behaviours/does.ts';
import { type SplitRules, splitWords } from './generators/extract-word.ts';

export interface Filtered {
  /** One of the names stands in the list. */
  readonly found: boolean;
  /** The last one's value; undefined where it has none. */
  readonly value?: string;
  /** The list without them. */
  readonly rest: string;
}

/** fstab_test_option: one of `names` stands in the list, alone or with `=`. */
export function hasOption(options: string, ...names: readonly string[]): boolean {
  return lastOption(options, names) !== undefined;
}

/** fstab_test_yes_no_option: of the two words the last one decides (`noauto`/`auto`, `nofail`/`fail`). */
export function yesNoOption(options: string, yes: string, no: string): boolean {
  return lastOption(options, [yes, no]) === yes;
}

/** fstab_filter_options with a value and the rest. undefined: the list cannot be parsed. */
export function filterOptions(does: Does, options: string, ...names: readonly string[]): Filtered | undefined {
  const words = splitWords(options, filterRules(does));
  if (words === undefined) return undefined;
  const keep = does('options-keep-escapes') || !does('options-know-escapes');
  const rest: string[] = [];
  let found = false;
  let value: string | undefined;
  for (const word of words) {
    const name = names.find((candidate) => word === candidate || word.startsWith(`${candidate}=`));
    if (name === undefined) rest.push(keep ? word : word.replaceAll(',', '\\,'));
    else {
      found = true;
      value = word.length > name.length ? word.slice(name.length + 1) : undefined;
    }
  }
  if (value !== undefined && does('options-keep-escapes')) value = unescapeOption(value);
  return { found, ...(value === undefined ? {} : { value }), rest: rest.join(',') };
}

/** The value of the last of `names`, where the rest of the list is not asked for. */
export function optionValue(does: Does, options: string, ...names: readonly string[]): Filtered | undefined {
  if (does('options-unescape-relaxed')) return filterOptions(does, options, ...names);
  let found = false;
  let value: string | undefined;
  for (const word of rawWords(options)) {
    const name = names.find((candidate) => word === candidate || word.startsWith(`${candidate}=`));
    if (name === undefined) continue;
    found = true;
    value = word.length > name.length ? word.slice(name.length + 1) : undefined;
  }
  return { found, ...(value === undefined ? {} : { value }), rest: '' };
}

/** Every value given to `name=`; words without `=` do not count. undefined: the list cannot be parsed. */
export function optionValues(does: Does, options: string, name: string): readonly string[] | undefined {
  const keep = does('options-keep-escapes');
  const rules: SplitRules = does('options-unescape-relaxed')
    ? filterRules(does)
    : does('options-know-escapes')
      ? { separators: ',', escapes: 'remove' }
      : filterRules(does);
  return splitWords(options, rules)
    ?.filter((word) => word.startsWith(`${name}=`))
    .map((word) => word.slice(name.length + 1))
    .map((value) => (keep ? unescapeOption(value) : value));
}

/** fstab_node_to_udev_node: `UUID=` and its like become the link that udev makes. */
export function udevNode(spec: string): string {
  const match = /^(LABEL|UUID|PARTUUID|PARTLABEL)=(.*)$/s.exec(spec);
  if (match === null) return spec;
  return `/dev/disk/by-${(match[1] ?? '').toLowerCase()}/${encodeDeviceName(unquote(match[2] ?? ''))}`;
}

function filterRules(does: Does): SplitRules {
  if (does('options-keep-escapes')) return { separators: ',', escapes: 'keep', relaxed: true };
  if (does('options-unescape-relaxed'))
    return { separators: ',', escapes: 'separators', selfEscape: true, relaxed: true };
  if (does('options-know-escapes')) return { separators: ',', escapes: 'separators', keepEmpty: true };
  return { separators: ',', escapes: 'keep', relaxed: true };
}

function lastOption(options: string, names: readonly string[]): string | undefined {
  let found: string | undefined;
  for (const word of rawWords(options)) {
    const name = names.find((candidate) => word === candidate || word.startsWith(`${candidate}=`));
    if (name !== undefined) found = name;
  }
  return found;
}

/** Split at commas that no backslash escapes; escapes stay. */
function rawWords(options: string): readonly string[] {
  return options.match(/(?:[^,\\]|\\.|\\$)+/gs) ?? [];
}

function unescapeOption(text: string): string {
  return text.replace(/\\(?:([,\\])|(.))/gs, (whole, known: string | undefined) => known ?? whole);
}

function unquote(text: string): string {
  const first = text[0];
  return text.length >= 2 && (first === '"' || first === "'") && text.endsWith(first) ? text.slice(1, -1) : text;
}

/** encode_devnode_name: what udev puts into /dev/disk/by-label. */
function encodeDeviceName(text: string): string {
  let out = '';
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    if (code >= 128 || /^[A-Za-z0-9#+\-.:=@_]$/.test(char)) out += char;
    else out += `\\x${code.toString(16).padStart(2, '0')}`;
  }
  return out;
}
