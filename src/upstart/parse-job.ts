/** A job file read to its end or to its first error (libnih: nih_config_parse_file; init/parse_job.c). */
import {
  hasToken,
  nextLine,
  nextToken,
  PARSE_ERRORS,
  type ParseErrorCode,
  type Position,
  skipBlanks,
  WORD_END,
} from './lexer.ts';
import { STANZAS, type StanzaValue } from './stanzas.ts';

export interface Stanza extends StanzaValue {
  readonly file: string;
  /** Line of the stanza's first word. */
  readonly line: number;
}

export interface JobError {
  readonly code: ParseErrorCode;
  /** Upstart's own text. */
  readonly message: string;
  readonly file: string;
  /** The line Upstart reports: `FILE:LINE: MESSAGE`. */
  readonly line: number;
  /** The condition that is gone with the failed stanza: of an override, the one that its .conf had. */
  readonly lost?: 'start on' | 'stop on';
}

export interface ParsedJob {
  /** In file order; up to the error where there is one. */
  readonly stanzas: readonly Stanza[];
  readonly error?: JobError;
}

/** Reads any text, never throws. With an error a `.conf` is no job at all; of an `.override` what came before it stays in force. */
export function parseJob(text: string, file: string): ParsedJob {
  const stanzas: Stanza[] = [];
  const position: Position = { at: 0, line: 1 };
  const failed = (code: ParseErrorCode, lost?: JobError['lost']): ParsedJob => ({
    stanzas,
    error: { code, message: PARSE_ERRORS[code], file, line: position.line, ...(lost === undefined ? {} : { lost }) },
  });
  while (position.at < text.length) {
    skipBlanks(text, position);
    if (!hasToken(text, position)) {
      nextLine(text, position);
      continue;
    }
    const { line } = position;
    // Not dequoted: a quoted stanza is an unknown one.
    const name = nextToken(text, position, WORD_END, false);
    if (typeof name !== 'string') return failed(name.failed);
    const handler = STANZAS.get(name);
    if (handler === undefined) return failed('unknown-stanza');
    const value = handler(text, position);
    if ('failed' in value) return failed(value.failed, value.lost);
    stanzas.push({ ...value, file, line });
  }
  return { stanzas };
}
