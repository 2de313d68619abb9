/**
 * What the execution settings of a service, socket, mount or swap add: unit_patch_contexts and unit_add_exec_dependencies
 * (src/core/unit.c), on values as load-fragment.c parses them.
 */
import type { Setting } from '../graph/model.ts';
import type { Loading, Refusal } from './loader.ts';
import { isUnitName } from './unit-name.ts';
import { type InForce, inForce, parseBoolean, unquotedWords } from './values.ts';
import type { BehaviourName } from './versions.ts';

/** ExecDirectoryType, in systemd's order, and where the system manager puts each. */
const DIRECTORIES = [
  ['RuntimeDirectory', '/run'],
  ['StateDirectory', '/var/lib'],
  ['CacheDirectory', '/var/cache'],
  ['LogsDirectory', '/var/log'],
  ['ConfigurationDirectory', '/etc'],
] as const;

const INPUT = /^(null|tty|tty-force|tty-fail|socket|data|file(:.*)?|fd(:.*)?)$/;
const OUTPUT =
  /^(inherit|null|tty|(journal|kmsg|syslog)(\+console)?|socket|fd(:.*)?|file(:\/.*)?|append(:\/.*)?|truncate(:\/.*)?)$/;
const LOGS = /^(journal|kmsg|syslog)(\+console)?$/;

