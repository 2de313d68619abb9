/** Addresses of Listen…=: socket_address_parse and socket_address_parse_netlink (src/shared/socket-netlink.c). */

import type { Does } from '../behaviours/does.ts';
import { byteLength, isInterfaceName, parseUnsigned } from './values.ts';
import { firstWord } from './words.ts';

export interface SocketAddress {
  readonly family: 'unix' | 'vsock' | 'ip';
  /** Of a socket in the file system. */
  readonly path?: string;
}

/**
 * undefined: no address, so the assignment is ignored. That a network interface exists which is named behind `%` is known to
 * the running machine only: it is taken for granted. @param does the newest version's where it is not given.
 */
export function parseSocketAddress(text: string, does?: Does): SocketAddress | undefined {
  if (text.startsWith('/') || text.startsWith('@')) {
    // sun_path holds 108 bytes; a path needs one for its end, and an abstract name must not be empty.
    if (
      (byteLength(text) < 2 && (text !== '/' || does?.('root-is-no-socket') !== false)) ||
      byteLength(text) > (text.startsWith('/') ? 107 : 108)
    )
      return undefined;
    return text.startsWith('/') ? { family: 'unix', path: text } : { family: 'unix' };
  }
  const vsock = /^vsock(-stream|-dgram|-seqpacket)?:([^:]*):(.*)$/.exec(text);
  if (vsock) {
    const [, type, cid = '', port = ''] = vsock;
    if (type !== undefined && does && !does('vsock-types')) return undefined;
    const any = cid === '' || (cid === '-1' && does?.('vsock-any-by-number') !== false);
    if (!any && parseUnsigned(cid) === undefined) return undefined;
    return parseUnsigned(port) === undefined ? undefined : { family: 'vsock' };
  }
  if (isPort(text, does)) return { family: 'ip' };
  const parts = /^(?:\[([^\]%]*)\]|([^:%]*)):([^%]*)(?:%(.*))?$/.exec(text);
  if (!parts) return undefined;
  const [, six, four = '', port = '', zone] = parts;
  const address = six === undefined ? isIPv4(four) : isIPv6(six);
  return address && isPort(port, does) && (zone === undefined || isZone(zone, does)) ? { family: 'ip' } : undefined;
}

/** parse_ip_port: any form of number. */
function isPort(text: string, does: Does | undefined): boolean {
  if (does?.('port-refuses-space') !== false && /^\s/.test(text)) return false;
  return (parseUnsigned(text, 65_535) ?? 0) > 0;
}

/** An interface, by name or by number. */
function isZone(text: string, does: Does | undefined): boolean {
  return isInterfaceName(text, does) || (parseUnsigned(text, 0x7fff_ffff) ?? 0) > 0;
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
