/** systemd-cron's generator as it was up to version 1.15, a Python script: jobs of crontabs; what lies in /etc/cron.daily has static units. */
import { createHash } from 'node:crypto';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import type { GeneratorContext } from './context.ts';
import { afterVar, homeOf, regularFiles, SPOOL, stripped } from './crontab-files.ts';
import { type Schedule, scheduleOfFields, scheduleOfWord } from './crontab-schedule.ts';
import { SLOT_DIRECTORY, type Source } from './output.ts';

/** Shells whose commands are simplified. */
const KNOWN_SHELLS = ['/bin/sh', '/bin/dash', '/bin/ksh', '/bin/bash', '/usr/bin/zsh'];
/** As the program has them: without October, so that what follows is a month early. */
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'nov', 'dec'];

type Kind = 'system' | 'user' | 'anacron';

interface Job {
  readonly source: Source;
  readonly text: string;
  readonly id: string;
  readonly user: string;
  readonly command: string;
  readonly schedule: Schedule;
  readonly environment: ReadonlyMap<string, string>;
}

export function crontabV1(context: GeneratorContext): void {
  const { snapshot } = context;
  const timers = ['/lib/systemd/system', '/etc/systemd/system', '/run/systemd/system'];
  const drops = regularFiles(snapshot, '/etc/cron.d').filter(
    (name) =>
      !/^\.|~|\.dpkg-/.test(name) && !timers.some((dir) => snapshot.lstat(`${dir}/${name}.timer`) !== undefined),
  );
  const jobs = [
    ...jobsIn(snapshot, '/etc/crontab', 'system').filter(
      ({ command }) => !/\/etc\/cron\.(hourly|daily|weekly|monthly)/.test(command),
    ),
    ...drops.flatMap((name) => jobsIn(snapshot, `/etc/cron.d/${name}`, 'system')),
    ...jobsIn(snapshot, '/etc/anacrontab', 'anacron'),
  ];
  if (snapshot.stat(SPOOL)?.kind === 'dir') {
    const users = regularFiles(snapshot, SPOOL).filter((name) => !name.includes('.'));
    jobs.push(...users.flatMap((name) => jobsIn(snapshot, `${SPOOL}/${name}`, 'user')));
  } else afterVar(context);
  const numbers = new Map<string, number>();
  for (const job of jobs) jobUnits(context, job, numbers);
}

function jobsIn(snapshot: Snapshot, file: string, kind: Kind): readonly Job[] {
  const environment = new Map<string, string>();
  const name = file.slice(file.lastIndexOf('/') + 1);
  return (snapshot.read(file) ?? '').split('\n').flatMap((raw, index): Job[] => {
    const text = raw.trim();
    if (text === '' || text.startsWith('#')) return [];
    const assigned = /^([A-Za-z_0-9]+)\s*=\s*(.*)$/.exec(text);
    if (assigned !== null) {
      environment.set(assigned[1] ?? '', stripped(stripped(assigned[2] ?? '', "'"), '"'));
      return [];
    }
    const words = text.split(/\s+/);
    const job = jobOf(words, name, kind, environment);
    if (job === undefined) return [];
    return [{ ...job, source: { file, line: index + 1 }, text: words.join(' '), environment: new Map(environment) }];
  });
}

function jobOf(
  words: readonly string[],
  name: string,
  kind: Kind,
  environment: ReadonlyMap<string, string>,
): Pick<Job, 'id' | 'user' | 'command' | 'schedule'> | undefined {
  const wish = environment.get('PERSISTENT')?.trim().toLowerCase() ?? 'auto';
  const never = !['yes', 'true', '1', 'auto', ''].includes(wish);
  const number = (key: string): number => Number.parseInt(environment.get(key) ?? '0', 10) || 0;
  const hour = number('START_HOURS_RANGE');
  if (kind === 'anacron') {
    const [period = '', delay = '', id = '', ...command] = words;
    if (command.length === 0) return undefined;
    const schedule = scheduleOfWord(period, hour, Math.max(Number.parseInt(delay, 10) || 0, 0), !never);
    return { id: id.replace(/[^-_A-Za-z0-9]/g, ''), user: 'root', command: command.join(' '), schedule };
  }
  const fields = words[0]?.startsWith('@') ? 1 : 5;
  const user = kind === 'system' ? words[fields] : name;
  const command = words.slice(fields + Number(kind === 'system')).join(' ');
  const lasting = ['yes', 'true', '1'].includes(wish);
  const schedule =
    fields === 1 ? scheduleOfWord(words[0] ?? '', hour, number('DELAY'), !never) : fieldsOf(words.slice(0, 5), lasting);
  return schedule === undefined || user === undefined || command === ''
    ? undefined
    : { id: name, user, command, schedule };
}

