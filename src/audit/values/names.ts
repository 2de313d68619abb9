/** Names and short texts with a form of their own: of descriptors, buses, variables, credentials, fields, documents. */
import { isBusName, isDescriptorName, isFileName, isInterfaceName, isLogNamespace } from '../../systemd/values.ts';
import { type Check, eachWord, expanded, inverted, is, orEmpty, where } from './check.ts';
import { integer } from './numbers.ts';
import { isSignal } from './words.ts';

/** Only its specifiers can be wrong. */
export const text = expanded(() => undefined);

export const descriptorName = orEmpty(
  expanded(is((name) => isDescriptorName(name), 'is no name of a file descriptor (no colons, no control characters)')),
);
export const busName = expanded(is(isBusName, 'is no D-Bus name, such as org.example.Thing'));
export const logNamespace = orEmpty(expanded(is(isLogNamespace, 'is no name of a log namespace')));

const NO_INTERFACE = 'is no name of a network interface';
const bound = is((name, { does }) => name === '*' || isInterfaceName(name, does), NO_INTERFACE);
export const device = orEmpty(where('bind-to-device-specifiers', expanded(bound), bound));
/** From 253 on alternative names, which may be longer (IFNAME_VALID_ALTERNATIVE). */
const isAnyInterface = (name: string): boolean => isInterfaceName(name.length < 128 ? name.slice(0, 15) : name);
export const bindInterface = orEmpty(expanded(is(isAnyInterface, NO_INTERFACE)));
export const networkInterfaces = orEmpty(
  inverted(
    eachWord(
      { unquote: true },
      where(
        'alternative-interface-names',
        is(isAnyInterface, NO_INTERFACE),
        is((name, { does }) => isInterfaceName(name, does), NO_INTERFACE),
      ),
    ),
  ),
);

/** documentation_url_is_valid. */
export const documentation = orEmpty(
  expanded(
    eachWord(
      { unquote: true, retainEscape: true },
      is(
        (url) => /^(https?:\/\/|file:\/|info:|man:)[\u0001-\u007f]+$/.test(url) || url === 'file:/',
        'is no http://, https://, file:/, info: or man: address',
      ),
    ),
  ),
);

const isVariable = (name: string): boolean => /^[A-Za-z_][A-Za-z0-9_]*$/.test(name);

/** env_assignment_is_valid. */
function isAssignment(word: string): boolean {
  const eq = word.indexOf('=');
  if (eq < 0 || !isVariable(word.slice(0, eq))) return false;
  return !/[\u0001-\u0008\u000b-\u001f\u007f]/.test(word.slice(eq + 1));
}

const NAME = 'is no name of a variable';
export const environment = orEmpty(
  eachWord({ unquote: true, cUnescape: true }, expanded(is(isAssignment, 'is no NAME=VALUE'))),
);
export const passEnvironment = orEmpty(eachWord({ unquote: true }, expanded(is(isVariable, NAME))));
export const unsetEnvironment = orEmpty(
  eachWord({ unquote: true, cUnescape: true }, expanded(is((word) => isVariable(word) || isAssignment(word), NAME))),
);

/** journal_field_valid, fields of the system itself excluded. */
export const logFields = orEmpty(
  eachWord(
    { unquote: true, cUnescape: true },
    expanded(is((field) => /^[A-Z][A-Z0-9_]{0,63}=/.test(field), 'is no FIELD=VALUE of capitals, digits and _')),
  ),
);

/** exit_status_from_string, or else signal_from_string. */
export const statusList = orEmpty(
  eachWord(
    {},
    is(
      (word) => integer(word, [0n, 255n]) !== undefined || STATUS.has(word) || isSignal(word),
      'is neither an exit status nor a signal',
    ),
  ),
);

const STATUS = new Set(
  `SUCCESS FAILURE CHDIR NICE FDS EXEC MEMORY LIMITS OOM_ADJUST SIGNAL_MASK STDIN STDOUT CHROOT IOPRIO TIMERSLACK SECUREBITS
   SETSCHEDULER CPUAFFINITY GROUP USER CAPABILITIES CGROUP SETSID CONFIRM STDERR PAM NETWORK NAMESPACE NO_NEW_PRIVILEGES
   SECCOMP SELINUX_CONTEXT PERSONALITY APPARMOR ADDRESS_FAMILIES RUNTIME_DIRECTORY CHOWN SMACK_PROCESS_LABEL KEYRING
   STATE_DIRECTORY CACHE_DIRECTORY LOGS_DIRECTORY CONFIGURATION_DIRECTORY NUMA_POLICY CREDENTIALS BPF EXCEPTION
   INVALIDARGUMENT NOTIMPLEMENTED NOPERMISSION NOTINSTALLED NOTCONFIGURED NOTRUNNING USAGE DATAERR NOINPUT NOUSER NOHOST
   UNAVAILABLE SOFTWARE OSERR OSFILE CANTCREAT IOERR TEMPFAIL PROTOCOL NOPERM CONFIG`.split(/\s+/),
);

/** config_parse_unit_condition_string: text behind | and !. */
export const conditionText = orEmpty((value, at) =>
  text(value.replace(/^\|[ \t\n\r]*/, '').replace(/^![ \t\n\r]*/, ''), at),
);

/** config_parse_reboot_parameter: reboot_parameter_is_valid. */
export const rebootArgument = orEmpty(
  expanded(is((argument) => /^[\u0020-\u007e]{0,255}$/.test(argument), 'is too long, or not in plain ASCII')),
);

/** `-` makes systemd pass over what would else be fatal. */
export const label: Check = (value, at) => (value.startsWith('-') ? text(value.slice(1), at) : undefined);

/** config_parse_cgroup_nft_set: SOURCE:FAMILY:TABLE:SET. */
export const nftSets = orEmpty(
  eachWord(
    { unquote: true },
    is(
      (word) =>
        /^(cgroup|user|group):(arp|bridge|inet|ip|ip6|netdev):[A-Za-z][\w/.\\]{0,30}:[A-Za-z][\w/.\\]{0,30}$/.test(
          word,
        ),
      'is no SOURCE:FAMILY:TABLE:SET',
    ),
  ),
);

export const extendedAttribute = orEmpty(
  is((value) => /^(user|trusted|security|system)\.[^=]+=/.test(value), 'is no user.NAME=VALUE'),
);

export const rules = orEmpty(
  eachWord(
    { unquote: true },
    is((name) => isFileName(name) && !/[*?[\\"']/.test(name), 'is no name of a rule'),
  ),
);
