/** Values to write behind keys, right and wrong: by kind, so that about half of what is drawn for a key is of its own kind. */
import { keyKnowledge, keysOf, SECTIONS } from '../../../src/behaviours/keys.ts';
import type { Dice } from '../random/dice.ts';

/** Keys, and values that bear on them; a bar parts the values. */
const KINDS: readonly (readonly [keys: RegExp, values: string])[] = [
  [/Sec$|^StartLimitInterval$/, '10s|5min|1h 3s|1h3s|5 5|10parsec|1.5h|-1s|infinity|0|5us|1M|.5s|1.s|x||10|3min 20s'],
  [/^OnCalendar$/, 'daily|Mon *-*-* 00:00|bogus daily|2020-13-01|hourly UTC|Mon..Fri 10:00|*:0/5|@5|today|12:00||*-2-30'],
  [/Mode$/, '0755|755|0o17|07777|10000|rwx|0|yes|fail|isolate|exec|replace|restart|full|direct|none|mixed|process|control-group|terminate|kill|inherit|private'],
  [
    /Memory|^TasksMax$|Buffer$|Size$/,
    '1G|1.5G|500M 1G|infinity|10%|101%|5‰|0|0%|2 GB|-1|18446744073709551615||4096|12.25%|yes|64K',
  ],
  [/^Limit/, '1024|infinity|1:2|2:1|1:infinity|-5:+5|1s:2s|2s:1s|1K|5:||1:2:3|0x10|yes|100%'],
  [/Weight$|Shares$/, '100|1|0|10000|10001|idle|x||-1|50%'],
  [/^(IO|BlockIO).*(Max|Bandwidth|DeviceWeight|TargetSec)$/, '/dev/sda 1M|/dev/sda|/dev/sda 100|rel/x 100|/dev/sda 0|/dev/sda infinity|/dev/sda x|/dev/sda 5s|'],
  [/^(Nice|OOMScoreAdjust|IOSchedulingPriority|CPUSchedulingPriority|.*Burst|.*Connections.*|Priority|IPTTL|Mark|Backlog)$/, '5|0|-1|-20|20|1000|-1001|99|x||7|8|+5|08|0x1F|1.5'],
  [/^(RootHash|RootHashSignature)$/, '0123456789abcdef0123456789abcdef|0123|/x|base64:aGVsbG8=|base64:?|xyz|'],
  [/ExitStatus$/, '1|0|255|256|300|SIGTERM|TERM 2|BOGUS 1|SUCCESS|TEMPFAIL|'],
  [/Signal$/, 'SIGTERM|TERM|SIGFOO|term|RTMIN+3|64|65|0|'],
  [/Action$/, 'none|reboot|reboot-force|poweroff|exit|bogus|yes||soft-reboot|kexec-force|halt'],
  [
    /Path$|Paths$|Directories$|^(Where|What|Symlinks|SourcePath|PIDFile|.*For|.*Images|Listen(FIFO|Special|MessageQueue|USBFunction)|TTYPath|EnvironmentFile|TemporaryFileSystem|ExecSearchPath)$/,
    '/x|/a/b /c|-/x|+/x|-+/x|rel|/a/../b|/x:/y|/x:/y:rbind|/x:/y:bogus|/x:|/x:rel|"/x|/x:ro|%t/x|%z|/x:/y:root:ro|/x:/y:bogus:ro|/proc/x||/dev/x|/x%i',
  ],
  [/Directory(NotEmpty)?$/, 'a|a b|a/b|a:b|/abs|a/../b|private|a:b:ro|%i|"a b"|x/%z||/x|~|-/x'],
  [/^(Condition|Assert)/, '/x|!/x|\\|/x|rel|!rel|%z|yes||x=y|\\| x|%i'],
  [
    /Environment$|^LogExtraFields$/,
    'FOO=bar|FOO|1FOO=x|FOO=|"FOO=a b" C=d|FOO="a b"|\'FOO=x|FOO=\\x41|FOO=\\q|foo=bar|FOO BAR|F-O|FOO=%i|FOO=%z|',
  ],
  [/^Documentation$/, 'http://x|man:foo(1)|man:foo(1) http://|file:/x|file:x|foo|man:ü|'],
  [/^BusName$/, 'org.example.X|org.1x.y|bad|:1.5|x.y|a..b|org.exa-mple.X|org.%p||org.%i.x'],
  [
    /^Listen(Stream|Datagram|SequentialPacket|Netlink)$/,
    '80|[::1]:80|1.2.3.4:80|::1|@abs|@|vsock:2:80|vsock:x:80|/run/x.sock|/var/run/x|route|audit 1|bogus 1|08|65536||localhost:80',
  ],
  [/^IPAddress/, 'any|localhost 10.0.0.0/8|10.0.0.0/33|fe80::/10|::1/129|10.0.0/8|any,localhost|'],
  [/^SocketBind/, '80|ipv4:80|ipv6:tcp:80|udp:1-5|tcp|5-1|ipv5:80|any|tcp:any|1-65536|'],
  [
    /^SystemCall|^Restrict|Capabilities|BoundingSet|^SecureBits|^DisableControllers|^Delegate/,
    '@system-service|@bogus|~@privileged|read write|read:EPERM|~read:EPERM|~read:bogus|nosuchcall|~|EPERM|EFOO|kill|native|x86 foo|AF_INET AF_UNIX|~AF_PACKET|AF_FOO|none|cgroup ipc|~user|user bogus|CAP_CHOWN|CAP_FOO|noroot|cpu io|cpu foo|foo|yes|no|eth0|a/b|ext4|@basic-api|',
  ],
  [/CPUs$|Affinity$|Nodes$|Mask$/, '0-3|0,1|0 1 2|3-1|a-b|1-|8192|numa|all||0x3'],
  [/^CoredumpFilter$/, 'all|default private-huge|elf-headers|private-foo|0xff|ff|xyz|'],
  [/Policy$/, 'auto|closed|strict|continue|stop|kill|fifo|rr|other|bogus|bind|default||9'],
  [/^DeviceAllow$/, '/dev/null|/dev/sda rwm|/dev/sda rx|char-pts rw|block-*|/x|"/dev/sda" r|'],
  [/^(Syslog|LogLevel|IPTOS|IOSchedulingClass|Personality|Timestamping|SocketProtocol|BindIPv6Only)/, 'daemon|local7|local8|info|warn|7|8|low-delay|idle|best-effort|x86|x86-64|us|off|sctp|tcp|both|yes|x%i|%z|'],
  [/^Standard/, 'null|journal|syslog|tty|fd:x|fd:|fd|file:/x|file:rel|append:/x|append:|truncate:/x|console|data|hello|aGVsbG8=|?|a\\nb|a\\qb|'],
  [/Credential/, 'x:y|x|x:/y|x/y:/z|x:rel/z|x:/y/../z|x:a\\q|x:aGVsbG8=|a*|a*b||%i:/x'],
  [/^(Slice|Unit|Service|Sockets)$/, 'u.slice|u-v.slice|-.slice|u.service|u@x.slice|u|v.socket u.socket|v.service|v@.service|v@i.service|v.target|v.bogus|'],
  [
    /^(Type|Restart|NotifyAccess|KillMode|Protect.*|Private.*|ManagedOOM.*|CollectMode|NUMAPolicy|MountFlags|.*Preserve|.*Watch|User|Group)$/,
    'simple|oneshot|notify|notify-reload|always|on-failure|no|yes|main|all|full|strict|read-only|tmpfs|bogus|ptraceable|invisible|pid|auto|kill|omit|none|mixed|inactive|bind|shared|slave|restart|nobody||ext4|private|self',
  ],
  [/^(BindToDevice|LogNamespace|FileDescriptorName|OpenFile|NFTSet|PAMName|UtmpIdentifier|Smack.*|SELinux.*|AppArmor.*)$/, 'eth0|lo|*|en/x|averyverylonginterfacename|a b|a:b|x|%z|-%z|/x:a:append|/x:a:bogus|user:inet:t:s|'],
  [/^CPUQuota$/, '20%|200%|0%|20|5‰|12.25%|-5%|'],
  [/^Exec/, '/bin/true|-/bin/x \\q|/bin/true \\q|-"x|true|-%z|-/|/bin/true "a|/bin/a ; /bin/b|!!/bin/true|'],
  [
    /./,
    'yes|no|1|0|on|off|true|maybe|2|YES|oN|y||x|/x|%i|%z',
  ],
]; // biome-ignore format: a table

