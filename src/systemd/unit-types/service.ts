/** service_load, service_add_extras and service_verify (src/core/service.c). */
import type { Setting } from '../../graph/model.ts';
import { addExecDependencies } from '../exec-context.ts';
import type { Loading, Refusal } from '../loader.ts';
import { inForce } from '../values.ts';
import { type Held, placeInSlice, refuse, stopAtShutdown } from './common.ts';

export function service(at: Loading, held: Held): Refusal | undefined {
  const bus = at.last('Service', 'BusName');
  const starts = at.list('Service', 'ExecStart');
  const type = at.last('Service', 'Type');
  const credentials = CREDENTIALS.some((key) => at.list('Service', key).length > 0);
  const kind =
    type?.value ??
    (bus
      ? 'dbus'
      : credentials && held.has('credentials-imply-exec')
        ? 'exec'
        : starts.length > 0
          ? 'simple'
          : 'oneshot');
  const failed = addExecDependencies(at, 'Service', held) ?? placeInSlice(at, held, false);
  if (failed) return failed;
  if (at.defaults) {
    at.rule('After', 'sysinit.target', 'default', 'default-service-sysinit');
    at.rule('Requires', 'sysinit.target', 'default', 'default-service-sysinit');
    at.rule('After', 'basic.target', 'default', 'default-service-basic');
    stopAtShutdown(at);
  }
  return busName(at, held, kind, type, bus) ?? verify(at, kind, starts, bus);
}

const CREDENTIALS = [
  'LoadCredential',
  'LoadCredentialEncrypted',
  'SetCredential',
  'SetCredentialEncrypted',
  'ImportCredential',
];

/** service_setup_bus_name: a bus name belongs to one service; who comes second cannot be loaded. */
function busName(
  at: Loading,
  held: Held,
  kind: string,
  type: Setting | undefined,
  bus: Setting | undefined,
): Refusal | undefined {
  const name = bus && at.expand(bus, 'full');
  if (!bus || !name) return undefined;
  if (kind === 'dbus') {
    at.rule('Requires', 'dbus.socket', 'file', 'service-type-dbus', type ?? bus);
    at.rule('After', 'dbus.socket', 'file', 'service-type-dbus', type ?? bus);
  }
  if (kind !== 'dbus' && !held.has('any-type-claims-bus-name')) return undefined;
  const owner = at.claimBusName(name);
  if (owner === undefined) return undefined;
  return { load: 'error', message: `Bus name ${name} belongs to ${owner} already`, setting: bus };
}

function verify(at: Loading, kind: string, starts: readonly Setting[], bus: Setting | undefined): Refusal | undefined {
  const stops = at.list('Service', 'ExecStop');
  const actions = at.last('Unit', 'SuccessAction');
  if (starts.length === 0 && stops.length === 0 && (!actions || actions.value === 'none'))
    return refuse('Service has no ExecStart=, ExecStop=, or SuccessAction=. Refusing.');
  if (kind !== 'oneshot' && starts.length === 0)
    return refuse('Service has no ExecStart= setting, which is only allowed for Type=oneshot services. Refusing.');
  if (kind !== 'oneshot' && starts.length > 1)
    return refuse(
      'Service has more than one ExecStart= setting, which is only allowed for Type=oneshot services. Refusing.',
      starts.at(-1),
    );
  if (kind === 'dbus' && !bus)
    return refuse('Service is of type D-Bus but no D-Bus service name has been specified. Refusing.');
  const restart = inForce(at.all('Service', 'Restart'), (v) => (RESTART.test(v) ? v : undefined));
  if (kind === 'oneshot' && /^(always|on-success)$/.test(restart?.value ?? ''))
    return refuse(
      'Service has Restart= set to either always or on-success, which is not allowed for Type=oneshot services. Refusing.',
      restart?.setting,
    );
  return undefined;
}

const RESTART = /^(no|on-success|on-failure|on-abnormal|on-watchdog|on-abort|always)$/;
