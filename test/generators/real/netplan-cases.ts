/** Random netplan configurations. Recorded on a machine with an eth0 and no wireless interface, which netplan looks for. */
import type { CaseFile, GeneratorCase } from './case.ts';
import type { Random } from './random.ts';

export function netplanCase(random: Random): GeneratorCase {
  const files = new Map<string, CaseFile>();
  const pick = (...lines: readonly string[]): string => random.pick(lines);
  const maybe = (chance: number, text: string): string => (random.chance(chance) ? text : '');
  const keys = (indent: string): string =>
    maybe(0.5, `${indent}dhcp4: ${pick('true', 'yes', 'false', 'no')}\n`) +
    maybe(0.3, `${indent}optional: ${pick('true', 'false')}\n`) +
    maybe(0.3, `${indent}addresses: ${pick('[10.0.0.1/24]', '[ "10.0.0.2/24", 10.0.0.3/24 ]')}\n`) +
    maybe(0.2, `${indent}renderer: ${pick('networkd', 'NetworkManager')}\n`) +
    maybe(0.2, `${indent}nameservers: # where\n${indent}  addresses:\n${indent}  - 1.1.1.1\n${indent}  - 9.9.9.9\n`) +
    `${indent}mtu: 1500\n`;
  const text = (): string =>
    [
      maybe(0.3, '# by hand\n'),
      'network:\n  version: 2\n',
      maybe(0.4, `  renderer: ${pick('networkd', 'NetworkManager')}\n`),
      maybe(0.7, `  ethernets:\n    ${pick('eth0', '"eth0"')}:\n${keys('      ')}`),
      maybe(
        0.2,
        '  vlans:\n    vlan5: {id: 5, link: eth9, addresses: [10.5.0.1/24], optional: true}\n  dummy-devices:\n    eth9: {}\n',
      ),
      maybe(0.3, `  bridges:\n    br0:\n${keys('      ')}      interfaces: []\n`),
      maybe(
        0.3,
        `  wifis:\n    wlan-0:\n      optional: true\n      access-points:\n        "home net":\n          password: "12345678"\n`,
      ),
    ].join('');
  if (random.chance(0.8)) files.set('/etc/netplan/50-a.yaml', { content: text(), mode: 0o600 });
  if (random.chance(0.3)) files.set('/etc/netplan/60-b.yaml', { content: text(), mode: 0o600 });
  if (random.chance(0.2)) files.set('/usr/lib/netplan/50-a.yaml', { content: text(), mode: 0o600 });
  if (random.chance(0.2)) files.set('/etc/netplan/70-not.yml', { content: text(), mode: 0o600 });
  return { files, cmdline: '' };
}
