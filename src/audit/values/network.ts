/** Addresses and ports of a unit's firewall, and those it listens at. */
import { isIPv4, isIPv6 } from 'node:net';
import type { Does } from '../../behaviours/does.ts';
import { isNetlinkAddress, parseSocketAddress } from '../../systemd/socket-address.ts';
import { type Check, eachWord, expanded, ignored, is, orEmpty } from './check.ts';
import { integer } from './numbers.ts';

const UINT16 = [0n, 65_535n] as const;

/** config_parse_in_addr_prefixes. */
export const addressPrefixes = orEmpty(
  eachWord({}, is(isPrefix, 'is no address or prefix, and none of any, localhost, link-local, multicast')),
);

function isPrefix(word: string): boolean {
  if (/^(any|localhost|link-local|multicast)$/.test(word)) return true;
  const [address = '', length, more] = word.split('/');
  if (more !== undefined) return false;
  const most = isIPv4(address) ? 32n : isIPv6(address) && !address.includes('%') ? 128n : undefined;
  return most !== undefined && (length === undefined || integer(length, [0n, most]) !== undefined);
}

/** parse_socket_bind_item: [FAMILY:][PROTOCOL:]PORTS. */
export const socketBind = orEmpty(
  is((value, { does }) => {
    const parts = value.split(':');
    if (parts.some((part) => part === '')) return false;
    if (/^(ipv4|ipv6)$/.test(parts[0] ?? '')) parts.shift();
    if (/^(tcp|udp)$/.test(parts[0] ?? '')) parts.shift();
    if (parts.length === 0) return true;
    return parts.length === 1 && (parts[0] === 'any' || isPorts(parts[0] ?? '', does));
  }, 'is no [ipv4:|ipv6:][tcp:|udp:]PORT'),
);

function isPorts(text: string, does: Does): boolean {
  const [low, high, more] = text.split('-').map((end) => integer(end, UINT16));
  return (
    more === undefined &&
    low !== undefined &&
    (low > 0n || does('any-port-is-0')) &&
    (!text.includes('-') || (high !== undefined && high >= low))
  );
}

/** config_parse_socket_listen. */
export const listen: Check = orEmpty(
  expanded((text, { setting }) => {
    // Whether there is an interface of the name behind a % is the machine's business.
    if (/^\[[^\]]*%/.test(text)) return undefined;
    const address = parseSocketAddress(text);
    if (address === undefined) return ignored(text, 'is no address to listen at');
    return setting.key === 'ListenSequentialPacket' && address.family !== 'unix'
      ? ignored(text, 'is an address of a family that has no such sockets')
      : undefined;
  }),
);
export const listenNetlink = orEmpty(expanded(is(isNetlinkAddress, 'is no netlink family and group')));
