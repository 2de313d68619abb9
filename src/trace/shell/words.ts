/** Words of a shell script: quoting, expansions, here-documents. The reader's position is shared with the parser. */
import { append } from '../../words/append.ts';
import type { Piece, Word } from './ast.ts';

export interface Reader {
  readonly source: string;
  at: number;
  line: number;
  /** Here-documents whose text begins at the next newline. */
  heredocs: { readonly end: string; readonly stripTabs: boolean }[];
  depth: number;
}

export class ShellSyntaxError extends Error {
  readonly line: number;
  constructor(message: string, line: number) {
    super(message);
    this.line = line;
  }
}

/** Deeper nesting than any script that people write. */
export const MAX_DEPTH = 100;

export function createReader(source: string, line = 1): Reader {
  return { source, at: 0, line, heredocs: [], depth: 0 };
}

/** Blanks, continued lines and comments; not newlines. */
export function skipBlanks(r: Reader): void {
  for (;;) {
    const c = r.source[r.at];
    if (c === ' ' || c === '\t' || c === '\r') r.at++;
    else if (c === '\\' && r.source[r.at + 1] === '\n') {
      r.at += 2;
      r.line++;
    } else if (c === '#') {
      const end = r.source.indexOf('\n', r.at);
      r.at = end < 0 ? r.source.length : end;
    } else return;
  }
}

/** At a newline: passes it, and the here-documents that begin there. */
export function passNewline(r: Reader): void {
  r.at++;
  r.line++;
  for (const { end, stripTabs } of r.heredocs.splice(0)) {
    for (;;) {
      const stop = r.source.indexOf('\n', r.at);
      const line = r.source.slice(r.at, stop < 0 ? undefined : stop);
      r.at = stop < 0 ? r.source.length : stop + 1;
      r.line++;
      if ((stripTabs ? line.replace(/^\t+/, '') : line) === end || stop < 0) break;
    }
  }
}

const META = new Set([' ', '\t', '\n', '\r', ';', '&', '|', '<', '>', '(', ')']);

/** The word at the reader, or undefined where an operator, a newline or the end stands. */
export function readWord(r: Reader): Word | undefined {
  const from = r.at;
  const line = r.line;
  const pieces = readPieces(r, (c) => META.has(c), false);
  return r.at === from ? undefined : { pieces, raw: r.source.slice(from, r.at), line };
}

/** Pieces up to a character that `ends` them (unquoted). */
function readPieces(r: Reader, ends: (c: string) => boolean, quoted: boolean): Piece[] {
  const pieces: Piece[] = [];
  let text = '';
  const flush = (): void => {
    if (text !== '') pieces.push({ kind: 'text', text, quoted });
    text = '';
  };
  for (;;) {
    const c = r.source[r.at];
    if (c === undefined || ends(c)) break;
    if (c === '\n') r.line++;
    if (c === '\\') {
      const next = r.source[r.at + 1];
      r.at += 2;
      if (next === '\n') r.line++;
      else if (next === undefined) text += '\\';
      else if (quoted && !'$`"\\'.includes(next)) text += `\\${next}`;
      else {
        flush();
        pieces.push({ kind: 'text', text: next, quoted: true });
      }
    } else if (c === "'" && !quoted) {
      flush();
      pieces.push({ kind: 'text', text: singleQuoted(r), quoted: true });
    } else if (c === '"') {
      if (quoted) break;
      flush();
      r.at++;
      const inner = readPieces(r, (d) => d === '"', true);
      if (r.source[r.at] !== '"') throw new ShellSyntaxError('a double quote is not closed', r.line);
      r.at++;
      append(pieces, inner.length > 0 ? inner : [{ kind: 'text', text: '', quoted: true } as const]);
    } else if (c === '$' || c === '`') {
      const piece = readExpansion(r, quoted);
      if (piece === undefined) {
        text += c;
        r.at++;
      } else {
        flush();
        pieces.push(piece);
      }
    } else {
      text += c;
      r.at++;
    }
  }
  flush();
  return pieces;
}

function singleQuoted(r: Reader): string {
  const end = r.source.indexOf("'", r.at + 1);
  if (end < 0) throw new ShellSyntaxError('a single quote is not closed', r.line);
  const text = r.source.slice(r.at + 1, end);
  r.line += text.split('\n').length - 1;
  r.at = end + 1;
  return text;
}

