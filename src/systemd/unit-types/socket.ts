/** socket_load: socket_add_extras, then socket_verify (src/core/socket.c). */
import type { Loading } from '../loading.ts';
import { type Assigned, RESET } from '../setting-reader.ts';
import { isNetlinkAddress, parseSocketAddress } from '../socket-address.ts';
import { nameFromPath } from '../unit-name.ts';
import { checkPath, isInterfaceName, parseUnsigned } from '../values.ts';
import { wordsOf } from '../words.ts';
import { bad, early, failed, mountsFor, type Refusal, relatedUnit, setDefaultSlice, shutdown } from './common.ts';
import { addExecDependencies, verifyContext } from './exec.ts';
import { pamRefusal } from './pam.ts';

interface Listener {
  readonly path?: string;
  /** Whether a connection can be accepted on it. */
  readonly accepts: boolean;
  /** A node in the file system that Symlinks= can point at. */
  readonly node: boolean;
}

const LISTEN = [
  'ListenStream', 'ListenDatagram', 'ListenSequentialPacket', 'ListenFIFO', 'ListenNetlink', 'ListenSpecial',
  'ListenMessageQueue', 'ListenUSBFunction',
]; // biome-ignore format: a table

export function loadSocket(at: Loading): Refusal | undefined {
  const listeners = at.read.list('Socket', LISTEN, (setting) =>
    setting.value === '' ? RESET : listenerOf(at, setting),
  );
  const accept = at.read.flag('Socket', 'Accept')?.value === true;
  const passive = !accept || listeners.some(({ value }) => !value.accepts);
  const named = at.service;
  if (passive) {
    const service = named?.value ?? relatedUnit(at, 'service');
    if (service === undefined) return failed('No service of this name is possible');
    at.rule('Before', service, 'implicit', 'socket-activates', named?.setting ?? listeners[0]?.setting);
    at.rule('Triggers', service, 'implicit', 'socket-activates', named?.setting ?? listeners[0]?.setting);
  }
  for (const listener of listeners) {
    const { path } = listener.value;
    if (path === undefined) continue;
    // unit_add_mounts_for: an address may hold `..`, a path that needs mounts may not.
    if (checkPath(path, 'absolute', at.does) === undefined) return failed(`${path} is no usable path`);
    mountsFor(at, path, listener, 'socket-path');
  }
  bindToDevice(at);
  const unfit = hasCommands(at) ? addExecDependencies(at, 'Socket', 'other') : verifyContext(at, 'Socket');
  if (unfit) return unfit;
  if (hasCommands(at) || at.does('sockets-in-system-slice')) setDefaultSlice(at, false);
  else if (at.slice === undefined) at.setSlice('-.slice');
  if (at.defaults) {
    early(at, 'sockets.target');
    shutdown(at);
  }
  return verify(at, listeners, accept, named);
}

function listenerOf(at: Loading, setting: Assigned<unknown>['setting']): Listener | undefined {
  const text = at.expand(setting, 'full');
  if (text === undefined) return undefined;
  const { key } = setting;
  const patched = (path: string): string =>
    at.does('var-run-is-run') ? path.replace(/^\/var\/run(?=\/.)/, '/run') : path;
  if (key === 'ListenNetlink') return isNetlinkAddress(text) ? { accepts: false, node: false } : undefined;
  if (['ListenStream', 'ListenDatagram', 'ListenSequentialPacket'].includes(key)) {
    const address = parseSocketAddress(text.startsWith('/') ? patched(text) : text, at.does);
    if (address === undefined || (key === 'ListenSequentialPacket' && address.family !== 'unix')) return undefined;
    const node = address.path !== undefined;
    return { ...(node ? { path: address.path as string } : {}), accepts: key !== 'ListenDatagram', node };
  }
  const path = checkPath(text, 'absolute', at.does);
  if (path === undefined) return undefined;
  if (key !== 'ListenSpecial' && at.does('api-vfs-refused') && /^\/(dev|proc|sys)(\/|$)/.test(path)) return undefined;
  if (key === 'ListenMessageQueue') return { accepts: false, node: false };
  return { path: key === 'ListenFIFO' ? patched(path) : path, accepts: false, node: key === 'ListenFIFO' };
}

function bindToDevice(at: Loading): void {
  const device = at.read.last('Socket', 'BindToDevice', (setting) => {
    if (setting.value === '' || setting.value === '*') return RESET;
    const value = at.does('bind-to-device-specifiers') ? at.expand(setting, 'full') : setting.value;
    return value !== undefined && isInterfaceName(value, at.does) ? value : undefined;
  });
  if (!device || device.value === 'lo') return;
  const name = nameFromPath(`/sys/subsystem/net/devices/${device.value}`, '.device', at.does);
  if (name)
    for (const word of ['After', 'BindsTo'] as const) at.rule(word, name, 'file', 'socket-bind-device', device.setting);
}

function hasCommands(at: Loading): boolean {
  return ['ExecStartPre', 'ExecStartPost', 'ExecStopPre', 'ExecStopPost'].some(
    (key) =>
      at.read.list('Socket', [key], ({ value }) => (value === '' ? RESET : at.commandsIn(value) || undefined)).length >
      0,
  );
}

function verify(
  at: Loading,
  listeners: readonly Assigned<Listener>[],
  accept: boolean,
  named: unknown,
): Refusal | undefined {
  if (listeners.length === 0)
    return bad('Unit has no Listen setting (ListenStream=, ListenDatagram=, ListenFIFO=, ...). Refusing.');
  const most = at.read.last('Socket', 'MaxConnections', ({ value }) => parseUnsigned(value))?.value ?? 64;
  const tooFew = most === 0 || most > 0x7fff_ffff;
  if (tooFew && at.does('max-connections-always-checked')) return bad('MaxConnection= setting too small. Refusing.');
  if (accept && listeners.some(({ value }) => !value.accepts))
    return bad('Unit configured for accepting sockets, but sockets are non-accepting. Refusing.');
  if (accept && tooFew) return bad('MaxConnection= setting too small. Refusing.');
  if (accept && named !== undefined)
    return bad('Explicit service configuration for accepting socket units not supported. Refusing.');
  if (accept && at.does('defer-trigger')) {
    const defer = at.read.choice('Socket', 'DeferTrigger', [
      'no',
      'yes',
      'patient',
      'true',
      'false',
      'on',
      'off',
      '1',
      '0',
    ]);
    if (defer && !/^(no|false|off|0)$/.test(defer.value))
      return bad('Unit cannot have both Accept= and DeferTrigger=. Refusing.');
  }
  const unkillable = pamRefusal(at, 'Socket');
  if (unkillable) return unkillable;
  const links = at.read.list('Socket', ['Symlinks'], (setting) =>
    setting.value === '' ? RESET : symlinksIn(at, setting),
  );
  if (links.some(({ value }) => value > 0) && listeners.filter(({ value }) => value.node).length !== 1)
    return bad('Unit has symlinks set but none or more than one node in the file system. Refusing.');
  return undefined;
}

/** config_parse_unit_path_strv_printf gives up on a line at the first path that it refuses. */
function symlinksIn(at: Loading, setting: Assigned<unknown>['setting']): number {
  let count = 0;
  for (const word of wordsOf(setting.value, { unquote: true }).words) {
    const path = at.expand({ ...setting, value: word }, 'full');
    if (path === undefined || checkPath(path, 'absolute', at.does) === undefined) break;
    count++;
  }
  return count;
}
