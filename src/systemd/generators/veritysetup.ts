/** systemd-veritysetup-generator: verified volumes of /etc/veritytab, and of roothash= and usrhash= (systemd-veritysetup-generator(8)). */
import { cmdlineItems, sameKey, switchValue } from '../../words/kernel-cmdline.ts';
import { hasOption, udevNode, yesNoOption } from '../mount-options.ts';
import { escapeName } from '../unit-name.ts';
import type { GeneratorContext } from './context.ts';
import type { Source, UnitFile } from './output.ts';
import { tabLines } from './tab-lines.ts';
import { escapeSpecifiers, instanceName } from './unit-names.ts';
import {
  dependOnSource,
  deviceUnit,
  linkVolume,
  reportShortLine,
  stopBeforeUmount,
  systemdProgram,
  volumeUnit,
} from './volumes.ts';

const VERITYTAB = '/etc/veritytab';
const CMDLINE = '/proc/cmdline';

interface Special {
  hash?: string;
  data?: string;
  hashDevice?: string;
  options?: string;
}

export function veritysetup(context: GeneratorContext): void {
  let enabled = true;
  let readTab = context.does('veritytab');
  const special: Record<'root' | 'usr', Special> = { root: {}, usr: {} };
  for (const { key, value } of cmdlineItems(context.cmdline)) {
    if (key === 'systemd.verity') enabled = switchValue(value, enabled);
    else if (key === 'veritytab' && context.does('veritytab')) readTab = switchValue(value, readTab);
    else if (value !== undefined)
      for (const name of ['root', 'usr'] as const) {
        if (key === `${name}hash`) special[name].hash = value;
        if (sameKey(key, `systemd.verity_${name}_data`)) special[name].data = value;
        if (sameKey(key, `systemd.verity_${name}_hash`)) special[name].hashDevice = value;
        if (sameKey(key, `systemd.verity_${name}_options`)) special[name].options = value;
      }
  }
  if (!enabled || (readTab && !fromVeritytab(context))) return;
  if (!context.does('verity-usr')) special.usr = {};
  if (!deriveDevices(special.root) || !deriveDevices(special.usr)) return;
  if (createSpecial(context, 'root', special.root)) createSpecial(context, 'usr', special.usr);
}

/** False where a line ends the generator. */
function fromVeritytab(context: GeneratorContext): boolean {
  const text = context.snapshot.read(VERITYTAB) ?? '';
  for (const { line, fields } of tabLines(text, 4, 5, reportShortLine(context, VERITYTAB)))
    if (!createVolume(context, fields, { file: VERITYTAB, line })) return false;
  return true;
}

function createVolume(context: GeneratorContext, fields: readonly string[], source: Source): boolean {
  const [name = '', data = '', hash = '', rootHash = '', options = ''] = fields;
  const escaped = escapeName(name);
  const unit = instanceName('systemd-veritysetup', escaped, '.service');
  const [dataNode, hashNode] = [udevNode(data), udevNode(hash)];
  const [dataUnit, hashUnit] = [deviceUnit(dataNode), deviceUnit(hashNode)];
  if (unit === undefined || dataUnit === undefined || hashUnit === undefined) return false;
  const file = context.output.open('normal', unit, source);
  if (file === undefined) return false;
  const nofail = yesNoOption(options, 'nofail', 'fail');
  const network = hasOption(options, '_netdev');
  const target = network ? 'remote-veritysetup.target' : 'veritysetup.target';
  volumeUnit(context, file, 'veritysetup', VERITYTAB);
  if (network) file.add('After=remote-fs-pre.target');
  stopBeforeUmount(context, file, name, options);
  if (!nofail) file.add(`Before=${target}`);
  dependOnSource(context, file, dataNode, dataUnit);
  dependOnSource(context, file, hashNode, hashUnit);
  addService(context, file, name, [name, dataNode, hashNode, rootHash, options]);
  const wanted = yesNoOption(options, 'noauto', 'auto')
    ? undefined
    : ({ name: target, type: nofail ? 'wants' : 'requires' } as const);
  linkVolume(context, unit, `dev-mapper-${escaped}.device`, wanted, source);
  return true;
}

function addService(context: GeneratorContext, file: UnitFile, name: string, words: readonly string[]): void {
  const program = systemdProgram(context, 'systemd-veritysetup');
  const quoted = words.map((word) => `'${escapeSpecifiers(word)}'`);
  file.add('', '[Service]', 'Type=oneshot', 'RemainAfterExit=yes');
  if (!context.does('veritytab'))
    file.add(
      `ExecStart=${program} attach ${name} ${quoted.slice(1, 4).join(' ')}`,
      `ExecStop=${program} detach ${name}`,
    );
  else file.add(`ExecStart=${program} attach ${quoted.join(' ')}`, `ExecStop=${program} detach ${quoted[0]}`);
}

/** The two partitions from the hash: its first half is one's UUID, its last half the other's. False: the hash is none. */
function deriveDevices(special: Special): boolean {
  const { hash } = special;
  if (hash === undefined || (special.data !== undefined && special.hashDevice !== undefined)) return true;
  const digits = hash.replace(/\s/g, '');
  if (!/^([0-9a-fA-F]{2})*$/.test(digits)) return false;
  if (digits.length < 32) return true;
  special.data ??= partition(digits.slice(0, 32));
  special.hashDevice ??= partition(digits.slice(-32));
  return true;
}

function partition(hex: string): string {
  return `/dev/disk/by-partuuid/${hex.toLowerCase().replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')}`;
}

/** False: incomplete, which ends the generator. */
function createSpecial(context: GeneratorContext, name: 'root' | 'usr', special: Special): boolean {
  const { hash, data, hashDevice, options = '' } = special;
  if (hash === undefined && data === undefined && hashDevice === undefined) return true;
  if (hash === undefined || data === undefined || hashDevice === undefined) return false;
  const [dataNode, hashNode] = [udevNode(data), udevNode(hashDevice)];
  const [dataUnit, hashUnit] = [deviceUnit(dataNode), deviceUnit(hashNode)];
  const unit = `systemd-veritysetup@${name}.service`;
  const source = { file: CMDLINE };
  if (dataUnit === undefined || hashUnit === undefined) return false;
  const file = context.output.open('normal', unit, source);
  if (file === undefined) return false;
  const devices = `${dataUnit} ${hashUnit}`;
  const target = context.does('veritytab') ? 'veritysetup' : 'cryptsetup';
  if (context.does('verity-special-shares-unit')) {
    volumeUnit(context, file, 'veritysetup', CMDLINE);
    file.add(`Before=${target}.target`, `BindsTo=${devices}`, `After=${devices}`);
  } else {
    file.add(
      '[Unit]',
      `SourcePath=${CMDLINE}`,
      'DefaultDependencies=no',
      'Conflicts=umount.target',
      `BindsTo=${devices}`,
    );
    file.add('IgnoreOnIsolate=true', `After=${target}-pre.target systemd-udevd-kernel.socket ${devices}`);
    file.add(`Before=${target}.target umount.target`);
  }
  addService(context, file, name, [name, dataNode, hashNode, hash, options]);
  const linked = context.output.dependency('normal', `${target}.target`, 'requires', unit, source);
  return linked || context.does('verity-special-shares-unit');
}
