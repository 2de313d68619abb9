/**
 * netplan's generator: systemd-networkd is started where something is configured for it; a service for each wireless
 * interface; and one that clears what Open vSwitch kept. From version 1.2 its units lie in generator.late.
 */

import type { Snapshot } from '../../snapshot/snapshot.ts';
import { escapeName } from '../unit-name.ts';
import { parseBoolean } from '../values.ts';
import type { GeneratorContext } from './context.ts';
import { SLOT_DIRECTORY, type Slot, type Source } from './output.ts';
import { unitNameFromPath } from './unit-names.ts';
import { parseYaml, type Yaml } from './yaml.ts';

const KINDS = [
  'ethernets', 'wifis', 'modems', 'bridges', 'bonds', 'vlans', 'tunnels', 'vrfs', 'dummy-devices', 'virtual-ethernets', 'nm-devices',
]; // biome-ignore format: a table
/** Kinds that 1.0 brought: before, the whole configuration is refused for them. */
const NEWER_KINDS = ['dummy-devices', 'virtual-ethernets'];
/** Interfaces that are waited for only where the machine has them when the generator runs. */
const PHYSICAL = ['ethernets', 'wifis', 'modems'];
/** Keys of an interface that ask for units which are not computed. */
const MORE = [
  'openvswitch',
  'auth',
  'virtual-function-count',
  'embedded-switch-mode',
  'delay-virtual-functions-rebind',
];

/** Where its settings lie; of two files with one name the later folder's counts. */
export const NETPLAN_FOLDERS = ['/lib/netplan', '/etc/netplan', '/run/netplan'] as const;

interface Interface {
  readonly id: string;
  readonly kind: string;
  readonly keys: Map<string, Yaml>;
  readonly source: Source;
}

export function netplan(context: GeneratorContext): void {
  const { snapshot, output, unitDirectory } = context;
  const config = readConfig(context);
  if (config === undefined) return;
  // Before 1.0 the program, or a link to it, lies in another folder.
  const program = ['/usr/lib', '/lib'].map((dir) => snapshot.lstat(`${dir}/netplan/generate`)?.kind).find(Boolean);
  const old = program !== undefined;
  if (old && config.some(({ kind }) => NEWER_KINDS.includes(kind))) return;
  // 0.101 does nothing at all without a file; 0.104 has its program in the same place, and does.
  if (program === 'file' && configFiles(snapshot).length === 0 && !isSince104(context)) return;
  const twoSteps = snapshot.stat('/usr/libexec/netplan/configure') !== undefined;
  const slot: Slot = twoSteps ? 'late' : 'runtime';
  const unit = (name: string, lines: readonly string[], source?: Source, link = name): void => {
    const ends = ['Before=network.target', 'Wants=network.target', '[Service]'];
    const [head, service] = [
      lines.filter((line) => !/^(Type|Exec)/.test(line)),
      lines.filter((line) => /^(Type|Exec)/.test(line)),
    ];
    output.unit(slot, name, ['[Unit]', 'DefaultDependencies=no', ...head, ...ends, ...service], source);
    output.dependency(slot, 'systemd-networkd.service', 'wants', `${SLOT_DIRECTORY[slot]}/${link}`, source, link);
  };
  const managed = config.filter(
    ({ kind, keys }) => kind !== 'nm-devices' && (keys.get('renderer') ?? 'networkd') === 'networkd',
  );
  for (const { id, kind, keys, source } of managed) {
    if (kind !== 'wifis') continue;
    if (!keys.has('access-points') && !keys.has('auth')) continue;
    const device = unitNameFromPath(`/sys/subsystem/net/devices/${id}`, '.device');
    unit(
      `netplan-wpa-${escapeName(id)}.service`,
      [
        `Description=WPA supplicant for netplan ${id}`,
        ...(device === undefined ? [] : [`Requires=${device}`, `After=${device}`]),
        ...(twoSteps ? ['Requires=netplan-configure.service', 'After=netplan-configure.service'] : []),
        'Type=simple',
        `ExecStart=/sbin/wpa_supplicant -c /run/netplan/wpa-${id}.conf -i${id} -Dnl80211,wext`,
      ],
      source,
      // The link has the name as it is written, and leads nowhere where that is escaped.
      `netplan-wpa-${id}.service`,
    );
  }
  clearOpenVSwitch(unit);
  if (managed.length === 0) return;
  const source = managed[0]?.source;
  const networkd = twoSteps ? `${unitDirectory}/systemd-networkd.service` : 'systemd-networkd.service';
  output.dependency('normal', 'multi-user.target', 'wants', networkd, source);
  const awaited = managed.filter(({ keys }) => parseBoolean(wordOf(keys.get('optional'))) !== true);
  const online = 'systemd-networkd-wait-online.service';
  if (awaited.length > 0 || old) {
    const folder = `${twoSteps ? '/usr/lib' : '/lib'}/systemd/system`;
    output.dependency('normal', 'network-online.target', 'wants', `${folder}/${online}`, source);
    const hardware = awaited.filter(({ kind }) => PHYSICAL.includes(kind));
    const names = hardware.map(({ id }) => id).join(', ');
    const message = `That network-online.target waits for networkd supposes that the machine has ${names}, as netplan looks for it.`;
    if (hardware.length === awaited.length && !old)
      output.report({
        severity: 'notice',
        code: 'generator-partly-modelled',
        message,
        unit: online,
        ...hardware[0]?.source,
      });
  }
  if (old) return;
  const routable = awaited.some(({ keys }) => isRoutable(keys));
  const link = `${SLOT_DIRECTORY.normal}/network-online.target.wants/${online}`;
  output.unit(
    slot,
    `${online}.d/10-netplan.conf`,
    [
      '[Unit]',
      `ConditionPathIsSymbolicLink=${link}`,
      ...(twoSteps && routable ? ['After=systemd-resolved.service'] : []),
    ],
    source,
  );
}

