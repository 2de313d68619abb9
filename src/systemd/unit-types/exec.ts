/** What running programs needs: unit_patch_contexts and unit_add_exec_dependencies (src/core/unit.c). */
import type { Loading } from '../loading.ts';
import { type Held, RESET } from '../setting-reader.ts';
import { hasDependency } from '../unit-dependencies.ts';
import { nameKind } from '../unit-name.ts';
import { checkPath, isLogNamespace, parseBoolean } from '../values.ts';
import { firstWord, wordsOf } from '../words.ts';
import { bad, mountsFor, type Refusal } from './common.ts';

/** @param stdio `service`: output left alone goes to the manager's default, the journal (service_fix_stdio). */
export function addExecDependencies(at: Loading, section: string, stdio: 'service' | 'other'): Refusal | undefined {
  const refusal = at.held.has('exec-contexts-verified') ? verifyContext(at, section) : undefined;
  if (refusal) return refusal;
  const soft = at.held.has('exec-paths-want-mounts');
  addDevicePolicyDependencies(at, section);
  const folder = workingDirectory(at, section);
  if (folder?.value.path !== undefined) {
    if (!folder.value.missingOk) mountsFor(at, folder.value.path, folder, 'exec-working-directory');
    else if (soft) mountsFor(at, folder.value.path, folder, 'exec-working-directory', { type: 'Wants' });
  }
  const roots = ['RootDirectory', 'RootImage', ...(at.held.has('root-mstack') ? ['RootMStack'] : [])];
  const own = new Map(roots.map((key) => [key, at.read.path(section, key)] as const));
  for (const root of own.values())
    if (root) mountsFor(at, root.value, root, 'exec-root', soft ? { type: 'Wants' } : {});
  // Where a user's manager puts them depends on the user's home, and the rest is the system manager's business.
  if (at.scope === 'user') return;
  addDirectories(at, section);
  addPrivateTmp(at, section, own.get('RootDirectory') ?? own.get('RootImage') ?? own.get('RootMStack'));
  const image = own.get('RootImage') ?? own.get('RootMStack');
  if (image) at.rule('After', 'systemd-udevd.service', 'file', 'exec-root-image', image.setting);
  addLogging(at, section, stdio);
  return undefined;
}

/** unit_verify_contexts: a working directory that a mount namespace would not have. */
function verifyContext(at: Loading, section: string): Refusal | undefined {
  const dynamic = at.read.flag(section, 'DynamicUser')?.value === true;
  const last = at.read.all(section, 'WorkingDirectory').at(-1)?.value;
  if (dynamic && (last === '~' || last === '-~'))
    return bad('WorkingDirectory=~ is not allowed under DynamicUser=yes. Refusing.');
  const path = workingDirectory(at, section)?.value.path;
  if (path === undefined || !/^\/(proc|sys|dev)(\/|$)/.test(path) || !needsMountNamespace(at, section, dynamic))
    return undefined;
  return bad('WorkingDirectory= may not be below /proc/, /sys/ or /dev/ when using mount namespacing. Refusing.');
}

const NAMESPACE_LISTS = [
  'ReadWritePaths', 'ReadOnlyPaths', 'InaccessiblePaths', 'ExecPaths', 'NoExecPaths', 'BindPaths', 'BindReadOnlyPaths',
  'TemporaryFileSystem', 'MountImages', 'ExtensionImages', 'ExtensionDirectories',
]; // biome-ignore format: a table
const NAMESPACE_SWITCHES = [
  'PrivateDevices', 'PrivateMounts', 'PrivateNetwork', 'PrivateIPC', 'PrivatePIDs', 'ProtectKernelTunables',
  'ProtectKernelModules', 'ProtectKernelLogs', 'ProtectControlGroups', 'BindLogSockets',
]; // biome-ignore format: a table

