/**
 * What each unit type adds by itself: the *_load, *_add_default_dependencies and unit_add_exec_dependencies functions of
 * systemd's src/core. Rule ids name the built-in rule behind an edge; src/systemd/rules.ts says them in words.
 */
import type { Setting } from '../graph/model.ts';
import type { Loading } from './loader.ts';
import { instanceOf, nameFromPath, nameKind, prefixOf, typeOf, unescapeName, withInstance } from './unit-name.ts';
import type { BehaviourName } from './versions.ts';

const NETWORK_FS =
  /^(afs|ceph|cifs|smb3|smbfs|sshfs|ncpfs|ncp|nfs|nfs4|gfs|gfs2|glusterfs|pvfs2|ocfs2|orangefs|davfs|lustre|9p)$/;
const EXTRINSIC = new Set(['/', '/usr', '/etc', '/run/initramfs', '/run/nextroot', '/proc', '/sys', '/dev']);

/** @returns why PID 1 refuses the unit (bad-setting), or undefined. */
export function addTypeDependencies(at: Loading, held: ReadonlySet<BehaviourName>): string | undefined {
  switch (typeOf(at.unit.id)) {
    case 'service':
      return service(at, held);
    case 'socket':
      return socket(at, held);
    case 'timer':
      return timer(at, held);
    case 'path':
      return path(at);
    case 'mount':
      return mount(at, held);
    case 'automount':
      return automount(at);
    case 'swap':
      return swap(at, held);
    case 'target':
      return target(at);
    case 'slice':
      slices(at, held, false);
      if (at.defaults && !isPerpetual(at)) shutdown(at);
      return undefined;
    case 'scope':
      if (at.unit.id === 'init.scope') slices(at, held, true);
      return undefined;
    default:
      return undefined;
  }
}

function service(at: Loading, held: ReadonlySet<BehaviourName>): string | undefined {
  const bus = at.last('Service', 'BusName');
  const starts = at.list('Service', 'ExecStart');
  const type = at.last('Service', 'Type');
  const kind = type?.value ?? (bus ? 'dbus' : starts.length > 0 ? 'simple' : 'oneshot');
  exec(at, 'Service', held);
  for (const setting of at.list('Service', 'Sockets'))
    for (const name of setting.value.split(/\s+/)) {
      if (nameKind(name) === undefined || !name.endsWith('.socket')) continue;
      at.rule('Wants', name, 'file', 'service-sockets', setting);
      at.rule('After', name, 'file', 'service-sockets', setting);
      at.rule('TriggeredBy', name, 'file', 'service-sockets', setting);
    }
  slices(at, held, false);
  if (at.defaults) {
    at.rule('Requires', 'sysinit.target', 'default', 'default-service-sysinit');
    at.rule('After', 'sysinit.target', 'default', 'default-service-sysinit');
    at.rule('After', 'basic.target', 'default', 'default-service-basic');
    shutdown(at);
  }
  if (kind === 'dbus' && bus) {
    at.rule('Requires', 'dbus.socket', 'file', 'service-type-dbus', type ?? bus);
    at.rule('After', 'dbus.socket', 'file', 'service-type-dbus', type ?? bus);
  }
  const stops = at.list('Service', 'ExecStop');
  const actions = at.last('Unit', 'SuccessAction');
  if (starts.length === 0 && stops.length === 0 && !actions)
    return 'Service has no ExecStart=, ExecStop=, or SuccessAction=. Refusing.';
  if (kind !== 'oneshot' && starts.length === 0)
    return 'Service has no ExecStart= setting, which is only allowed for Type=oneshot services. Refusing.';
  if (kind !== 'oneshot' && starts.length > 1)
    return 'Service has more than one ExecStart= setting, which is only allowed for Type=oneshot services. Refusing.';
  if (kind === 'dbus' && !bus)
    return 'Service is of type D-Bus but no D-Bus service name has been specified. Refusing.';
  const restart = at.last('Service', 'Restart')?.value;
  if (kind === 'oneshot' && (restart === 'always' || restart === 'on-success'))
    return 'Service has Restart= set to either always or on-success, which is not allowed for Type=oneshot services. Refusing.';
  return undefined;
}

