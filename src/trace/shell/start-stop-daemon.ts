/** start-stop-daemon(8): which program it starts, as whom, where. */
import type { Value } from './shell.ts';

export interface StartStop {
  readonly action: 'start' | 'stop' | 'status' | 'none';
  /** `--test`: says what it would do. */
  readonly test: boolean;
  readonly program: Value | undefined;
  readonly args: readonly Value[];
  readonly user?: string;
  readonly group?: string;
  readonly chdir?: string;
  readonly pidFile?: string;
}

/** Options with a value; the letters are the short forms. */
const WITH_VALUE: Readonly<Record<string, string>> = {
  exec: 'x', startas: 'a', name: 'n', user: 'u', chuid: 'c', group: 'g', chdir: 'd', chroot: 'r', pidfile: 'p', pid: '',
  ppid: '', nicelevel: 'N', procsched: 'P', iosched: 'I', umask: 'k', retry: 'R', signal: 's', output: 'O',
  'notify-timeout': '',
}; // biome-ignore format: a table
const LETTERS: ReadonlyMap<string, string> = new Map(
  Object.entries(WITH_VALUE).flatMap(([name, letter]) => (letter === '' ? [] : [[letter, name]])),
);

/** @param args without the command's own name */
export function readStartStop(args: readonly Value[]): StartStop {
  const options = new Map<string, Value>();
  let action: StartStop['action'] = 'none';
  let test = false;
  let rest: readonly Value[] = [];
  const flag = (name: string): void => {
    if (name === 'start' || name === 'S') action = 'start';
    else if (name === 'stop' || name === 'K') action = 'stop';
    else if (name === 'status' || name === 'T') action = 'status';
    else if (name === 'test' || name === 't') test = true;
  };
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] as Value;
    if (arg.text === '--') {
      rest = args.slice(i + 1);
      break;
    }
    const long = /^--([a-z-]+)(?:=([\s\S]*))?$/.exec(arg.text);
    if (long !== null) {
      const [, name = '', value] = long;
      if (!Object.hasOwn(WITH_VALUE, name)) flag(name);
      else if (value !== undefined) options.set(name, { text: value, known: arg.known });
      else {
        const next = args[++i];
        if (next !== undefined) options.set(name, next);
      }
    } else if (/^-[A-Za-z]/.test(arg.text)) i = shortOptions(arg.text, args, i, options, flag);
  }
  const owner = options.get('chuid')?.text.split(':');
  const group = options.get('group')?.text ?? owner?.[1];
  const [chdir, pidFile] = [options.get('chdir')?.text, options.get('pidfile')?.text];
  return {
    action,
    test,
    program: options.get('startas') ?? options.get('exec'),
    args: rest,
    ...(owner?.[0] ? { user: owner[0] } : {}),
    ...(group ? { group } : {}),
    ...(chdir ? { chdir } : {}),
    ...(pidFile ? { pidFile } : {}),
  };
}

/** `-Sbmx PROGRAM`: letters in a row, the last may take a value. Returns the index of the last argument used. */
function shortOptions(
  text: string,
  args: readonly Value[],
  index: number,
  options: Map<string, Value>,
  flag: (name: string) => void,
): number {
  for (let at = 1; at < text.length; at++) {
    const letter = text[at] as string;
    const name = LETTERS.get(letter);
    if (name === undefined) {
      flag(letter);
      continue;
    }
    const attached = text.slice(at + 1);
    const value = attached === '' ? args[index + 1] : { text: attached, known: args[index]?.known ?? false };
    if (value !== undefined) options.set(name, value);
    return attached === '' ? index + 1 : index;
  }
  return index;
}