/** exec_needs_mount_namespace, as far as it is settled before the unit runs. */
function needsMountNamespace(at: Loading, section: string, dynamic: boolean): boolean {
  // DynamicUser= brings ProtectSystem=strict with it.
  if (dynamic || at.read.path(section, 'RootImage')) return true;
  if (NAMESPACE_LISTS.some((key) => at.read.list(section, [key], ({ value }) => value || RESET).length > 0))
    return true;
  if (NAMESPACE_SWITCHES.some((key) => at.read.flag(section, key)?.value === true)) return true;
  if (at.read.all(section, 'PrivateTmp').at(-1)?.value === 'disconnected') return true;
  const set = (key: string, none: RegExp): boolean => {
    const value = at.read.all(section, key).at(-1)?.value ?? '';
    return value !== '' && !none.test(value);
  };
  if (set('ProtectSystem', /^(no|false|off|0|n|f)$/i) || set('ProtectHome', /^(no|false|off|0|n|f)$/i)) return true;
  if (set('ProtectProc', /^default$/) || set('ProcSubset', /^all$/)) return true;
  return at.read.path(section, 'RootDirectory') !== undefined && at.read.flag(section, 'MountAPIVFS')?.value === true;
}

/** config_parse_working_directory. */
function workingDirectory(at: Loading, section: string): Held<{ path?: string; missingOk: boolean }> | undefined {
  let missingOk = false;
  const held = at.read.last(section, 'WorkingDirectory', (setting) => {
    if (setting.value === '') return RESET;
    const dashed = setting.value.startsWith('-');
    const value = dashed ? setting.value.slice(1) : setting.value;
    if (value === '~') {
      missingOk = dashed;
      return RESET;
    }
    const text = at.expand({ ...setting, value }, 'full');
    const path = text === undefined ? undefined : checkPath(text, 'absolute', at.held);
    if (path === undefined) return undefined;
    missingOk = dashed;
    return { path };
  });
  return held && { value: { path: held.value.path, missingOk }, setting: held.setting };
}

const DIRECTORIES = [
  ['RuntimeDirectory', '/run'],
  ['StateDirectory', '/var/lib'],
  ['CacheDirectory', '/var/cache'],
  ['LogsDirectory', '/var/log'],
  ['ConfigurationDirectory', '/etc'],
] as const;

function addDirectories(at: Loading, section: string): void {
  let written: Held<unknown> | undefined;
  for (const [key, base] of DIRECTORIES)
    for (const held of at.read.list(section, [key], (setting) =>
      setting.value === '' ? RESET : directoriesOf(at, key, setting),
    ))
      for (const name of held.value) {
        if (key !== 'RuntimeDirectory' && key !== 'ConfigurationDirectory') written ??= held;
        mountsFor(at, `${base}/${name}`, held, 'exec-directory');
      }
  if (written) at.rule('After', 'systemd-remount-fs.service', 'file', 'exec-directory', written.setting);
}

/** config_parse_exec_directories: `NAME[:LINK[:FLAGS]]` words; the flags are read from v257, the links from v250. */
function directoriesOf(at: Loading, key: string, setting: Held<unknown>['setting']): readonly string[] {
  const found: string[] = [];
  const { words } = wordsOf(setting.value, { unquote: true, retainEscape: true });
  const accept = (text: string): string | undefined => {
    const made = at.expand({ ...setting, value: text }, 'full');
    return made === undefined ? undefined : checkPath(made, 'relative');
  };
  for (const word of words) {
    if (!at.held.has('exec-directory-links')) {
      const plain = accept(word);
      if (plain !== undefined && plain !== 'private' && !plain.startsWith('private/')) found.push(plain);
      continue;
    }
    const flags = at.held.has('exec-directory-flags');
    const parts: string[] = [];
    let rest: string | undefined = word;
    while (rest !== undefined && parts.length < (flags ? 3 : 2)) {
      const part = firstWord(rest, { separators: ':', cUnescape: true, ...(flags ? { dontCoalesce: true } : {}) });
      if ('error' in part) return found;
      if ('end' in part) break;
      parts.push(part.word);
      rest = part.rest;
    }
    const [source, link = ''] = parts;
    if (source === undefined) return found;
    const path = accept(source);
    if (path === undefined || path === 'private' || path.startsWith('private/')) continue;
    if (link !== '' && (key === 'ConfigurationDirectory' || accept(link) === undefined)) continue;
    if (parts[2] !== undefined && parts[2] !== '' && parts[2] !== 'ro') continue;
    found.push(path);
  }
  return found;
}

