/** Generators of Debian packages that turn a folder of configurations into wanted instances. */
import { isUnitName } from '../unit-name.ts';
import type { GeneratorContext } from './context.ts';

/** tor: the default instance where /etc/tor/torrc exists, and one for each folder of /etc/tor/instances with a torrc. */
export function tor({ snapshot, output, wouldHold }: GeneratorContext): void {
  const want = (name: string, file: string): boolean =>
    output.dependency(
      'normal',
      'tor.service',
      'wants',
      `/lib/systemd/system/tor@${name === 'default' ? name : ''}.service`,
      { file },
      `tor@${name}.service`,
    );
  if (snapshot.stat('/etc/tor/torrc')) want('default', '/etc/tor/torrc');
  else if (snapshot.stat('/etc/tor') === undefined && !wouldHold('/etc/tor/torrc')) {
    const message = 'Instances of tor are not computed: /etc/tor is not in this copy.';
    output.report({ severity: 'notice', code: 'generator-partly-modelled', message });
  }
  for (const { name, kind } of snapshot.list('/etc/tor/instances') ?? []) {
    const torrc = `/etc/tor/instances/${name}/torrc`;
    if (kind === 'dir' && /^[a-zA-Z0-9]+$/.test(name) && name !== 'default' && snapshot.stat(torrc)) want(name, torrc);
  }
}

/** `AUTOSTART="a b"  # comment`, as the shell takes it. */
function autostart(text: string): string | undefined {
  const [, , value, rest = ''] = /^\s*AUTOSTART=(["']?)([^"'#]*)\1(.*)$/s.exec(text) ?? [];
  return /^\s*(#|$)/.test(rest) ? value?.trim() : undefined;
}

/** openvpn: the tunnels that AUTOSTART of /etc/default/openvpn names; all of them by default. */
export function openvpn({ snapshot, output }: GeneratorContext): void {
  const lines = (snapshot.read('/etc/default/openvpn') ?? '').split('\n');
  const set = lines
    .map((text, i) => ({ line: i + 1, value: autostart(text) }))
    .filter((l) => l.value !== undefined)
    .at(-1);
  const value = set?.value ?? 'all';
  if (value === 'none') return;
  const all = (snapshot.list('/etc/openvpn') ?? [])
    .map((e) => e.name)
    .filter((n) => n.endsWith('.conf') && !n.startsWith('.'))
    .map((n) => n.slice(0, -5));
  const names =
    value === 'all' || value === '' ? all : value.split(/\s+/).filter((n) => snapshot.stat(`/etc/openvpn/${n}.conf`));
  for (const name of names) {
    const unit = `openvpn@${name}.service`;
    const source = set ? { file: '/etc/default/openvpn', line: set.line } : { file: `/etc/openvpn/${name}.conf` };
    if (isUnitName(unit))
      output.dependency('normal', 'openvpn.service', 'wants', '/lib/systemd/system/openvpn@.service', source, unit);
  }
}

/** postfix: the main instance always; others stand in main.cf's multi_instance_directories, whose names postconf computes. */
export function postfix({ snapshot, output }: GeneratorContext): void {
  const lines = (snapshot.read('/etc/postfix/main.cf') ?? '').split('\n');
  output.dependency(
    'normal',
    'postfix.service',
    'wants',
    '/lib/systemd/system/postfix@.service',
    { file: '/etc/postfix/main.cf' },
    'postfix@-.service',
  );
  const line = lines.findIndex((text) => /^multi_instance_directories\s*=\s*\S/.test(text));
  if (line >= 0)
    output.report({
      severity: 'notice',
      code: 'generator-partly-modelled',
      message: 'Further postfix instances are not computed.',
      file: '/etc/postfix/main.cf',
      line: line + 1,
    });
}

/** swift-object: instances of each of its services; the folder that it looks into is the account server's. */
export function swiftObject({ snapshot, output }: GeneratorContext): void {
  const dir = '/etc/swift/account-server';
  for (const { name } of snapshot.list(dir) ?? []) {
    const instance = name.replace(/\.conf$/, '');
    for (const service of ['', '-auditor', '-reconstructor', '-replicator', '-updater']) {
      const unit = `/lib/systemd/system/swift-object${service}@.service`;
      const wanted = `swift-object${service}@${instance}.service`;
      if (!name.startsWith('.'))
        output.dependency(
          'normal',
          `swift-object${service}.service`,
          'wants',
          unit,
          { file: `${dir}/${name}` },
          wanted,
        );
    }
  }
}
