/** swap_load: swap_add_extras, then swap_verify (src/core/swap.c). */
import type { Loading } from '../loading.ts';
import { hasOption } from '../mount-options.ts';
import { type Assigned, RESET } from '../setting-reader.ts';
import { nameFromPath, pathOfUnit } from '../unit-name.ts';
import { checkPath } from '../values.ts';
import { bad, failed, isDevicePath, mountsFor, needDevice, type Refusal, setDefaultSlice, umount } from './common.ts';
import { addExecDependencies } from './exec.ts';
import { nodeOf } from './mount.ts';
import { pamRefusal } from './pam.ts';

export function loadSwap(at: Loading): Refusal | undefined {
  const given = swapSource(at);
  const what = given?.value ?? pathOfUnit(at.unit.id, at.does);
  if (what === undefined) return failed('The unit name is no path');
  const simple = checkPath(what, 'absolute', at.does);
  if (simple === undefined) return failed(`${what} is no usable path`);
  mountsFor(at, simple, given, 'swap-source', { origin: 'implicit' });
  if (given) {
    if (isDevicePath(given.value, at.does)) {
      const refusal = needDevice(at, given, 'file', deviceWords(at));
      if (refusal) return refusal;
    } else at.rule('After', 'systemd-remount-fs.service', 'file', 'swap-file', given.setting);
  }
  const unfit = addExecDependencies(at, 'Swap', 'other');
  if (unfit) return unfit;
  setDefaultSlice(at, false);
  if (at.defaults) addDefaults(at);
  const name = nameFromPath(simple, '.swap', at.does);
  if (name === undefined) return failed(`No unit name can be made of ${simple}`);
  if (!at.unit.names.has(name)) return bad('Value of What= and unit name do not match, not loading.');
  const unkillable = pamRefusal(at, 'Swap');
  if (unkillable) return unkillable;
  return undefined;
}

function deviceWords(at: Loading): readonly ('Requires' | 'BindsTo' | 'WantedBy')[] {
  const word = at.does('swap-binds-to-device') ? 'BindsTo' : 'Requires';
  return at.does('devices-want-their-mounts') ? [word, 'WantedBy'] : [word];
}

/** What=: a path, or what a tag such as UUID= means. */
export function swapSource(at: Loading): Assigned<string> | undefined {
  if (!at.does('mount-node-tags')) return at.read.path('Swap', 'What');
  return at.read.last('Swap', 'What', (setting) => {
    const text = at.expand(setting, 'full');
    return text === '' ? RESET : text === undefined ? undefined : nodeOf(text);
  });
}

function addDefaults(at: Loading): void {
  const network =
    at.does('network-swap-remote-fs') && hasOption(at.read.text('Swap', 'Options')?.value ?? '', '_netdev');
  if (network) {
    at.rule('Before', 'remote-fs.target', 'default', 'default-swap-network');
    at.rule('After', 'remote-fs-pre.target', 'default', 'default-swap-network');
    at.rule('After', 'network.target', 'default', 'default-swap-network');
    at.rule('Wants', 'network-online.target', 'default', 'default-swap-network');
    at.rule('After', 'network-online.target', 'default', 'default-swap-network');
  } else if (at.does('swaps-before-their-target')) at.rule('Before', 'swap.target', 'default', 'default-swap');
  umount(at, 'default');
}
