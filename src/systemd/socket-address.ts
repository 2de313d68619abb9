/** Addresses of Listen…=: socket_address_parse and socket_address_parse_netlink (src/shared/socket-netlink.c). */
import { byteLength, parseUnsigned } from './values.ts';
import { firstWord } from './words.ts';

export interface SocketAddress {
  readonly family: 'unix' | 'vsock' | 'ip';
  /** Of a socket in the file system. */
  readonly path?: string;
}

/** undefined: no address, so the assignment is ignored. */
export function parseSocketAddress(text: string): SocketAddress | undefined {
  if (text.startsWith('/') || text.startsWith('@')) {
    // sun_path holds 108 bytes; a path needs one for its end, and an abstract name must not be empty.
    if (byteLength(text) < 2 || byteLength(text) > (text.startsWith('/') ? 107 : 108)) return undefined;
    return text.startsWith('/') ? { family: 'unix', path: text } : { family: 'unix' };
  }
  const vsock = /^vsock(?:-stream|-dgram|-seqpacket)?:([^:]*):(.*)$/.exec(text);
  if (vsock) {
    const [, cid = '', port = ''] = vsock;
    if (cid !== '' && parseUnsigned(cid) === undefined) return undefined;
    return parseUnsigned(port) === undefined ? undefined : { family: 'vsock' };
  }
  if (!text.includes(':')) return isPort(text) ? { family: 'ip' } : undefined;
  const six = /^\[([^\]]*)\]:(.*)$/.exec(text);
  if (six) {
    const [address = '', zone] = (six[1] ?? '').split('%');
    return isIPv6(address) && zone !== '' && isPort(six[2] ?? '') ? { family: 'ip' } : undefined;
  }
  const four = /^([^:]*):([^:]*)$/.exec(text);
  return four && isIPv4(four[1] ?? '') && isPort(four[2] ?? '') ? { family: 'ip' } : undefined;
}

/** inet_pton(3). The platform's own functions come with all of node:net, which takes 5 ms to load at every start. */
function isIPv4(text: string): boolean {
  const parts = text.split('.');
  return parts.length === 4 && parts.every((part) => /^(0|[1-9][0-9]{0,2})$/.test(part) && Number(part) < 256);
}

function isIPv6(text: string): boolean {
  return /^[0-9A-Fa-f:.]+$/.test(text) && URL.canParse(`http://[${text}]/`);
}

/** Of netlink_family_table. */
const NETLINK_FAMILIES = new Set([
  'route', 'firewall', 'inet-diag', 'nflog', 'xfrm', 'selinux', 'iscsi', 'audit', 'fib-lookup', 'connector',
  'netfilter', 'ip6-fw', 'dnrtmsg', 'kobject-uevent', 'generic', 'scsitransport', 'ecryptfs', 'rdma',
]); // biome-ignore format: a table

export function isNetlinkAddress(text: string): boolean {
  const first = firstWord(text);
  if (!('word' in first) || !(NETLINK_FAMILIES.has(first.word) || parseUnsigned(first.word, 0x7fff_ffff) !== undefined))
    return false;
  return first.rest === undefined || parseUnsigned(first.rest) !== undefined;
}

function isPort(text: string): boolean {
  const port = parseUnsigned(text, 65_535);
  return port !== undefined && port > 0;
}