function addPrivateTmp(at: Loading, section: string, ownRoot: Held<string> | undefined): void {
  const byName = at.held.has('private-tmp-disconnected');
  const asked = at.read.last(section, 'PrivateTmp', ({ value }) => {
    const yes = parseBoolean(value);
    if (yes !== undefined) return yes ? 'connected' : 'no';
    return byName && (value === 'connected' || value === 'disconnected') ? value : undefined;
  });
  const dynamic = at.read.flag(section, 'DynamicUser');
  let tmp = asked?.value ?? 'no';
  let why: Held<unknown> | undefined = asked;
  if (dynamic?.value === true && (byName ? tmp === 'no' : true)) {
    tmp = byName ? 'disconnected' : 'connected';
    why = asked?.value === 'connected' ? asked : { value: tmp, setting: dynamic.setting };
  }
  if (tmp === 'no' || !why) return;
  let varTmp = tmp;
  if (at.held.has('private-tmp-needs-default-dependencies')) {
    const given = (path: string, mount: string): boolean => {
      const known = at.known(mount);
      return (
        at.paths.has(`Requires${path}`) ||
        at.paths.has(`Wants${path}`) ||
        (known !== undefined && hasDependency(at.unit, 'After', known))
      );
    };
    const own = at.defaults || ownRoot !== undefined;
    if (tmp === 'disconnected' && !own && !given('/var', 'var.mount')) varTmp = 'no';
    if (tmp === 'connected' && !own && at.known('tmp.mount') && !given('/tmp', 'tmp.mount')) tmp = 'disconnected';
  }
  if (at.held.has('private-tmp-wants-both')) {
    if (tmp === 'connected') mountsFor(at, '/tmp', why, 'exec-private-tmp', { type: 'Wants' });
    if (varTmp === 'connected') mountsFor(at, '/var/tmp', why, 'exec-private-tmp', { type: 'Wants' });
    else if (
      varTmp === 'disconnected' &&
      ownRoot === undefined &&
      at.held.has('private-tmp-needs-default-dependencies')
    )
      mountsFor(at, '/var', why, 'exec-private-tmp', { type: 'Wants' });
    if (tmp !== 'connected' && varTmp !== 'connected') return;
  } else if (at.held.has('private-tmp-requires-both')) {
    for (const path of ['/tmp', '/var/tmp']) mountsFor(at, path, why, 'exec-private-tmp');
  } else {
    at.rule('After', 'tmp.mount', 'file', 'exec-private-tmp', why.setting);
    at.rule('Wants', 'tmp.mount', 'file', 'exec-private-tmp', why.setting);
    mountsFor(at, '/var/tmp', why, 'exec-private-tmp');
  }
  at.rule('After', 'systemd-tmpfiles-setup.service', 'file', 'exec-private-tmp', why.setting);
}

/** A closed device policy and an image to mount ask for the loop driver and its like (unit_patch_contexts). */
function addDevicePolicyDependencies(at: Loading, section: string): void {
  const image =
    at.read.path(section, 'RootImage') ??
    (at.held.has('root-mstack') ? at.read.path(section, 'RootMStack') : undefined);
  const images = at.read.list(section, ['MountImages'], ({ value }) => (value === '' ? RESET : value));
  if (!image && images.length === 0) return;
  const policy = at.read.choice(section, 'DevicePolicy', ['auto', 'closed', 'strict']);
  const allowed = at.read.list(section, ['DeviceAllow'], ({ value }) => (value === '' ? RESET : value));
  const closed =
    at.read.flag(section, 'PrivateDevices')?.value === true || (policy !== undefined && policy.value !== 'auto');
  if (!closed && allowed.length === 0) return;
  for (const name of ['modprobe@loop.service', 'modprobe@dm_mod.service', 'modprobe@dm_verity.service'])
    for (const word of ['After', 'Wants'] as const)
      at.rule(word, name, 'file', 'exec-image-modules', image?.setting ?? images[0]?.setting);
}

