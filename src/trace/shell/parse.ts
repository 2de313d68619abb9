/**
 * From the text of a script to its tree. Never throws: what comes after an error is left out, and the error is said.
 * Longer than 300 lines: one grammar, whose rules call each other in a ring.
 */
import type { Assignment, Command, List, ParsedScript, Word } from './ast.ts';
import { createReader, MAX_DEPTH, passNewline, type Reader, readWord, ShellSyntaxError, skipBlanks } from './words.ts';

/** Longer than any script that people write. */
const MAX_SOURCE = 1 << 20;

/** @param line of the first line of `source`, where it is a part of a file */
export function parseShell(whole: string, line = 1): ParsedScript {
  const source = whole.slice(0, MAX_SOURCE);
  const r = createReader(source, line);
  const body: Command[] = [];
  try {
    for (;;) {
      skipSeparators(r);
      if (r.at >= r.source.length)
        return {
          body,
          ...(whole.length > MAX_SOURCE ? { error: { message: 'too long to be read', line: r.line } } : {}),
        };
      const before = r.at;
      body.push(readAndOr(r));
      if (r.at === before) throw new ShellSyntaxError(`"${r.source[r.at]}" is not expected`, r.line);
    }
  } catch (error) {
    if (!(error instanceof ShellSyntaxError)) throw error;
    return { body, error: { message: error.message, line: error.line } };
  }
}

/** Newlines, `;` and `&` between commands. */
function skipSeparators(r: Reader): void {
  for (;;) {
    skipBlanks(r);
    const c = r.source[r.at];
    if (c === '\n') passNewline(r);
    else if ((c === ';' && r.source[r.at + 1] !== ';') || c === '&') r.at++;
    else return;
  }
}

/** Commands up to one of the reserved words, which stays unread. */
function readList(r: Reader, ...stops: readonly string[]): List {
  if (++r.depth > MAX_DEPTH) throw new ShellSyntaxError('nested too deeply', r.line);
  const list: Command[] = [];
  for (;;) {
    skipSeparators(r);
    if (r.at >= r.source.length) throw new ShellSyntaxError(`"${stops[0]}" is missing`, r.line);
    if (stops.some((stop) => isNext(r, stop))) break;
    const before = r.at;
    list.push(readAndOr(r));
    if (r.at === before) throw new ShellSyntaxError(`"${r.source[r.at]}" is not expected`, r.line);
  }
  r.depth--;
  return list;
}

function isNext(r: Reader, word: string): boolean {
  if (!r.source.startsWith(word, r.at)) return false;
  if (!/^[a-z{}]/.test(word)) return true;
  const next = r.source[r.at + word.length];
  return next === undefined || /[\s;&|<>()]/.test(next);
}

function take(r: Reader, word: string): void {
  skipSeparators(r);
  if (!isNext(r, word)) throw new ShellSyntaxError(`"${word}" is missing`, r.line);
  r.at += word.length;
}

function readAndOr(r: Reader): Command {
  const line = r.line;
  const first = readPipeline(r);
  const rest: { operator: '&&' | '||'; command: Command }[] = [];
  for (;;) {
    skipBlanks(r);
    const operator = r.source.startsWith('&&', r.at) ? '&&' : r.source.startsWith('||', r.at) ? '||' : undefined;
    if (operator === undefined) break;
    r.at += 2;
    skipNewlines(r);
    rest.push({ operator, command: readPipeline(r) });
  }
  return rest.length === 0 ? first : { kind: 'and-or', first, rest, line };
}

function skipNewlines(r: Reader): void {
  for (;;) {
    skipBlanks(r);
    if (r.source[r.at] !== '\n') return;
    passNewline(r);
  }
}

