/** What a copy of a machine that ran says of its PID 1: /proc, process lists, outputs of systemctl and initctl in a sosreport. */
import type { Snapshot } from '../snapshot/snapshot.ts';
import type { Clue } from './init-clue.ts';
import { initByName, initOfProgram } from './init-program.ts';

export function runningMarks(snapshot: Snapshot): readonly Clue[] {
  return [...proc(snapshot), ...processList(snapshot), ...outputs(snapshot)];
}

function proc(snapshot: Snapshot): readonly Clue[] {
  const clues: Clue[] = [];
  const exe = snapshot.readlink('/proc/1/exe');
  const comm = snapshot.read('/proc/1/comm')?.trim();
  const cmdline = snapshot.read('/proc/1/cmdline')?.split('\0')[0]?.trim();
  for (const [file, program] of [
    ['/proc/1/exe', exe],
    ['/proc/1/comm', comm],
    ['/proc/1/cmdline', cmdline],
  ] as const) {
    const init = program === undefined || program === '' ? undefined : byCommand(snapshot, program);
    if (init !== undefined) clues.push({ init, weight: 86, text: `PID 1 was ${program}`, file });
  }
  return clues;
}

/** The line of PID 1 in what ps printed. `/sbin/init` alone says nothing: its program does. */
function processList(snapshot: Snapshot): readonly Clue[] {
  const folder = '/sos_commands/process';
  const files = [
    '/ps',
    ...(snapshot.list(folder) ?? [])
      .filter(({ name }) => name.startsWith('ps_'))
      .map(({ name }) => `${folder}/${name}`),
  ];
  for (const file of files) {
    const lines = (snapshot.read(file) ?? '').split('\n');
    const head = lines.findIndex((line) => /\bPID\b.*\b(COMMAND|CMD|ARGS)\b/.test(line));
    if (head < 0) continue;
    const names = (lines[head] as string).trim().split(/\s+/);
    const [pid, command] = [names.indexOf('PID'), names.findIndex((name) => /^(COMMAND|CMD|ARGS)$/.test(name))];
    for (const [i, line] of lines.entries()) {
      const words = line.trim().split(/\s+/);
      if (i <= head || words[pid] !== '1') continue;
      const program = words.slice(command).join(' ');
      const init = byCommand(snapshot, program);
      if (init !== undefined) return [{ init, weight: 86, text: `PID 1 was ${program}`, file, line: i + 1 }];
    }
  }
  return [];
}

function byCommand(snapshot: Snapshot, command: string): Clue['init'] | undefined {
  // sysvinit writes the runlevel behind its own name.
  if (/^init\s*\[\w\]/.test(command)) return 'sysv';
  const program = command.split(/\s+/)[0] as string;
  return initByName(program) ?? (program.startsWith('/') ? explained(initOfProgram(snapshot, program)) : undefined);
}

function explained(init: Clue['init'] | undefined): Clue['init'] | undefined {
  return init === 'script' ? undefined : init;
}

/** Text that systemctl, systemd-analyze and initctl print only where their init answers. */
const OUTPUTS: readonly (readonly [folder: string, names: RegExp, shows: RegExp, init: Clue['init']])[] = [
  ['/sos_commands/systemd', /^systemd-analyze_dump/, /^(-> |→ )?(Unit |Manager: systemd)/m, 'systemd'],
  ['/sos_commands/systemd', /^systemctl_show/, /^(Version=systemd |Version=\d{3}|FragmentPath=)/m, 'systemd'],
  ['/sos_commands/systemd', /^systemctl_list-units/, /^[ \t]*UNIT[ \t]+LOAD[ \t]+ACTIVE/m, 'systemd'],
  ['/sos_commands/upstart', /^initctl_(--system_)?list/, /^\S+ (start|stop)\//m, 'upstart'],
  ['/sos_commands/upstart', /^init_--version/, /\(upstart [\d.]+\)/, 'upstart'],
];
const HEAD = 256 * 1024;

function outputs(snapshot: Snapshot): readonly Clue[] {
  const clues: Clue[] = [];
  for (const [folder, names, shows, init] of OUTPUTS)
    for (const { name } of snapshot.list(folder) ?? []) {
      const file = `${folder}/${name}`;
      if (!names.test(name) || clues.some((clue) => clue.init === init)) continue;
      const bytes = snapshot.readBytes(file, HEAD);
      if (bytes !== undefined && shows.test(new TextDecoder().decode(bytes)))
        clues.push({
          init,
          weight: 84,
          text: `${init === 'systemd' ? 'systemd' : 'Upstart'} answered on that machine`,
          file,
        });
    }
  return clues;
}