const VALUES: readonly (readonly [RegExp, readonly string[]])[] = KINDS.map(([keys, values]) => [
  keys,
  values.split(/(?<!\\)\|/).map((value) => value.replace('\\|', '|')),
]);
const ALL = [...new Set(VALUES.flatMap(([, values]) => values))];

/** Keys of [Unit] that make edges are drawn elsewhere. */
const EDGES =
  /^(After|Before|BindTo|BindsTo|Conflicts|JoinsNamespaceOf|On(Failure|Success)|PartOf|Propagate.*|.*PropagatedFrom|Requires|Requisite|.*Overridable|Upholds|Wants)$/;

/** An assignment of some key of the section that this version knows. */
export function drawValue(d: Dice, section: string, version: number): string {
  const keys = keysOf(section).filter((key) => keyKnowledge(section, key, version) === 'known' && !EDGES.test(key));
  if (keys.length === 0) return 'X-Own=1';
  const key = d.pick(keys);
  const own = VALUES.find(([form]) => form.test(key))?.[1] ?? ALL;
  return `${key}=${d.pick(d.chance(80) ? own : ALL)}`;
}

/** Every key of every section that this version knows, with the values of its kind. */
export function valuesByKey(version: number): readonly (readonly [key: string, values: readonly string[]])[] {
  return SECTIONS.map((section) => [section, keysOf(section)] as const).flatMap(([section, keys]) =>
    keys
      .filter((key) => section !== 'Install' && section !== 'Scope' && !EDGES.test(key))
      .filter((key) => keyKnowledge(section, key, version) === 'known')
      .map((key) => [`${section}.${key}`, VALUES.find(([form]) => form.test(key))?.[1] ?? ALL] as const),
  );
}
