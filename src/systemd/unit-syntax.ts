/** The line syntax of unit files: systemd.syntax(7); config_parse and parse_line of src/shared/conf-parser.c. */

import type { Diagnostic, Setting } from '../graph/model.ts';
import { append } from '../words/append.ts';
import { forSameBytes } from './same-bytes.ts';
import { isSafe } from './values.ts';

export interface ParsedUnitFile {
  readonly settings: readonly Setting[];
  readonly diagnostics: readonly Diagnostic[];
  readonly heads: readonly SectionHead[];
  /** An error that makes PID 1 give up on the file (an invalid section header, bad UTF-8); settings before it still count. */
  readonly fatal?: { readonly message: string; readonly file: string; readonly line: number };
}

/** The line that begins a section. */
export interface SectionHead {
  readonly section: string;
  readonly line: number;
}

/** `any`: none; `checked`: those with quotes, backslashes, control characters; `strict`: with wildcards or empty too. */
export type SectionNames = 'any' | 'checked' | 'strict';

/** What differs from version to version. */
export interface SyntaxRules {
  /** Which section names are fatal. */
  readonly sections: SectionNames;
  /** Lines as older versions read them. */
  readonly old?: OldSyntax;
}

export interface OldSyntax {
  /** Which comments between continued lines are comments; the others are part of the value. */
  readonly comments: 'none' | 'unindented' | 'all';
  /** Lines with nothing in them do not end a continued one either. */
  readonly blanksAreComments: boolean;
  /** \r and \0 end a line as \n does; before, \n and \0 alone. */
  readonly carriageReturns: boolean;
  /** A file that ends in a continued line has no such line. */
  readonly losesLastLine: boolean;
  /** Bytes that are no UTF-8 are taken. */
  readonly anyBytes: boolean;
  /** A line without `=` is fatal. */
  readonly keyIsNeeded: boolean;

  /** Bytes after which a line is taken to end, whatever stands there (fgets with LINE_MAX). */
  readonly lineLength?: number;
  /** The file that `.include` names; undefined where it may not stand: then the line is passed over. */
  readonly include?: (name: string) => ParsedUnitFile;
}

const LONG_LINE_MAX = 1024 * 1024;
const SPACE = ' \t\n\r';

const before = forSameBytes<ParsedUnitFile>();

/**
 * @param bytes of the file; PID 1 gives up at a line that is not UTF-8, unless it is a comment.
 * @param file path for the settings' proof.
 */
export function parseUnitFile(
  bytes: Uint8Array,
  file: string,
  rules: SyntaxRules = { sections: 'checked' },
): ParsedUnitFile {
  // What an older version includes is another file's.
  if (rules.old !== undefined) return parsed(bytes, file, rules);
  return before(`${rules.sections} ${file}`, bytes, () => parsed(bytes, file, rules));
}

