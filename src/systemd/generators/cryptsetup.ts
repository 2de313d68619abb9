/** systemd-cryptsetup-generator: encrypted volumes of /etc/crypttab and of luks.* (systemd-cryptsetup-generator(8), crypttab(5)). */

import { filterOptions, hasOption, optionValue, udevNode, yesNoOption } from '../mount-options.ts';
import { escapeName } from '../unit-name.ts';
import type { GeneratorContext } from './context.ts';
import { type LuksCmdline, luksCmdline, splitLocation, withoutHeaderDevice } from './cryptsetup-cmdline.ts';
import { dependOnFile, mountSideDevice } from './cryptsetup-files.ts';
import { deviceTimeout, type Outcome } from './device-units.ts';
import type { Source, UnitFile } from './output.ts';
import { tabLines } from './tab-lines.ts';
import { escapeSpecifiers, instanceName, simplifyPath } from './unit-names.ts';
import {
  dependOnSource,
  deviceUnit,
  linkVolume,
  reportShortLine,
  stopBeforeUmount,
  systemdProgram,
  volumeUnit,
} from './volumes.ts';

const CRYPTTAB = '/etc/crypttab';
const CMDLINE = '/proc/cmdline';

interface Volume {
  readonly name: string;
  readonly device: string;
  readonly keyFile: string | undefined;
  readonly keyDevice: string | undefined;
  readonly headerDevice: string | undefined;
  readonly options: string | undefined;
  readonly sourcePath: string;
}

export function cryptsetup(context: GeneratorContext): void {
  const cmdline = luksCmdline(context);
  if (!cmdline.enabled) return;
  if (cmdline.readCrypttab && !fromCrypttab(context, cmdline)) return;
  for (const volume of cmdline.volumes.values()) {
    if (!volume.create) continue;
    const outcome = createVolume(
      context,
      {
        name: volume.name ?? `luks-${volume.uuid}`,
        device: volume.dataDevice ?? `UUID=${volume.uuid}`,
        keyFile: volume.keyFile ?? cmdline.defaultKeyFile,
        keyDevice: volume.keyDevice,
        headerDevice: volume.headerDevice,
        options: volume.options ?? cmdline.defaultOptions,
        sourcePath: CMDLINE,
      },
      { file: CMDLINE },
    );
    if (stops(context, outcome)) return;
  }
}

/** False where the generator ends over a line. */
function fromCrypttab(context: GeneratorContext, cmdline: LuksCmdline): boolean {
  const text = context.snapshot.read(CRYPTTAB) ?? '';
  for (const { line, fields } of tabLines(text, 2, 4, reportShortLine(context, CRYPTTAB))) {
    const [name = '', device = '', keySpec, written] = fields;
    const uuid = /^UUID=(.*)$/s.exec(device)?.[1] ?? belowByUuid(device) ?? /^luks-(.*)$/s.exec(name)?.[1];
    const listed = uuid === undefined ? undefined : cmdline.volumes.get(uuid);
    if (cmdline.onlyListed && listed === undefined) continue;
    const key = keySpec === undefined ? { file: undefined, device: undefined } : splitLocation(keySpec);
    let options = written;
    let headerDevice: string | undefined;
    if (listed?.options !== undefined) ({ options, headerDevice } = listed);
    else if (written !== undefined) {
      const filtered = withoutHeaderDevice(context.does, written);
      if (filtered === undefined) {
        if (stops(context, 'give-up')) return false;
        continue;
      }
      ({ options, headerDevice } = filtered);
    }
    const volume = { name, device, keyFile: key.file, keyDevice: key.device, headerDevice, options };
    const outcome = createVolume(context, { ...volume, sourcePath: CRYPTTAB }, { file: CRYPTTAB, line });
    if (stops(context, outcome)) return false;
    if (outcome === 'done' && listed !== undefined) delete listed.create;
  }
  return true;
}

function stops(context: GeneratorContext, outcome: Outcome): boolean {
  return outcome === 'crash' || (outcome === 'give-up' && !context.does('cryptsetup-goes-on'));
}

function belowByUuid(device: string): string | undefined {
  const simple = simplifyPath(device);
  return simple.startsWith('/dev/disk/by-uuid/') ? simple.slice('/dev/disk/by-uuid/'.length) : undefined;
}