export function addExecDependencies(
  at: Loading,
  section: string,
  held: ReadonlySet<BehaviourName>,
): Refusal | undefined {
  const all = (key: string): readonly Setting[] => at.all(section, key);
  const boolean = (key: string): InForce<boolean> | undefined => inForce(all(key), parseBoolean);
  const path = (key: string): InForce<string> | undefined =>
    inForce(all(key), (_, setting) => absolute(at.expand(setting, 'full')), 'resets');
  let broken: string | undefined;
  const needs = (setting: Setting, to: string, type: 'Requires' | 'Wants', rule: string): void => {
    const { file, line, key } = setting;
    if (!at.mountsFor(to, type, { origin: 'file', how: 'rule', rule, file, line, key })) broken ??= to;
  };
  const depends = (
    name: string,
    rule: string,
    setting: Setting | undefined,
    ...words: ('After' | 'Wants' | 'Requires')[]
  ) => {
    for (const word of words) at.rule(word, name, 'file', rule, setting);
  };

  const folder = inForce(
    all('WorkingDirectory'),
    (_, setting) => {
      const text = at.expand(setting, 'full');
      const optional = text?.startsWith('-') ?? false;
      const to = optional ? text?.slice(1) : text;
      return to === '~' || absolute(to) !== undefined ? { to: to as string, optional } : undefined;
    },
    'resets',
  );
  const dynamic = boolean('DynamicUser');
  if (folder?.value.to === '~' && dynamic?.value)
    return {
      load: 'bad-setting',
      message: 'WorkingDirectory=~ is not allowed under DynamicUser=yes. Refusing.',
      setting: folder.setting,
    };

  const image = path('RootImage');
  const directory = path('RootDirectory');
  const stack = held.has('root-mstack') ? path('RootMStack') : undefined;
  const images = at.list(section, 'MountImages').at(-1);
  const disk = image?.setting ?? images ?? stack?.setting;
  if (disk && hasDevicePolicy(at, section, boolean('PrivateDevices')?.value ?? false))
    for (const module of ['loop', 'dm_mod', 'dm_verity'])
      depends(`modprobe@${module}.service`, 'exec-image-modules', disk, 'After', 'Wants');

  const soft = held.has('exec-paths-want-mounts');
  if (folder && folder.value.to !== '~' && (!folder.value.optional || soft))
    needs(folder.setting, folder.value.to, folder.value.optional ? 'Wants' : 'Requires', 'exec-working-directory');
  for (const root of [directory, image, stack])
    if (root) needs(root.setting, root.value, soft ? 'Wants' : 'Requires', 'exec-root');
  let written: Setting | undefined;
  for (const [key, base] of DIRECTORIES)
    for (const { name, setting } of directories(at, section, key)) {
      needs(setting, `${base}/${name}`, 'Requires', 'exec-directory');
      if (/^(State|Cache|Logs)/.test(key)) written ??= setting;
    }
  if (broken !== undefined) return { load: 'error', message: `"${broken}" is no normalized path` };
  if (written) depends('systemd-remount-fs.service', 'exec-directory', written, 'After');

  const own = (directory !== undefined && !/^\/*$/.test(directory.value)) || image !== undefined || stack !== undefined;
  privateTmp(at, section, held, own, dynamic, needs, depends);
  if (image ?? stack) depends('systemd-udevd.service', 'exec-root-image', (image ?? stack)?.setting, 'After');

  const log = inForce(all('LogNamespace'), (_, setting) => logNamespace(at.expand(setting, 'full')), 'resets');
  if (log) {
    const units = [`systemd-journald@${log.value}.socket`, `systemd-journald-varlink@${log.value}.socket`];
    if (held.has('log-namespace-sync')) units.push(`systemd-journald-sync@${log.value}.service`);
    for (const name of units) depends(name, 'exec-log-namespace', log.setting, 'After', 'Requires');
  } else {
    const journal = logsToJournal(at, section);
    if (journal) depends('systemd-journald.socket', 'exec-journal', journal.setting, 'After');
  }
  return undefined;
}

/** PrivateTmp=, and what DynamicUser= makes of it (unit_patch_contexts, unit_get_private_tmp, unit_get_private_var_tmp). */
function privateTmp(
  at: Loading,
  section: string,
  held: ReadonlySet<BehaviourName>,
  ownRoot: boolean,
  dynamic: InForce<boolean> | undefined,
  needs: (setting: Setting, to: string, type: 'Requires' | 'Wants', rule: string) => void,
  depends: (
    name: string,
    rule: string,
    setting: Setting | undefined,
    ...words: ('After' | 'Wants' | 'Requires')[]
  ) => void,
): void {
  const rule = 'exec-private-tmp';
  const disconnects = held.has('private-tmp-disconnected');
  const given = inForce(at.all(section, 'PrivateTmp'), (value): 'no' | 'connected' | 'disconnected' | undefined => {
    if (disconnects && (value === 'connected' || value === 'disconnected')) return value;
    const said = parseBoolean(value);
    return said === undefined ? undefined : said ? 'connected' : 'no';
  });
  let value = given?.value ?? 'no';
  let setting = given?.setting;
  if (dynamic?.value && (value === 'no' || !disconnects)) {
    if (value === 'no') setting = dynamic.setting;
    value = disconnects ? 'disconnected' : 'connected';
  }
  if (setting === undefined || value === 'no') return;
  if (!held.has('private-tmp-needs-default-dependencies')) {
    if (value === 'disconnected') return;
    if (held.has('private-tmp-requires-both'))
      for (const to of ['/tmp', '/var/tmp']) needs(setting, to, 'Requires', rule);
    else if (held.has('private-tmp-wants-both'))
      for (const to of ['/tmp', '/var/tmp']) needs(setting, to, 'Wants', rule);
    else {
      depends('tmp.mount', rule, setting, 'After', 'Wants');
      needs(setting, '/var/tmp', 'Requires', rule);
    }
    depends('systemd-tmpfiles-setup.service', rule, setting, 'After');
    return;
  }
  // Early units must not touch a /tmp or /var that may be a partition of its own, unless they say that they wait for it.
  const waitsFor = (to: string): boolean => at.defaults || ownRoot || at.needsMount(to);
  const tmp = value === 'connected' && !waitsFor('/tmp') && at.knows('tmp.mount') ? 'disconnected' : value;
  const varTmp = value === 'disconnected' && !waitsFor('/var') ? 'no' : value;
  if (tmp === 'connected') needs(setting, '/tmp', 'Wants', rule);
  if (varTmp === 'connected') needs(setting, '/var/tmp', 'Wants', rule);
  else if (varTmp === 'disconnected' && !ownRoot) needs(setting, '/var', 'Wants', rule);
  if (tmp === 'connected' || varTmp === 'connected') depends('systemd-tmpfiles-setup.service', rule, setting, 'After');
}

/** config_parse_exec_directories: quoted words, each `SOURCE[:LINK[:FLAGS]]`; a bad one is skipped. */
function directories(
  at: Loading,
  section: string,
  key: string,
): readonly { readonly name: string; readonly setting: Setting }[] {
  const found: { name: string; setting: Setting }[] = [];
  for (const setting of at.list(section, key))
    for (const word of unquotedWords(setting.value)) {
      const [source = '', ...more] = word.split(':');
      const name = at
        .expand({ ...setting, value: source }, 'full')
        ?.split('/')
        .filter((p) => p !== '' && p !== '.')
        .join('/');
      if (!name || source.startsWith('/') || /^private(\/|$)/.test(name)) continue;
      if (key === 'ConfigurationDirectory' && more[0]) continue;
      found.push({ name, setting });
    }
  return found;
}

/** cgroup_context_has_device_policy, after PrivateDevices= has closed an automatic one. */
function hasDevicePolicy(at: Loading, section: string, privateDevices: boolean): boolean {
  const policy = inForce(at.all(section, 'DevicePolicy'), (v) => (/^(auto|closed|strict)$/.test(v) ? v : undefined));
  return privateDevices || (policy?.value ?? 'auto') !== 'auto' || at.list(section, 'DeviceAllow').length > 0;
}

/** service_fix_stdio, and the manager's defaults of the other types. undefined: nothing goes to the journal. */
function logsToJournal(at: Loading, section: string): { readonly setting: Setting | undefined } | undefined {
  const valid = (pattern: RegExp) => (value: string) => (pattern.test(value) ? value : undefined);
  const input = inForce(at.all(section, 'StandardInput'), valid(INPUT))?.value ?? 'null';
  const output = inForce(at.all(section, 'StandardOutput'), valid(OUTPUT));
  const error = inForce(at.all(section, 'StandardError'), valid(OUTPUT));
  const service = section === 'Service';
  const inherits = service && /^(tty|socket|fd)/.test(input);
  const standard = service ? (inherits ? 'inherit' : at.manager.standardOutput) : at.manager.standardOutput;
  let out = output?.value ?? (service ? 'inherit' : at.unit.id === '-.mount' ? 'null' : standard);
  let err = error?.value ?? (service ? 'inherit' : at.manager.standardError);
  if (service && !inherits) {
    if (err === 'inherit' && out === 'inherit') err = at.manager.standardError;
    if (out === 'inherit') out = standard;
  }
  if (LOGS.test(out)) return { setting: output?.value === out ? output.setting : undefined };
  return LOGS.test(err) ? { setting: error?.setting } : undefined;
}

function logNamespace(text: string | undefined): string | undefined {
  return text !== undefined && isUnitName(`systemd-journald-varlink@${text}.socket`) && !/^\.\.?$/.test(text)
    ? text
    : undefined;
}

function absolute(path: string | undefined): string | undefined {
  return path?.startsWith('/') ? path : undefined;
}
