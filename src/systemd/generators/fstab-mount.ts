/** One mount of fstab or of systemd.mount-extra= as units (src/fstab-generator/fstab-generator.c: add_mount; systemd.mount(5)). */

import { formatTimeSpan, parseTimeSpan } from '../../words/time-span.ts';
import { isApiMount, isNetworkType } from '../file-systems.ts';
import { filterOptions, hasOption, optionValue, optionValues, yesNoOption } from '../mount-options.ts';
import type { GeneratorContext } from './context.ts';
import { blockDeviceOrder, deviceTimeout, hasNoName, isDevice, networkDevice, type Outcome } from './device-units.ts';
import { fsckDependencies } from './fsck.ts';
import { hookUpGrowfs, hookUpMakefs, hookUpQuota, hookUpValidatefs } from './mount-hooks.ts';
import { SLOT_DIRECTORY, type Slot, type Source, type UnitFile } from './output.ts';
import { tabLines } from './tab-lines.ts';
import { escapeSpecifiers, mangleUnitName, unitNameFromPath } from './unit-names.ts';

export interface MountEntry {
  readonly what: string;
  /** Canonical. */
  readonly where: string;
  readonly type: string;
  readonly options: string;
  readonly passno: number;
  /** SourcePath=. */
  readonly sourcePath: string;
  readonly slot: Slot;
}

/** What becomes of the options of one entry before anything is written. */
interface Plan {
  readonly options: string;
  readonly noauto: boolean;
  readonly nofail: boolean;
  readonly automount: boolean;
  readonly wantedBy: readonly string[];
  readonly requiredBy: readonly string[];
}

export function addMount(context: GeneratorContext, entry: MountEntry, source: Source): Outcome {
  const { output } = context;
  const { what, where, type, slot } = entry;
  if (type === 'autofs' || !where.includes('/') || isApiMount(where, context.does)) return 'done';
  const asked = planOf(context, entry);
  const plan = asked && isKeptBack(context, entry.what) ? { ...asked, noauto: true } : asked;
  const name = unitNameFromPath(where, '.mount');
  if (plan === undefined || name === undefined || hasNoName(context, where)) return 'give-up';
  const file = output.open(slot, name, source);
  if (file === undefined) {
    duplicate(context, name, source);
    return 'give-up';
  }
  const { options, nofail, automount, wantedBy, requiredBy } = plan;
  file.add('[Unit]', `SourcePath=${entry.sourcePath}`);
  const own = wantedBy.length + requiredBy.length > 0;
  const target =
    hasOption(entry.options, '_netdev') || isNetworkType(type, context.does) ? 'remote-fs.target' : 'local-fs.target';
  const ownOnly = own && context.does('fstab-wanted-by-replaces-target');
  if (ownOnly) file.add('DefaultDependencies=no', 'Conflicts=umount.target', 'Before=umount.target');
  const onAutomount = automount && context.does('fstab-automount-dependencies');
  const before = isBeforeTarget(context, plan) && !ownOnly ? [`Before=${target}`] : [];
  if (context.does('fstab-before-target-unless-automount')) file.add(...before);
  if (!onAutomount && !extraDependencies(context, file, options)) return 'give-up';
  if (!context.does('fstab-before-target-unless-automount')) file.add(...before);
  if (context.does('blockdev-targets') && isDevice(context, what) && hasNoName(context, what)) return 'give-up';
  if (entry.passno !== 0 && !fsckDependencies(context, file, { what, where, type, options }, source)) return 'give-up';
  if (!blockDeviceOrder(context, file, what)) return 'give-up';
  file.add('', '[Mount]', `What=${escaped(context, what)}`, `Where=${escaped(context, where)}`);
  if (type !== '' && type !== 'auto') file.add(`Type=${escaped(context, type)}`);
  const timeout = deviceTimeout(context, what, options, source, true);
  if (timeout.outcome === 'crash') file.lose();
  if (timeout.outcome !== 'done') return timeout.outcome;
  if (!networkDevice(context, what, where, options, source)) return 'give-up';
  const timed = context.does('fstab-mount-timeout')
    ? timeSpan(context, file, options, 'x-systemd.mount-timeout', 'TimeoutSec')
    : 'done';
  if (timed === 'crash') file.lose();
  if (timed !== 'done') return timed;
  file.add(...optionsLine(context, timeout.rest));
  if (context.does('fstab-rw-only') && hasOption(options, 'x-systemd.rw-only')) file.add('ReadWriteOnly=yes');

  const hooked = { what, where, type, target: ownOnly ? undefined : target };
  const hooks = context.does('fstab-hooks');
  if (hooks && hasOption(options, 'x-systemd.makefs') && !hookUpMakefs(context, hooked, source)) return 'give-up';
  if (hooks && hasOption(options, 'x-systemd.growfs') && !hookUpGrowfs(context, hooked, source)) return 'give-up';
  if (hasOption(options, 'x-systemd.pcrfs') && context.does('fstab-pcrfs')) notComputed(context, name, source);
  if (hasOption(options, 'x-systemd.validatefs') && context.does('fstab-validatefs'))
    if (!hookUpValidatefs(context, hooked, source)) return 'give-up';
  if (hasOption(options, 'usrquota', 'grpquota', 'quota', 'usrjquota', 'grpjquota', 'prjquota'))
    if (context.does('fstab-quota') && !hookUpQuota(context, hooked, source)) return 'give-up';

  if (automount && !plan.noauto && context.does('fstab-links-automounted'))
    output.dependency(slot, target, 'wants', linkTarget(context, slot, name), source);
  let linked = name;
  if (automount) {
    const unit = unitNameFromPath(where, '.automount');
    const automountFile = unit === undefined ? undefined : output.open(slot, unit, source);
    if (unit === undefined || automountFile === undefined) return 'give-up';
    automountFile.add('[Unit]', `SourcePath=${entry.sourcePath}`);
    const always = context.does('fstab-automounts-before-target');
    if (context.does('fstab-before-target-unless-automount') && (always || !nofail))
      automountFile.add(`Before=${target}`);
    if (onAutomount && !extraDependencies(context, automountFile, options)) return 'give-up';
    automountFile.add('', '[Automount]', `Where=${escaped(context, where)}`);
    const idle = context.does('fstab-idle-timeout')
      ? timeSpan(context, automountFile, options, 'x-systemd.idle-timeout', 'TimeoutIdleSec')
      : 'done';
    if (idle === 'crash') automountFile.lose();
    if (idle !== 'done') return idle;
    linked = unit;
  }
  if (own && (ownOnly || !automount)) {
    for (const unit of wantedBy) output.dependency(slot, unit, 'wants', linked, source);
    for (const unit of requiredBy) output.dependency(slot, unit, 'requires', linked, source);
  } else if (!plan.noauto || automount)
    output.dependency(slot, target, nofail ? 'wants' : 'requires', linkTarget(context, slot, linked), source);
  return 'done';
}

