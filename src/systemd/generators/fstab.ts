/** systemd-fstab-generator outside an initrd: mounts and swaps of /etc/fstab and of the kernel command line (systemd-fstab-generator(8)). */

import { cmdlineItems, switchValue } from '../../words/kernel-cmdline.ts';
import { chaseNonexistent } from '../chase.ts';
import { hasOption, udevNode, yesNoOption } from '../mount-options.ts';
import { parseBoolean } from '../values.ts';
import type { GeneratorContext } from './context.ts';
import { blockDeviceOrder, deviceTimeout, hasNoName, isDevice, networkDevice, type Outcome } from './device-units.ts';
import { addMount, escaped, linkTarget, optionsLine } from './fstab-mount.ts';
import { parseFstab } from './fstab-parse.ts';
import { type ExtraMount, parseMountExtra, parseSwapExtra } from './mount-extra.ts';
import { hookUpMkswap } from './mount-hooks.ts';
import type { Source } from './output.ts';
import { simplifyPath, unitNameFromPath } from './unit-names.ts';

const FSTAB = '/etc/fstab';
const CMDLINE = '/proc/cmdline';

/** One line, from wherever it comes. */
interface Entry extends ExtraMount {
  /** Negative: a device is checked. */
  readonly passno: number;
  readonly sourcePath: string;
}

interface Switches {
  readonly fstab: boolean;
  readonly swap: boolean;
  readonly volatileState: boolean;
  readonly extra: readonly ExtraMount[];
}

export function fstab(context: GeneratorContext): void {
  const { snapshot, output } = context;
  const switches = readCmdline(context);
  if (switches.volatileState && context.does('fstab-volatile')) volatileVar(context);
  if (switches.fstab) {
    for (const entry of parseFstab(snapshot.read(FSTAB) ?? '', context.does('fstab-libmount'))) {
      if (entry.type === 'swap' && !switches.swap) continue;
      const outcome = addEntry(context, { ...entry, sourcePath: FSTAB }, { file: FSTAB, line: entry.line });
      if (outcome === 'crash') return;
    }
    if (context.does('fstab-links-remount'))
      output.dependency('normal', 'local-fs.target', 'wants', `${context.unitDirectory}/systemd-remount-fs.service`);
  }
  for (const extra of switches.extra) {
    const outcome = addEntry(context, { ...extra, passno: -1, sourcePath: CMDLINE }, { file: CMDLINE });
    if (outcome === 'crash') return;
  }
}

function readCmdline(context: GeneratorContext): Switches {
  let fstabOn = true;
  let swap = true;
  let volatileState = false;
  const extra: ExtraMount[] = [];
  for (const { key, value } of cmdlineItems(context.cmdline)) {
    if (key === 'fstab') fstabOn = switchValue(value, fstabOn);
    else if (key === 'systemd.swap') swap = switchValue(value, swap);
    else if (key === 'systemd.volatile') {
      const known = value === undefined || /^(no|yes|state|overlay)$/.test(value) || parseBoolean(value) !== undefined;
      if (known) volatileState = value === 'state';
    } else if (context.does('fstab-mount-extra') && value !== undefined) {
      const found =
        key === 'systemd.mount-extra'
          ? parseMountExtra(value)
          : key === 'systemd.swap-extra'
            ? parseSwapExtra(value)
            : undefined;
      if (found !== undefined) extra.push(found);
    }
  }
  return { fstab: fstabOn, swap, volatileState, extra };
}

function addEntry(context: GeneratorContext, entry: Entry, source: Source): Outcome {
  const what = udevNode(entry.what);
  if (entry.type === 'swap') return addSwap(context, { ...entry, what }, source);
  if (!entry.where.includes('/')) return 'done';
  const canonical = context.does('fstab-canonical') ? chaseNonexistent(context.snapshot, entry.where) : undefined;
  const plain = context.does('fstab-canonical')
    ? simplifyPath(entry.where)
    : entry.where.replaceAll(/\/+/g, '/').replace(/(?<=.)\/$/, '');
  const where = canonical ?? plain;
  const passno = entry.passno < 0 ? Number(isDevice(context, what)) : entry.passno;
  return addMount(context, { ...entry, what, where, passno, slot: 'normal' }, source);
}

function addSwap(context: GeneratorContext, { what, options, sourcePath }: Entry, source: Source): Outcome {
  const { output } = context;
  if (context.container) return 'done';
  const name = unitNameFromPath(what, '.swap');
  if (name === undefined || hasNoName(context, what)) return 'give-up';
  const file = output.open('normal', name, source);
  if (file === undefined) {
    const message = `${name} is already made by an earlier line; this line is ignored.`;
    output.report({ severity: 'warning', code: 'fstab-duplicate', message, ...source, unit: name });
    return 'give-up';
  }
  file.add('[Unit]', `SourcePath=${sourcePath}`);
  if (!blockDeviceOrder(context, file, what)) return 'give-up';
  file.add('', '[Swap]', `What=${escaped(context, what)}`, ...optionsLine(context, options));
  const { outcome } = deviceTimeout(context, what, options, source, false);
  if (outcome !== 'done') return outcome;
  const network = context.does('network-swap') && hasOption(options, '_netdev');
  if (network && !networkDevice(context, what, undefined, options, source)) return 'give-up';
  if (context.does('fstab-hooks') && hasOption(options, 'x-systemd.makefs') && !hookUpMkswap(context, what, source))
    return 'give-up';
  if (yesNoOption(options, 'noauto', 'auto')) return 'done';
  const type = yesNoOption(options, 'nofail', 'fail') ? 'wants' : 'requires';
  output.dependency(
    'normal',
    network ? 'remote-fs.target' : 'swap.target',
    type,
    linkTarget(context, 'normal', name),
    source,
  );
  return 'done';
}

/** systemd.volatile=state: an empty /var at every boot, where nothing else says what to mount there. */
function volatileVar(context: GeneratorContext): void {
  const options = context.does('volatile-var-is-small') ? 'mode=0755,size=25%,nr_inodes=1m' : 'mode=0755';
  const mount = { what: 'tmpfs', where: '/var', type: 'tmpfs', options, passno: 0 };
  addMount(context, { ...mount, sourcePath: CMDLINE, slot: 'late' }, { file: CMDLINE });
}