function socket(at: Loading, held: ReadonlySet<BehaviourName>): string | undefined {
  const accept = yes(at.last('Socket', 'Accept'));
  const listens = at.files.settings.filter((s) => s.section === 'Socket' && /^Listen/.test(s.key) && s.value !== '');
  if (listens.length === 0)
    return 'Unit has no Listen setting (ListenStream=, ListenDatagram=, ListenFIFO=, ...). Refusing.';
  const named = at.last('Socket', 'Service');
  if (!accept) {
    const name = (named && at.expand(named, 'name')) ?? at.unit.id.replace(/\.socket$/, '.service');
    at.rule('Before', name, 'implicit', 'socket-activates', named ?? listens[0]);
    at.rule('Triggers', name, 'implicit', 'socket-activates', named ?? listens[0]);
  }
  for (const listen of listens) {
    const value = at.expand(listen, 'full');
    if (value?.startsWith('/') && /^Listen(Stream|Datagram|SequentialPacket|FIFO|Special)$/.test(listen.key))
      at.mountsFor(value, 'Requires', {
        origin: 'file',
        how: 'rule',
        rule: 'socket-path',
        file: listen.file,
        line: listen.line,
        key: listen.key,
      });
  }
  const device = at.last('Socket', 'BindToDevice');
  if (device && device.value !== 'lo') {
    const name = nameFromPath(`/sys/subsystem/net/devices/${device.value}`, '.device');
    if (name)
      for (const word of ['BindsTo', 'After'] as const) at.rule(word, name, 'file', 'socket-bind-device', device);
  }
  if (
    at.files.settings.some(
      (s) => s.section === 'Socket' && /^Exec(Start|Stop)(Pre|Post)$/.test(s.key) && s.value !== '',
    )
  )
    exec(at, 'Socket', held);
  slices(at, held, false);
  if (at.defaults) early(at, 'sockets.target');
  return undefined;
}

function timer(at: Loading, held: ReadonlySet<BehaviourName>): string | undefined {
  const specs = at.files.settings.filter(
    (s) =>
      s.section === 'Timer' &&
      /^On(Active|Boot|Startup|UnitActive|UnitInactive)Sec$|^OnCalendar$|^OnClockChange$|^OnTimezoneChange$/.test(
        s.key,
      ) &&
      s.value !== '',
  );
  if (specs.length === 0) return 'Timer unit lacks value setting. Refusing.';
  if (at.defaults) {
    early(at, 'timers.target');
    const calendar = at.list('Timer', 'OnCalendar').at(-1);
    if (calendar) {
      at.rule('After', 'time-sync.target', 'default', 'timer-calendar', calendar);
      if (held.has('calendar-after-time-set'))
        at.rule('After', 'time-set.target', 'default', 'timer-calendar', calendar);
    }
  }
  const persistent = at.last('Timer', 'Persistent');
  if (yes(persistent) && persistent)
    at.mountsFor('/var/lib/systemd/timers', 'Requires', {
      origin: 'file',
      how: 'rule',
      rule: 'timer-persistent',
      file: persistent.file,
      line: persistent.line,
      key: persistent.key,
    });
  triggers(at, 'Timer', 'timer-activates');
  return undefined;
}

function path(at: Loading): string | undefined {
  const watched = at.files.settings.filter(
    (s) =>
      s.section === 'Path' &&
      /^(PathExists|PathExistsGlob|PathChanged|PathModified|DirectoryNotEmpty)$/.test(s.key) &&
      s.value !== '',
  );
  if (watched.length === 0) return 'Path unit lacks path setting. Refusing.';
  for (const setting of watched) {
    const value = at.expand(setting, 'full');
    if (value)
      at.mountsFor(value, 'Requires', {
        origin: 'file',
        how: 'rule',
        rule: 'path-watches',
        file: setting.file,
        line: setting.line,
        key: setting.key,
      });
  }
  triggers(at, 'Path', 'path-activates');
  if (at.defaults) early(at, 'paths.target');
  return undefined;
}

function automount(at: Loading): string | undefined {
  const where = at.last('Automount', 'Where')?.value ?? whereOf(at);
  const name = at.unit.id.replace(/\.automount$/, '.mount');
  at.rule('Before', name, 'implicit', 'automount-activates');
  at.rule('Triggers', name, 'implicit', 'automount-activates');
  at.mountsFor(parentOf(where), 'Requires', { origin: 'implicit', how: 'rule', rule: 'automount-parent' });
  if (at.defaults) {
    at.rule('Before', 'local-fs.target', 'default', 'default-automount');
    at.rule('After', 'local-fs-pre.target', 'default', 'default-automount');
    umount(at, 'default');
  }
  return undefined;
}