/** Whether the generator writes Before= for the target that the mount belongs to. */
function isBeforeTarget({ does }: GeneratorContext, { noauto, nofail, automount }: Plan): boolean {
  if (nofail) return false;
  if (!does('fstab-before-target-unless-automount'))
    return does('fstab-before-target') && !((automount || noauto) && does('fstab-before-target-of-plain-mounts'));
  return !automount && !(noauto && does('fstab-before-target-unless-noauto'));
}

/** How a link below a target names its unit. */
export function linkTarget({ does }: GeneratorContext, slot: Slot, name: string): string {
  return does('generators-link-by-path') ? `${SLOT_DIRECTORY[slot]}/${name}` : name;
}

export function escaped({ does }: GeneratorContext, text: string): string {
  return does('generators-escape-specifiers') ? escapeSpecifiers(text) : text;
}

function duplicate({ output }: GeneratorContext, unit: string, at: Source): void {
  const message = `${unit} is already made by an earlier line; this line is ignored.`;
  output.report({ severity: 'warning', code: 'fstab-duplicate', message, ...at, unit });
}

/** What SUSE's generator looks up: whether the volume is set up at boot at all (crypttab_noauto, which takes any path's name behind 12 letters). */
function isKeptBack({ snapshot, does }: GeneratorContext, what: string): boolean {
  if (!does('fstab-goes-by-crypttab')) return false;
  const volumes = tabLines(snapshot.read('/etc/crypttab') ?? '', 2, 4, () => undefined);
  const volume = volumes.find(({ fields: [name] }) => name === what.slice('/dev/mapper/'.length));
  return volume?.fields[3]?.includes('noauto') === true;
}

