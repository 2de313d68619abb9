/** zram-generator: a swap or a mount on each compressed device of zram-generator.conf (zram-generator.conf(5)). */
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { cmdlineItems, sameKey } from '../../words/kernel-cmdline.ts';
import type { GeneratorContext } from './context.ts';
import type { Source } from './output.ts';
import { escapePath, simplifyPath, unitNameFromPath } from './unit-names.ts';

const DIRECTORIES = ['/usr/lib', '/usr/local/lib', '/etc', '/run'].map((dir) => `${dir}/systemd`);

interface Device {
  readonly name: string;
  readonly source: Source;
  readonly keys: Map<string, string>;
}

export function zram(context: GeneratorContext): void {
  if (context.container) return;
  const wish = wished(context.cmdline);
  if (wish === false) return;
  const devices = readDevices(context.snapshot);
  if (wish === true && !devices.has('zram0'))
    devices.set('zram0', { name: 'zram0', source: { file: '/proc/cmdline' }, keys: new Map() });
  for (const device of [...devices.values()].sort((a, b) => (a.name < b.name ? -1 : 1))) deviceUnits(context, device);
}

/** systemd.zram=: off for all devices, or on for zram0 though no file names it. */
function wished(cmdline: string): boolean | undefined {
  const word = cmdlineItems(cmdline)
    .filter(({ key }) => sameKey(key, 'systemd.zram'))
    .at(-1);
  if (word === undefined) return undefined;
  if (['1', 'yes', 'true', 'on'].includes(word.value ?? '1')) return true;
  return ['0', 'no', 'false', 'off'].includes(word.value ?? '') ? false : undefined;
}

function readDevices(snapshot: Snapshot): Map<string, Device> {
  const devices = new Map<string, Device>();
  for (const file of configFiles(snapshot)) {
    let device: Device | undefined;
    for (const [index, raw] of (snapshot.read(file) ?? '').split('\n').entries()) {
      const line = raw.trim();
      const section = /^\[(.*)\]$/.exec(line)?.[1];
      if (section !== undefined) {
        const made = { name: section, source: { file, line: index + 1 }, keys: new Map<string, string>() };
        device = /^zram\d+$/.test(section) ? (devices.get(section) ?? made) : undefined;
        if (device !== undefined) devices.set(section, device);
      } else if (device !== undefined && !/^[#;]/.test(line) && line.includes('=')) {
        const cut = line.indexOf('=');
        device.keys.set(line.slice(0, cut).trim(), line.slice(cut + 1).trim());
      }
    }
  }
  return devices;
}

/** The main file of the last folder that has one, then all drop-ins by name; of one name, the last folder's. */
function configFiles(snapshot: Snapshot): readonly string[] {
  const main = DIRECTORIES.map((dir) => `${dir}/zram-generator.conf`).filter((file) => snapshot.stat(file));
  const dropIns = new Map<string, string>();
  for (const dir of DIRECTORIES)
    for (const { name } of snapshot.list(`${dir}/zram-generator.conf.d`) ?? [])
      if (name.endsWith('.conf') && !name.startsWith('.')) dropIns.set(name, `${dir}/zram-generator.conf.d/${name}`);
  const sorted = [...dropIns].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, file]) => file);
  return [...main.slice(-1), ...sorted.filter((file) => snapshot.readlink(file) !== '/dev/null')];
}

function deviceUnits(context: GeneratorContext, device: Device): void {
  const { output } = context;
  const { name, source, keys } = device;
  const limit = keys.get('host-memory-limit') ?? keys.get('memory-limit') ?? 'none';
  if (limit !== 'none') {
    const message = `Whether /dev/${name} is used depends on how much memory the machine has (limit: ${limit} MB); its units are left out.`;
    output.report({ severity: 'notice', code: 'generator-partly-modelled', message, ...source });
    return;
  }
  const sizes = ['zram-size', 'zram-fraction', 'max-zram-size'].map((key) => keys.get(key));
  if (sizes.some((size) => size !== undefined && Number(size || Number.NaN) === 0)) return;
  const where = keys.get('mount-point');
  if (where === undefined && (keys.get('fs-type') ?? 'swap') !== 'swap') return;
  const setup = `systemd-zram-setup@${name}.service`;
  const unit =
    where === undefined ? `${escapePath(`dev/${name}`)}.swap` : unitNameFromPath(simplifyPath(where), '.mount');
  if (unit === undefined) return;
  const writeback = keys.get('writeback-device');
  const backing = writeback === undefined ? undefined : unitNameFromPath(writeback, '.device');
  output.unit(
    'normal',
    `${setup}.d/bindings.conf`,
    [
      '[Unit]',
      `BindsTo=${where === undefined ? 'dev-%i.swap' : unit}${backing === undefined ? '' : ` ${backing}`}`,
      ...(backing === undefined ? [] : [`After=${backing}`]),
    ],
    source,
  );
  const options = `Options=${keys.get('options') ?? 'discard'}`;
  const needsSetup = [`Requires=${setup}`, `After=${setup}`];
  const lines =
    where === undefined
      ? [
          '[Unit]',
          `Description=Compressed Swap on /dev/${name}`,
          'DefaultDependencies=no',
          ...needsSetup,
          'Before=swap.target',
          ...(backing === undefined ? [] : ['Conflicts=shutdown.target']),
          '[Swap]',
          `What=/dev/${name}`,
          `Priority=${keys.get('swap-priority') ?? '100'}`,
          options,
        ]
      : [
          '[Unit]',
          `Description=Compressed Storage on /dev/${name}`,
          ...needsSetup,
          '[Mount]',
          `What=/dev/${name}`,
          `Where=${simplifyPath(where)}`,
          options,
        ];
  output.unit('normal', unit, lines, source);
  output.dependency('normal', where === undefined ? 'swap.target' : 'local-fs.target', 'wants', unit, source);
}
