/** What running programs needs: unit_patch_contexts and unit_add_exec_dependencies (src/core/unit.c). */
import type { Setting } from '../../graph/model.ts';
import type { Loading } from '../loading.ts';
import { type Assigned, RESET } from '../setting-reader.ts';
import { hasDependency } from '../unit-dependencies.ts';
import { nameFromPath, nameKind } from '../unit-name.ts';
import { checkPath, DEVICE_ALLOW, parseBoolean } from '../values.ts';
import { firstWord } from '../words.ts';
import { bad, mountsFor, type Refusal } from './common.ts';
import { credentialOf } from './credentials.ts';
import { directoriesIn } from './exec-directories.ts';
import { logNamespace, mountImages, needsMountNamespace } from './mount-namespace.ts';
import { pamRefusal } from './pam.ts';

/** @param stdio `service`: output left alone goes to the manager's default, the journal (service_fix_stdio). */
export function addExecDependencies(at: Loading, section: string, stdio: 'service' | 'other'): Refusal | undefined {
  const refusal = verifyContext(at, section);
  if (refusal) return refusal;
  const soft = at.does('exec-paths-want-mounts');
  addDevicePolicyDependencies(at, section);
  const folder = workingDirectory(at, section);
  if (folder?.value.path !== undefined) {
    if (!folder.value.missingOk || !at.does('missing-folders-need-no-mounts'))
      mountsFor(at, folder.value.path, folder, 'exec-working-directory');
    else if (soft) mountsFor(at, folder.value.path, folder, 'exec-working-directory', { type: 'Wants' });
  }
  const images = at.does('root-images') ? ['RootImage'] : [];
  const roots = ['RootDirectory', ...images, ...(at.does('root-mstack') ? ['RootMStack'] : [])];
  const own = new Map(roots.map((key) => [key, at.read.path(section, key)] as const));
  for (const root of own.values())
    if (root) mountsFor(at, root.value, root, 'exec-root', soft ? { type: 'Wants' } : {});
  // Where a user's manager puts them depends on the user's home, and the rest is the system manager's business.
  if (at.scope === 'user') return;
  addDirectories(at, section);
  addPrivateTmp(at, section, own.get('RootDirectory') ?? own.get('RootImage') ?? own.get('RootMStack'));
  const image = own.get('RootImage') ?? own.get('RootMStack');
  if (image && at.does('root-image-after-udevd'))
    at.rule('After', 'systemd-udevd.service', 'file', 'exec-root-image', image.setting);
  const logs = addLogging(at, section, stdio);
  // Units whose output goes elsewhere are done with before their credentials are looked at.
  if (logs) addCredentialsFolder(at, section);
  return undefined;
}

/** unit_add_default_credential_dependencies: the folder that credentials are shown in is unmounted after the unit stops. */
function addCredentialsFolder(at: Loading, section: string): void {
  if (!at.does('default-credentials-mount')) return;
  const line = credentialOf(at, section);
  if (!line) return;
  const mount = nameFromPath(`/run/credentials/${at.unit.id}`, '.mount', at.does);
  if (mount !== undefined) at.rule('After', mount, 'file', 'exec-credentials', line.setting);
}

/**
 * unit_verify_contexts, where PID 1 has it: a working directory that a mount namespace would not have, process namespaces
 * of units that are no services, and what stood at each type's end before (pamRefusal).
 */
export function verifyContext(at: Loading, section: string): Refusal | undefined {
  if (!at.does('dynamic-homes-refused')) return undefined;
  const dynamic = at.read.flag(section, 'DynamicUser')?.value === true;
  const last = at.read.all(section, 'WorkingDirectory').at(-1)?.value;
  if (dynamic && (last === '~' || last === '-~'))
    return bad('WorkingDirectory=~ is not allowed under DynamicUser=yes. Refusing.');
  const path = workingDirectory(at, section)?.value.path;
  const below = path !== undefined && /^\/(proc|sys|dev)(\/|$)/.test(path);
  if (
    below &&
    at.does('api-working-directories-refused') &&
    needsMountNamespace(at, section, directoriesIn(at, section))
  )
    return bad('WorkingDirectory= may not be below /proc/, /sys/ or /dev/ when using mount namespacing. Refusing.');
  if (section !== 'Service' && at.does('private-pids') && at.read.flag(section, 'PrivatePIDs')?.value === true)
    return bad('PrivatePIDs= setting is only supported for service units. Refusing.');
  const refusal = at.does('pam-verified-early') ? pamRefusal(at, section) : undefined;
  if (refusal || section !== 'Service' || !at.does('pam-refuses-private-pids')) return refusal;
  const both = at.read.text(section, 'PAMName') && at.read.flag(section, 'PrivatePIDs')?.value === true;
  return both ? bad('PAM is not supported under PrivatePIDs=. Refusing.') : undefined;
}