/** Whether dpkg's record names netplan 0.104 or later; false where there is none. */
function isSince104({ snapshot }: GeneratorContext): boolean {
  const status = snapshot.read('/var/lib/dpkg/status') ?? '';
  const [, major = 0, minor = 0] =
    /^Package: netplan\.io\n(?:.+\n)*?Version: (?:\d+:)?(\d+)(?:\.(\d+))?/m.exec(status)?.map(Number) ?? [];
  return major > 0 || minor >= 104;
}

/** In force where Open vSwitch is not installed too: its condition keeps it from running there. */
function clearOpenVSwitch(unit: (name: string, lines: readonly string[]) => void): void {
  unit('netplan-ovs-cleanup.service', [
    'Description=OpenVSwitch configuration for cleanup',
    ...['Wants=ovsdb-server.service', 'After=ovsdb-server.service', 'ConditionFileIsExecutable=/usr/bin/ovs-vsctl'],
    ...['Type=oneshot', 'ExecStart=/usr/sbin/netplan apply --only-ovs-cleanup'],
  ]);
}

function wordOf(value: Yaml | undefined): string {
  return typeof value === 'string' ? value : '';
}

function isRoutable(keys: ReadonlyMap<string, Yaml>): boolean {
  if (['dhcp4', 'dhcp6'].some((key) => parseBoolean(wordOf(keys.get(key))) === true)) return true;
  const addresses = keys.get('addresses');
  return Array.isArray(addresses) && addresses.length > 0;
}

/** Every interface, what later files say over what earlier ones say; undefined where a file is more than is read here. */
function readConfig({ snapshot, output }: GeneratorContext): readonly Interface[] | undefined {
  const found = new Map<string, Interface>();
  let renderer: Yaml | undefined;
  const unread = (file: string): undefined => {
    const message =
      'What netplan makes of this file is not computed: systemd-networkd.service and systemd-networkd-wait-online.service may be wanted, and netplan-*.service made.';
    output.report({
      severity: 'notice',
      code: 'generator-partly-modelled',
      message,
      file,
      unit: 'systemd-networkd.service',
    });
    return undefined;
  };
  for (const file of configFiles(snapshot)) {
    const parsed = parseYaml(snapshot.read(file) ?? '');
    if (!(parsed instanceof Map)) return unread(file);
    const network = parsed.get('network');
    if (network === undefined || network === '') continue;
    if (!(network instanceof Map) || network.has('openvswitch')) return unread(file);
    renderer = network.get('renderer') ?? renderer;
    for (const kind of KINDS) {
      const all = network.get(kind);
      if (all === undefined || all === '') continue;
      if (!(all instanceof Map)) return unread(file);
      for (const [id, keys] of all) {
        if (id === 'renderer' || !(keys instanceof Map || keys === '')) return unread(file);
        const own = keys instanceof Map ? keys : new Map<string, Yaml>();
        if (MORE.some((key) => own.has(key)) || own.has('regulatory-domain')) return unread(file);
        const known = found.get(id);
        if (known === undefined) found.set(id, { id, kind, keys: new Map(own), source: { file } });
        else for (const [key, value] of own) known.keys.set(key, value);
      }
    }
  }
  return [...found.values()].map((one) => {
    const own = one.keys.get('renderer') ?? renderer;
    return { ...one, keys: own === undefined ? one.keys : new Map([...one.keys, ['renderer', own]]) };
  });
}

/** In the order of their names; of one name, /run before /etc before /lib. */
function configFiles(snapshot: Snapshot): readonly string[] {
  const files = new Map<string, string>();
  for (const dir of NETPLAN_FOLDERS)
    for (const { name } of snapshot.list(dir) ?? []) if (/^[^.].*\.yaml$/.test(name)) files.set(name, `${dir}/${name}`);
  return [...files].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, file]) => file);
}