function readPipeline(r: Reader): Command {
  skipBlanks(r);
  const line = r.line;
  let negated = false;
  while (isNext(r, '!') && /\s/.test(r.source[r.at + 1] ?? '')) {
    negated = !negated;
    r.at++;
    skipBlanks(r);
  }
  const parts = [readCommand(r)];
  for (;;) {
    skipBlanks(r);
    if (r.source[r.at] !== '|' || r.source[r.at + 1] === '|') break;
    r.at += r.source[r.at + 1] === '&' ? 2 : 1;
    skipNewlines(r);
    parts.push(readCommand(r));
  }
  const [only] = parts;
  return parts.length === 1 && !negated && only !== undefined ? only : { kind: 'pipeline', parts, negated, line };
}

type Compound = (r: Reader, line: number) => Command;

const COMPOUNDS: readonly (readonly [string, Compound])[] = [
  ['if', readIf],
  ['while', (r, line) => readLoop(r, line, false)],
  ['until', (r, line) => readLoop(r, line, true)],
  ['for', readFor],
  ['case', readCase],
  ['{', (r, line) => ({ kind: 'group', body: listTo(r, '}'), subshell: false, line })],
  ['(', (r, line) => ({ kind: 'group', body: listTo(r, ')'), subshell: true, line })],
  ['function', readFunctionWord],
];

function readCommand(r: Reader): Command {
  skipBlanks(r);
  const line = r.line;
  for (const [word, read] of COMPOUNDS) {
    if (!isNext(r, word)) continue;
    r.at += word.length;
    const command = read(r, line);
    if (command.kind !== 'function') skipRedirections(r);
    return command;
  }
  const definition = /^([A-Za-z_][A-Za-z0-9_.:-]*)[ \t]*\([ \t]*\)/.exec(r.source.slice(r.at, r.at + 200));
  if (definition !== null) {
    r.at += definition[0].length;
    return readFunctionBody(r, definition[1] ?? '', line);
  }
  return readSimple(r, line);
}

function listTo(r: Reader, end: string): List {
  const body = readList(r, end);
  take(r, end);
  return body;
}

function readFunctionWord(r: Reader, line: number): Command {
  skipBlanks(r);
  const name = readWord(r)?.raw ?? '';
  skipBlanks(r);
  const parens = /^\([ \t]*\)/.exec(r.source.slice(r.at, r.at + 20));
  if (parens !== null) r.at += parens[0].length;
  return readFunctionBody(r, name, line);
}

function readFunctionBody(r: Reader, name: string, line: number): Command {
  if (++r.depth > MAX_DEPTH) throw new ShellSyntaxError('nested too deeply', r.line);
  skipNewlines(r);
  const body = readCommand(r);
  r.depth--;
  return { kind: 'function', name, body, line };
}

function readIf(r: Reader, line: number): Command {
  const clauses: { condition: List; body: List }[] = [];
  for (;;) {
    const condition = readList(r, 'then');
    take(r, 'then');
    const body = readList(r, 'elif', 'else', 'fi');
    clauses.push({ condition, body });
    if (!isNext(r, 'elif')) break;
    r.at += 'elif'.length;
  }
  let otherwise: List | undefined;
  if (isNext(r, 'else')) {
    r.at += 'else'.length;
    otherwise = readList(r, 'fi');
  }
  take(r, 'fi');
  return { kind: 'if', clauses, otherwise, line };
}

function readLoop(r: Reader, line: number, until: boolean): Command {
  const condition = readList(r, 'do');
  take(r, 'do');
  return { kind: 'loop', until, condition, body: listTo(r, 'done'), line };
}

function readFor(r: Reader, line: number): Command {
  skipBlanks(r);
  // for ((i=0; …)): how often it runs is not known.
  const counted = /^\(\(\s*(\w*)[^\n]*?\)\)[ \t]*;?/.exec(r.source.slice(r.at, r.at + 500));
  if (counted !== null) {
    r.at += counted[0].length;
    take(r, 'do');
    const word: Word = { pieces: [{ kind: 'arithmetic', source: counted[0], quoted: true }], raw: counted[0], line };
    return { kind: 'for', name: counted[1] ?? '', words: [word], body: listTo(r, 'done'), line };
  }
  const name = readWord(r)?.raw ?? '';
  skipNewlines(r);
  let words: Word[] | undefined;
  if (isNext(r, 'in')) {
    r.at += 'in'.length;
    words = [];
    for (;;) {
      skipBlanks(r);
      const word = readWord(r);
      if (word === undefined) break;
      words.push(word);
    }
  }
  take(r, 'do');
  return { kind: 'for', name, words, body: listTo(r, 'done'), line };
}

