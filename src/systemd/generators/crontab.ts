/** systemd-cron's generator (version 2 and later): a timer and a service for each line of the crontabs; systemd.cron(7). */

import { createHash } from 'node:crypto';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { append } from '../../words/append.ts';
import type { GeneratorContext } from './context.ts';
import { afterVar, homeOf, regularFiles, SPOOL, stripped } from './crontab-files.ts';
import { type Schedule, scheduleOfFields, scheduleOfWord } from './crontab-schedule.ts';
import { crontabV1 } from './crontab-v1.ts';
import { SLOT_DIRECTORY, type Source } from './output.ts';

const PROGRAMS = ['/usr/lib', '/lib'].map((dir) => `${dir}/systemd/system-generators/systemd-crontab-generator`);
/** Native timers that Debian's build knows to stand for a file of another name. */
const CROND_TIMERS: Readonly<Record<string, string>> = {
  'debian-edu-config': 'debian-edu-update-netblock',
  'mythtv-status': 'mythtv-status_update-motd',
  ntpsec: 'ntpsec-rotate-stats',
  'ntpsec-ntpviz': 'ntpviz-daily',
  painintheapt: 'painintheapt-daily',
  php: 'phpsessionclean',
  'roundcube-core': 'roundcube-cleandb',
  sysstat: 'sysstat-collect',
  tuptime: 'tuptime-sync',
};
const PART_TIMERS: Readonly<Record<string, string>> = {
  aide: 'dailyaidecheck',
  'apt-compat': 'apt-daily',
  dpkg: 'dpkg-db-backup',
  lighttpd: 'lighttpd-maint',
  'mythtv-status': 'mythtv-status_health-check',
  plocate: 'plocate-updatedb',
  privoxy: 'privoxy-cleanup',
  spamassassin: 'spamassassin-maintenance',
  sysstat: 'sysstat-summary',
  wtmpdb: 'wtmpdb-rotate',
};
const PERIODS = ['hourly', 'daily', 'weekly', 'monthly', 'yearly'];

type Kind = 'system' | 'user' | 'anacron';

interface Job {
  readonly source: Source;
  /** The line, or the script. */
  readonly text: string;
  readonly jobId: string;
  readonly user: string;
  readonly command: readonly string[];
  readonly schedule: Schedule;
  readonly environment: ReadonlyMap<string, string>;
  /** A script of /etc/cron.daily and its like has a name without a number. */
  readonly script?: true;
}

export function crontab(context: GeneratorContext): void {
  const { snapshot } = context;
  const script = PROGRAMS.find((file) => Buffer.from(snapshot.readBytes(file, 2) ?? '').toString('latin1') === '#!');
  if (script !== undefined) {
    crontabV1(context, snapshot.read(script) ?? '');
    return;
  }
  const recent = snapshot.stat('/usr/libexec/systemd-cron/throttle_group') !== undefined;
  const main = jobsIn(snapshot, '/etc/crontab', 'system');
  const hours = new Map<string, number>();
  const jobs: Job[] = [];
  for (const job of main.jobs) {
    const period = PERIODS.slice(0, 4).find((word) => job.text.includes(`/etc/cron.${word}`));
    const hour = / ([0-9]+)[,:]/.exec(job.schedule.text)?.[1];
    if (period === undefined) jobs.push(job);
    else if (hour !== undefined) hours.set(period, Number(hour));
  }
  const mailTo = main.environment.get('MAILTO');
  const withMail = (job: Job): Job =>
    mailTo === undefined || job.environment.has('MAILTO')
      ? job
      : { ...job, environment: new Map([...job.environment, ['MAILTO', mailTo]]) };
  for (const name of filesIn(snapshot, '/etc/cron.d', CROND_TIMERS, recent))
    append(jobs, jobsIn(snapshot, `/etc/cron.d/${name}`, 'system', main.mail).jobs.map(withMail));
  PERIODS.forEach((period, n) => {
    const executable = (name: string): boolean =>
      ((snapshot.stat(`/etc/cron.${period}/${name}`)?.mode ?? 0) & 0o111) !== 0;
    for (const name of filesIn(snapshot, `/etc/cron.${period}`, PART_TIMERS, recent).filter(executable)) {
      const file = `/etc/cron.${period}/${name}`;
      const schedule = scheduleOfWord(period, hours.get(period) ?? 0, (n + 1) * 5, true);
      const jobId = cleaned(`${period}-${name}`);
      jobs.push(
        withMail({
          ...{ source: { file }, text: file, jobId, user: 'root', command: [file], schedule, script: true },
          environment: main.mail,
        }),
      );
    }
  });
  append(jobs, jobsIn(snapshot, '/etc/anacrontab', 'anacron', main.mail).jobs);
  if (snapshot.stat(SPOOL)?.kind === 'dir') {
    for (const name of regularFiles(snapshot, SPOOL))
      if (!name.includes('.')) append(jobs, jobsIn(snapshot, `${SPOOL}/${name}`, 'user', main.mail).jobs);
  } else afterVar(context);
  const numbers = new Map<string, number>();
  for (const job of jobs) jobUnits(context, job, numbers);
}

