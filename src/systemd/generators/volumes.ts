/** What the generators of encrypted, verified and integrity-protected volumes have in common. */

import { hasOption } from '../mount-options.ts';
import type { GeneratorContext } from './context.ts';
import type { Source, UnitFile } from './output.ts';
import { escapeSpecifiers, pathIsBelow, unitNameFromPath } from './unit-names.ts';

/** Volumes that the initrd attaches, it also detaches. */
export function attachInInitrd(context: GeneratorContext, name: string, options: string): boolean {
  if (hasOption(options, 'x-initrd.attach')) return true;
  return context.does('initrd-volumes-by-name') && (name === 'root' || name === 'usr');
}

export function stopBeforeUmount(context: GeneratorContext, file: UnitFile, name: string, options: string): void {
  if (attachInInitrd(context, name, options)) return;
  file.add('Conflicts=umount.target');
  if (context.does('volumes-before-umount-with-conflict')) file.add('Before=umount.target');
}

/** A block device, or a file that is made one. @param device `what` as a device unit's name */
export function dependOnSource(context: GeneratorContext, file: UnitFile, what: string, device: string): void {
  if (pathIsBelow(what, '/dev')) {
    file.add(`BindsTo=${device}`, `After=${device}`);
    if (!context.does('volumes-before-umount-with-conflict')) file.add('Before=umount.target');
    return;
  }
  file.add(`RequiresMountsFor=${escapeSpecifiers(what)}`);
  if (context.does('volumes-load-loop')) file.add('Wants=modprobe@loop.service', 'After=modprobe@loop.service');
  else file.add('Requires=systemd-tmpfiles-setup-dev.service', 'After=systemd-tmpfiles-setup-dev.service');
}

const TITLES: Readonly<Record<string, string>> = {
  cryptsetup: 'Cryptography',
  veritysetup: 'Integrity Protection',
  integritysetup: 'Integrity',
};

/**
 * The part of [Unit] that all of them share.
 * @param kind `cryptsetup`, `veritysetup`, `integritysetup`
 * @param pre what it comes after in place of the target of its kind
 */
export function volumeUnit(
  context: GeneratorContext,
  file: UnitFile,
  kind: string,
  sourcePath: string,
  pre?: string,
): void {
  const events = context.does('volumes-after-kernel-events') ? ' systemd-udevd-kernel.socket' : '';
  const udevd = context.does('volumes-after-udevd') ? ' systemd-udevd.service' : '';
  const tpm = kind === 'cryptsetup' && context.does('cryptsetup-after-tpm2') ? ' systemd-tpm2-setup-early.service' : '';
  file.add(
    '[Unit]',
    `Description=${TITLES[kind] ?? kind} Setup for %I`,
    `SourcePath=${sourcePath}`,
    'DefaultDependencies=no',
    'IgnoreOnIsolate=true',
  );
  const own = kind !== 'veritysetup' || context.does('verity-after-own-pre');
  file.add(`After=${pre ?? `${own ? kind : 'cryptsetup'}-pre.target`}${events}${udevd}${tpm}`);
  if (context.does('volumes-share-their-section'))
    file.add('Before=blockdev@dev-mapper-%i.target', 'Wants=blockdev@dev-mapper-%i.target');
}

/** Links from the target that collects such volumes and from the device that appears. */
export function linkVolume(
  { output }: GeneratorContext,
  unit: string,
  device: string,
  target: { readonly name: string; readonly type: 'wants' | 'requires' } | undefined,
  source: Source,
): void {
  if (target !== undefined) output.dependency('normal', target.name, target.type, unit, source);
  output.dependency('normal', device, 'requires', unit, source);
}

/** `/dev/sda1` to `dev-sda1.device`. */
export function deviceUnit(what: string): string | undefined {
  return unitNameFromPath(what, '.device');
}

/** A program of systemd's own; before its own folder was /usr's, beside the units'. */
export function systemdProgram({ unitDirectory }: GeneratorContext, name: string): string {
  return `${unitDirectory.slice(0, -'/system'.length)}/${name}`;
}

/** A line that lacks fields is skipped by systemd; said here. */
export function reportShortLine({ output }: GeneratorContext, file: string): (line: number) => void {
  return (line) => {
    const message = 'This line has too few fields and is ignored.';
    output.report({ severity: 'warning', code: 'tab-line-ignored', message, file, line });
  };
}
