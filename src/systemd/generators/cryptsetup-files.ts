/** Keys and detached headers of encrypted volumes: the files and devices they lie on (src/cryptsetup/cryptsetup-generator.c). */

import { parseTimeSpan } from '../../words/time-span.ts';
import { udevNode } from '../mount-options.ts';
import type { GeneratorContext } from './context.ts';
import type { Outcome } from './device-units.ts';
import type { Source, UnitFile } from './output.ts';
import { escapeC, escapeSpecifiers, pathEquals, pathIsBelow, unitNameFromPath } from './unit-names.ts';
import { deviceUnit } from './volumes.ts';

const RUNTIME = '/run/systemd/cryptsetup';
const RANDOM = ['/dev/urandom', '/dev/random', '/dev/hw_random', '/dev/hwrng'];

/** print_dependencies: what a key or a detached header lies on. */
export function dependOnFile(
  context: GeneratorContext,
  file: UnitFile,
  path: string,
  timeout: string | undefined,
  mayFail: boolean,
  source: Source,
): Outcome {
  if (mayFail && timeout === undefined && !context.does('cryptsetup-nofail-files')) return 'crash';
  if (path === '-' || path === 'none' || (path === '' && context.does('cryptsetup-empty-is-none'))) return 'done';
  if (RANDOM.some((random) => pathEquals(path, random))) {
    file.add('After=systemd-random-seed.service');
    return 'done';
  }
  const node = udevNode(path);
  if (pathEquals(node, '/dev/null')) return 'done';
  if (!pathIsBelow(node, '/dev')) {
    file.add(
      `${mayFail && context.does('cryptsetup-nofail-files') ? 'WantsMountsFor' : 'RequiresMountsFor'}=${escapeSpecifiers(path)}`,
    );
    return 'done';
  }
  const unit = deviceUnit(node);
  if (unit === undefined) return 'give-up';
  file.add(`After=${unit}`, `${mayFail ? 'Wants' : 'Requires'}=${unit}`);
  if (mayFail && timeout !== undefined) timeoutDropIn(context, unit, timeout, source);
  return 'done';
}

export interface SideDevice {
  readonly name: string;
  readonly device: string;
  readonly prefix: string;
  readonly readOnly: boolean;
  readonly mayFail: boolean;
  readonly timeout: string | undefined;
}

/** generate_device_mount and _umount: a device that holds the key or the header, mounted for as long as that is needed. */
export function mountSideDevice(
  context: GeneratorContext,
  file: UnitFile,
  side: SideDevice,
  source: Source,
): string | undefined {
  const { output } = context;
  // The folder to mount on is made first, and none is made below one that is missing.
  if (side.name.includes('/')) return undefined;
  const name = escapeC(side.name);
  const where = `${RUNTIME}/${side.prefix}-${name}`;
  const mount = unitNameFromPath(where, '.mount');
  const mountFile = mount === undefined ? undefined : output.open('normal', mount, source);
  if (mountFile === undefined) return undefined;
  const options = `${side.readOnly ? 'ro' : 'rw'}${side.mayFail ? ',nofail' : ''}`;
  mountFile.add(
    '[Unit]',
    'DefaultDependencies=no',
    '',
    '[Mount]',
    `What=${side.device}`,
    `Where=${where}`,
    `Options=${options}`,
  );
  if (side.timeout !== undefined && parseTimeSpan(side.timeout) !== undefined) {
    const device = deviceUnit(side.device);
    if (device === undefined) return undefined;
    timeoutDropIn(context, device, side.timeout, source);
  }
  const umount = `${side.prefix}-${name}-umount.service`;
  const umountFile = output.open('normal', umount, source);
  if (umountFile === undefined) return undefined;
  umountFile.add(
    '[Unit]',
    'DefaultDependencies=no',
    `After=${mount}`,
    '',
    '[Service]',
    `ExecStart=-${context.unitDirectory.startsWith('/lib/') ? '/bin' : '/usr/bin'}/umount ${where}`,
  );
  file.add(`After=${mount}`, `${side.mayFail ? 'Wants' : 'Requires'}=${mount}`, `Wants=${umount}`, `Before=${umount}`);
  return where;
}

function timeoutDropIn({ output }: GeneratorContext, device: string, timeout: string, source: Source): void {
  output.replace('normal', `${device}.d/90-device-timeout.conf`, ['[Unit]', `JobRunningTimeoutSec=${timeout}`], source);
}
