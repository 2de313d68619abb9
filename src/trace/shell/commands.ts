/**
 * Simple commands: what the shell does itself, the helpers of init scripts, and the programs that are run.
 * Longer than 300 lines: two tables of commands, most of them a line or three.
 */
import { askedStart } from '../starts-units.ts';
import type { Command, ParsedScript, Word } from './ast.ts';
import { MAX_FIELDS, paid } from './budget.ts';
import { expandFields, expandText, usesOf } from './expand.ts';
import { parseShell } from './parse.ts';
import { findProgram } from './programs.ts';
import { at, FAILED, isRuntimePath, OK, type Outcome, type RunHow, type Shell, UNKNOWN, type Value } from './shell.ts';
import { readStartStop } from './start-stop-daemon.ts';
import { evaluateTest } from './test-command.ts';

/** What goes on from a command: the evaluation that asked for it (evaluate.ts). */
export interface Evaluation {
  script(shell: Shell, script: ParsedScript): Outcome;
  function(shell: Shell, name: string, args: readonly Value[]): Outcome;
}

interface Call {
  readonly shell: Shell;
  readonly evaluate: Evaluation;
  readonly name: string;
  readonly args: readonly Value[];
  readonly words: readonly Word[];
  readonly line: number;
}

export function runCommand(shell: Shell, command: Command & { kind: 'simple' }, evaluate: Evaluation): Outcome {
  const { words, line } = command;
  // The words come first: in `A=1 prog $A` the old A counts.
  const all = words.flatMap((word) => expandFields(shell, word));
  const fields = all.length <= MAX_FIELDS ? all : [...all.slice(0, MAX_FIELDS), { text: '…', known: false }];
  const before = new Map<string, Value | undefined>();
  for (const { name, append, value } of command.assignments) {
    const own = expandText(shell, value);
    const old = append ? shell.vars.get(name) : undefined;
    const whole = { text: `${old?.text ?? ''}${own.text}`, known: own.known && (old?.known ?? true) };
    if (!before.has(name)) before.set(name, shell.vars.get(name));
    shell.vars.set(name, { ...paid(shell.budget, whole), file: shell.file, line: value.line });
  }
  if (words.length === 0) {
    const asked = command.assignments.some(({ value }) => value.pieces.some((piece) => piece.kind === 'command'));
    return asked && command.assignments.some(({ name }) => shell.vars.get(name)?.known === false) ? UNKNOWN : OK;
  }
  const outcome = dispatch({ shell, evaluate, words, line }, fields);
  // For that command only; a special builtin keeps it.
  if (fields[0] !== undefined && SPECIAL.has(fields[0].text)) return outcome;
  for (const [name, old] of before)
    if (old === undefined) shell.vars.delete(name);
    else shell.vars.set(name, old);
  return outcome;
}

