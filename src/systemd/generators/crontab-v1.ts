/** systemd-cron's generator as it was up to version 1.15, a Python script: jobs of crontabs; what lies in /etc/cron.daily has static units. */

import { createHash } from 'node:crypto';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { append } from '../../words/append.ts';
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
  /** An anacrontab's first word. */
  readonly period: string;
  readonly environment: ReadonlyMap<string, string>;
}

/** @param program the script itself, since its versions differ in when they send mail */
export function crontabV1(context: GeneratorContext, program: string): void {
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
    append(
      jobs,
      users.flatMap((name) => jobsIn(snapshot, `${SPOOL}/${name}`, 'user')),
    );
  } else afterVar(context);
  const numbers = new Map<string, number>();
  for (const job of jobs) {
    // A period of more than 31 days is an error that nothing catches: the generator ends.
    if (/^@*\d+$/.test(job.period) && Number(job.period.replace(/^@+/, '')) > 31) return;
    jobUnits(context, job, numbers, program);
  }
}

function jobsIn(snapshot: Snapshot, file: string, kind: Kind): readonly Job[] {
  const environment = new Map<string, string>();
  const name = file.slice(file.lastIndexOf('/') + 1);
  return (snapshot.read(file) ?? '').split('\n').flatMap((raw, index): Job[] => {
    const text = raw.trim();
    if (text === '' || text.startsWith('#')) return [];
    const assigned = /^([A-Za-z_0-9]+)\s*=\s*(.*)$/s.exec(text);
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
): Pick<Job, 'id' | 'user' | 'command' | 'schedule' | 'period'> | undefined {
  const wish = environment.get('PERSISTENT')?.trim().toLowerCase() ?? 'auto';
  const never = !['yes', 'true', '1', 'auto', ''].includes(wish);
  const number = (key: string): number => Number.parseInt(environment.get(key) ?? '0', 10) || 0;
  const hour = number('START_HOURS_RANGE');
  if (kind === 'anacron') {
    const [period = '', delay = '', id = '', ...command] = words;
    if (command.length === 0) return undefined;
    const schedule = scheduleOfWord(period, hour, Math.max(Number.parseInt(delay, 10) || 0, 0), !never);
    return { id: id.replace(/[^-_A-Za-z0-9]/g, ''), user: 'root', command: command.join(' '), schedule, period };
  }
  const fields = words[0]?.startsWith('@') ? 1 : 5;
  const user = kind === 'system' ? words[fields] : name;
  const command = words.slice(fields + Number(kind === 'system')).join(' ');
  const lasting = ['yes', 'true', '1'].includes(wish);
  const schedule =
    fields === 1 ? scheduleOfWord(words[0] ?? '', hour, number('DELAY'), !never) : fieldsOf(words.slice(0, 5), lasting);
  return schedule === undefined || user === undefined || command === ''
    ? undefined
    : { id: name, user, command, schedule, period: '' };
}

/** A week ends on Saturday here: a range up to Sunday is as wrong as any other error in that field, and means every day. */
function fieldsOf(
  [minute = '', hour = '', day = '', month = '', week = '']: readonly string[],
  lasting: boolean,
): Schedule | undefined {
  if (/[~L]/.test(minute + hour + day + month)) return undefined;
  if ([minute, hour, day, month].some((text) => /^,|,,|,$/.test(text))) return undefined;
  const numbered = month.replace(/[a-z]+/gi, (word) =>
    String(MONTHS.indexOf(word.slice(0, 3).toLowerCase()) + 1 || 'x'),
  );
  const without0 = (text: string): string =>
    text
      .split(',')
      .filter((part) => part !== '0')
      .join(',');
  const rest = [minute, hour, without0(day), without0(numbered)];
  if (rest.includes('')) return undefined;
  const wrong = /-(7|sun)/i.test(week) || /~|L$|^,|,,|,$/.test(week);
  const made = wrong ? undefined : scheduleOfFields([...rest, week.replace(/\b7\b|sun[a-z]*/gi, '0')], lasting);
  if (made !== undefined) return made;
  const daily = scheduleOfFields([...rest, '*'], lasting);
  return daily && { ...daily, text: ` ${daily.text}`, raw: ` ${daily.text}` };
}

/** What is left of a command when the tests that the units themselves make are taken off; undefined: no job at all. */
function simplified(command: string, home: string | undefined, snapshot: Snapshot): string | undefined {
  let left = home !== undefined && command.startsWith('~/') ? home + command.slice(1) : command;
  const sink = ['>/dev/null', '> /dev/null'].find((end) => left.endsWith(end));
  const before = sink === undefined ? left : left.slice(0, -sink.length);
  if (/^\S.*\s$/s.test(before)) left = before.trimEnd();
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

function jobUnits(
  { snapshot, output }: GeneratorContext,
  job: Job,
  numbers: Map<string, number>,
  program: string,
): void {
  const { source, schedule, user, environment } = job;
  const shell = environment.get('SHELL') ?? '/bin/sh';
  const home = homeOf(snapshot, user);
  const command = KNOWN_SHELLS.includes(shell) ? simplified(job.command, home, snapshot) : job.command;
  if (command === undefined) return;
  const key = `${job.id}${user}`;
  const number = numbers.get(key) ?? 0;
  if (!schedule.persistent) numbers.set(key, number + 1);
  const hash = createHash('md5').update(`${schedule.raw}\0${command}`).digest('hex');
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
  // Up to 1.5.17 MAILTO= keeps mail away whatever it says.
  const silent = program.includes('MAILTO=(') ? environment.get('MAILTO') === '' : environment.has('MAILTO');
  const mails = ['/usr/sbin/sendmail', '/usr/lib/sendmail'].some((file) => snapshot.stat(file) !== undefined);
  output.unit(
    'normal',
    `${name}.service`,
    [
      ...['[Unit]', `Description=[Cron] ${title}`, `SourcePath=${source.file}`],
      ...(mails && !silent ? ['OnFailure=cron-failure@%i.service'] : []),
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
