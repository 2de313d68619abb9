/** Random crontabs. */
import type { CaseFile, GeneratorCase } from './case.ts';
import type { Random } from './random.ts';

const ENVIRONMENT = [
  'SHELL=/bin/bash',
  'MAILTO=root',
  'MAILTO=',
  'PERSISTENT=yes',
  'PERSISTENT = no',
  'PERSISTENT=auto',
  'RANDOM_DELAY=5',
  'DELAY=3',
  'START_HOURS_RANGE=4-22',
  'CRON_MAIL_SUCCESS=never',
  'CRON_MAIL_SUCCESS=always',
  'CRON_MAIL_FORMAT=nometadata',
  'PATH="/usr/bin:/bin"',
];
const TIMES = [
  '*/5 * * * *',
  '0 5 * * 1-5',
  '30 2 1,15 jan-mar *',
  '17 * * * sun',
  '0 0 * * 0,7',
  '1-59/20 3-6 L * *',
  '0 4 * * 5L',
  '5,3,,4 22 * * fri-sun',
  '61 * * * *',
  '0 0 0 * *',
  'x * * * *',
  '@reboot',
  '@daily',
  '@Hourly',
  '@monthly',
  '@midnight',
  '@annually',
  '@minutely',
];
const COMMANDS = ['/bin/true', '/usr/bin/foo --bar', 'test -x /x && /x', 'echo 50\\%', '~/own', '/bin/sh'];

export function crontabCase(random: Random): GeneratorCase {
  const files = new Map<string, CaseFile>();
  const table = (users: readonly string[]): string =>
    Array.from({ length: 1 + random.below(4) }, () => {
      if (random.chance(0.4)) return random.pick(ENVIRONMENT);
      const user = users.length > 0 ? `${random.pick(users)}\t` : '';
      return `${random.pick(TIMES)} ${user}${random.pick(COMMANDS)}`;
    }).join('\n');
  const users = ['root', 'daemon', 'www-data', 'nobody-known'];
  const maybe = (path: string, content: string, mode = 0o644): unknown =>
    random.chance(0.5) && files.set(path, { content: `${content}\n`, mode });
  files.set('/etc/crontab', {
    content: `${table(users)}\n25 6 * * * root cd / && run-parts /etc/cron.daily\n47 7 * * 7 root x /etc/cron.weekly\n`,
  });
  for (const name of ['mine', 'a.b', 'old~', 'x.dpkg-old', 'php', 'own-timer'])
    maybe(`/etc/cron.d/${name}`, table(users));
  for (const period of ['hourly', 'daily', 'weekly', 'monthly', 'yearly'])
    maybe(`/etc/cron.${period}/job.${period}`, '#!/bin/sh', 0o755);
  maybe('/etc/cron.daily/own-timer', '#!/bin/sh', 0o755);
  maybe('/etc/cron.daily/aide', '#!/bin/sh', 0o755);
  maybe('/etc/systemd/system/own-timer.timer', '');
  maybe('/usr/lib/systemd/system/dailyaidecheck.timer', '');
  maybe(
    '/etc/anacrontab',
    `${random.pick(ENVIRONMENT)}\n7 10 weekly-job /bin/true\n@monthly 5 m.x echo a\n90 1 long x y\n3 2`,
  );
  for (const name of ['daemon', 'root', 'tmp.1']) maybe(`/var/spool/cron/crontabs/${name}`, table([]));
  maybe('/usr/sbin/sendmail', '#!/bin/sh', 0o755);
  return { files, cmdline: '' };
}
