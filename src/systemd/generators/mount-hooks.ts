/** Services that x-systemd.makefs, growfs, validatefs and quota options hook up to a mount or swap (src/shared/generator.c: generator_hook_up_*). */

import { needsQuota } from '../file-systems.ts';
import type { GeneratorContext } from './context.ts';
import { isDevice } from './device-units.ts';
import type { Source } from './output.ts';
import { escapeC, escapePath, instanceFromPath, simplifyPath, unitNameFromPath } from './unit-names.ts';

export interface Hooked {
  readonly what: string;
  readonly where: string;
  readonly type: string;
  /** What the services come before, by way of a drop-in of it; undefined where the mount belongs to none. */
  readonly target: string | undefined;
}

/** All of these answer false for an error, which ends the work on the entry. */
export function hookUpMkswap(context: GeneratorContext, what: string, source: Source): boolean {
  const unit = isDevice(context, what) ? instanceFromPath('systemd-mkswap', what, '.service') : undefined;
  const swap = unitNameFromPath(what, '.swap');
  if (unit === undefined || swap === undefined) return false;
  return makeService(context, unit, `Make Swap on %f`, swap, `swap ${escapeC(what)}`, swap, source);
}

export function hookUpMakefs(context: GeneratorContext, { what, where, type }: Hooked, source: Source): boolean {
  const unit =
    isDevice(context, what) && type !== 'auto'
      ? instanceFromPath(context.does('makefs-name') ? 'systemd-makefs' : 'systemd-mkfs', what, '.service')
      : undefined;
  const mount = unitNameFromPath(where, '.mount');
  if (unit === undefined || mount === undefined) return false;
  const before = `systemd-fsck@%i.service ${mount}`;
  return makeService(context, unit, 'Make File System on %f', before, `${type} ${escapeC(what)}`, mount, source);
}

function makeService(
  { output, unitDirectory, does }: GeneratorContext,
  unit: string,
  description: string,
  before: string,
  command: string,
  requiredBy: string,
  source: Source,
): boolean {
  const file = output.open('normal', unit, source);
  if (file === undefined) return false;
  file.add('[Unit]', `Description=${description}`, 'DefaultDependencies=no', 'BindsTo=%i.device', 'After=%i.device');
  const stopped = does('makefs-conflicts-shutdown') ? ['Conflicts=shutdown.target'] : [];
  file.add(`Before=${before}`, ...stopped, 'Before=shutdown.target', '', '[Service]');
  file.add(
    'Type=oneshot',
    'RemainAfterExit=yes',
    `ExecStart=${unitDirectory.replace(/system$/, '')}systemd-makefs ${command}`,
  );
  file.add('TimeoutSec=infinity');
  output.dependency('normal', requiredBy, 'requires', unit, source);
  return true;
}

export function hookUpGrowfs(context: GeneratorContext, mount: Hooked, source: Source): boolean {
  if (context.does('growfs-template'))
    return hookUpInstance(context, mount, 'systemd-growfs', 'systemd-growfs-root', source);
  const { output, unitDirectory } = context;
  const unit = instanceFromPath('systemd-growfs', mount.where, '.service');
  const where = unitNameFromPath(mount.where, '.mount');
  const file = unit === undefined || where === undefined ? undefined : output.open('normal', unit, source);
  if (file === undefined || unit === undefined || where === undefined) return false;
  const repart = context.does('growfs-after-repart') ? 'systemd-repart.service ' : '';
  file.add('[Unit]', 'Description=Grow File System on %f', 'DefaultDependencies=no', 'BindsTo=%i.mount');
  file.add(
    ...(context.does('makefs-conflicts-shutdown') ? ['Conflicts=shutdown.target'] : []),
    `After=${repart}%i.mount`,
    `Before=shutdown.target ${mount.target ?? ''}`.trimEnd(),
  );
  if (simplifyPath(mount.where) === '/') file.add('After=systemd-remount-fs.service');
  const program = `${unitDirectory.replace(/system$/, '')}systemd-growfs`;
  file.add('', '[Service]', 'Type=oneshot', 'RemainAfterExit=yes', `ExecStart=${program} ${escapeC(mount.where)}`);
  file.add('TimeoutSec=infinity');
  output.dependency('normal', where, 'wants', unit, source);
  return true;
}

export function hookUpValidatefs(context: GeneratorContext, mount: Hooked, source: Source): boolean {
  return simplifyPath(mount.where) === '/' || hookUpInstance(context, mount, 'systemd-validatefs', undefined, source);
}

/** File systems that keep quotas themselves, or none, are left alone. */
export function hookUpQuota(context: GeneratorContext, mount: Hooked, source: Source): boolean {
  if (!needsQuota(mount.type)) return true;
  const { output, unitDirectory } = context;
  if (simplifyPath(mount.where) === '/') {
    for (const unit of ['systemd-quotacheck-root.service', 'quotaon-root.service'])
      output.dependency('normal', 'local-fs.target', 'wants', `${unitDirectory}/${unit}`, source);
    return true;
  }
  return (
    hookUpInstance(context, mount, 'systemd-quotacheck', undefined, source) &&
    hookUpInstance(context, mount, 'quotaon', undefined, source)
  );
}

/** The target comes after PREFIX@WHERE.service, which the mount wants. */
function hookUpInstance(
  { output, unitDirectory }: GeneratorContext,
  { where, target }: Hooked,
  prefix: string,
  rootUnit: string | undefined,
  source: Source,
): boolean {
  const mount = unitNameFromPath(where, '.mount');
  const escaped = escapePath(where);
  if (mount === undefined || escaped === undefined) return false;
  const isRoot = rootUnit !== undefined && simplifyPath(where) === '/';
  const unit = isRoot ? `${rootUnit}.service` : `${prefix}@${escaped}.service`;
  if (target !== undefined) {
    const lines = ['[Unit]', `After=${unit}`];
    if (!output.unit('normal', `${target}.d/50-order-${unit}.conf`, lines, source)) return false;
  }
  const template = isRoot ? `${rootUnit}.service` : `${prefix}@.service`;
  output.dependency('normal', mount, 'wants', `${unitDirectory}/${template}`, source, unit);
  return true;
}
