/**
 * What a job's own text does with other jobs and events: `initctl emit`, `start JOB`, `status JOB`, `telinit 2`. Read, never run:
 * each is a weak claim with its line.
 */
import { type ShellCommand, shellCommands } from './shell-commands.ts';

interface Place {
  /** 1-based, of the file. */
  readonly line: number;
  /** Something has to hold for it to be run. */
  readonly conditional: boolean;
  /** Whether the script goes on only when that is done (`--no-wait`, `&` do not). */
  readonly waits: boolean;
}

export type ScriptAction = Place &
  (
    | { readonly kind: 'emit'; readonly event: string; readonly env: readonly string[] }
    | { readonly kind: 'start' | 'stop'; readonly job: string; readonly env: readonly string[] }
    /** `repeated`: in a loop, until the state is the right one. */
    | { readonly kind: 'status'; readonly job: string; readonly repeated: boolean }
    /** The helper job `wait-for-state`: starts JOB if need be and waits for it, 30 s unless told. */
    | { readonly kind: 'wait-for'; readonly job: string; readonly state: string; readonly timeout: number }
    | { readonly kind: 'runlevel'; readonly level: string }
    | { readonly kind: 'init-script'; readonly script: string; readonly argument: string }
    | { readonly kind: 'sleep'; readonly seconds: number }
    /** Any other program, by its path or name as written. */
    | { readonly kind: 'run'; readonly program: string; readonly args: readonly string[] }
  );

/** @param firstLine of the text within its file */
export function scriptActions(text: string, firstLine: number): ScriptAction[] {
  return shellCommands(text).flatMap((command) => actionOf(command, firstLine) ?? []);
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** A script below /etc/init.d, or Red Hat's /etc/rc.d and /etc/rc.d/init.d. */
const INIT_SCRIPT =
  /^\/etc\/(?:rc\.d\/)?(?:init\.d\/)?rc(?:S|\.sysinit)?$|^\/lib\/init\/rcS?$|^\/etc\/(?:rc\.d\/)?init\.d\/[^/$]+$/;

const JOB_COMMANDS: ReadonlySet<string> = new Set(['start', 'stop', 'restart', 'status', 'emit']);

function actionOf(command: ShellCommand, firstLine: number): ScriptAction | undefined {
  const [program = '', ...args] = command.words;
  const place: Place = {
    line: firstLine + command.line,
    conditional: command.conditional,
    waits: !command.background,
  };
  const name = baseName(program);
  if (INIT_SCRIPT.test(program)) return initScript(program, args, place);
  if (name === 'initctl') {
    const rest = args.filter((arg) => !/^(-q|--quiet|-v|--verbose|--system|--session|--user)$/.test(arg));
    const at = rest.findIndex((arg) => !arg.startsWith('-'));
    if (at === -1 || !JOB_COMMANDS.has(rest[at] ?? '')) return undefined;
    return jobCommand(rest[at] ?? '', [...rest.slice(0, at), ...rest.slice(at + 1)], place, command.repeated);
  }
  if (JOB_COMMANDS.has(name) && name !== 'emit' && (program === name || /^\/s?bin\//.test(program)))
    return jobCommand(name, args, place, command.repeated);
  if ((name === 'telinit' || name === 'init') && args.length > 0) {
    const level = args.find((arg) => !arg.startsWith('-'));
    return level === undefined ? undefined : { ...place, kind: 'runlevel', level };
  }
  if (name === 'service' || name === 'invoke-rc.d') {
    const [service, verb] = args.filter((arg) => !arg.startsWith('-'));
    if (service === undefined || (verb !== 'start' && verb !== 'restart')) return undefined;
    return { ...place, kind: 'start', job: service, env: [] };
  }
  if (name === 'sleep' && /^\d+(\.\d+)?$/.test(args[0] ?? ''))
    return { ...place, kind: 'sleep', seconds: Number(args[0]) };
  return { ...place, kind: 'run', program, args };
}

function initScript(program: string, args: readonly string[], place: Place): ScriptAction {
  return { ...place, kind: 'init-script', script: baseName(program), argument: args[0] ?? '' };
}

/** A name that is no option, redirection or leftover of one. */
function isOperand(arg: string): boolean {
  return arg !== '' && !/^(-|\d*[<>])/.test(arg);
}

function jobCommand(verb: string, args: readonly string[], place: Place, repeated: boolean): ScriptAction | undefined {
  const waits = place.waits && !args.some((arg) => arg === '-n' || arg === '--no-wait');
  const redirect = args.findIndex((arg) => /^\d*[<>]/.test(arg));
  const [name, ...env] = (redirect === -1 ? args : args.slice(0, redirect)).filter(isOperand);
  // Without a name it is the job itself: `stop; exit 0`.
  if (name === undefined || !/^[\w.@:/${}+*-]+$/.test(name)) return undefined;
  const here = { ...place, waits };
  const variables = env.filter((one) => one.includes('='));
  if (verb === 'emit') return { ...here, kind: 'emit', event: name, env: variables };
  if (verb === 'status') return { ...here, kind: 'status', job: name, repeated };
  if (verb === 'stop') return { ...here, kind: 'stop', job: name, env: variables };
  if (name === 'wait-for-state') {
    const value = (key: string) => variables.find((one) => one.startsWith(`${key}=`))?.slice(key.length + 1);
    const job = value('WAIT_FOR');
    if (job !== undefined && job !== '') {
      const timeout = Number(value('TIMEOUT') ?? 30);
      const state = value('WAIT_STATE') ?? 'started';
      return { ...here, kind: 'wait-for', job, state, timeout: Number.isFinite(timeout) ? timeout : 30 };
    }
  }
  return { ...here, kind: 'start', job: name, env: variables };
}
