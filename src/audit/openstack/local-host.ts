/** Which host names and addresses are this host, as far as the root's files say. */
import type { Snapshot } from '../../snapshot/snapshot.ts';

const LOOPBACK = /^(localhost(\.localdomain)?|127\.\d+\.\d+\.\d+|::1|\[::1\])$/;

/** @param own addresses that a configuration calls its own (my_ip) */
export function localHost(snapshot: Snapshot, own: readonly string[]): (host: string) => boolean {
  const names = new Set(own);
  const hostname = snapshot.read('/etc/hostname')?.trim();
  if (hostname) {
    names.add(hostname);
    names.add(hostname.split('.')[0] ?? hostname);
  }
  const lines = (snapshot.read('/etc/hosts') ?? '')
    .split('\n')
    .map((line) => line.replace(/#.*/, '').trim().split(/\s+/));
  // An address is ours where it is a loopback one, or where /etc/hosts gives it our own name.
  for (const [address = '', ...hosts] of lines)
    if (LOOPBACK.test(address) || hosts.some((host) => host === hostname)) {
      names.add(address);
      for (const host of hosts) names.add(host);
    }
  return (host) => LOOPBACK.test(host) || names.has(host);
}

/** The hosts of a URL or of a list of them: `rabbit://u:p@a:5672,u:p@b:5672/vhost` has two. */
export function hostsOfUrl(url: string): readonly string[] {
  const rest = /^[a-z0-9+.-]+:\/\/([^/?#]*)/i.exec(url)?.[1];
  return rest === undefined ? [] : hostsOfList(rest);
}

/** `u:p@a:5672, [::1]:11211` → `a`, `::1`. */
export function hostsOfList(list: string): readonly string[] {
  return list
    .split(',')
    .map((part) =>
      part
        .trim()
        .replace(/^.*@/, '')
        .replace(/^inet6?:/, ''),
    )
    .map((part) => /^\[([^\]]*)\]/.exec(part)?.[1] ?? part.replace(/:\d+$/, ''))
    .filter((host) => host !== '');
}