/** Without backups, and without those that a native timer stands for. @param recent a version after 2.5: names with a dot are left out */
function filesIn(
  snapshot: Snapshot,
  dir: string,
  timers: Readonly<Record<string, string>>,
  recent: boolean,
): readonly string[] {
  const exists = (timer: string, roots: readonly string[]): boolean =>
    roots.some((root) => snapshot.lstat(`/${root}/systemd/system/${timer}.timer`) !== undefined);
  return regularFiles(snapshot, dir).filter((name) => {
    if (/^\.|~|\.dpkg-|\.rpm|^0?anacron$/.test(name) || (recent && name.includes('.'))) return false;
    if (exists(name, ['lib', 'etc', 'run'])) return false;
    return !exists(Object.hasOwn(timers, name) ? (timers[name] ?? name) : name, ['lib']);
  });
}

const MAIL_KEYS = ['CRON_MAIL_SUCCESS', 'CRON_MAIL_FORMAT'];

/** @param mail how mail is sent where the file does not say */
function jobsIn(
  snapshot: Snapshot,
  file: string,
  kind: Kind,
  mail: ReadonlyMap<string, string> = new Map(),
): {
  readonly jobs: readonly Job[];
  readonly environment: ReadonlyMap<string, string>;
  readonly mail: ReadonlyMap<string, string>;
} {
  const environment = new Map(mail);
  const jobs: Job[] = [];
  for (const [index, raw] of (snapshot.read(file) ?? '').split('\n').entries()) {
    const text = raw.trim();
    if (text === '' || text.startsWith('#')) continue;
    const assigned = /^([A-Za-z_0-9]+)\s*=\s*(.*)$/s.exec(text);
    if (assigned !== null) {
      const [, key = '', written = ''] = assigned;
      const value = ["'", '"', ' '].reduce((left, mark) => stripped(left, mark), written);
      if (key === 'PERSISTENT' && value === 'auto') environment.delete(key);
      else if (!(MAIL_KEYS.includes(key) && value === 'inherit')) environment.set(key, value);
      else if (mail.has(key)) environment.set(key, mail.get(key) ?? '');
      continue;
    }
    const job = jobOf({ file, line: index + 1 }, text, kind, new Map(environment));
    if (job !== undefined) jobs.push(job);
  }
  return { jobs, environment, mail: new Map([...environment].filter(([key]) => MAIL_KEYS.includes(key))) };
}

function jobOf(source: Source, text: string, kind: Kind, environment: ReadonlyMap<string, string>): Job | undefined {
  const words = text.split(/[ \t]+/);
  const name = source.file.slice(source.file.lastIndexOf('/') + 1);
  const number = (key: string): number =>
    /^\d+/.test(environment.get(key) ?? '') ? Number.parseInt(environment.get(key) ?? '', 10) : 0;
  const word = environment.get('PERSISTENT')?.toLowerCase();
  const lasting = word === undefined ? kind === 'anacron' || text.startsWith('@') : isTrue(word);
  const base = { source, text, environment };
  if (kind === 'anacron') {
    const [period = '', delay = '', id = '', ...command] = words;
    if (command.length === 0) return undefined;
    const schedule = scheduleOfWord(period, number('START_HOURS_RANGE'), Number.parseInt(delay, 10) || 0, lasting);
    return { ...base, jobId: cleaned(`anacron-${id}`), user: 'root', command, schedule };
  }
  const fields = text.startsWith('@') ? 1 : 5;
  const schedule =
    fields === 1
      ? scheduleOfWord(words[0] ?? '', number('START_HOURS_RANGE'), number('DELAY'), lasting)
      : scheduleOfFields(words.slice(0, 5), lasting);
  const user = kind === 'system' ? words[fields] : name;
  const command = words.slice(fields + Number(kind === 'system'));
  if (schedule === undefined || user === undefined || command.length === 0) return undefined;
  const bootDelay = fields === 1 ? schedule.bootDelay : number('DELAY');
  return { ...base, jobId: cleaned(`${name}-${user}`), user, command, schedule: { ...schedule, bootDelay } };
}

/** A beginning of 1, yes or true; nothing at all is one too. */
function isTrue(word: string): boolean {
  return ['1', 'yes', 'true'].some((yes) => yes.startsWith(word));
}

