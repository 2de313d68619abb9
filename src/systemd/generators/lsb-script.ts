/**
 * An init script as systemd-sysv-generator reads it (load_sysv): the LSB header's keys that it knows, Red Hat's older comments, and the
 * usage text. It is not insserv's reading, which is in src/sysv/.
 */
import { append } from '../../words/append.ts';
import type { Source } from './output.ts';
import { stripped, textLines } from './text-lines.ts';

export type LsbKey = 'provides' | 'after' | 'before';

export interface LsbWord {
  readonly key: LsbKey;
  /** As written, quotes and backslashes gone. */
  readonly word: string;
  /** Of a Required-Start: line. */
  readonly required: boolean;
  readonly source: Source;
}

export interface LsbScript {
  /** It has an LSB header, or at least the first line of one. */
  readonly lsb: boolean;
  readonly words: readonly LsbWord[];
  readonly description?: string;
  readonly pidFile?: string;
  readonly reload: boolean;
}

const KEYS: readonly (readonly [prefix: string, key: LsbKey])[] = [
  ['provides:', 'provides'],
  ['required-start:', 'after'],
  ['should-start:', 'after'],
  ['x-start-before:', 'before'],
  ['x-start-after:', 'after'],
];
const RELOAD = /\{reload\||\{reload\}|\{reload"|\|reload\||\|reload\}|\|reload"/i;

type State = 'normal' | 'description' | 'lsb' | 'lsb-description' | 'usage';

export function parseLsbScript(text: string, file: string): LsbScript {
  let state = 'normal' as State;
  let lsb = false;
  let reload = false;
  let short: string | undefined;
  let long: string | undefined;
  let redHat: string | undefined;
  let pidFile: string | undefined;
  const words: LsbWord[] = [];
  for (const { text: raw, line } of textLines(text)) {
    const content = stripped(raw);
    if (!content.startsWith('#')) {
      if (state === 'usage' || (state === 'normal' && /usage/i.test(content))) {
        reload ||= RELOAD.test(content);
        state = !RELOAD.test(content) && content.endsWith('\\') ? 'usage' : 'normal';
      }
      continue;
    }
    const inHeader = state === 'lsb' || state === 'lsb-description';
    if (state === 'normal' && content === '### BEGIN INIT INFO') {
      state = 'lsb';
      lsb = true;
      continue;
    }
    if (inHeader && content === '### END INIT INFO') {
      state = 'normal';
      continue;
    }
    const comment = content.slice(1).replace(/^[ \t\n\r]+/, '');
    const lower = comment.toLowerCase();
    if (inHeader) header(comment, lower, content, { file, line });
    else if (state === 'description') {
      redHat = joined(redHat, stripped(comment.replace(/\\$/, '')));
      if (!comment.endsWith('\\')) state = 'normal';
    } else if (state === 'normal' && lower.startsWith('description:')) {
      redHat = stripped(comment.slice(12).replace(/\\$/, '')) || undefined;
      if (comment.endsWith('\\')) state = 'description';
    } else if (state === 'normal' && lower.startsWith('pidfile:')) {
      const path = stripped(comment.slice(8));
      if (path.startsWith('/')) pidFile = path;
    }
  }
  const description = short ?? redHat ?? long;
  return {
    lsb,
    words,
    reload,
    ...(description === undefined ? {} : { description: `${lsb ? 'LSB' : 'SYSV'}: ${description}` }),
    ...(pidFile === undefined ? {} : { pidFile }),
  };

  function header(comment: string, lower: string, content: string, source: Source): void {
    const known = KEYS.find(([prefix]) => lower.startsWith(prefix));
    if (known !== undefined) {
      state = 'lsb';
      const value = comment.slice(known[0].length);
      const required = known[0] === 'required-start:';
      append(
        words,
        quotedWords(value).map((word) => ({ key: known[1], word, required, source })),
      );
    } else if (lower.startsWith('description:')) {
      state = 'lsb-description';
      long = stripped(comment.slice(12)) || undefined;
    } else if (lower.startsWith('short-description:')) {
      state = 'lsb';
      short = stripped(comment.slice(18)) || undefined;
    } else if (state === 'lsb-description') {
      if (/^#(?:\t| {2})/.test(content)) long = joined(long, stripped(comment));
      else state = 'lsb';
    }
  }
}

function joined(before: string | undefined, more: string): string | undefined {
  if (more === '') return before;
  return before === undefined ? more : `${before} ${more}`;
}

/** Words between white space; quotes group, a backslash takes the next character as it is (EXTRACT_UNQUOTE|EXTRACT_RELAX). */
function quotedWords(text: string): readonly string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote = '';
  for (let i = 0; i < text.length; i++) {
    const char = text[i] ?? '';
    if (char === '\\') {
      word = (word ?? '') + (text[++i] ?? '');
    } else if (quote !== '') {
      if (char === quote) quote = '';
      else word = (word ?? '') + char;
    } else if (char === '"' || char === "'") {
      quote = char;
      word ??= '';
    } else if (/[ \t\n\r]/.test(char)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? '') + char;
  }
  if (word !== undefined) words.push(word);
  return words;
}
