/** What systemd-cron's generator of any version asks of the files, and does where crontabs of users are not there yet. */
import type { Snapshot } from '../../snapshot/snapshot.ts';
import type { GeneratorContext } from './context.ts';
import { SLOT_DIRECTORY } from './output.ts';

export const SPOOL = '/var/spool/cron/crontabs';

/** The names of a folder's files, in their order. */
export function regularFiles(snapshot: Snapshot, dir: string): readonly string[] {
  const names = (snapshot.list(dir) ?? []).map(({ name }) => name).sort();
  return names.filter((name) => snapshot.stat(`${dir}/${name}`)?.kind === 'file');
}

/** Without any `mark` at both ends. */
export function stripped(text: string, mark: string): string {
  let [from, to] = [0, text.length];
  while (from < to && text[from] === mark) from++;
  while (to > from && text[to - 1] === mark) to--;
  return text.slice(from, to);
}

/** A user's home as /etc/passwd has it. */
export function homeOf(snapshot: Snapshot, user: string): string | undefined {
  const line = (snapshot.read('/etc/passwd') ?? '').split('\n').find((text) => text.startsWith(`${user}:`));
  return line?.split(':')[5];
}

/** Crontabs of users lie on a file system that is not there yet: the generators run once more when it is. */
export function afterVar({ output }: GeneratorContext): void {
  const name = 'cron-after-var.service';
  output.unit('normal', name, [
    '[Unit]',
    'Description=Rerun systemd-crontab-generator because /var is a separate mount',
    'After=cron.target',
    `ConditionDirectoryNotEmpty=${SPOOL}`,
    '[Service]',
    'Type=oneshot',
    'ExecStart=/bin/sh -c "systemctl daemon-reload ; systemctl try-restart cron.target"',
  ]);
  output.dependency('normal', 'multi-user.target', 'wants', `${SLOT_DIRECTORY.normal}/${name}`);
}
