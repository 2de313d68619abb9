/** Under which names a sosreport holds what systemd said (sos/report/plugins/systemd.py, logs.py: the command line as a file name). */

const FOLDER = '/sos_commands/systemd';

/** `systemd-analyze dump`: PID 1's memory, from sos 3.6 on. */
export const SOS_DUMP = `${FOLDER}/systemd-analyze_dump`;

/** `systemctl list-units`: all that is loaded, or only what is active. */
export const SOS_LISTS: readonly string[] = [`${FOLDER}/systemctl_list-units_--all`, `${FOLDER}/systemctl_list-units`];

/** What tells of times, the finest first; the same of one machine, made a few seconds after each other. */
export const SOS_TIMES: readonly string[] = [
  `${FOLDER}/systemctl_show_--all`,
  `${FOLDER}/systemctl_show_service_--all`,
  `${FOLDER}/systemd-analyze_plot.svg`,
  `${FOLDER}/systemd-analyze_blame`,
  SOS_DUMP,
  // The text of this boot, by the names of sos 4, of 3.x, and of 3.0 and 3.1.
  '/sos_commands/logs/journalctl_--no-pager_--boot',
  '/sos_commands/logs/journalctl_--no-pager_--catalog_--boot',
  '/sos_commands/logs/journalctl_--boot_--no-pager',
  `${FOLDER}/journalctl_--all_--this-boot_--no-pager`,
];
