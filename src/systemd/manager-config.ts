/** The few manager settings that show in the graph: systemd-system.conf(5), parse_config_file (src/core/main.c). */
import type { Snapshot } from '../snapshot/snapshot.ts';
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

export function readManagerConfig(snapshot: Snapshot): ManagerConfig {
  const files = new Map<string, string>();
  for (const folder of FOLDERS)
    for (const { name } of snapshot.list(`${folder}/system.conf.d`) ?? [])
      if (name.endsWith('.conf') && !files.has(name)) files.set(name, `${folder}/system.conf.d/${name}`);
  const main = FOLDERS.map((folder) => `${folder}/system.conf`).find((file) => snapshot.stat(file));
  const found = { ...MANAGER_DEFAULTS };
  for (const file of [main, ...[...files.keys()].sort().map((name) => files.get(name))]) {
    const bytes = file === undefined ? undefined : snapshot.readBytes(file);
    if (file === undefined || !bytes) continue;
    for (const { section, key, value } of parseUnitFile(bytes, file).settings) {
      if (section !== 'Manager') continue;
      if (key === 'DefaultTimeoutStopSec' && isTimeSpan(value)) found.timeoutStop = value;
      if (!OUTPUT.test(value)) continue;
      if (key === 'DefaultStandardOutput') found.standardOutput = value;
      if (key === 'DefaultStandardError') found.standardError = value;
    }
  }
  return found;
}
