/** The few manager settings that show in the graph: systemd-system.conf(5), parse_config_file (src/core/main.c). */
import type { Setting } from '../graph/model.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { append } from '../words/append.ts';
import { isTimeSpan } from './time.ts';
import { parseUnitFile } from './unit-syntax.ts';

export interface ManagerConfig {
  readonly standardOutput: string;
  readonly standardError: string;
  /** DefaultTimeoutStopSec=, as it is written. */
  readonly timeoutStop: string;
}

export const MANAGER_DEFAULTS: ManagerConfig = {
  standardOutput: 'journal',
  standardError: 'inherit',
  timeoutStop: '1min 30s',
};

const OUTPUT = /^(inherit|null|tty|(journal|kmsg)(\+console)?|socket)$/;
/** Highest priority first; of two drop-ins with one name the first counts. */
const FOLDERS = ['/etc/systemd', '/run/systemd', '/usr/local/lib/systemd', '/usr/lib/systemd'];

/**
 * Lines of [Manager] in the order in which they take effect: the main file, then its drop-ins by name.
 * @param name `system` for PID 1, `user` for the managers of users
 */
export function managerSettings(snapshot: Snapshot, name: 'system' | 'user'): readonly Setting[] {
  const files = new Map<string, string>();
  for (const folder of FOLDERS)
    for (const { name: file } of snapshot.list(`${folder}/${name}.conf.d`) ?? [])
      if (file.endsWith('.conf') && !files.has(file)) files.set(file, `${folder}/${name}.conf.d/${file}`);
  const main = FOLDERS.map((folder) => `${folder}/${name}.conf`).find((file) => snapshot.stat(file));
  const found: Setting[] = [];
  for (const file of [main, ...[...files.keys()].sort().map((one) => files.get(one))]) {
    const bytes = file === undefined ? undefined : snapshot.readBytes(file);
    if (file === undefined || !bytes) continue;
    append(
      found,
      parseUnitFile(bytes, file).settings.filter(({ section }) => section === 'Manager'),
    );
  }
  return found;
}

/** The few that show in the graph. @param settings as `managerSettings` reads them */
export function managerConfig(settings: readonly Setting[]): ManagerConfig {
  const found = { ...MANAGER_DEFAULTS };
  for (const { key, value } of settings) {
    if (key === 'DefaultTimeoutStopSec' && isTimeSpan(value)) found.timeoutStop = value;
    if (!OUTPUT.test(value)) continue;
    if (key === 'DefaultStandardOutput') found.standardOutput = value;
    if (key === 'DefaultStandardError') found.standardError = value;
  }
  return found;
}
