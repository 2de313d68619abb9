/**
 * Upstart's tokenizer: libnih's config.c, whose quirks decide which real jobs load and on which line the others fail.
 * A position is moved in place, as there: where it stands when something fails is the line Upstart reports.
 */

export const PARSE_ERRORS = {
  'expected-token': 'Expected token',
  'unexpected-token': 'Unexpected token',
  'trailing-slash': 'Trailing slash in file',
  'unterminated-quote': 'Unterminated quoted string',
  'unterminated-block': 'Unterminated block',
  'unknown-stanza': 'Unknown stanza',
  'illegal-interval': 'Illegal interval, expected number of seconds',
  'illegal-exit': 'Illegal exit status, expected integer',
  'illegal-signal': 'Illegal signal status, expected integer',
  'illegal-umask': 'Illegal file creation mask, expected octal integer',
  'illegal-nice': 'Illegal nice value, expected -20 to 19',
  'illegal-oom': "Illegal oom adjustment, expected -16 to 15 or 'never'",
  'illegal-oom-score': "Illegal oom score adjustment, expected -999 to 1000 or 'never'",
  'illegal-limit': "Illegal limit, expected 'unlimited' or integer",
  'expected-event': 'Expected event',
  'expected-operator': 'Expected operator',
  'expected-variable': 'Expected variable name before value',
  'mismatched-parens': 'Mismatched parentheses',
} as const;
export type ParseErrorCode = keyof typeof PARSE_ERRORS;

export interface Failure {
  readonly failed: ParseErrorCode;
  /** The condition that the failed stanza had thrown away already: an override loses the one of its .conf. */
  readonly lost?: 'start on' | 'stop on';
}

/** Offset and 1-based line. */
export interface Position {
  at: number;
  line: number;
}

const WS = ' \t\r';
/** What ends a line: a comment or a newline. */
const LINE_END = '#\n';
/** What separates words. */
export const WORD_END = ' \t\r#\n';
/** What separates words of an event expression. */
export const EXPRESSION_WORD_END = `()${WORD_END}`;

/** strchr(3): the terminating NUL is a member of every set, so a NUL byte is both blank and end of line. */
function inSet(set: string, char: string | undefined): boolean {
  return char !== undefined && (char === '\0' || set.includes(char));
}

/** nih_config_has_token: neither the end of the file nor of the line. */
export function hasToken(text: string, position: Position): boolean {
  return position.at < text.length && !inSet(LINE_END, text[position.at]);
}

/** nih_config_skip_whitespace: blanks and escaped newlines. */
export function skipWhitespace(text: string, position: Position): void {
  while (position.at < text.length) {
    if (text[position.at] === '\\') {
      if (text[position.at + 1] !== '\n') break;
      position.at++;
      position.line++;
    } else if (!inSet(WS, text[position.at])) break;
    position.at++;
  }
}

/** The blanks at the start of a line of the file; escaped newlines are not among them (nih_config_parse_file). */
export function skipBlanks(text: string, position: Position): void {
  while (position.at < text.length && inSet(WS, text[position.at])) position.at++;
}

/** nih_config_next_line. */
export function nextLine(text: string, position: Position): void {
  const newline = text.indexOf('\n', position.at);
  if (newline === -1) position.at = text.length;
  else {
    position.at = newline + 1;
    position.line++;
  }
}

/** nih_config_skip_comment: the line must end here. */
export function endOfLine(text: string, position: Position): Failure | undefined {
  if (hasToken(text, position)) return { failed: 'unexpected-token' };
  nextLine(text, position);
  return undefined;
}

/**
 * nih_config_next_token: one word up to any of `delimiters` outside quotes, and the blanks behind it.
 * @param dequote quotes and escapes are taken away; a backslash before anything but a backslash or a blank stays either way
 */
export function nextToken(text: string, position: Position, delimiters: string, dequote: boolean): string | Failure {
  const token = scanToken(text, position, delimiters, dequote);
  if (typeof token !== 'string') return token;
  skipWhitespace(text, position);
  return token;
}

/** nih_config_next_arg: a dequoted word. */
export function nextArg(text: string, position: Position): string | Failure {
  return nextToken(text, position, WORD_END, true);
}

