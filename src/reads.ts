/**
 * Paths of a root whose files are read whole, each from where it is read; `*` stands for the front of names. What is not below one of them is asked for its kind, mode,
 * size and first bytes only; so an archive's tree need not keep more of it, and gives the same answers as its folder.
 */
import { CAPTURE_READS } from './capture/reads.ts';
import { SPOOL } from './systemd/generators/crontab-files.ts';
import { NETPLAN_FOLDERS } from './systemd/generators/netplan.ts';
import { QUADLET_FOLDERS } from './systemd/generators/quadlet-files.ts';
import { BUILD_RECORD, systemLoadPath, userLoadPath } from './systemd/load-path.ts';
import { SCRIPT_LIBRARIES } from './sysv/init-scripts.ts';
import { UDEV_RULES } from './trace/file-starts.ts';

/** Who has an account (audit/known-accounts.ts): beside /etc, and beside sysusers.d, whose files are kept by their names. */
const ACCOUNTS = [
  ...['/run', '/run/host', '/usr/local/lib', '/usr/lib'].map((folder) => `${folder}/userdb`),
  '/usr/lib/passwd',
  '/usr/lib/group',
  '/var/lib/extrausers',
  '/var/lib/systemd/home',
];

/** Whose files are whose (answers/file-owners.ts); that of apk tells which packages there are, too. */
const PACKAGE_LISTS = ['/var/lib/dpkg/info/*.list', '/var/lib/pacman/local'];

export const READ_WHOLE: readonly string[] = [
  // Settings of every init, generator and program.
  '/etc',
  ...CAPTURE_READS,
  ...systemLoadPath(true),
  ...userLoadPath(),
  // Beside units: manager settings, presets, drop-ins of both, generators' own settings and scripts.
  ...['/run', '/usr/local/lib', '/usr/lib', '/lib'].map((folder) => `${folder}/systemd`),
  BUILD_RECORD,
  ...QUADLET_FOLDERS,
  ...NETPLAN_FOLDERS,
  SPOOL,
  ...SCRIPT_LIBRARIES,
  ...UDEV_RULES,
  ...ACCOUNTS,
  ...PACKAGE_LISTS,
];