function readExpansion(r: Reader, quoted: boolean): Piece | undefined {
  if (r.source[r.at] === '`') {
    const end = backquoteEnd(r);
    const source = r.source.slice(r.at + 1, end).replace(/\\([\\`$])/g, '$1');
    r.line += source.split('\n').length - 1;
    r.at = end + 1;
    return { kind: 'command', source, quoted };
  }
  const rest = r.source.slice(r.at + 1, r.at + 3);
  if (rest === '((') {
    const source = between(r, r.at + 3, '(', ')');
    if (r.source[r.at] === ')') r.at++;
    return { kind: 'arithmetic', source, quoted };
  }
  if (rest.startsWith('(')) return { kind: 'command', source: between(r, r.at + 2, '(', ')'), quoted };
  if (rest.startsWith('{')) return braced(r, quoted);
  const name = /^\$([A-Za-z_][A-Za-z0-9_]*|[0-9@*#?$!-])/.exec(r.source.slice(r.at, r.at + 256))?.[1];
  if (name === undefined) return undefined;
  r.at += 1 + name.length;
  return { kind: 'variable', name, quoted };
}

function backquoteEnd(r: Reader): number {
  for (let at = r.at + 1; at < r.source.length; at++) {
    if (r.source[at] === '\\') at++;
    else if (r.source[at] === '`') return at;
  }
  throw new ShellSyntaxError('a backquote is not closed', r.line);
}

/** The text up to the bracket that closes, quotes respected; the reader is put behind it. */
function between(r: Reader, from: number, open: string, close: string): string {
  let depth = 1;
  let at = from;
  for (; at < r.source.length; at++) {
    const c = r.source[at];
    if (c === '\\') at++;
    else if (c === "'" || c === '"') {
      const quote = c;
      for (at++; at < r.source.length && r.source[at] !== quote; at++) if (quote === '"' && r.source[at] === '\\') at++;
    } else if (c === open) depth++;
    else if (c === close && --depth === 0) break;
  }
  if (at >= r.source.length) throw new ShellSyntaxError(`a "${open}" is not closed`, r.line);
  const text = r.source.slice(from, at);
  r.line += text.split('\n').length - 1;
  r.at = at + 1;
  return text;
}

const OPERATORS = [':-', ':=', ':+', ':?', '##', '%%', '-', '=', '+', '?', '#', '%'];

function braced(r: Reader, quoted: boolean): Piece {
  if (++r.depth > MAX_DEPTH) throw new ShellSyntaxError('nested too deeply', r.line);
  r.at += 2;
  const head = r.source.slice(r.at, r.at + 256);
  const length = /^#([A-Za-z_][A-Za-z0-9_]*|[0-9@*])\}/.exec(head)?.[1];
  const name = length ?? /^([A-Za-z_][A-Za-z0-9_]*(\[[@*0-9]+\])?|[0-9]+|[@*#?$!-])/.exec(head)?.[1];
  if (name === undefined) throw new ShellSyntaxError('a "${" without a name', r.line);
  r.at += name.length + (length === undefined ? 0 : 1);
  const operator = length === undefined ? OPERATORS.find((o) => r.source.startsWith(o, r.at)) : 'length';
  if (length === undefined && operator !== undefined) r.at += operator.length;
  const from = r.at;
  const line = r.line;
  const pieces = operandPieces(r, quoted);
  if (r.source[r.at] !== '}') throw new ShellSyntaxError('a "${" is not closed', r.line);
  const raw = r.source.slice(from, r.at);
  r.at++;
  r.depth--;
  const kind = operator ?? (raw === '' ? undefined : 'other');
  return {
    kind: 'variable',
    name: name.replace(/\[[@*]\]$/, ''),
    ...(kind === undefined ? {} : { operator: kind }),
    ...(raw === '' ? {} : { operand: { pieces, raw, line } }),
    quoted,
  };
}

/** Inside `${x:-…}` a double quote opens and closes as outside, even where the whole stands in quotes. */
function operandPieces(r: Reader, quoted: boolean): Piece[] {
  const pieces: Piece[] = [];
  while (r.source[r.at] !== undefined && r.source[r.at] !== '}') {
    const before = r.at;
    append(
      pieces,
      readPieces(r, (c) => c === '}' || c === '"', quoted),
    );
    if (r.source[r.at] === '"') {
      r.at++;
      append(
        pieces,
        readPieces(r, (c) => c === '"', true),
      );
      if (r.source[r.at] === '"') r.at++;
    }
    if (r.at === before) break;
  }
  return pieces;
}
