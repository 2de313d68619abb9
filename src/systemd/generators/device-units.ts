/** What generators write about the device behind a mount, a swap or a volume (src/shared/generator.c). */

import { parseTimeSpan } from '../../words/time-span.ts';
import { filterOptions, hasOption, optionValue, udevNode } from '../mount-options.ts';
import type { GeneratorContext } from './context.ts';
import type { Source, UnitFile } from './output.ts';
import { escapePath, isDevicePath, pathIsBelow, simplifyPath, unitNameFromPath } from './unit-names.ts';

/** Paths whose mounts stay to the end of the machine: they wait for no network device. */
const EXTRINSIC = ['/', '/usr', '/etc'];
const EXTRINSIC_BELOW = ['/run/initramfs', '/run/nextroot', '/proc', '/sys', '/dev'];

/** `give-up`: an error ends the work on this entry; `crash`: systemd's generator dies of it. */
export type Outcome = 'done' | 'give-up' | 'crash';

/** generator_write_blockdev_dependency: after the target that stands for the device's setup. False: no such unit name. */
export function blockDeviceOrder({ does }: GeneratorContext, file: UnitFile, what: string): boolean {
  if (!does('blockdev-targets')) return true;
  if (!pathIsBelow(what, '/dev')) return true;
  const escaped = escapePath(what);
  if (escaped !== undefined) file.add(`After=blockdev@${escaped}.target`);
  return escaped !== undefined;
}

/** is_device_path: something below /dev or /sys. Nothing is looked up. */
export function isDevice(context: GeneratorContext, path: string): boolean {
  if (isDevicePath(path)) return true;
  return !context.does('device-path-needs-name') && ['/dev', '/sys'].some((dir) => pathIsBelow(path, dir));
}

/** Older versions make no unit name of a path with `.` in it. */
export function hasNoName(context: GeneratorContext, path: string): boolean {
  return !context.does('unit-names-drop-dots') && /(^|\/)\.(\/|$)/.test(path);
}

/**
 * generator_write_device_timeout: x-systemd.device-timeout= as a drop-in of the device.
 * `rest`: the options without it; undefined where they could not be parsed.
 */
export function deviceTimeout(
  context: GeneratorContext,
  what: string,
  options: string,
  source: Source,
  wantsRest: boolean,
): { readonly outcome: Outcome; readonly rest: string } {
  const { does, output } = context;
  const names = ['comment=systemd.device-timeout', 'x-systemd.device-timeout'];
  const filter = wantsRest ? filterOptions : optionValue;
  const filtered = filter(does, options, ...names);
  if (filtered === undefined)
    return { outcome: context.does('options-unescape-relaxed') ? 'done' : 'give-up', rest: '' };
  const { found, value, rest } = filtered;
  if (!found) return { outcome: 'done', rest };
  if (value === undefined) return { outcome: 'crash', rest };
  if (parseTimeSpan(value) === undefined) return { outcome: 'done', rest };
  const node = udevNode(what);
  const running = context.does('device-timeout-running');
  if (running && !isDevice(context, node)) return { outcome: 'done', rest };
  const device = hasNoName(context, node) ? undefined : unitNameFromPath(node, '.device');
  if (device === undefined) return { outcome: 'give-up', rest };
  output.replace(
    'normal',
    `${device}.d/50-device-timeout.conf`,
    ['[Unit]', `${running ? 'JobRunningTimeoutSec' : 'JobTimeoutSec'}=${value}`],
    source,
  );
  return { outcome: 'done', rest };
}

/** generator_write_network_device_deps: the device of a `_netdev` entry comes after the network. False: no such unit name. */
export function networkDevice(
  context: GeneratorContext,
  what: string,
  where: string | undefined,
  options: string,
  source: Source,
): boolean {
  if (!context.does('netdev-devices-wait')) return true;
  if (where !== undefined && context.does('netdev-extrinsic-devices') && isExtrinsic(where, options)) return true;
  const node = udevNode(what);
  if (!hasOption(options, '_netdev') || !isDevice(context, node)) return true;
  const device = unitNameFromPath(node, '.device');
  if (device === undefined) return false;
  const lines = ['[Unit]', 'After=network-online.target network.target', 'Wants=network-online.target'];
  context.output.replace('normal', `${device}.d/50-netdev-dependencies.conf`, lines, source);
  return true;
}

function isExtrinsic(where: string, options: string): boolean {
  const path = simplifyPath(where);
  if (EXTRINSIC.includes(path) || hasOption(options, 'x-initrd.mount')) return true;
  return EXTRINSIC_BELOW.some((dir) => path === dir || path.startsWith(`${dir}/`));
}
