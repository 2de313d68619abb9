/** Exec*= lines: prefixes, words, environment (systemd.service(5), "Command lines"; config_parse_exec of load-fragment.c). */
import { ESCAPES } from './words.ts';

export interface ExecCommand {
  /** As written before the path: `-`, `@`, `:`, `+`, `!`, `!!`, `|`. */
  readonly prefixes: readonly string[];
  readonly argv: readonly string[];
  /** `@`: what the process is told to be called. */
  readonly argv0?: string;
}

const PREFIXES = new Set(['-', '@', ':', '+', '!', '|']);

/** The commands of one line; ` ; ` stands between two. An unfinished quote ends at the end of the line. */
export function parseExecLine(value: string): readonly ExecCommand[] {
  const commands: ExecCommand[] = [];
  let words: string[] = [];
  const finish = (): void => {
    const command = commandOf(words);
    if (command !== undefined) commands.push(command);
    words = [];
  };
  for (const { text, bare } of splitWords(value)) {
    if (text === ';' && bare) finish();
    else words.push(text === '\\;' && bare ? ';' : text);
  }
  finish();
  return commands;
}

function commandOf(words: readonly string[]): ExecCommand | undefined {
  const [first, ...rest] = words;
  if (first === undefined) return undefined;
  const prefixes: string[] = [];
  let at = 0;
  for (; PREFIXES.has(first[at] ?? ''); at++) {
    if (first[at] === '!' && prefixes.at(-1) === '!') prefixes[prefixes.length - 1] = '!!';
    else prefixes.push(first[at] as string);
  }
  const path = first.slice(at);
  if (path === '') return undefined;
  if (!prefixes.includes('@')) return { prefixes, argv: [path, ...rest] };
  const [argv0, ...others] = rest;
  return { prefixes, argv: [path, ...others], ...(argv0 === undefined ? {} : { argv0 }) };
}

interface ExecWord {
  readonly text: string;
  /** Written without quotes or escapes. */
  readonly bare: boolean;
}

/** extract_first_word with EXTRACT_UNQUOTE and EXTRACT_CUNESCAPE. */
export function splitWords(value: string): readonly ExecWord[] {
  const words: ExecWord[] = [];
  let text: string | undefined;
  let bare = true;
  let quote = '';
  for (let at = 0; at < value.length; at++) {
    const c = value[at] as string;
    if (quote === '' && /[ \t\n\r]/.test(c)) {
      if (text !== undefined) words.push({ text, bare });
      text = undefined;
      bare = true;
    } else if (c === quote) quote = '';
    else if (quote === '' && (c === '"' || c === "'")) {
      quote = c;
      text ??= '';
      bare = false;
    } else if (c === '\\' && value[at + 1] !== undefined) {
      if (value[at + 1] === ';' && text === undefined) {
        text = '\\;';
        at++;
        continue;
      }
      const hex = /^x([0-9a-fA-F]{2})/.exec(value.slice(at + 1, at + 4))?.[1];
      const next = value[++at] as string;
      if (hex !== undefined) at += 2;
      text =
        (text ?? '') +
        (hex === undefined ? (ESCAPES[next] ?? `\\${next}`) : String.fromCharCode(Number.parseInt(hex, 16)));
      bare = false;
    } else text = (text ?? '') + c;
  }
  if (text !== undefined) words.push({ text, bare });
  return words;
}

/** `${NAME}` anywhere, `$NAME` as a whole word (split at blanks), `$$` for a dollar (replace_env_argv). */
export function expandEnvironment(argv: readonly string[], env: ReadonlyMap<string, string>): readonly string[] {
  return argv.flatMap((word, i) => {
    if (i === 0) return [word];
    const whole = /^\$([A-Za-z_][A-Za-z0-9_]*)$/.exec(word)?.[1];
    if (whole !== undefined) return splitWords(env.get(whole) ?? '').map(({ text }) => text);
    return [
      word.replace(/\$(?:\$|\{([A-Za-z_][A-Za-z0-9_]*)\}|([A-Za-z_][A-Za-z0-9_]*))/g, (all, braced?: string) =>
        all === '$$' ? '$' : braced === undefined ? all : (env.get(braced) ?? ''),
      ),
    ];
  });
}

/** The assignments of an EnvironmentFile=, a small shell-like syntax (load_env_file). */
export function parseEnvironmentFile(text: string): ReadonlyMap<string, string> {
  const env = new Map<string, string>();
  for (const raw of text.replace(/\\\n/g, '').split('\n')) {
    const match = /^\s*([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*)$/s.exec(raw);
    if (match === null || /^\s*[#;]/.test(raw)) continue;
    const value = (match[2] ?? '').trim();
    env.set(match[1] ?? '', value.replace(/^(["'])(.*)\1$/, '$2'));
  }
  return env;
}
