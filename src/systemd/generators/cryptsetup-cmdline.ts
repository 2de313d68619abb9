/** luks.* of the kernel command line (systemd-cryptsetup-generator(8)). */
import type { Does } from '../../behaviours/does.ts';
import { cmdlineItems, switchValue } from '../../words/kernel-cmdline.ts';
import { filterOptions, udevNode } from '../mount-options.ts';
import type { GeneratorContext } from './context.ts';

export interface CommandLineVolume {
  readonly uuid: string;
  create?: true;
  name?: string;
  options?: string;
  keyFile?: string | undefined;
  keyDevice?: string | undefined;
  headerDevice?: string | undefined;
  dataDevice?: string;
}

export interface LuksCmdline {
  readonly enabled: boolean;
  readonly readCrypttab: boolean;
  /** Only volumes named on the command line are set up. */
  readonly onlyListed: boolean;
  readonly volumes: ReadonlyMap<string, CommandLineVolume>;
  readonly defaultOptions?: string;
  readonly defaultKeyFile?: string;
}

export function luksCmdline(context: GeneratorContext): LuksCmdline {
  let enabled = true;
  let readCrypttab = true;
  let onlyListed = false;
  let defaultOptions: string | undefined;
  let defaultKeyFile: string | undefined;
  const volumes = new Map<string, CommandLineVolume>();
  const volumeOf = (uuid: string): CommandLineVolume => {
    const known = volumes.get(uuid) ?? { uuid };
    volumes.set(uuid, known);
    return known;
  };
  for (const { key, value } of cmdlineItems(context.cmdline)) {
    if (key === 'luks') enabled = switchValue(value, enabled);
    else if (key === 'luks.crypttab') readCrypttab = switchValue(value, readCrypttab);
    else if (value === undefined) continue;
    else if (key === 'luks.uuid') {
      volumeOf(value.replace(/^luks-/, '')).create = true;
      onlyListed = true;
    } else if (key === 'luks.name') {
      const match = /^([0-9a-fA-F-]+)=[ \t]*(\S+)/.exec(value);
      if (match === null) continue;
      Object.assign(volumeOf(match[1] ?? ''), { create: true, name: match[2] });
      onlyListed = true;
    } else if (key === 'luks.options') {
      const match = /^([0-9a-fA-F-]+)=[ \t]*(\S+)/.exec(value);
      if (match === null) defaultOptions = value;
      else if (isUuid(match[1] ?? '')) {
        const filtered = withoutHeaderDevice(context.does, match[2] ?? '');
        if (filtered !== undefined) Object.assign(volumeOf(match[1] ?? ''), filtered);
      }
    } else if (key === 'luks.key' || key === 'luks.data') {
      const match = /^([0-9a-zA-Z-]*)=(.*)$/s.exec(value);
      if (match === null) {
        if (key === 'luks.key') defaultKeyFile = value;
      } else if (isUuid(match[1] ?? '')) {
        const volume = volumeOf(match[1] ?? '');
        if (key === 'luks.data') volume.dataDevice = udevNode(match[2] ?? '');
        else {
          const { file, device } = splitLocation(match[2] ?? '');
          Object.assign(volume, { keyFile: file, keyDevice: device });
        }
      }
    }
  }
  return {
    enabled,
    readCrypttab,
    onlyListed,
    volumes,
    ...(defaultOptions === undefined ? {} : { defaultOptions }),
    ...(defaultKeyFile === undefined ? {} : { defaultKeyFile }),
  };
}

/** split_locationspec: `FILE:DEVICE`, where what follows the last colon is an absolute path or a tag such as LABEL=. */
export function splitLocation(spec: string): { readonly file: string; readonly device: string | undefined } {
  const colon = spec.lastIndexOf(':');
  const device = colon < 0 ? '' : udevNode(spec.slice(colon + 1));
  return device.startsWith('/') ? { file: spec.slice(0, colon), device } : { file: spec, device: undefined };
}

/** filter_header_device: the device of `header=FILE:DEVICE` on its own. undefined: the options cannot be parsed. */
export function withoutHeaderDevice(
  does: Does,
  options: string,
): { readonly options: string; readonly headerDevice: string | undefined } | undefined {
  const filtered = filterOptions(does, options, 'header');
  if (filtered === undefined) return undefined;
  if (!filtered.found) return { options: filtered.rest, headerDevice: undefined };
  const { file, device } =
    filtered.value === undefined ? { file: '', device: undefined } : splitLocation(filtered.value);
  return { options: `${filtered.rest === '' ? '' : `${filtered.rest},`}header=${file}`, headerDevice: device };
}

function isUuid(text: string): boolean {
  return /^[0-9a-zA-Z]{32}$/.test(text) || /^[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$/.test(text);
}
