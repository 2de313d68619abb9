/** Keys that take one of a few words: the string tables of src/core and src/shared. */
import { BEHAVIOURS, type BehaviourName } from '../../behaviours/does.ts';
import { EMERGENCY_ACTIONS } from '../../behaviours/emergency-actions.ts';
import { parseBoolean } from '../../systemd/values.ts';
import { type Check, either, ignored, is, orEmpty, where } from './check.ts';
import { integer } from './numbers.ts';

/** Words parted by blanks; `word@name` is known where systemd does `name`. */
export function oneOf(list: string): Check {
  const words = list.split(/\s+/).map((word) => {
    const [text = '', name] = word.split('@');
    return { text, name: name as BehaviourName | undefined };
  });
  for (const { name } of words)
    if (name !== undefined && !(name in BEHAVIOURS)) throw new Error(`no behaviour ${name}`);
  return (value, { does }) => {
    const known = words.filter(({ name }) => name === undefined || does(name)).map(({ text }) => text);
    return known.includes(value) ? undefined : ignored(value, `is none of ${known.join(', ')}`);
  };
}

export const boolean = is((text) => parseBoolean(text) !== undefined, 'is no boolean (yes or no)');

const booleanOr = (list: string): Check => {
  const words = oneOf(list);
  return (value, at) =>
    parseBoolean(value) !== undefined || words(value, at) === undefined
      ? undefined
      : ignored(
          value,
          `is no boolean, and none of ${list
            .replaceAll(/@[\w-]+/g, '')
            .split(/\s+/)
            .join(', ')}`,
        );
};

/** A number that stands for one of the words (DEFINE_STRING_TABLE_LOOKUP_WITH_FALLBACK). */
const orNumber = (check: Check, high: bigint): Check =>
  either(
    is((text) => integer(text, [0n, high]) !== undefined, ''),
    check,
  );

export const collectMode = oneOf('inactive inactive-or-failed');
export const devicePolicy = oneOf('auto closed strict');
export const keyringMode = oneOf('inherit private shared');
export const protectProc = oneOf('default noaccess invisible ptraceable');
export const procSubset = oneOf('all pid');
export const utmpMode = oneOf('init login user');
export const jobMode = oneOf(
  'fail lenient@lenient-jobs replace replace-irreversibly isolate flush ignore-dependencies ignore-requirements triggering restart-dependencies@jobs-restart-dependencies',
);
export const notifyAccess = oneOf('none main exec all');
export const protectHome = booleanOr('read-only tmpfs');
export const protectSystem = booleanOr('full strict');
export const preserveMode = booleanOr('restart on-success@preserved-on-success');
export const serviceType = oneOf('simple exec forking oneshot dbus notify notify-reload@notify-reload idle');
export const exitType = oneOf('main cgroup');
export const restart = oneOf('no on-success on-failure on-abnormal on-watchdog on-abort always');
export const restartMode = oneOf('normal direct debug@restart-debugs');
export const timeoutFailureMode = oneOf('terminate abort kill');
export const bindIpv6Only = booleanOr('default both ipv6-only');
export const oomPolicy = oneOf('continue stop kill');
export const oomPreference = oneOf('none avoid omit');
export const ipTos = orEmpty(orNumber(oneOf('low-delay throughput reliability low-cost'), 255n));
export const mountFlags = orEmpty(oneOf('shared slave private'));
export const numaPolicy = orEmpty(oneOf('default preferred preferred-many@prefer-many-nodes bind interleave local'));
export const timestamping = booleanOr('off us usec μs ns nsec');
export const socketProtocol = oneOf('udplite sctp mptcp@multipath-tcp');
export const killMode = orEmpty(oneOf('control-group process mixed none'));
const ioClasses = oneOf('none realtime best-effort idle');
export const ioClass = orEmpty(where('scheduling-numbers-checked', orNumber(ioClasses, 7n), orNumber(ioClasses, 8n)));
const cpuPolicies = oneOf('other batch idle fifo rr ext@extensible-scheduling');
export const cpuPolicy = orEmpty(
  where('scheduling-numbers-checked', orNumber(cpuPolicies, 7n), orNumber(cpuPolicies, 0x7fff_ffffn)),
);
export const oomMode = orEmpty(oneOf('auto kill'));
export const facility = orNumber(
  oneOf(
    'kern user mail daemon auth syslog lpr news uucp cron authpriv ftp local0 local1 local2 local3 local4 local5 local6 local7',
  ),
  127n,
);
export const level = orNumber(oneOf('emerg alert crit err warning notice info debug'), 7n);
export const emergencyAction = oneOf(
  [...EMERGENCY_ACTIONS.always, ...EMERGENCY_ACTIONS.later.map((word) => `${word}@more-emergency-actions`)].join(' '),
);
export const pressureWatch = booleanOr('auto skip');
export const storePreserve = booleanOr('restart on-success@preserved-on-success');
export const privateTmp = booleanOr('connected@private-tmp-disconnected disconnected@private-tmp-disconnected');
export const privateUsers = booleanOr(
  'self@private-users-by-name identity@private-users-by-name full@private-users-full managed@private-users-managed',
);
export const protectControlGroups = booleanOr(
  'private@protect-control-groups-by-name strict@protect-control-groups-by-name',
);
export const cpuSetPartition = orEmpty(oneOf('member root isolated'));
export const hugePages = oneOf('inherit disable madvise system');
export const deferTrigger = booleanOr('patient');
export const booleanOrEmpty = orEmpty(boolean);

/** Of any architecture: which of them this root's systemd takes depends on its own. */
export const personality = orEmpty(
  oneOf(
    'x86 x86-64 ppc ppc-le ppc64 ppc64-le s390 s390x arm arm64 arm64-be loongarch64 mips mips64 mips-le mips64-le parisc riscv32 riscv64 sparc sparc64 alpha ia64 m68k sh',
  ),
);

const SIGNALS = new Set(
  `HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT CHLD CONT STOP TSTP TTIN TTOU URG XCPU
   XFSZ VTALRM PROF WINCH IO PWR SYS`.split(/\s+/),
);

/** signal_from_string. */
export function isSignal(text: string): boolean {
  const name = text.startsWith('SIG') ? text.slice(3) : text;
  if (SIGNALS.has(name)) return true;
  const real = /^RT(MIN|MAX)(?:([+-]\d+))?$/.exec(name);
  if (real) {
    const offset = Number(real[2] ?? 0);
    return real[1] === 'MIN' ? offset >= 0 && offset <= 30 : offset <= 0 && offset >= -30;
  }
  return integer(text, [1n, 64n]) !== undefined;
}

export const signal = is(isSignal, 'is no signal, such as SIGTERM');