function cleaned(id: string): string {
  return id.replace(/[^-0-9A-Z_a-z]/g, '');
}

function jobUnits(context: GeneratorContext, job: Job, numbers: Map<string, number>): void {
  const { output, snapshot } = context;
  const { source, schedule, user, environment } = job;
  const home = homeOf(snapshot, user);
  const command = job.command.map((word, n) =>
    n === 0 && home !== undefined ? word.replace(/^~(?=\/)/, () => home) : word,
  );
  const name = unitName({ ...job, command }, numbers);
  const line = job.text.replaceAll('%', '%%');
  const title = line.startsWith('/') ? line : `"${line}"`;
  const randomized = Number(environment.get('RANDOM_DELAY') ?? 0);
  output.unit(
    'normal',
    `${name}.timer`,
    [
      '[Unit]',
      `Description=[Timer] ${title}`,
      `SourcePath=${source.file}`,
      'PartOf=cron.target',
      '[Timer]',
      schedule.text === 'reboot'
        ? `OnBootSec=${schedule.bootDelay}m`
        : `OnCalendar=${schedule.text}${zone(snapshot, environment)}`,
      ...(randomized > 1 ? [`RandomizedDelaySec=${randomized}m`] : []),
      ...(schedule.persistent ? ['Persistent=true'] : []),
    ],
    source,
  );
  output.dependency('normal', 'cron.target', 'wants', `${SLOT_DIRECTORY.normal}/${name}.timer`, source);
  const [first = ''] = command;
  const alone = command.length === 1 && home !== undefined && snapshot.stat(first)?.kind === 'file';
  const shell = environment.get('SHELL') ?? '/bin/sh';
  if (!alone) output.unit('normal', `${name}.sh`, [command.join(' ').replaceAll('\\%', '%')], source);
  output.unit(
    'normal',
    `${name}.service`,
    [
      '[Unit]',
      `Description=[Cron] ${title}`,
      `SourcePath=${source.file}`,
      ...mail(snapshot, environment),
      ...(user !== 'root' || source.file.startsWith(SPOOL)
        ? ['Requires=systemd-user-sessions.service', ...(home === undefined ? [] : [`RequiresMountsFor=${home}`])]
        : []),
      '[Service]',
      `User=${user}`,
      ...['KillMode=process', 'WorkingDirectory=-~', 'Type=oneshot', 'IgnoreSIGPIPE=false', 'SyslogFacility=cron'],
      `ExecStart=${alone ? first : `${shell} ${SLOT_DIRECTORY.normal}/${name}.sh`}`,
    ],
    source,
  );
}

/** A lasting job is called by what it does and when, so that its stamp outlives a change of the lines around it. */
function unitName(job: Job, numbers: Map<string, number>): string {
  if (job.script === true) return `cron-${job.jobId}`;
  if (!job.schedule.persistent) {
    const number = numbers.get(job.jobId) ?? 0;
    numbers.set(job.jobId, number + 1);
    return `cron-${job.jobId}-${number}`;
  }
  const hash = createHash('md5').update([job.schedule.raw, ...job.command].join('\0'));
  return `cron-${job.jobId}-${hash.digest('hex')}`;
}

function zone(snapshot: Snapshot, environment: ReadonlyMap<string, string>): string {
  // Keys are looked at in the order of their names.
  const names = ['CRON_TZ', 'TZ']
    .map((key) => environment.get(key)?.replace(/^:/, ''))
    .filter((name) => name !== undefined);
  const known = names.filter((name) => name === '' || snapshot.stat(`/usr/share/zoneinfo/${name}`) !== undefined);
  const last = known.at(-1) ?? '';
  return last === '' ? '' : ` ${last}`;
}

/** Where there is a sendmail: who is told, and of what. */
function mail(snapshot: Snapshot, environment: ReadonlyMap<string, string>): readonly string[] {
  const folders = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/usr/lib'];
  const sends = folders.some((dir) => ((snapshot.stat(`${dir}/sendmail`)?.mode ?? 0) & 0o111) !== 0);
  if (!sends || environment.get('MAILTO') === '') return [];
  const format = /^no-?metadata$/.test(environment.get('CRON_MAIL_FORMAT') ?? '') ? ':nometadata' : '';
  const on = (what: string, more = ''): string => `On${what}=cron-mail@%n:${what}${more}${format}.service`;
  const wish = environment.get('CRON_MAIL_SUCCESS')?.toLowerCase();
  if (wish === 'never' || (wish !== undefined && ['0', 'no', 'false'].some((no) => no.startsWith(wish))))
    return [on('Failure')];
  const always = wish === 'always' || (wish !== undefined && isTrue(wish));
  return [on('Failure'), always ? on('Success') : on('Success', ':nonempty')];
}
