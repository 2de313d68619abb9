/** service_load: service_add_extras, then service_verify (src/core/service.c). */
import { emergencyActions } from '../../behaviours/emergency-actions.ts';
import type { Loading } from '../loading.ts';
import { RESET } from '../setting-reader.ts';
import { isBusName, parseUnsigned } from '../values.ts';
import { wordsOf } from '../words.ts';
import { bad, failed, type Refusal, setDefaultSlice, shutdown } from './common.ts';
import { credentialOf } from './credentials.ts';
import { addExecDependencies } from './exec.ts';
import { pamRefusal } from './pam.ts';

export function loadService(at: Loading): Refusal | undefined {
  const type = serviceType(at);
  const unfit = addExecDependencies(at, 'Service', 'service');
  if (unfit) return unfit;
  setDefaultSlice(at, false);
  if (at.defaults) {
    if (at.scope === 'system' && at.does('services-require-sysinit')) {
      at.rule('After', 'sysinit.target', 'default', 'default-service-sysinit');
      at.rule('Requires', 'sysinit.target', 'default', 'default-service-sysinit');
    } else at.rule('Requires', 'basic.target', 'default', 'default-service-basic');
    at.rule('After', 'basic.target', 'default', 'default-service-basic');
    shutdown(at);
  }
  const bus = busName(at);
  const onBus = type === 'dbus' || at.does('any-bus-name-needs-the-bus');
  if (bus && onBus && at.does('bus-services-need-the-bus')) {
    at.rule('Requires', 'dbus.socket', 'file', 'service-type-dbus', bus.setting);
    at.rule('After', 'dbus.socket', 'file', 'service-type-dbus', bus.setting);
  }
  if (bus && (onBus || at.does('any-type-claims-bus-name')) && !at.claimBusName(bus.value))
    return failed(`Two services allocated for the same bus name ${bus.value}, refusing operation.`);
  return verify(at, type);
}

const TYPES = ['simple', 'exec', 'forking', 'oneshot', 'dbus', 'notify', 'idle'];

/** Type= in force, written or implied (service_add_extras). */
export function serviceType(at: Loading): string {
  const words = at.does('notify-reload') ? [...TYPES, 'notify-reload'] : TYPES;
  const given = at.read.choice('Service', 'Type', words)?.value;
  if (given !== undefined) return given;
  if (busName(at)) return 'dbus';
  if (at.does('credentials-imply-exec') && credentialOf(at, 'Service')) return 'exec';
  return commands(at, 'ExecStart') === 0 ? 'oneshot' : 'simple';
}

function busName(at: Loading) {
  return at.read.last('Service', 'BusName', (setting) => {
    const text = at.expand(setting, 'full');
    return text !== undefined && isBusName(text) ? text : undefined;
  });
}

/** How many commands a key comes to. */
function commands(at: Loading, key: string): number {
  return at.read
    .list('Service', [key], ({ value }) => (value === '' ? RESET : at.commandsIn(value)))
    .reduce((sum, assigned) => sum + assigned.value, 0);
}

const RESTARTS = ['no', 'on-success', 'on-failure', 'on-abnormal', 'on-watchdog', 'on-abort', 'always'];