/** A week ends on Saturday here: a range up to Sunday is empty, and the job is dropped. */
function fieldsOf(
  [minute = '', hour = '', day = '', month = '', week = '']: readonly string[],
  lasting: boolean,
): Schedule | undefined {
  if (/[~L]/.test(minute + hour + day + month) || /-(7|sun)/i.test(week) || /~|^.L$/.test(week)) return undefined;
  const numbered = month.replace(/[a-z]+/gi, (word) =>
    String(MONTHS.indexOf(word.slice(0, 3).toLowerCase()) + 1 || 'x'),
  );
  const sunday = week.replace(/\b7\b/g, '0');
  const drop0 = (text: string): string =>
    text
      .split(',')
      .filter((part) => part !== '0')
      .join(',');
  return scheduleOfFields([minute, hour, drop0(day), drop0(numbered), sunday], lasting);
}

/** What is left of a command when the tests that the units themselves make are taken off; undefined: no job at all. */
function simplified(command: string, home: string | undefined, snapshot: Snapshot): string | undefined {
  let left = home !== undefined && command.startsWith('~/') ? home + command.slice(1) : command;
  left = left.replace(/^(\S.*?)\s+> ?\/dev\/null$/, '$1');
  const tested = /^(?:\[ -[xfe] (\S+) \]|test -[xfe] (\S+)) && (\S+)$/.exec(left);
  if (tested !== null && (tested[1] ?? tested[2]) === tested[3]) {
    if (snapshot.stat(tested[3] ?? '')?.kind !== 'file') return undefined;
    left = tested[3] ?? '';
  }
  // Where systemd runs, such a job leaves the work to a timer.
  return /^(\[ -[de] \/run\/systemd\/system \]|test -[de] \/run\/systemd\/system) \|\|( \S+)?$/.test(left)
    ? undefined
    : left;
}

function jobUnits({ snapshot, output }: GeneratorContext, job: Job, numbers: Map<string, number>): void {
  const { source, schedule, user, environment } = job;
  const shell = environment.get('SHELL') ?? '/bin/sh';
  const home = homeOf(snapshot, user);
  const command = KNOWN_SHELLS.includes(shell) ? simplified(job.command, home, snapshot) : job.command;
  if (command === undefined) return;
  const key = `${job.id}${user}`;
  const number = numbers.get(key) ?? 0;
  if (!schedule.persistent) numbers.set(key, number + 1);
  const hash = createHash('md5').update(`${schedule.text}\0${command}`).digest('hex');
  const name = `cron-${job.id}-${user}-${schedule.persistent ? hash : number}`;
  const alone = !command.includes(' ') && snapshot.stat(command)?.kind === 'file';
  const title = `"${job.text.replaceAll('%', '%%')}"`;
  const delay = Number(environment.get('RANDOM_DELAY') ?? 1);
  if (!alone) output.unit('normal', `${name}.sh`, [command], source);
  output.unit(
    'normal',
    `${name}.timer`,
    [
      ...['[Unit]', `Description=[Timer] ${title}`, 'PartOf=cron.target', `SourcePath=${source.file}`],
      ...['[Timer]', `Unit=${name}.service`],
      schedule.text === 'reboot' ? `OnBootSec=${schedule.bootDelay}m` : `OnCalendar=${schedule.text}`,
      ...(delay === 1 ? [] : [`RandomizedDelaySec=${delay}m`]),
      ...(schedule.persistent ? ['Persistent=true'] : []),
    ],
    source,
  );
  output.dependency('normal', 'cron.target', 'wants', `${SLOT_DIRECTORY.normal}/${name}.timer`, source);
  const mails = ['/usr/sbin/sendmail', '/usr/lib/sendmail'].some((file) => snapshot.stat(file) !== undefined);
  output.unit(
    'normal',
    `${name}.service`,
    [
      ...['[Unit]', `Description=[Cron] ${title}`, `SourcePath=${source.file}`],
      // Whatever MAILTO= says, it keeps this away.
      ...(mails && !environment.has('MAILTO') ? ['OnFailure=cron-failure@%i.service'] : []),
      ...(user !== 'root' || source.file === `${SPOOL}/root`
        ? ['Requires=systemd-user-sessions.service', ...(home === undefined ? [] : [`RequiresMountsFor=${home}`])]
        : []),
      ...['[Service]', 'Type=oneshot', 'IgnoreSIGPIPE=false', 'KillMode=process'],
      `ExecStart=${alone ? command : `${shell} ${SLOT_DIRECTORY.normal}/${name}.sh`}`,
      ...(user === 'root' ? [] : [`User=${user}`]),
    ],
    source,
  );
}