/** Longer than 80 lines: config_parse line by line, as it stands in conf-parser.c. */
function parsed(bytes: Uint8Array, file: string, { sections, old }: SyntaxRules): ParsedUnitFile {
  const settings: Setting[] = [];
  const diagnostics: Diagnostic[] = [];
  const heads: SectionHead[] = [];
  const latin = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  const ascii = !/[\u0080-\u00ff]/.test(latin);
  const warn = (code: string, message: string, line: number): void => {
    diagnostics.push({ severity: 'warning', code, message, file, line });
  };
  let section: string | undefined;
  let sectionSeen = false;
  /** Of a line that goes on: half a million pieces are put together once. */
  let pieces: string[] = [];
  let length = 0;
  let holding = false;
  let bomSeen = false;
  let number = 0;
  /** Where the assignment being read begins: the line that says its key. */
  let began = 0;

  for (const raw of old === undefined || old.carriageReturns ? linesOf(latin) : oldLinesOf(latin, old.lineLength)) {
    number++;
    if (raw.length >= LONG_LINE_MAX || length + raw.length > LONG_LINE_MAX) return fatal('Line too long');
    if (isComment(raw) && (!holding || commentWithin(raw, old))) continue;
    if (holding && old?.blanksAreComments && (old.comments === 'all' ? trim(raw) : raw) === '') continue;
    let text = raw;
    if (!bomSeen && text.startsWith('\u00ef\u00bb\u00bf')) {
      text = text.slice(3);
      bomSeen = true;
    }
    if (!holding) began = number;
    // What went before ends with a blank, so this line alone tells.
    if (endsEscaped(text)) {
      pieces.push(`${text.slice(0, -1)} `);
      length += text.length;
      holding = true;
      continue;
    }
    const joined = pieces.length === 0 ? text : pieces.join('') + text;
    pieces = [];
    length = 0;
    holding = false;
    const problem = take(joined);
    if (problem) return fatal(problem);
  }
  if (holding && !old?.losesLastLine) {
    number++;
    const problem = take(pieces.join(''));
    if (problem) return fatal(problem);
  }
  // Copies are as long as they need to be: what is kept of a hundred thousand files is mostly room to grow otherwise.
  return { settings: settings.slice(), diagnostics, heads: heads.slice() };

  function take(joined: string): string | undefined {
    const bare = trim(joined);
    if (bare === '') return undefined;
    const line = ascii ? bare : (decode(bare) ?? (old?.anyBytes ? Buffer.from(bare, 'latin1').toString() : undefined));
    if (line === undefined) return 'Line is not valid UTF-8';
    if (old !== undefined && isComment(line)) return undefined;
    if (old !== undefined && line.startsWith('.include ')) return included(line, old);
    if (line.startsWith('[')) {
      if (!line.endsWith(']') || line.length < 2) return `Invalid section header '${line}'`;
      section = line.slice(1, -1);
      sectionSeen = true;
      heads.push({ section, line: began });
      const odd =
        (sections !== 'any' && !isSafe(section)) ||
        (sections === 'strict' && (section === '' || /[*?[]/.test(section)));
      return odd ? `Bad characters in section header '${line}'` : undefined;
    }
    if (section === undefined) {
      if (!sectionSeen) warn('outside-section', 'Assignment outside of section, ignored', number);
      return undefined;
    }
    const eq = line.indexOf('=');
    if (eq < 0 && old?.keyIsNeeded) return "Missing '='";
    if (eq <= 0) {
      warn('no-assignment', eq < 0 ? "Missing '=', line ignored" : "Missing key name before '=', line ignored", number);
      return undefined;
    }
    settings.push({ section, key: trim(line.slice(0, eq)), value: trim(line.slice(eq + 1)), file, line: began });
    return undefined;
  }

  function included(line: string, { include }: OldSyntax): string | undefined {
    if (include === undefined) {
      warn('no-assignment', '.include not allowed here, line ignored', number);
      return undefined;
    }
    const other = include(trim(line.slice('.include '.length)));
    append(settings, other.settings);
    append(diagnostics, other.diagnostics);
    return other.fatal?.message;
  }

  function fatal(message: string): ParsedUnitFile {
    return { settings, diagnostics, heads, fatal: { message, file, line: number } };
  }
}

/** read_line(): \n, \r and \0 end a line, alone or in the pairs \r\n and \n\r, each with one \0 behind it. */
function linesOf(text: string): readonly string[] {
  if (!/[\r\0]/.test(text)) {
    const lines = text.split('\n');
    if (lines.at(-1) === '') lines.pop();
    return lines;
  }
  const lines = text.split(/(?:\r\n|\n\r|\n|\r)\0?|\0/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/** A newline ends a line, and with it whatever a carriage return or a zero byte has cut off before. */
function oldLinesOf(text: string, most: number | undefined): readonly string[] {
  const lines = text.split(most === undefined ? /[\n\0]/ : '\n');
  if (lines.at(-1) === '') lines.pop();
  if (most === undefined) return lines;
  const parts = lines.flatMap((line) =>
    line.length < most ? [line] : (line.match(new RegExp(`.{1,${most - 1}}`, 'gs')) ?? []),
  );
  return parts.map((line) => line.replace(/[\r\0].*$/s, ''));
}

function isComment(line: string): boolean {
  const first = line.charCodeAt(0) <= 0x20 ? trimStart(line).charCodeAt(0) : line.charCodeAt(0);
  return first === 0x23 || first === 0x3b;
}

/** Whether a comment between continued lines is one; so is nothing at all there, where any is. */
function commentWithin(line: string, old: OldSyntax | undefined): boolean {
  if (old === undefined || old.comments === 'all') return true;
  return old.comments === 'unindented' && !SPACE.includes(line[0] ?? '');
}

function endsEscaped(text: string): boolean {
  let n = 0;
  while (n < text.length && text[text.length - 1 - n] === '\\') n++;
  return n % 2 === 1;
}

function trimStart(text: string): string {
  let i = 0;
  while (i < text.length && SPACE.includes(text[i] as string)) i++;
  return text.slice(i);
}

function trim(text: string): string {
  // Nothing of it to be trimmed: nearly every line.
  if (text.charCodeAt(0) > 0x20 && text.charCodeAt(text.length - 1) > 0x20) return text;
  let end = text.length;
  while (end > 0 && SPACE.includes(text[end - 1] as string)) end--;
  return trimStart(text.slice(0, end));
}

function decode(latin: string): string | undefined {
  if (!/[\u0080-\u00ff]/.test(latin)) return latin;
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.from(latin, 'latin1'));
    return /\p{Noncharacter_Code_Point}/u.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}