/** undefined: the options cannot be parsed. */
function planOf(context: GeneratorContext, { options: written, where, type }: MountEntry): Plan | undefined {
  const { does } = context;
  const own = context.does('fstab-wanted-by');
  const wanted = own ? optionValues(does, written, 'x-systemd.wanted-by') : [];
  const required = own ? optionValues(does, written, 'x-systemd.required-by') : [];
  if (wanted === undefined || required === undefined) return undefined;
  const flags = {
    automount: hasOption(written, 'comment=systemd.automount', 'x-systemd.automount'),
    noauto: yesNoOption(written, 'noauto', 'auto'),
    nofail: yesNoOption(written, 'nofail', 'fail'),
  };
  const strict = context.does('fstab-mandatory-filtered');
  if (where === '/' || (where === '/usr' && context.does('fstab-usr-mandatory'))) {
    const none = { automount: false, noauto: false, nofail: false, wantedBy: [], requiredBy: [] };
    if (!strict || !(flags.automount || flags.noauto || flags.nofail)) return { options: written, ...none };
    const filtered = filterOptions(does, written, 'noauto', 'nofail', 'x-systemd.automount');
    return filtered && { options: filtered.rest, ...none };
  }
  const plan = { ...flags, wantedBy: wanted, requiredBy: required };
  if (!context.does('fstab-nfs-bg') || !/^nfs4?$/.test(type) || flags.automount || !yesNoOption(written, 'bg', 'fg'))
    return { options: written, ...plan };
  const said = context.does('fstab-nfs-bg-says-nofail') ? 'nofail,' : '';
  return { ...plan, options: `x-systemd.mount-timeout=infinity,retry=10000,${said}${written},fg`, nofail: true };
}

/** write_extra_dependencies. False: a name that cannot be one ends the work on the mount. */
function extraDependencies(context: GeneratorContext, file: UnitFile, options: string): boolean {
  const { does } = context;
  const add = (option: string, ...keys: readonly string[]): boolean => {
    const values = optionValues(does, options, option);
    const units = values?.map((value) => mangleUnitName(value, '.mount'));
    if (units === undefined || units.includes(undefined)) return false;
    if (units.length > 0) file.add(...keys.map((key) => `${key}=${units.join(' ')}`));
    return true;
  };
  const addPaths = (option: string, key: string): boolean => {
    const paths = optionValues(does, options, option);
    if (paths !== undefined && paths.length > 0)
      file.add(`${key}=${paths.map((path) => escaped(context, path)).join(' ')}`);
    return paths !== undefined;
  };
  return (
    (!context.does('fstab-after-before') || add('x-systemd.after', 'After')) &&
    (!context.does('fstab-requires') || add('x-systemd.requires', 'Requires', 'After')) &&
    (!context.does('fstab-wants') || add('x-systemd.wants', 'Wants', 'After')) &&
    (!context.does('fstab-after-before') || add('x-systemd.before', 'Before')) &&
    (!context.does('fstab-requires') || addPaths('x-systemd.requires-mounts-for', 'RequiresMountsFor')) &&
    (!context.does('fstab-wants-mounts-for') || addPaths('x-systemd.wants-mounts-for', 'WantsMountsFor'))
  );
}

/** write_timeout: a span as systemd prints it; 0 is for ever. An option without a value kills the generator. */
function timeSpan(context: GeneratorContext, file: UnitFile, options: string, option: string, key: string): Outcome {
  const filtered = optionValue(context.does, options, option);
  if (filtered === undefined) return 'give-up';
  if (!filtered.found) return 'done';
  if (filtered.value === undefined) return 'crash';
  const span = parseTimeSpan(filtered.value);
  if (span !== undefined) file.add(`${key}=${formatTimeSpan(span === 0n ? 'infinity' : span)}`);
  return 'done';
}

export function optionsLine(context: GeneratorContext, options: string): readonly string[] {
  return options === '' || options === 'defaults' ? [] : [`Options=${escaped(context, options)}`];
}

function notComputed({ output }: GeneratorContext, unit: string, source: Source): void {
  const message = `x-systemd.pcrfs: whether ${unit} pulls in its measurement depends on how the kernel was booted; it is left out.`;
  output.report({ severity: 'notice', code: 'generator-partly-modelled', message, ...source, unit });
}