function addLogging(at: Loading, section: string, stdio: 'service' | 'other'): void {
  const namespace = at.read.last(section, 'LogNamespace', (setting) => {
    if (setting.value === '') return RESET;
    const text = at.expand(setting, 'full');
    return text !== undefined && isLogNamespace(text) ? text : undefined;
  });
  if (namespace) {
    const units = [
      `systemd-journald@${namespace.value}.socket`,
      `systemd-journald-varlink@${namespace.value}.socket`,
      ...(at.held.has('log-namespace-sync') ? [`systemd-journald-sync@${namespace.value}.service`] : []),
    ];
    for (const name of units)
      if (nameKind(name) !== undefined)
        for (const word of ['After', 'Requires'] as const)
          at.rule(word, name, 'file', 'exec-log-namespace', namespace.setting);
    return;
  }
  const line = journalLine(at, section, stdio);
  if (line !== undefined)
    at.rule('After', 'systemd-journald.socket', 'file', 'exec-journal', line === 'default' ? undefined : line);
}

const OUTPUTS = [
  'inherit', 'null', 'tty', 'kmsg', 'kmsg+console', 'journal', 'journal+console', 'syslog', 'syslog+console', 'socket', 'file', 'append', 'truncate',
]; // biome-ignore format: a table
const INPUTS = ['null', 'tty', 'tty-force', 'tty-fail', 'socket', 'data', 'file'];
const JOURNAL = /^(journal|kmsg|syslog)(\+console)?$/;

/** The line that sends output to the journal, 'default' where nothing says so; undefined where it goes elsewhere. */
function journalLine(
  at: Loading,
  section: string,
  stdio: 'service' | 'other',
): Held<unknown>['setting'] | 'default' | undefined {
  const file = (text: string, setting: Held<unknown>['setting']): boolean => {
    const path = at.expand({ ...setting, value: text }, 'full');
    return path !== undefined && checkPath(path, 'absolute', at.held) !== undefined;
  };
  const name = (text: string, setting: Held<unknown>['setting']): boolean => {
    const made = at.expand({ ...setting, value: text }, 'full');
    return made !== undefined && (made === '' || (/^[\u0020-\u0039\u003b-\u007e]*$/.test(made) && made.length <= 255));
  };
  const stream = (key: string, words: readonly string[]) =>
    at.read.last(section, key, (setting) => {
      const { value } = setting;
      if (value.startsWith('fd:')) return name(value.slice(3), setting) ? 'fd' : undefined;
      const to = /^(file|append|truncate):(.*)$/s.exec(value);
      if (
        to &&
        (key !== 'StandardInput' || to[1] === 'file') &&
        (to[1] !== 'truncate' || at.held.has('output-truncate'))
      )
        return file(to[2] ?? '', setting) ? 'file' : undefined;
      if (value === 'fd') return 'fd';
      return words.includes(value) ? value : undefined;
    });
  const isRoot = at.unit.id === '-.mount';
  const { standardOutput, standardError } = at.manager;
  const input = stream('StandardInput', INPUTS)?.value ?? 'null';
  const given = stream('StandardOutput', OUTPUTS);
  const rest = stdio === 'service' ? 'inherit' : standardOutput;
  const out = given?.value ?? (isRoot ? 'null' : rest);
  const error = stream('StandardError', OUTPUTS);
  const fixed = stdio === 'service' && !['tty', 'tty-force', 'tty-fail', 'socket', 'fd'].includes(input);
  const err = error?.value ?? (stdio === 'service' ? 'inherit' : standardError);
  if (JOURNAL.test(out)) return given?.setting ?? 'default';
  if (JOURNAL.test(err)) return error?.setting ?? 'default';
  // service_fix_stdio: what is left alone goes where the manager says.
  if (!fixed || out !== 'inherit') return undefined;
  return JOURNAL.test(standardOutput) || (err === 'inherit' && JOURNAL.test(standardError)) ? 'default' : undefined;
}
