/** Whether a program gets a mount namespace of its own: exec_needs_mount_namespace (src/core/execute.c). */
import type { Setting } from '../../graph/model.ts';
import type { Loading } from '../loading.ts';
import { type Assigned, RESET } from '../setting-reader.ts';
import { checkPath, isLogNamespace, parseBoolean } from '../values.ts';
import { firstWord, wordsOf } from '../words.ts';

/** As far as it is settled before the unit runs. @param directories the items of the directory keys, with their flags. */
export function needsMountNamespace(
  at: Loading,
  section: string,
  directories: readonly { readonly key: string; readonly readOnly: boolean }[],
): boolean {
  // DynamicUser= brings ProtectSystem=strict with it.
  if (at.read.flag(section, 'DynamicUser')?.value === true) return true;
  const image = at.read.path(section, 'RootImage') !== undefined;
  if (image || (at.does('root-mstack') && at.read.path(section, 'RootMStack') !== undefined)) return true;
  if (LISTS.some(([keys, count]) => holdsAny(at, section, keys, count))) return true;
  if (SWITCHES.some((key) => at.read.flag(section, key)?.value === true)) return true;
  if (CHOICES.some(([key, words, harmless]) => isSet(at, section, key, words, harmless))) return true;
  if (at.read.path(section, 'IPCNamespacePath') !== undefined) return true;
  if (networkNamespace(at, section) && privateMounts(at, section) !== false) return true;
  if (privateMounts(at, section) === true) return true;
  if (privateTmp(at, section)) return true;
  if (logNamespace(at, section)) return true;
  const root = at.read.path(section, 'RootDirectory')?.value;
  const apiFileSystems = at.read.flag(section, 'MountAPIVFS')?.value ?? (root !== undefined && root !== '/');
  if (root !== undefined && (apiFileSystems || directories.length > 0)) return true;
  if (!at.does('bind-log-sockets')) return false;
  if (directories.some(({ readOnly }) => readOnly)) return true;
  return tristate(at, section, 'BindLogSockets') ?? apiFileSystems;
}

/** config_parse_log_namespace: LogNamespace= as it holds; a name that is none is passed over. */
export function logNamespace(at: Loading, section: string): Assigned<string> | undefined {
  return at.read.last(section, at.does('log-namespaces') ? 'LogNamespace' : '', (setting) => {
    if (setting.value === '') return RESET;
    const text = at.expand(setting, 'full');
    return text !== undefined && isLogNamespace(text) ? text : undefined;
  });
}

type Count = (at: Loading, setting: Setting) => number;

/** Keys that share a list, and how many members a value adds to it. */
const LISTS: readonly (readonly [keys: readonly string[], count: Count])[] = [
  [['ReadWritePaths', 'ReadWriteDirectories'], namespacePaths],
  [['ReadOnlyPaths', 'ReadOnlyDirectories'], namespacePaths],
  [['InaccessiblePaths', 'InaccessibleDirectories'], namespacePaths],
  [['ExecPaths'], namespacePaths],
  [['NoExecPaths'], namespacePaths],
  [['ExtensionDirectories'], namespacePaths],
  [['BindPaths', 'BindReadOnlyPaths'], bindMounts],
  [['TemporaryFileSystem'], temporaryFileSystems],
  [['MountImages'], mountImages],
  [['ExtensionImages'], extensionImages],
];

const SWITCHES = [
  'PrivateDevices', 'PrivateIPC', 'ProtectKernelTunables', 'ProtectKernelModules', 'ProtectKernelLogs',
]; // biome-ignore format: a table

const BOOLEAN = ['no', 'yes'];
/** Enumerations: the words known, and those that need nothing. A later wrong word is ignored. */
const CHOICES: readonly (readonly [key: string, words: readonly string[], harmless: readonly string[]])[] = [
  ['ProtectSystem', [...BOOLEAN, 'full', 'strict'], ['no']],
  ['ProtectHome', [...BOOLEAN, 'read-only', 'tmpfs'], ['no']],
  ['ProtectProc', ['default', 'noaccess', 'invisible', 'ptraceable'], ['default']],
  ['ProcSubset', ['all', 'pid'], ['all']],
  ['MountFlags', ['', 'shared', 'slave', 'private'], ['', 'shared']],
  ['ProtectControlGroups', [...BOOLEAN, 'private', 'strict'], ['no']],
  ['PrivatePIDs', BOOLEAN, ['no']],
  ['PrivateBPF', BOOLEAN, ['no']],
];
/** First version that knows a key, or words of it, by the behaviour that says so. */
const NEWER = { PrivatePIDs: 'private-pids', PrivateBPF: 'private-bpf' } as const;