/** config_parse_working_directory. */
function workingDirectory(at: Loading, section: string): Assigned<{ path?: string; missingOk: boolean }> | undefined {
  let missingOk = false;
  const assigned = at.read.last(section, 'WorkingDirectory', (setting) => {
    if (setting.value === '') return RESET;
    const dashed = setting.value.startsWith('-');
    const value = dashed ? setting.value.slice(1) : setting.value;
    if (value === '~') {
      missingOk = dashed;
      return RESET;
    }
    const text = at.expand({ ...setting, value }, 'full');
    const path = text === undefined ? undefined : checkPath(text, 'absolute', at.does);
    if (path === undefined) return undefined;
    missingOk = dashed;
    return { path };
  });
  return assigned && { value: { path: assigned.value.path, missingOk }, setting: assigned.setting };
}

function addDirectories(at: Loading, section: string): void {
  if (!at.does('exec-directories-need-mounts')) return;
  const found = directoriesIn(at, section);
  for (const { path, assigned } of found) mountsFor(at, path, assigned, 'exec-directory');
  const written = found.find(({ key }) => key !== 'RuntimeDirectory' && key !== 'ConfigurationDirectory');
  if (written && at.does('exec-directories-after-remount'))
    at.rule('After', 'systemd-remount-fs.service', 'file', 'exec-directory', written.assigned.setting);
}

function addPrivateTmp(at: Loading, section: string, ownRoot: Assigned<string> | undefined): void {
  const byName = at.does('private-tmp-disconnected');
  const asked = at.read.last(section, 'PrivateTmp', ({ value }) => {
    const yes = parseBoolean(value);
    if (yes !== undefined) return yes ? 'connected' : 'no';
    return byName && (value === 'connected' || value === 'disconnected') ? value : undefined;
  });
  const dynamic = at.read.flag(section, 'DynamicUser');
  let tmp = asked?.value ?? 'no';
  let why: Assigned<unknown> | undefined = asked;
  if (dynamic?.value === true && at.does('dynamic-users') && (byName ? tmp === 'no' : true)) {
    tmp = byName ? 'disconnected' : 'connected';
    why = asked?.value === 'connected' ? asked : { value: tmp, setting: dynamic.setting };
  }
  if (tmp === 'no' || !why) return;
  let varTmp = tmp;
  if (at.does('private-var-tmp-by-itself')) {
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
    const sure = own || !at.does('private-tmp-needs-default-dependencies');
    if (tmp === 'connected' && !sure && at.known('tmp.mount') && !given('/tmp', 'tmp.mount')) tmp = 'disconnected';
  }
  if (at.does('private-tmp-wants-both')) {
    if (tmp === 'connected') mountsFor(at, '/tmp', why, 'exec-private-tmp', { type: 'Wants' });
    if (varTmp === 'connected') mountsFor(at, '/var/tmp', why, 'exec-private-tmp', { type: 'Wants' });
    else if (varTmp === 'disconnected' && ownRoot === undefined && at.does('private-var-tmp-by-itself'))
      mountsFor(at, '/var', why, 'exec-private-tmp', { type: 'Wants' });
    if (tmp !== 'connected' && varTmp !== 'connected') return;
  } else if (at.does('private-tmp-after-tmp-mount')) {
    at.rule('After', 'tmp.mount', 'file', 'exec-private-tmp', why.setting);
    mountsFor(at, '/var/tmp', why, 'exec-private-tmp');
  } else if (at.does('private-tmp-requires-both')) {
    for (const path of ['/tmp', '/var/tmp']) mountsFor(at, path, why, 'exec-private-tmp');
  } else if (at.does('private-tmp-wants-tmp-mount')) {
    at.rule('After', 'tmp.mount', 'file', 'exec-private-tmp', why.setting);
    at.rule('Wants', 'tmp.mount', 'file', 'exec-private-tmp', why.setting);
    mountsFor(at, '/var/tmp', why, 'exec-private-tmp');
  }
  if (at.does('private-tmp-after-tmpfiles'))
    at.rule('After', 'systemd-tmpfiles-setup.service', 'file', 'exec-private-tmp', why.setting);
}