/** nih_config_parse_command: the rest of the logical line, quotes and all, up to an unquoted `#`. */
export function restOfLine(text: string, position: Position): string | Failure {
  const command = scanToken(text, position, LINE_END, false, true);
  if (typeof command !== 'string') return command;
  nextLine(text, position);
  return command;
}

/**
 * nih_config_token. The length decides whether there was a word at all and counts what the copy drops differently
 * (an escaped newline before a delimiter), so both are kept.
 */
function scanToken(
  text: string,
  position: Position,
  delimiters: string,
  dequote: boolean,
  mayBeEmpty = false,
): string | Failure {
  const start = position.at;
  const out: string[] = [];
  let at = start;
  let blanks = 0;
  let dropped = 0;
  let slash = false;
  let quote = '';
  let newline = false;

  for (; at < text.length; at++) {
    const char = text[at] as string;
    let escaped = 0;
    let isQuote = false;
    if (slash) {
      slash = false;
      if (char === '\n') {
        dropped++;
        newline = true;
        position.line++;
        continue;
      }
      if (char === '\\' || inSet(WS, char)) {
        escaped = 1;
        if (dequote) dropped++;
      } else out.push('\\');
    } else if (char === '\\') {
      slash = true;
      continue;
    } else if (quote !== '') {
      if (char === quote) {
        quote = '';
        isQuote = true;
      } else if (char === '\n') {
        newline = true;
        position.line++;
        continue;
      } else if (inSet(WS, char)) {
        blanks++;
        continue;
      }
    } else if (char === '"' || char === "'") {
      quote = char;
      isQuote = true;
    } else if (inSet(delimiters, char)) break;
    else if (inSet(WS, char)) {
      blanks++;
      continue;
    }

    if (newline) {
      dropped += blanks;
      out.push(' ');
    } else if (blanks > 0) out.push(text.slice(at - blanks - escaped, at - escaped));
    if (escaped && !dequote) out.push('\\');
    if (!(isQuote && dequote)) out.push(char);
    else dropped++;
    blanks = 0;
    newline = false;
  }

  position.at = at;
  if (slash) return { failed: 'trailing-slash' };
  if (quote !== '') return { failed: 'unterminated-quote' };
  if (at - start - blanks - dropped === 0 && !mayBeEmpty) return { failed: 'expected-token' };
  return cString(out.join(''));
}

/** A C string ends at its first NUL. */
function cString(text: string): string {
  const nul = text.indexOf('\0');
  return nul === -1 ? text : text.slice(0, nul);
}

/** nih_config_parse_block: the lines up to `end TYPE`, without the indentation they share with the first. */
export function parseBlock(text: string, position: Position, type: string): string | Failure {
  const start = position.at;
  let indent = 0;
  const lines: { readonly from: number; readonly to: number }[] = [];
  for (;;) {
    const from = position.at;
    if (isBlockEnd(text, position, type)) break;
    indent = lines.length === 0 ? blanksAt(text, from) : sharedIndent(text, start, from, indent);
    position.at = from + indent;
    nextLine(text, position);
    lines.push({ from, to: position.at });
    if (position.at >= text.length) return { failed: 'unterminated-block' };
  }
  return cString(lines.map(({ from, to }) => text.slice(Math.min(from + indent, to), to)).join(''));
}

function blanksAt(text: string, from: number): number {
  let at = from;
  while (at < text.length && inSet(WS, text[at])) at++;
  return at - from;
}

function sharedIndent(text: string, first: number, from: number, indent: number): number {
  let shared = 0;
  while (shared < indent && from + shared < text.length && text[first + shared] === text[from + shared]) shared++;
  return shared;
}

/** nih_config_block_end: `end` WS+ TYPE WS* [#…] on a line of its own. */
function isBlockEnd(text: string, position: Position, type: string): boolean {
  let at = position.at + blanksAt(text, position.at);
  if (text.length - at < 4 || !text.startsWith('end', at) || !inSet(WS, text[at + 3])) return false;
  at += 3;
  at += blanksAt(text, at);
  if (!text.startsWith(type, at)) return false;
  at += type.length;
  at += blanksAt(text, at);
  if (text[at] === '#') while (at < text.length && text[at] !== '\n') at++;
  if (at < text.length && text[at] !== '\n') return false;
  if (at < text.length) {
    position.line++;
    at++;
  }
  position.at = at;
  return true;
}
