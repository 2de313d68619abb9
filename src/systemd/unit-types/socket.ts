/** socket_load, socket_add_extras and socket_verify (src/core/socket.c). */
import type { Setting } from '../../graph/model.ts';
import { addExecDependencies } from '../exec-context.ts';
import type { Loading, Refusal } from '../loader.ts';
import { nameFromPath } from '../unit-name.ts';
import { inForce, parseBoolean } from '../values.ts';
import { type Held, needMounts, placeInSlice, readyBefore, refuse } from './common.ts';

/** Listen keys, whether PID 1 can accept connections there, and whether the value is a path. */
const LISTEN: Readonly<Record<string, { readonly accepts?: true; readonly path?: 'always' | 'address' }>> = {
  ListenStream: { accepts: true, path: 'address' },
  ListenDatagram: { path: 'address' },
  ListenSequentialPacket: { accepts: true, path: 'address' },
  ListenFIFO: { path: 'always' },
  ListenSpecial: { path: 'always' },
  ListenUSBFunction: { path: 'always' },
  ListenNetlink: {},
  ListenMessageQueue: {},
};

export function socket(at: Loading, held: Held): Refusal | undefined {
  const ports = listens(at);
  const accept = inForce(at.all('Socket', 'Accept'), parseBoolean)?.value ?? false;
  if (!accept || ports.some(({ setting }) => !LISTEN[setting.key]?.accepts)) {
    const name = at.activates?.name ?? at.unit.id.replace(/\.socket$/, '.service');
    const proof = at.activates?.setting ?? ports[0]?.setting;
    at.rule('Before', name, 'implicit', 'socket-activates', proof);
    at.rule('Triggers', name, 'implicit', 'socket-activates', proof);
  }
  for (const { setting, value } of ports) {
    if (!LISTEN[setting.key]?.path || !value.startsWith('/')) continue;
    const failed = needMounts(at, value, 'file', 'socket-path', setting);
    if (failed) return failed;
  }
  const device = at.last('Socket', 'BindToDevice');
  if (device && device.value !== 'lo') {
    const name = nameFromPath(`/sys/subsystem/net/devices/${device.value}`, '.device');
    if (name)
      for (const word of ['After', 'BindsTo'] as const) at.rule(word, name, 'file', 'socket-bind-device', device);
  }
  const runs = ['ExecStartPre', 'ExecStartPost', 'ExecStopPre', 'ExecStopPost'].some(
    (key) => at.list('Socket', key).length > 0,
  );
  const failed = (runs ? addExecDependencies(at, 'Socket', held) : undefined) ?? placeInSlice(at, held, false);
  if (failed) return failed;
  readyBefore(at, 'sockets.target');
  if (ports.length === 0)
    return refuse('Unit has no Listen setting (ListenStream=, ListenDatagram=, ListenFIFO=, ...). Refusing.');
  if (accept && at.activates)
    return refuse(
      'Explicit service configuration for accepting socket units not supported. Refusing.',
      at.activates.setting,
    );
  return undefined;
}

/** Ports in force: an empty assignment of any Listen key drops all; what is no address is skipped. */
function listens(at: Loading): readonly { readonly setting: Setting; readonly value: string }[] {
  const found: { setting: Setting; value: string }[] = [];
  for (const setting of at.files.settings) {
    if (setting.section !== 'Socket' || !Object.hasOwn(LISTEN, setting.key)) continue;
    if (setting.value === '') found.length = 0;
    else {
      const value = at.expand(setting, 'full');
      if (value !== undefined && isAddress(LISTEN[setting.key]?.path, value)) found.push({ setting, value });
    }
  }
  return found;
}

function isAddress(path: 'always' | 'address' | undefined, value: string): boolean {
  if (path === 'always') return value.startsWith('/');
  if (path === undefined || /^[/@]/.test(value)) return true;
  if (/^vsock:/.test(value)) return true;
  const port = /^(?:\[[^\]]+\]:|[0-9.]+:)?([0-9]+)$/.exec(value.split('%')[0] ?? '')?.[1];
  return port === undefined ? /^\[[^\]]+\]/.test(value) : Number(port) > 0 && Number(port) <= 65_535;
}