/** A closed device policy and an image to mount ask for the loop driver and its like (unit_patch_contexts). */
function addDevicePolicyDependencies(at: Loading, section: string): void {
  if (!at.does('root-image-after-udevd')) return;
  const image =
    at.read.path(section, 'RootImage') ?? (at.does('root-mstack') ? at.read.path(section, 'RootMStack') : undefined);
  const images = at.read.list(section, ['MountImages'], (setting) =>
    setting.value === '' ? RESET : mountImages(at, setting) || undefined,
  );
  if (!image && images.length === 0) return;
  const policy = at.read.choice(section, 'DevicePolicy', ['auto', 'closed', 'strict']);
  const allowed = at.read.list(section, ['DeviceAllow'], (setting) =>
    setting.value === '' ? RESET : allowsDevice(at, setting) || undefined,
  );
  const closed =
    at.read.flag(section, 'PrivateDevices')?.value === true || (policy !== undefined && policy.value !== 'auto');
  if (!closed && allowed.length === 0) return;
  for (const name of ['modprobe@loop.service', 'modprobe@dm_mod.service', 'modprobe@dm_verity.service'])
    for (const word of ['After', 'Wants'] as const)
      at.rule(word, name, 'file', 'exec-image-modules', image?.setting ?? images[0]?.setting);
}

/** config_parse_device_allow: a node or a class of devices, and rights. */
function allowsDevice(at: Loading, setting: Setting): boolean {
  const first = firstWord(setting.value, { unquote: true });
  const device = 'word' in first ? at.expand({ ...setting, value: first.word }, 'full') : undefined;
  if (device === undefined || !('word' in first) || !DEVICE_ALLOW.rights.test(first.rest ?? '')) return false;
  if (DEVICE_ALLOW.group.test(device)) return true;
  const path = checkPath(device, 'absolute', at.does);
  return path !== undefined && DEVICE_ALLOW.node.test(path);
}

/** Whether the unit has a log namespace or writes to the journal. */
function addLogging(at: Loading, section: string, stdio: 'service' | 'other'): boolean {
  const namespace = logNamespace(at, section);
  if (namespace) {
    const units = [
      `systemd-journald@${namespace.value}.socket`,
      `systemd-journald-varlink@${namespace.value}.socket`,
      ...(at.does('log-namespace-sync') ? [`systemd-journald-sync@${namespace.value}.service`] : []),
    ];
    for (const name of units)
      if (nameKind(name) !== undefined)
        for (const word of ['After', 'Requires'] as const)
          at.rule(word, name, 'file', 'exec-log-namespace', namespace.setting);
    return true;
  }
  const line = journalLine(at, section, stdio);
  if (line !== undefined)
    at.rule('After', 'systemd-journald.socket', 'file', 'exec-journal', line === 'default' ? undefined : line);
  return line !== undefined;
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
): Assigned<unknown>['setting'] | 'default' | undefined {
  const file = (text: string, setting: Assigned<unknown>['setting']): boolean => {
    const path = at.expand({ ...setting, value: text }, 'full');
    return path !== undefined && checkPath(path, 'absolute', at.does) !== undefined;
  };
  const name = (text: string, setting: Assigned<unknown>['setting']): boolean => {
    const made = at.expand({ ...setting, value: text }, 'full');
    return made !== undefined && (made === '' || (/^[\u0020-\u0039\u003b-\u007e]*$/.test(made) && made.length <= 255));
  };
  const stream = (key: string, words: readonly string[]) =>
    at.read.last(section, key, (setting) => {
      const { value } = setting;
      if (value.startsWith('fd:') && at.does('output-files')) return name(value.slice(3), setting) ? 'fd' : undefined;
      const to = /^(file|append|truncate):(.*)$/s.exec(value);
      if (
        to &&
        (key !== 'StandardInput' || to[1] === 'file') &&
        (to[1] !== 'truncate' || at.does('output-truncate')) &&
        (to[1] !== 'append' || at.does('output-append')) &&
        at.does('output-files')
      )
        return file(to[2] ?? '', setting) ? 'file' : undefined;
      if (value === 'fd' && at.does('output-files')) return 'fd';
      if (!at.does('output-files') && /^(data|file|append|truncate)$/.test(value)) return undefined;
      return words.includes(value) ? value : undefined;
    });
  const isRoot = at.unit.id === '-.mount';
  const { standardOutput, standardError } = at.manager;
  const input = stream('StandardInput', INPUTS)?.value ?? 'null';
  const given = stream('StandardOutput', OUTPUTS);
  const rest = stdio === 'service' ? 'inherit' : standardOutput;
  const out = given?.value ?? (isRoot ? 'null' : rest);
  const error = stream('StandardError', OUTPUTS);
  const own = at.does('only-null-input-is-fixed')
    ? input !== 'null'
    : ['tty', 'tty-force', 'tty-fail', 'socket', 'fd'].includes(input);
  const fixed = stdio === 'service' && !own;
  const err = error?.value ?? (stdio === 'service' ? 'inherit' : standardError);
  if (JOURNAL.test(out)) return given?.setting ?? 'default';
  if (JOURNAL.test(err)) return error?.setting ?? 'default';
  // service_fix_stdio: what is left alone goes where the manager says.
  if (!fixed || out !== 'inherit') return undefined;
  return JOURNAL.test(standardOutput) || (err === 'inherit' && JOURNAL.test(standardError)) ? 'default' : undefined;
}