function dispatch(from: Omit<Call, 'name' | 'args'>, fields: readonly Value[]): Outcome {
  const { shell } = from;
  const [first, ...args] = fields;
  if (first === undefined) return OK;
  if (!first.known) {
    run({ ...from, name: first.text, args }, 'command', fields);
    return UNKNOWN;
  }
  const name = first.text;
  const call: Call = { ...from, name, args };
  if (SPECIAL.has(name)) return SPECIAL.get(name)?.(call) ?? UNKNOWN;
  if (shell.functions.has(name)) return from.evaluate.function(shell, name, args);
  // Functions of helper libraries have no path; a program of that name is one.
  const own = COMMANDS.get(/\/(start_)?daemon$/.test(name) ? name : name.replace(/^.*\//, ''));
  if (own !== undefined) return own(call);
  if (/^(v?log_|status_of_proc$)/.test(name)) return name.startsWith('status') ? UNKNOWN : OK;
  // Whether it will succeed is not on the disk.
  run(call, 'command', fields);
  return UNKNOWN;
}

function run(
  { shell, words, line }: Call,
  how: RunHow,
  argv: readonly Value[],
  more: { user?: string; group?: string; chdir?: string; pidFile?: string } = {},
): void {
  shell.events.push({ kind: 'run', how, argv, uses: usesOf(shell, words), ...more, ...at(shell, line) });
}

type Builtin = (call: Call) => Outcome;

function always(outcome: Outcome, names: string): [string, Builtin][] {
  return names.split(' ').map((name) => [name, () => outcome]);
}

function codeOf(args: readonly Value[], fallback: number | undefined): number | undefined {
  const [code] = args;
  if (code === undefined) return fallback;
  return code.known && /^[0-9]+$/.test(code.text) ? Number(code.text) : undefined;
}

/** Before functions: the shell's special builtins, and helpers whose own text would lead nowhere. */
const SPECIAL: ReadonlyMap<string, Builtin> = new Map<string, Builtin>([
  ...always(OK, ': trap times'),
  ['.', sourceFile],
  ['source', sourceFile],
  ['exec', execCommand],
  [
    'exit',
    ({ shell, args, line }) => {
      const code = codeOf(args, shell.status);
      shell.events.push({ kind: 'exit', code, ...at(shell, line) });
      return { code, flow: 'exit' };
    },
  ],
  ['return', ({ shell, args }) => ({ code: codeOf(args, shell.status), flow: 'return' })],
  ['break', () => ({ code: 0, flow: 'break' })],
  ['continue', () => ({ code: 0, flow: 'continue' })],
  ['export', declareVariables],
  ['readonly', declareVariables],
  ['local', declareVariables],
  ['declare', declareVariables],
  ['typeset', declareVariables],
  [
    'unset',
    ({ shell, args }) => {
      for (const { text } of args) shell.vars.delete(text);
      return OK;
    },
  ],
  [
    'set',
    ({ shell, args }) => {
      const dashes = args.findIndex(({ text }) => text === '--');
      if (dashes >= 0) shell.args = args.slice(dashes + 1);
      else if (args.length > 0 && !/^[-+]/.test(args[0]?.text ?? '')) shell.args = args;
      return OK;
    },
  ],
  [
    'shift',
    ({ shell, args }) => {
      shell.args = shell.args.slice(codeOf(args, 1) ?? 1);
      return OK;
    },
  ],
  ['eval', evalText],
  // Which init runs is known here; its helper asks the running one.
  ['init_is_upstart', ({ shell }) => (shell.world.init === 'upstart' ? OK : FAILED)],
]);

function plain({ shell, name, args, words, line }: Call): Outcome {
  const argv = [{ text: name, known: true }, ...args];
  shell.events.push({ kind: 'plain', argv, uses: usesOf(shell, words), ...at(shell, line) });
  return OK;
}

function testCommand({ shell, name, args }: Call): Outcome {
  const inner = name === 'test' ? args : args.slice(0, -1);
  if (name !== 'test' && args.at(-1)?.text !== (name === '[[' ? ']]' : ']')) return UNKNOWN;
  const result = evaluateTest(shell, inner, name === '[[');
  return result === undefined ? UNKNOWN : result ? OK : FAILED;
}

/** After functions. By the last part of the name, so that /bin/mkdir counts as mkdir. */
const COMMANDS: ReadonlyMap<string, Builtin> = new Map<string, Builtin>([
  ...always(OK, 'true echo printf cd umask ulimit wait hash alias sleep sync logger mktemp tput stty clear renice'),
  ...[
    ...['mkdir', 'rmdir', 'chown', 'chmod', 'chgrp', 'install', 'rm', 'touch', 'ln', 'cp', 'mv', 'mkfifo', 'mknod'],
    ...['modprobe', 'mount', 'umount', 'restorecon', 'sysctl'],
  ].map((name): [string, Builtin] => [name, plain]),
  ...always(FAILED, 'false'),
  ...always(
    UNKNOWN,
    'grep egrep fgrep sed awk cut tr head tail sort uniq wc cat ls find ps pgrep pidof pidofproc kill',
  ),
  ...always(
    UNKNOWN,
    'killall killproc pkill initctl status getent id whoami expr let getopts getopt date stat cmp diff',
  ),
  ...always(UNKNOWN, 'mountpoint ip ifconfig route lsmod uname hostname dpkg tty who runlevel readlink xargs'),
  ...always(UNKNOWN, 'type which basename dirname seq df du tee env_vars'),
  ['systemctl', systemctl],
  ['[', testCommand],
  ['[[', testCommand],
  ['test', testCommand],
  ['command', commandBuiltin],
  ['start-stop-daemon', startStopDaemon],
  ['start_daemon', startDaemon],
  ['daemon', startDaemon],
  [
    'read',
    ({ shell, args }) => {
      for (const { text } of args)
        if (/^[A-Za-z_]\w*$/.test(text)) shell.vars.set(text, { text: `$${text}`, known: false });
      return UNKNOWN;
    },
  ],
  ...['env', 'nice', 'nohup', 'setsid', 'ionice', 'chrt', 'exec'].map((name): [string, Builtin] => [name, wrapped]),
]);

/** Of all its verbs only those that start units are told. */
function systemctl(call: Call): Outcome {
  const name: Value = { text: call.name, known: true };
  if (askedStart([name, ...call.args].map(({ text }) => text)) !== undefined)
    run(call, 'command', [name, ...call.args]);
  return UNKNOWN;
}

function declareVariables({ shell, args, line }: Call): Outcome {
  for (const { text, known } of args) {
    const match = /^([A-Za-z_]\w*)=([\s\S]*)$/.exec(text);
    if (match !== null) shell.vars.set(match[1] ?? '', { text: match[2] ?? '', known, file: shell.file, line });
  }
  return OK;
}

/** Libraries that define functions only; those functions are known here by name. */
const HELPERS = /^\/(usr\/)?lib\/lsb\/init-functions$|^\/etc\/(rc\.d\/)?init\.d\/functions$/;

function sourceFile({ shell, evaluate, args, line }: Call): Outcome {
  const [target, ...more] = args;
  if (target === undefined) return FAILED;
  const event = { kind: 'source', target, ...at(shell, line) } as const;
  if (!target.known || isRuntimePath(target.text)) {
    shell.events.push({ ...event, state: 'unknown' });
    return UNKNOWN;
  }
  if (HELPERS.test(target.text)) {
    shell.events.push({ ...event, state: 'helpers' });
    return OK;
  }
  const text = target.text.startsWith('/') ? shell.world.snapshot.read(target.text) : undefined;
  if (text === undefined || shell.depth > 20) {
    shell.events.push({ ...event, state: 'missing' });
    return FAILED;
  }
  shell.events.push({ ...event, state: 'read' });
  const { file, args: outer } = shell;
  shell.file = target.text;
  if (more.length > 0) shell.args = more;
  shell.depth++;
  shell.budget.text -= text.length;
  const outcome = evaluate.script(shell, parseShell(text));
  shell.depth--;
  shell.file = file;
  shell.args = outer;
  return outcome.flow === 'return' ? { code: outcome.code } : outcome;
}

function execCommand(call: Call): Outcome {
  const args = call.args[0]?.text === '-a' ? call.args.slice(2) : call.args;
  const [program] = args;
  // Redirections alone.
  if (program === undefined) return OK;
  const inner: Call = { ...call, name: program.text, args: args.slice(1) };
  const name = program.text.replace(/^.*\//, '');
  if (name === 'start-stop-daemon') startStopDaemon(inner);
  else if (WRAPPERS.has(name)) wrapped(inner, 'exec');
  else run(call, 'exec', args);
  return { code: undefined, flow: 'exit' };
}

function evalText({ shell, evaluate, args, line }: Call): Outcome {
  if (args.some((arg) => !arg.known) || shell.depth > 20) {
    shell.events.push({ kind: 'unread', ...at(shell, line), message: 'eval of a text that is not known' });
    return UNKNOWN;
  }
  shell.depth++;
  const outcome = evaluate.script(shell, parseShell(args.map(({ text }) => text).join(' '), line));
  shell.depth--;
  return outcome;
}

function commandBuiltin(call: Call): Outcome {
  const { shell, args } = call;
  const [option, name] = args;
  if (option?.text === '-v' || option?.text === '-V') {
    if (name === undefined || !name.known) return UNKNOWN;
    return shell.functions.has(name.text) || findProgram(shell, name.text) !== undefined ? OK : FAILED;
  }
  return dispatch(call, args);
}

function startStopDaemon(call: Call): Outcome {
  const asked = readStartStop(call.args);
  if (asked.action !== 'start') return UNKNOWN;
  // Nothing runs yet: it would start it.
  if (asked.test) return OK;
  const { user, group, chdir, pidFile, program } = asked;
  run(call, 'start-stop-daemon', [program ?? { text: '?', known: false }, ...asked.args], {
    ...(user === undefined ? {} : { user }),
    ...(group === undefined ? {} : { group }),
    ...(chdir === undefined ? {} : { chdir }),
    ...(pidFile === undefined ? {} : { pidFile }),
  });
  return OK;
}

/** start_daemon [-f] [-n NICE] [-p PIDFILE] PROGRAM…, and daemon [--user=U] [+NICE] PROGRAM… of Red Hat's functions. */
function startDaemon(call: Call): Outcome {
  let index = 0;
  let user: string | undefined;
  for (; index < call.args.length; index++) {
    const text = call.args[index]?.text ?? '';
    if (text.startsWith('--user=')) user = text.slice('--user='.length);
    else if (text === '-n' || text === '-p' || text === '--user' || text === '--pidfile') {
      if (text === '--user') user = call.args[index + 1]?.text;
      index++;
    } else if (!/^[-+]/.test(text)) break;
  }
  const argv = call.args.slice(index);
  if (argv.length > 0) run(call, 'start_daemon', argv, user === undefined ? {} : { user });
  return OK;
}

const WRAPPERS = new Set(['env', 'nice', 'nohup', 'setsid', 'ionice', 'chrt']);
const WRAPPER_VALUES = /^-(n|c|p|u|-adjustment|-class|-unset)$/;

/** A program that runs another: options and assignments off, then that one. */
function wrapped(call: Call, how: RunHow = 'command'): Outcome {
  let index = 0;
  for (; index < call.args.length; index++) {
    const text = call.args[index]?.text ?? '';
    if (WRAPPER_VALUES.test(text)) index++;
    else if (!text.startsWith('-') && !/^[A-Za-z_]\w*=/.test(text)) break;
  }
  const argv = call.args.slice(index);
  if (argv.length === 0) return UNKNOWN;
  if (how === 'exec') {
    run(call, 'exec', argv);
    return OK;
  }
  return dispatch(call, argv);
}
