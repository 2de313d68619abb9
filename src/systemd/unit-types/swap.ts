/** swap_load, swap_add_extras and swap_verify (src/core/swap.c). */
import { addExecDependencies } from '../exec-context.ts';
import type { Loading, Refusal } from '../loader.ts';
import { nameFromPath, prefixOf, unescapeName } from '../unit-name.ts';
import { inForce } from '../values.ts';
import { type Held, needMounts, placeInSlice, refuse, stopAtUmount } from './common.ts';
import { hasOption, needDevice, simplify } from './mount-point.ts';

export function swap(at: Loading, held: Held): Refusal | undefined {
  const given = inForce(
    at.all('Swap', 'What'),
    (_, setting) => {
      const text = at.expand(setting, 'full');
      return text?.startsWith('/') ? simplify(text) : undefined;
    },
    'resets',
  );
  const what = given?.value ?? `/${unescapeName(prefixOf(at.unit.id)) ?? ''}`;
  at.description = what;
  const unmounted = needMounts(at, what, 'implicit', 'swap-source', given?.setting);
  if (unmounted) return unmounted;
  if (given) {
    if (/^\/(dev|sys)\//.test(what)) needDevice(at, what, given.setting, 'file', 'Requires', false);
    else at.rule('After', 'systemd-remount-fs.service', 'file', 'swap-file', given.setting);
  }
  const failed = addExecDependencies(at, 'Swap', held) ?? placeInSlice(at, held, false);
  if (failed) return failed;
  if (at.defaults) defaults(at, held);
  if (!at.unit.names.has(nameFromPath(what, '.swap') ?? ''))
    return refuse('Value of What= and unit name do not match, not loading.', given?.setting);
  return undefined;
}

function defaults(at: Loading, held: Held): void {
  const options = at.last('Swap', 'Options');
  if (held.has('network-swap-remote-fs') && options && hasOption(options.value.split(','), '_netdev')) {
    at.rule('After', 'remote-fs-pre.target', 'default', 'default-swap-network', options);
    at.rule('Before', 'remote-fs.target', 'default', 'default-swap-network', options);
    at.rule('After', 'network.target', 'default', 'default-swap-network', options);
    at.rule('Wants', 'network-online.target', 'default', 'default-swap-network', options);
    at.rule('After', 'network-online.target', 'default', 'default-swap-network', options);
  } else at.rule('Before', 'swap.target', 'default', 'default-swap');
  stopAtUmount(at, 'default');
}
