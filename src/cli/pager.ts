/** Long answers on a terminal go through the pager that the user has chosen, as those of systemctl and git do. */

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The pager's command; undefined: none is wanted. $SYSTEMD_PAGER comes before $PAGER (systemctl(1)); empty or `cat`, it is none, and so
 * it is on a terminal that cannot move its cursor.
 */
export function pagerCommand(env: Environment): string | undefined {
  const chosen = env['BOOTSCOPE_PAGER'] ?? env['SYSTEMD_PAGER'] ?? env['PAGER'] ?? 'less';
  return chosen === '' || chosen === 'cat' || env['TERM'] === 'dumb' ? undefined : chosen;
}

/** Where $LESS says nothing: quit at once on what fits, keep colours and links, leave the text on the screen. */
export function pagerEnvironment(env: Environment): Record<string, string | undefined> {
  return { ...env, LESS: env['SYSTEMD_LESS'] ?? env['LESS'] ?? 'FRX', LV: env['LV'] ?? '-c' };
}

/** Whether the text has more lines than the terminal, each as long as it is. */
export function isLong(text: string, rows: number, columns: number): boolean {
  let lines = 0;
  for (const line of text.split('\n')) {
    lines += Math.max(1, Math.ceil(line.length / columns));
    if (lines >= rows) return true;
  }
  return false;
}

/** Shows the text; false: the pager is not there, and nothing was shown. */
export function page(text: string, command: string, env: Environment): boolean {
  // Loaded here: it takes Node longer than most answers may, and few are paged.
  const { spawnSync } = process.getBuiltinModule('node:child_process');
  const { status, error } = spawnSync('/bin/sh', ['-c', command], {
    input: `${text}\n`,
    stdio: ['pipe', 'inherit', 'inherit'],
    env: pagerEnvironment(env) as NodeJS.ProcessEnv,
  });
  // A pager that was quit has not read all of its input: EPIPE is no fault.
  if (error !== undefined && (error as NodeJS.ErrnoException).code !== 'EPIPE') return false;
  return status !== 127 && status !== 126;
}