function createVolume(context: GeneratorContext, volume: Volume, source: Source): Outcome {
  const { output, does } = context;
  const { name, device, keyDevice } = volume;
  let { keyFile } = volume;
  let options = volume.options ?? '';
  const nofail = yesNoOption(options, 'nofail', 'fail');
  const noauto = yesNoOption(options, 'noauto', 'auto');
  const network = hasOption(options, '_netdev') && does('crypttab-netdev');
  const swap = hasOption(options, 'swap');
  const keyTimeout = optionValue(does, options, 'keyfile-timeout');
  const header =
    volume.headerDevice === undefined ? optionValue(does, options, 'header') : filterOptions(does, options, 'header');
  const temporary = optionValue(does, options, 'tmp');
  if (keyTimeout === undefined || header === undefined || temporary === undefined) return 'give-up';
  if (temporary.found && swap) return 'give-up';
  const escaped = escapeName(name);
  const what = udevNode(device);
  const unit = instanceName('systemd-cryptsetup', escaped, '.service');
  const sourceDevice = deviceUnit(what);
  if (unit === undefined || sourceDevice === undefined) return 'give-up';
  if (keyDevice !== undefined && keyFile === undefined) return 'give-up';
  const file = output.open('normal', unit, source);
  if (file === undefined) return 'give-up';
  const remote = does('crypttab-netdev-after-remote-fs-pre') ? 'remote-fs-pre.target' : 'remote-cryptsetup-pre.target';
  const shared = does('volumes-share-their-section');
  volumeUnit(context, file, 'cryptsetup', volume.sourcePath, network && !shared ? remote : undefined);
  if (network && shared) file.add(`After=${remote}`);
  if (does('cryptsetup-binds-to-its-device')) file.add('BindsTo=dev-mapper-%i.device');
  stopBeforeUmount(context, file, name, options);

  if (keyDevice !== undefined) {
    const side = { name, device: keyDevice, prefix: 'keydev', readOnly: true, mayFail: keyTimeout.found };
    const where = mountSideDevice(context, file, { ...side, timeout: keyTimeout.value }, source);
    if (where === undefined) return 'give-up';
    keyFile = simplifyPath(`${where}/${keyFile}`);
  }
  if (volume.headerDevice !== undefined) {
    const side = { name, device: volume.headerDevice, prefix: 'headerdev', readOnly: false, mayFail: false };
    const where = mountSideDevice(context, file, { ...side, timeout: undefined }, source);
    if (where === undefined) return 'give-up';
    options = `${header.rest === '' ? '' : `${header.rest},`}header=${simplifyPath(`${where}/${header.value ?? ''}`)}`;
  }
  const target = network ? 'remote-cryptsetup.target' : 'cryptsetup.target';
  if (!nofail) file.add(`Before=${target}`);

  const nofailFiles = nofail && context.does('cryptsetup-nofail-files');
  if (keyFile !== undefined && keyDevice === undefined) {
    const mayFail = (keyTimeout.found && context.does('cryptsetup-keyfile-may-fail')) || nofailFiles;
    const outcome = dependOnFile(context, file, keyFile, keyTimeout.value, mayFail, source);
    if (outcome === 'crash') file.lose();
    if (outcome !== 'done') return outcome;
  }
  if (header.found && volume.headerDevice === undefined) {
    const outcome = dependOnFile(context, file, header.value ?? '', undefined, nofailFiles, source);
    if (outcome !== 'done') return outcome;
  }
  dependOnSource(context, file, what, sourceDevice);
  const timeout = deviceTimeout(context, device, options, source, true);
  if (timeout.outcome === 'crash') {
    file.lose();
    return 'crash';
  }
  addService(context, file, { ...volume, keyFile }, what, timeout.rest);
  const makefs = systemdProgram(context, 'systemd-makefs');
  if (temporary.found)
    file.add(
      `ExecStartPost=${makefs} '${escapeSpecifiers(temporary.value ?? 'ext4')}' '/dev/mapper/${escapeSpecifiers(name)}'`,
    );
  if (swap) file.add(`ExecStartPost=${makefs} swap '/dev/mapper/${escapeSpecifiers(name)}'`);

  const mapped = `dev-mapper-${escaped}.device`;
  const type = nofail ? 'wants' : 'requires';
  linkVolume(context, unit, mapped, noauto ? undefined : { name: target, type }, source);
  if (!noauto && !nofail)
    output.replace('normal', `${mapped}.d/40-device-timeout.conf`, ['[Unit]', 'JobTimeoutSec=infinity'], source);
  return 'done';
}

function addService(context: GeneratorContext, file: UnitFile, volume: Volume, what: string, options: string): void {
  const program = context.does('cryptsetup-in-bin')
    ? '/usr/bin/systemd-cryptsetup'
    : systemdProgram(context, 'systemd-cryptsetup');
  const words = [volume.name, what, volume.keyFile ?? '', options]
    .map((word) => `'${escapeSpecifiers(word)}'`)
    .join(' ');
  file.add('', '[Service]', 'Type=oneshot', 'RemainAfterExit=yes', 'TimeoutSec=infinity', 'KeyringMode=shared');
  file.add('OOMScoreAdjust=500');
  if (context.does('cryptsetup-imports-credentials')) file.add('ImportCredential=cryptsetup.*');
  file.add(`ExecStart=${program} attach ${words}`, `ExecStop=${program} detach '${escapeSpecifiers(volume.name)}'`);
}