function isSet(
  at: Loading,
  section: string,
  key: string,
  words: readonly string[],
  harmless: readonly string[],
): boolean {
  const newer = (NEWER as Readonly<Record<string, (typeof NEWER)[keyof typeof NEWER]>>)[key];
  if (newer !== undefined && !at.does(newer)) return false;
  const known =
    key === 'ProtectControlGroups' && !at.does('protect-control-groups-by-name') ? words.slice(0, 2) : words;
  const said = at.read.last(section, key, ({ value }) => {
    const yes = known.includes('yes') ? parseBoolean(value) : undefined;
    const word = yes === undefined ? value : yes ? 'yes' : 'no';
    return known.includes(word) ? word : undefined;
  });
  return said !== undefined && !harmless.includes(said.value);
}

/** config_parse_tristate: empty is neither. */
function tristate(at: Loading, section: string, key: string): boolean | undefined {
  return at.read.last(section, key, ({ value }) => (value === '' ? RESET : parseBoolean(value)))?.value;
}

function privateMounts(at: Loading, section: string): boolean | undefined {
  return tristate(at, section, 'PrivateMounts');
}

function networkNamespace(at: Loading, section: string): boolean {
  return (
    at.read.flag(section, 'PrivateNetwork')?.value === true ||
    at.read.path(section, 'NetworkNamespacePath') !== undefined
  );
}

function privateTmp(at: Loading, section: string): boolean {
  const said = at.read.last(section, 'PrivateTmp', ({ value }) => {
    const yes = parseBoolean(value);
    if (yes !== undefined) return yes ? 'connected' : 'no';
    return at.does('private-tmp-disconnected') && /^(dis)?connected$/.test(value) ? value : undefined;
  })?.value;
  // A connected one needs its folders first, which exist when the unit runs; later versions do not ask.
  return said === 'disconnected' || (said === 'connected' && at.does('private-tmp-always-mounts'));
}

function holdsAny(at: Loading, section: string, keys: readonly string[], count: Count): boolean {
  return at.read
    .list(section, keys, (setting) => (setting.value === '' ? RESET : count(at, setting)))
    .some(({ value }) => value > 0);
}

function usable(at: Loading, setting: Setting, text: string): boolean {
  const path = at.expand({ ...setting, value: text }, 'full');
  return path !== undefined && checkPath(path, 'absolute', at.does) !== undefined;
}

/** config_parse_namespace_path_strv. */
function namespacePaths(at: Loading, setting: Setting): number {
  const { words } = wordsOf(setting.value, { unquote: true });
  return words.filter((word) => usable(at, setting, word.replace(/^-?\+?/, ''))).length;
}

/** config_parse_temporary_filesystems: PATH[:OPTIONS]. */
function temporaryFileSystems(at: Loading, setting: Setting): number {
  const { words } = wordsOf(setting.value, { unquote: true });
  return words.filter((word) => {
    const path = firstWord(word, { separators: ':', dontCoalesce: true });
    return 'word' in path && usable(at, setting, path.word);
  }).length;
}

/** config_parse_bind_paths: SOURCE[:DESTINATION[:OPTIONS]], colons and white space both end a part. */
function bindMounts(at: Loading, setting: Setting): number {
  const rules = { separators: `: \t\n\r`, unquote: true, dontCoalesce: true } as const;
  let count = 0;
  let rest: string | undefined = setting.value;
  const next = (options = false): { readonly word: string; readonly colon: boolean } | undefined => {
    const from: string = rest ?? '';
    const part = firstWord(from, options ? { unquote: true } : rules);
    if (!('word' in part)) return undefined;
    rest = part.rest;
    const end = rest === undefined ? '' : from.charAt(from.length - rest.length - 1);
    return { word: part.word, colon: end === ':' };
  };
  while (rest !== undefined) {
    const source = next();
    if (source === undefined) break;
    if (!usable(at, setting, source.word.replace(/^-/, ''))) continue;
    if (source.colon) {
      const destination = next();
      if (destination === undefined) continue;
      if (!usable(at, setting, destination.word)) continue;
      if (destination.colon) {
        const options = next(true);
        if (options !== undefined && !['', 'rbind', 'norbind'].includes(options.word)) continue;
      }
    }
    count++;
  }
  return count;
}

/** config_parse_mount_images: SOURCE:DESTINATION[:…]. @returns how many a value adds to the list */
export function mountImages(at: Loading, setting: Setting): number {
  return imageTuples(setting).filter(
    ([source = '', destination = '']) =>
      usable(at, setting, source.replace(/^-/, '')) && usable(at, setting, destination),
  ).length;
}

/** config_parse_extension_images: SOURCE[:…]. */
function extensionImages(at: Loading, setting: Setting): number {
  return imageTuples(setting).filter(([source = '']) => usable(at, setting, source.replace(/^-/, ''))).length;
}

function imageTuples(setting: Assigned<unknown>['setting']): readonly (readonly string[])[] {
  const { words } = wordsOf(setting.value, { unquote: true, retainEscape: true });
  return words.map((word) => wordsOf(word, { separators: ':', cUnescape: true, unescapeSeparators: true }).words);
}