function verify(at: Loading, type: string): Refusal | undefined {
  const starts = commands(at, 'ExecStart');
  const known = emergencyActions(at.does);
  const action =
    at.does('success-action-is-enough') && (at.read.choice('Unit', 'SuccessAction', known)?.value ?? 'none') !== 'none';
  if (starts === 0 && commands(at, 'ExecStop') === 0 && !action)
    return bad('Service has no ExecStart=, ExecStop=, or SuccessAction=. Refusing.');
  if (type !== 'oneshot' && starts === 0)
    return bad('Service has no ExecStart= setting, which is only allowed for Type=oneshot services. Refusing.');
  if (starts === 0 && !action && at.read.flag('Service', 'RemainAfterExit')?.value !== true)
    return bad(
      'Service has no ExecStart= and no SuccessAction= settings and does not have RemainAfterExit=yes set. Refusing.',
    );
  if (type !== 'oneshot' && starts > 1)
    return bad(
      'Service has more than one ExecStart= setting, which is only allowed for Type=oneshot services. Refusing.',
    );
  const restart = at.read.choice('Service', 'Restart', RESTARTS)?.value;
  if (type === 'oneshot' && at.does('oneshot-refuses-any-restart') && (restart ?? 'no') !== 'no')
    return bad("Service has Restart= setting other than no, which isn't allowed for Type=oneshot services. Refusing.");
  if (type === 'oneshot' && (restart === 'always' || restart === 'on-success'))
    return bad(
      "Service has Restart= set to either always or on-success, which isn't allowed for Type=oneshot services. Refusing.",
    );
  if (type === 'oneshot' && at.does('oneshot-refuses-restart-force') && hasStatuses(at, 'RestartForceExitStatus'))
    return bad("Service has RestartForceExitStatus= set, which isn't allowed for Type=oneshot services. Refusing.");
  if (
    type === 'oneshot' &&
    at.does('exit-type') &&
    at.read.choice('Service', 'ExitType', ['main', 'cgroup'])?.value === 'cgroup'
  )
    return bad("Service has ExitType=cgroup set, which isn't allowed for Type=oneshot services. Refusing.");
  if (type === 'dbus' && !busName(at))
    return bad('Service is of type D-Bus but no D-Bus service name has been specified. Refusing.');
  const unkillable = pamRefusal(at, 'Service');
  if (unkillable) return unkillable;
  if (type === 'forking' && at.does('private-pids') && privatePids(at))
    return bad('Service of Type=forking does not support PrivatePIDs=yes. Refusing.');
  return undefined;
}

function privatePids(at: Loading): boolean {
  return at.read.flag('Service', 'PrivatePIDs')?.value === true;
}

/** config_parse_set_status: exit codes by number or name, and signals. */
function hasStatuses(at: Loading, key: string): boolean {
  const assigned = at.read.list('Service', [key], ({ value }) =>
    value === '' ? RESET : wordsOf(value).words.filter(isStatus).length,
  );
  return assigned.some(({ value }) => value > 0);
}

const EXIT_NAMES =
  /^(SUCCESS|FAILURE|INVALIDARGUMENT|NOTIMPLEMENTED|NOPERMISSION|NOTINSTALLED|NOTCONFIGURED|NOTRUNNING|USAGE|DATAERR|NOINPUT|NOUSER|NOHOST|UNAVAILABLE|SOFTWARE|OSERR|OSFILE|CANTCREAT|IOERR|TEMPFAIL|PROTOCOL|NOPERM|CONFIG|CHDIR|NICE|FDS|EXEC|MEMORY|LIMITS|OOM_ADJUST|SIGNAL_MASK|STDIN|STDOUT|CHROOT|IOPRIO|TIMERSLACK|SECUREBITS|SETSCHEDULER|CPUAFFINITY|GROUP|USER|CAPABILITIES|CGROUP|SETSID|CONFIRM|STDERR|PAM|NETWORK|NAMESPACE|NO_NEW_PRIVILEGES|SECCOMP|SELINUX_CONTEXT|PERSONALITY|APPARMOR_PROFILE|ADDRESS_FAMILIES|RUNTIME_DIRECTORY|CHOWN|SMACK_PROCESS_LABEL|KEYRING|STATE_DIRECTORY|CACHE_DIRECTORY|LOGS_DIRECTORY|CONFIGURATION_DIRECTORY|NUMA_POLICY|CREDENTIALS|BPF|EXCEPTION)$/;
const SIGNALS =
  /^(SIG)?(HUP|INT|QUIT|ILL|TRAP|ABRT|BUS|FPE|KILL|USR1|SEGV|USR2|PIPE|ALRM|TERM|STKFLT|CHLD|CONT|STOP|TSTP|TTIN|TTOU|URG|XCPU|XFSZ|VTALRM|PROF|WINCH|IO|PWR|SYS|RTMIN(\+\d+)?|RTMAX(-\d+)?)$/;

function isStatus(word: string): boolean {
  return parseUnsigned(word, 255) !== undefined || EXIT_NAMES.test(word) || SIGNALS.test(word);
}