function readCase(r: Reader, line: number): Command {
  skipBlanks(r);
  const word = readWord(r);
  if (word === undefined) throw new ShellSyntaxError('"case" without a word', r.line);
  skipNewlines(r);
  take(r, 'in');
  const arms: { patterns: Word[]; body: List }[] = [];
  for (;;) {
    skipSeparators(r);
    if (isNext(r, 'esac')) break;
    if (r.at >= r.source.length) throw new ShellSyntaxError('"esac" is missing', r.line);
    if (r.source[r.at] === '(') r.at++;
    const patterns: Word[] = [];
    for (;;) {
      skipBlanks(r);
      const pattern = readWord(r);
      if (pattern === undefined) throw new ShellSyntaxError('a pattern is missing', r.line);
      patterns.push(pattern);
      skipBlanks(r);
      if (r.source[r.at] !== '|') break;
      r.at++;
    }
    take(r, ')');
    const body = readList(r, ';;', ';&', 'esac');
    arms.push({ patterns, body });
    while (r.source[r.at] === ';' || r.source[r.at] === '&') r.at++;
  }
  r.at += 'esac'.length;
  return { kind: 'case', word, arms, line };
}

function readSimple(r: Reader, line: number): Command {
  const assignments: Assignment[] = [];
  const words: Word[] = [];
  for (;;) {
    skipBlanks(r);
    if (readRedirection(r)) continue;
    const word = readWord(r);
    if (word === undefined) break;
    const match = words.length === 0 ? /^([A-Za-z_][A-Za-z0-9_]*)(\+?)=/.exec(word.raw) : null;
    if (match === null) words.push(word);
    else assignments.push(readAssignment(r, word, match[1] ?? '', match[2] === '+'));
  }
  return { kind: 'simple', assignments, words, line };
}

function readAssignment(r: Reader, word: Word, name: string, append: boolean): Assignment {
  const cut = name.length + (append ? 2 : 1);
  const [first, ...rest] = word.pieces;
  const text = first?.kind === 'text' ? first.text.slice(cut) : '';
  const pieces = [...(text === '' ? [] : [{ kind: 'text', text, quoted: false } as const]), ...rest];
  const value = { pieces, raw: word.raw.slice(cut), line: word.line };
  // A bash array: its words are kept as one value.
  if (value.raw === '' && r.source[r.at] === '(') {
    r.at++;
    const parts: Word['pieces'][number][] = [];
    for (;;) {
      skipNewlines(r);
      const item = readWord(r);
      if (item === undefined) break;
      if (parts.length > 0) parts.push({ kind: 'text', text: ' ', quoted: false });
      for (const piece of item.pieces) parts.push(piece);
    }
    take(r, ')');
    return { name, append, value: { pieces: parts, raw: '(…)', line: word.line } };
  }
  return { name, append, value };
}

function skipRedirections(r: Reader): void {
  do skipBlanks(r);
  while (readRedirection(r));
}

function readRedirection(r: Reader): boolean {
  const match = /^([0-9]*)(<<<|<<-|<<|<&|>&|&>>|&>|>>|>\||<>|<|>)/.exec(r.source.slice(r.at, r.at + 8));
  if (match === null) return false;
  r.at += match[0].length;
  skipBlanks(r);
  if (match[2] === '<' && r.source[r.at] === '(') return true;
  const target = readWord(r);
  if (target !== undefined && (match[2] === '<<' || match[2] === '<<-'))
    r.heredocs.push({ end: target.raw.replace(/["'\\]/g, ''), stripTabs: match[2] === '<<-' });
  return true;
}
