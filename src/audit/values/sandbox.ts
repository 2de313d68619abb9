/** What a process may call and be: system calls, architectures, families, namespaces, capabilities, control groups, limits. */
import { isFileName, parseBoolean } from '../../systemd/values.ts';
import { wordsOf } from '../../systemd/words.ts';
import { type Check, eachWord, either, ignored, inverted, is, orEmpty } from './check.ts';
import { ERRORS, SYSTEM_CALLS } from './kernel-names.ts';
import { integer } from './numbers.ts';

/** parse_errno: a name, or a number below 4096. */
const isErrno = (text: string): boolean => ERRORS.has(text) || integer(text, [0n, 4095n]) !== undefined;

export const errno = orEmpty(
  is(
    (text) => text === 'kill' || (isErrno(text) && integer(text) !== 0n),
    'is no error number, such as EPERM, and not "kill"',
  ),
);

const GROUPS = new Set(
  `default aio basic-io chown clock cpu-emulation debug file-system io-event ipc keyring memlock module mount network-io
   obsolete pkey privileged process raw-io reboot resources sandbox setuid signal swap sync system-service timer known`.split(
    /\s+/,
  ),
);

const call = (mayHaveErrno: boolean): Check =>
  eachWord({}, (word, { setting, does }) => {
    const colon = mayHaveErrno ? word.indexOf(':') : -1;
    const name = colon < 0 ? word : word.slice(0, colon);
    if (colon >= 0) {
      const number = word.slice(colon + 1);
      if (name === '' || !(isErrno(number) || (number === 'kill' && does('kill-as-errno'))))
        return ignored(word, 'is no system call with an error number');
      if (!setting.value.startsWith('~')) return ignored(word, 'is allowed, and so cannot have an error number');
    }
    if (name.startsWith('@'))
      return GROUPS.has(name.slice(1)) ? undefined : ignored(name, 'is no group of system calls');
    return SYSTEM_CALLS.has(name) ? undefined : ignored(name, 'is no system call');
  });

export const systemCalls = orEmpty(inverted(call(true)));
export const systemCallLog = orEmpty(inverted(call(false)));

const ARCHITECTURES = new Set(
  `native x86 x86-64 x32 arm arm64 loongarch64 mips mips64 mips64-n32 mips-le mips64-le mips64-le-n32 parisc parisc64 ppc ppc64
   ppc64-le riscv64 s390 s390x`.split(/\s+/),
);
export const architectures = orEmpty(
  eachWord(
    { unquote: true },
    is((word) => ARCHITECTURES.has(word), 'is no architecture of system calls'),
  ),
);

const FAMILIES = new Set(
  `ALG APPLETALK ASH ATMPVC ATMSVC AX25 BLUETOOTH BRIDGE CAIF CAN DECnet ECONET IB IEEE802154 INET INET6 IPX IRDA ISDN IUCV
   KCM KEY LLC LOCAL MCTP MPLS NETBEUI NETLINK NETROM NFC PACKET PHONET PPPOX QIPCRTR RDS ROSE ROUTE RXRPC SECURITY SMC SNA
   TIPC UNIX VSOCK WANPIPE X25 XDP`.split(/\s+/),
);
export const addressFamilies = orEmpty(
  inverted(
    eachWord(
      { unquote: true },
      is(
        (word) => word === 'none' || (word.startsWith('AF_') && FAMILIES.has(word.slice(3))),
        'is no address family, such as AF_INET',
      ),
    ),
  ),
);

const NAMESPACES = /^(cgroup|ipc|net|mnt|pid|user|uts|time)$/;
export const namespaces = orEmpty((value, at) => {
  if (parseBoolean(value) !== undefined) return undefined;
  return inverted(
    eachWord(
      {},
      is((word) => NAMESPACES.test(word), 'is no kind of namespace'),
    ),
  )(value, at);
});

const CONTROLLERS = new Set(
  `cpu cpuacct cpuset io blkio memory devices pids bpf-firewall bpf-devices bpf-foreign bpf-socket-bind
   bpf-restrict-network-interfaces bpf-bind-network-interface`.split(/\s+/),
);
const controllers = eachWord(
  { unquote: true },
  is((word) => CONTROLLERS.has(word), 'is no controller of control groups'),
);

/** Types that may have a control group of their own to hand on (can_delegate), or that systemd-oomd may watch. */
const DELEGATES = new Set(['service', 'scope']);
const WATCHED = new Set(['service', 'scope', 'slice']);

const onlyFor =
  (types: ReadonlySet<string>, check: Check): Check =>
  (value, at) =>
    types.has(at.unit.type) ? check(value, at) : ignored(value, `has no meaning for a ${at.unit.type}`);

export const delegate = onlyFor(
  DELEGATES,
  orEmpty(
    either(
      is((text) => parseBoolean(text) !== undefined, ''),
      controllers,
    ),
  ),
);
export const forWatched = (check: Check): Check => onlyFor(WATCHED, check);
/** cg_mask_from_string: one name that is known is enough. */
export const disableControllers = orEmpty(
  is((value) => wordsOf(value).words.some((word) => CONTROLLERS.has(word)), 'names no controller of control groups'),
);

/** coredump_filter_mask_from_string. */
const isMask = (word: string): boolean => {
  const digits = /^(?:[+]?(?:0[xX])?([0-9A-Fa-f]+)|-0+)$/.exec(word)?.[1];
  return /^-0+$/.test(word) || (digits !== undefined && BigInt(`0x${digits}`) < (1n << 64n) - 1n);
};

export const coredumpFilter = orEmpty(
  eachWord(
    {},
    is(
      (word) =>
        /^(all|default|(private|shared)-(anonymous|file-backed|huge|dax)|elf-headers)$/.test(word) || isMask(word),
      'is no kind of memory mapping',
    ),
  ),
);

export const fileSystems = orEmpty(
  inverted(
    eachWord({ unquote: true }, (word) =>
      word.startsWith('@') && !FS_GROUPS.has(word.slice(1)) ? ignored(word, 'is no group of file systems') : undefined,
    ),
  ),
);

const FS_GROUPS = new Set(
  'basic-api auxiliary-api common-block historical-block network privileged-api security temporary known application'.split(
    ' ',
  ),
);

export const delegateNamespaces: Check = (value, at) =>
  namespaces(value, at) ?? (/(^|\s)user(\s|$)/.test(value) ? ignored('user', 'cannot be handed on') : undefined);

export const refresh: Check = orEmpty((value, at) => {
  if (parseBoolean(value) !== undefined) return undefined;
  return inverted(
    eachWord(
      { unquote: true },
      is((word) => /^(extensions|credentials)$/.test(word), 'can be neither loaded anew nor left'),
    ),
  )(value, at);
});

/** config_parse_protect_hostname: a boolean or "private", and a host name behind a colon. */
export const protectHostname: Check = orEmpty(
  is((value) => {
    const [mode = '', name, more] = value.split(':');
    if (parseBoolean(mode) === undefined && mode !== 'private') return false;
    return more === undefined && name !== '';
  }, 'is no boolean, and not private[:NAME]'),
);

export const delegateSubgroup = onlyFor(
  DELEGATES,
  orEmpty(is((name) => isFileName(name) && !/^[._]/.test(name), 'is no name of a control group')),
);
