/** Option lists of fstab and crypttab (src/shared/fstab-util.c: fstab_filter_options and its wrappers). */

/** fstab_test_option: one of `names` stands in the list, alone or with `=`. */
export function hasOption(options: string | undefined, ...names: readonly string[]): boolean {
  return lastOption(options, names) !== undefined;
}

/** fstab_test_yes_no_option: of the two words the last one decides (`noauto`/`auto`, `nofail`/`fail`). */
export function yesNoOption(options: string | undefined, yes: string, no: string): boolean {
  return lastOption(options, [yes, no]) === yes;
}

/** The last value of `names`; `null` where the last one has no `=`; undefined where none is there. */
export function optionValue(options: string | undefined, ...names: readonly string[]): string | null | undefined {
  let value: string | null | undefined;
  for (const word of splitOptions(options ?? '')) {
    const name = names.find((candidate) => word === candidate || word.startsWith(`${candidate}=`));
    if (name !== undefined) value = word.length > name.length ? unescapeOption(word.slice(name.length + 1)) : null;
  }
  return value;
}

/** Every value given to `name=`; words without `=` do not count. */
export function optionValues(options: string | undefined, name: string): readonly string[] {
  return splitOptions(options ?? '')
    .filter((word) => word.startsWith(`${name}=`))
    .map((word) => unescapeOption(word.slice(name.length + 1)));
}

/** The list without `names`. */
export function withoutOptions(options: string | undefined, ...names: readonly string[]): string {
  return splitOptions(options ?? '')
    .filter((word) => !names.some((name) => word === name || word.startsWith(`${name}=`)))
    .join(',');
}

/** fstab_node_to_udev_node: `UUID=` and its like become the link that udev makes. */
export function udevNode(spec: string): string {
  const match = /^(LABEL|UUID|PARTUUID|PARTLABEL)=(.*)$/s.exec(spec);
  if (match === null) return spec;
  const value = unquote(match[2] ?? '');
  return `/dev/disk/by-${(match[1] ?? '').toLowerCase()}/${encodeDeviceName(value)}`;
}

function lastOption(options: string | undefined, names: readonly string[]): string | undefined {
  let found: string | undefined;
  for (const word of rawWords(options ?? '')) {
    const name = names.find((candidate) => word === candidate || word.startsWith(`${candidate}=`));
    if (name !== undefined) found = name;
  }
  return found;
}

/** Split at commas that no backslash escapes; escapes stay. */
function rawWords(options: string): readonly string[] {
  return options.match(/(?:[^,\\]|\\.|\\$)+/gs) ?? [];
}

/** As above; systemd drops empty words when it splits. */
function splitOptions(options: string): readonly string[] {
  return rawWords(options);
}

function unescapeOption(text: string): string {
  return text.replace(/\\([,\\])/g, '$1');
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
