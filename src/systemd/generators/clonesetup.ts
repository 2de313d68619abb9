/** systemd-clonesetup-generator (v262 and later): dm-clone devices of /etc/clonetab (clonetab(5)). */
import { escapeName } from '../unit-name.ts';
import type { GeneratorContext } from './context.ts';
import { tabLines } from './tab-lines.ts';
import { escapePath, escapeSpecifiers, instanceName, pathIsBelow } from './unit-names.ts';
import { deviceUnit, linkVolume, reportShortLine } from './volumes.ts';

const CLONETAB = '/etc/clonetab';

export function clonesetup(context: GeneratorContext): void {
  const text = context.snapshot.read(CLONETAB) ?? '';
  for (const { line, fields } of tabLines(text, 4, 5, reportShortLine(context, CLONETAB))) {
    const [name = '', ...rest] = fields;
    const devices = rest.slice(0, 3);
    if (name.includes('/') || name === '.' || name === '..' || !devices.every(isDeviceNode)) continue;
    const path = escapePath(`/dev/mapper/${name}`);
    const unit = instanceName('systemd-clonesetup', escapeName(name), '.service');
    const units = devices.map(deviceUnit);
    const source = { file: CLONETAB, line };
    if (path === undefined || unit === undefined || units.includes(undefined)) continue;
    const file = context.output.open('normal', unit, source);
    if (file === undefined) continue;
    const sources = units.join(' ');
    file.add('[Unit]', 'DefaultDependencies=no', 'IgnoreOnIsolate=yes', `BindsTo=${sources}`);
    file.add(`After=${sources} systemd-udevd-kernel.socket`);
    file.add(`Before=blockdev@${path}.target clonesetup.target shutdown.target`, `Wants=blockdev@${path}.target`);
    const words = [name, ...devices, rest[3] ?? '-'].map((word) => `'${escapeSpecifiers(word)}'`);
    const program = '/usr/lib/systemd/systemd-clonesetup';
    file.add('Conflicts=shutdown.target', '', '[Service]', 'Type=oneshot', 'RemainAfterExit=yes');
    file.add(`ExecStart=:${program} add ${words.join(' ')}`, `ExecStop=:${program} remove ${words[0]}`, 'TimeoutSec=0');
    linkVolume(context, unit, `${path}.device`, { name: 'clonesetup.target', type: 'requires' }, source);
    const lines = ['[Unit]', 'JobRunningTimeoutSec=infinity'];
    context.output.replace('normal', `${path}.device.d/40-device-timeout.conf`, lines, source);
  }
}

/** valid_device_node_path: something normalized below /dev. */
function isDeviceNode(path: string): boolean {
  return pathIsBelow(path, '/dev') && !/\/\/|(^|\/)\.\.?(\/|$)/.test(path);
}