function mount(at: Loading, held: ReadonlySet<BehaviourName>): string | undefined {
  const where = at.last('Mount', 'Where')?.value ?? whereOf(at);
  const what = at.last('Mount', 'What');
  const fsType = at.last('Mount', 'Type')?.value ?? '';
  const options = (at.last('Mount', 'Options')?.value ?? '').split(',');
  const bind = options.some((o) => /^r?bind$/.test(o)) || fsType === 'bind';
  const network = options.includes('_netdev') || NETWORK_FS.test(fsType.replace(/^fuse\./, ''));
  const own = held.has('mount-file-origin') ? 'mount-file' : 'file';
  if (at.files.fragment && !what && where !== '/') return 'What= setting is missing. Refusing.';
  exec(at, 'Mount', held);
  slices(at, held, isExtrinsic(where, options));
  if (where !== '/')
    at.mountsFor(parentOf(where), 'Requires', { origin: 'implicit', how: 'rule', rule: 'mount-parent' });
  const source = what && at.expand(what, 'full');
  if (what && source) {
    if (source.startsWith('/') && (bind || options.includes('loop') || !network))
      at.mountsFor(source, 'Requires', {
        origin: own,
        how: 'rule',
        rule: 'mount-source',
        file: what.file,
        line: what.line,
        key: what.key,
      });
    if (/^\/(dev|sys)\//.test(source) && !bind && !['/dev/root', '/dev/nfs'].includes(source) && where !== '/')
      device(at, source, what, options, held, own);
  }
  if (at.defaults && !isExtrinsic(where, options)) {
    const nofail = options.includes('nofail');
    const [pre, reached] = network
      ? ['remote-fs-pre.target', 'remote-fs.target']
      : ['local-fs-pre.target', 'local-fs.target'];
    if (network) {
      at.rule('After', 'network.target', own, 'default-mount-network');
      at.rule('Wants', 'network-online.target', own, 'default-mount-network');
      at.rule('After', 'network-online.target', own, 'default-mount-network');
    }
    at.rule('After', pre, own, 'default-mount');
    if (
      !nofail &&
      !(
        held.has('automounted-not-before-local-fs') &&
        options.some((o) => /^(comment=systemd|x-systemd)\.automount$/.test(o))
      )
    )
      at.rule('Before', reached, own, 'default-mount');
    umount(at, own);
    if (fsType === 'tmpfs') at.rule('After', 'swap.target', own, 'default-mount-tmpfs');
  }
  return undefined;
}

function swap(at: Loading, held: ReadonlySet<BehaviourName>): string | undefined {
  const what = at.last('Swap', 'What');
  const source = what && at.expand(what, 'full');
  if (at.files.fragment && !source) return 'What= setting is missing. Refusing.';
  if (what && source) {
    at.mountsFor(source, 'Requires', {
      origin: 'implicit',
      how: 'rule',
      rule: 'swap-source',
      file: what.file,
      line: what.line,
      key: what.key,
    });
    if (/^\/(dev|sys)\//.test(source)) device(at, source, what, [], held, 'file');
    else at.rule('After', 'systemd-remount-fs.service', 'file', 'swap-file', what);
  }
  exec(at, 'Swap', held);
  slices(at, held, false);
  if (at.defaults) {
    at.rule('Before', 'swap.target', 'default', 'default-swap');
    umount(at, 'default');
  }
  return undefined;
}

function target(at: Loading): string | undefined {
  if (at.defaults && at.unit.id !== 'shutdown.target') shutdown(at);
  return undefined;
}

function device(
  at: Loading,
  source: string,
  what: Setting,
  options: readonly string[],
  held: ReadonlySet<BehaviourName>,
  origin: 'file' | 'mount-file',
): void {
  const name = nameFromPath(source, '.device');
  if (!name) return;
  const bound =
    options.includes('x-systemd.device-bound') || (at.unit.type === 'mount' && held.has('mount-binds-to-device'));
  at.rule(bound ? 'BindsTo' : 'Requires', name, origin, 'device-of-mount', what);
  at.rule('After', name, origin, 'device-of-mount', what);
  if (at.unit.type === 'mount' && !bound && held.has('dependency-atoms'))
    at.rule('StopPropagatedFrom', name, origin, 'device-of-mount', what);
  const blockdev = withInstance('blockdev@.target', name.replace(/\.device$/, ''));
  if (blockdev) at.rule('After', blockdev, origin, 'device-of-mount', what);
}

function exec(at: Loading, section: string, held: ReadonlySet<BehaviourName>): void {
  const last = (key: string): Setting | undefined => at.last(section, key);
  const mounts = (setting: Setting, to: string, type: 'Requires' | 'Wants', rule: string): void =>
    at.mountsFor(to, type, {
      origin: 'file',
      how: 'rule',
      rule,
      file: setting.file,
      line: setting.line,
      key: setting.key,
    });
  const soft = held.has('exec-paths-want-mounts');
  const folder = last('WorkingDirectory');
  const into = folder && at.expand(folder, 'full');
  if (folder && into?.startsWith('/')) mounts(folder, into, 'Requires', 'exec-working-directory');
  else if (folder && into?.startsWith('-/') && soft) mounts(folder, into.slice(1), 'Wants', 'exec-working-directory');
  for (const key of ['RootDirectory', 'RootImage']) {
    const root = last(key);
    const to = root && at.expand(root, 'full');
    if (root && to?.startsWith('/')) mounts(root, to, soft ? 'Wants' : 'Requires', 'exec-root');
  }
  let written: Setting | undefined;
  for (const [key, base] of [
    ['RuntimeDirectory', '/run'],
    ['StateDirectory', '/var/lib'],
    ['CacheDirectory', '/var/cache'],
    ['LogsDirectory', '/var/log'],
    ['ConfigurationDirectory', '/etc'],
  ] as const)
    for (const setting of at.list(section, key)) {
      if (/^(State|Cache|Logs)/.test(key)) written ??= setting;
      for (const word of (at.expand(setting, 'full') ?? '').split(/\s+/))
        if (word) mounts(setting, `${base}/${word.split(':')[0]}`, 'Requires', 'exec-directory');
    }
  if (written) at.rule('After', 'systemd-remount-fs.service', 'file', 'exec-directory', written);
  const dynamic = last('DynamicUser');
  const tmp = last('PrivateTmp') ?? (yes(dynamic) && !held.has('private-tmp-disconnected') ? dynamic : undefined);
  if (tmp && yes(tmp)) {
    if (held.has('private-tmp-requires-both'))
      for (const p of ['/tmp', '/var/tmp']) mounts(tmp, p, 'Requires', 'exec-private-tmp');
    else if (held.has('private-tmp-wants-both'))
      for (const p of ['/tmp', '/var/tmp']) mounts(tmp, p, 'Wants', 'exec-private-tmp');
    else {
      at.rule('After', 'tmp.mount', 'file', 'exec-private-tmp', tmp);
      at.rule('Wants', 'tmp.mount', 'file', 'exec-private-tmp', tmp);
      mounts(tmp, '/var/tmp', 'Requires', 'exec-private-tmp');
    }
    at.rule('After', 'systemd-tmpfiles-setup.service', 'file', 'exec-private-tmp', tmp);
  }
  const image = last('RootImage');
  if (image) at.rule('After', 'systemd-udevd.service', 'file', 'exec-root-image', image);
  const log = last('LogNamespace');
  if (log) {
    for (const stem of [
      'systemd-journald@',
      'systemd-journald-varlink@',
      ...(held.has('log-namespace-sync') ? ['systemd-journald-sync@'] : []),
    ]) {
      const name = `${stem}${log.value}.${stem.includes('sync') ? 'service' : 'socket'}`;
      if (nameKind(name))
        for (const word of ['Requires', 'After'] as const) at.rule(word, name, 'file', 'exec-log-namespace', log);
    }
  } else if (logsToJournal(at, section))
    at.rule(
      'After',
      'systemd-journald.socket',
      'file',
      'exec-journal',
      last('StandardOutput') ?? last('StandardError'),
    );
}

/** exec_context_may_touch_console aside: output goes to the journal unless input is a tty or socket, or it is sent elsewhere. */
function logsToJournal(at: Loading, section: string): boolean {
  if (at.unit.id === '-.mount') return false;
  const journal = (v: string | undefined): boolean => /^(journal|kmsg|syslog)(\+console)?$/.test(v ?? '');
  const input = at.last(section, 'StandardInput')?.value ?? 'null';
  const given = at.last(section, 'StandardOutput')?.value;
  const out = given ?? (/^(tty|socket|fd)/.test(input) ? 'inherit' : 'journal');
  const error = at.last(section, 'StandardError')?.value ?? 'inherit';
  return journal(out) || journal(error);
}

function slices(at: Loading, held: ReadonlySet<BehaviourName>, extrinsic: boolean): void {
  const { id } = at.unit;
  const isSlice = id.endsWith('.slice');
  const section = { service: 'Service', socket: 'Socket', mount: 'Mount', swap: 'Swap' }[typeOf(id) as string];
  const given = section ? at.last(section, 'Slice') : undefined;
  const text = given && at.expand(given, 'name');
  let name = '-.slice';
  if (isSlice) {
    if (id === '-.slice') return;
    const stem = id.slice(0, -'.slice'.length);
    const dash = stem.lastIndexOf('-');
    name = dash < 0 ? '-.slice' : `${stem.slice(0, dash)}.slice`;
  } else if (text && nameKind(text) === 'plain' && text.endsWith('.slice')) name = text;
  else if (isPerpetual(at) || extrinsic) name = '-.slice';
  else {
    const instance = instanceOf(id);
    const made = instance === undefined ? undefined : `system-${prefixOf(id).replaceAll('-', '\\x2d')}.slice`;
    name = made && nameKind(made) ? made : 'system.slice';
  }
  const rule = isSlice ? 'slice-parent' : given && name === text ? 'slice-setting' : 'slice-default';
  for (const word of ['Requires', 'After'] as const) at.rule(word, name, isSlice ? 'implicit' : 'file', rule, given);
  if (held.has('dependency-atoms'))
    at.rule(
      'InSlice',
      name,
      isSlice ? 'implicit' : held.has('slice-property-origin') ? 'slice-property' : 'file',
      rule,
      given,
    );
}

function triggers(at: Loading, section: string, rule: string): void {
  const named = at.last(section, 'Unit');
  const name = (named && at.expand(named, 'name')) ?? at.unit.id.replace(/\.[a-z]+$/, '.service');
  if (nameKind(name) === undefined) return;
  at.rule('Before', name, named ? 'file' : 'implicit', rule, named);
  at.rule('Triggers', name, named ? 'file' : 'implicit', rule, named);
}

function early(at: Loading, reached: string): void {
  at.rule('Before', reached, 'default', `default-${at.unit.type}`);
  at.rule('Requires', 'sysinit.target', 'default', `default-${at.unit.type}-sysinit`);
  at.rule('After', 'sysinit.target', 'default', `default-${at.unit.type}-sysinit`);
  shutdown(at);
}

function shutdown(at: Loading): void {
  at.rule('Before', 'shutdown.target', 'default', 'default-shutdown');
  at.rule('Conflicts', 'shutdown.target', 'default', 'default-shutdown');
}

function umount(at: Loading, origin: 'default' | 'file' | 'mount-file'): void {
  at.rule('Before', 'umount.target', origin, 'default-umount');
  at.rule('Conflicts', 'umount.target', origin, 'default-umount');
}

function isPerpetual(at: Loading): boolean {
  return ['-.mount', '-.slice', 'system.slice', 'init.scope'].includes(at.unit.id);
}

function isExtrinsic(where: string, options: readonly string[]): boolean {
  return EXTRINSIC.has(where) || /^\/(proc|sys|dev)\//.test(where) || options.includes('x-initrd.mount');
}

function whereOf(at: Loading): string {
  const stem = prefixOf(at.unit.id);
  return stem === '-' ? '/' : `/${unescapeName(stem) ?? ''}`;
}

function parentOf(where: string): string {
  return where.slice(0, Math.max(1, where.lastIndexOf('/'))) || '/';
}

function yes(setting: Setting | undefined): boolean {
  return /^(1|yes|y|true|t|on|connected)$/i.test(setting?.value ?? '');
}
