/**
 * The simple commands of a shell script, as far as text tells: words, line, and whether something has to hold for them to be run.
 * Nothing is executed or expanded; what a variable stands for stays `$VAR`.
 */

export interface ShellCommand {
  /** Without quotes; variable assignments and words like `exec`, `then`, `!` before the command are left out. */
  readonly words: readonly string[];
  /** Lines after the text's first. */
  readonly line: number;
  /** Inside if, case or a loop, or behind `&&` or `||`. */
  readonly conditional: boolean;
  /** Inside a loop, its condition included. */
  readonly repeated: boolean;
  /** Started with `&`, so that nobody waits for it. */
  readonly background: boolean;
}

const PREFIXES: ReadonlySet<string> = new Set([
  'exec',
  'then',
  'do',
  'else',
  'elif',
  '!',
  'time',
  'eval',
  'command',
  'nohup',
]);
const OPENING: ReadonlySet<string> = new Set(['if', 'while', 'until', 'for', 'case', '{']);
const LOOPS: ReadonlySet<string> = new Set(['while', 'until', 'for']);
const CLOSING: ReadonlySet<string> = new Set(['fi', 'done', 'esac', '}']);

/** Reads any text in one pass. Commands of `$(…)` and backquotes count as commands of their own. */
export function shellCommands(text: string): ShellCommand[] {
  const commands: ShellCommand[] = [];
  const open: string[] = [];
  let alternative = false;
  let words: string[] = [];
  let begun = 1;

  const finish = (line: number, background = false): void => {
    let from = 0;
    for (; from < words.length; from++) {
      const word = words[from] as string;
      if (OPENING.has(word)) open.push(word);
      else if (CLOSING.has(word)) open.pop();
      else if (!PREFIXES.has(word) && !/^[A-Za-z_]\w*=/.test(word)) break;
      // `for X in …` and `case X in` name no command.
      if (word === 'for' || word === 'case') from = words.length;
    }
    if (from < words.length)
      commands.push({
        words: words.slice(from),
        line: begun,
        conditional: open.length > 0 || alternative,
        repeated: open.some((word) => LOOPS.has(word)),
        background,
      });
    words = [];
    begun = line;
  };

  for (const token of tokens(text)) {
    if (token.kind === 'word') {
      if (words.length === 0) begun = token.line;
      words.push(token.text);
      continue;
    }
    finish(token.line, token.text === '&');
    alternative = token.text === '&&' || token.text === '||' || (alternative && token.text === '|');
  }
  finish(0);
  return commands;
}

interface Token {
  readonly kind: 'word' | 'separator';
  readonly text: string;
  readonly line: number;
}

function* tokens(text: string): Generator<Token> {
  let at = 0;
  let line = 0;
  let word: string | undefined;
  let wordLine = 0;
  const heredocs: { readonly end: string; readonly tabs: boolean }[] = [];
  const add = (part: string): void => {
    if (word === undefined) wordLine = line;
    word = (word ?? '') + part;
  };
  function* flush(): Generator<Token> {
    if (word !== undefined) yield { kind: 'word', text: word, line: wordLine };
    word = undefined;
  }

  while (at < text.length) {
    const char = text[at] as string;
    if (char === '\\') {
      if (text[at + 1] === '\n') line++;
      else if (at + 1 < text.length) add(text[at + 1] as string);
      at += 2;
    } else if (char === "'") {
      const end = text.indexOf("'", at + 1);
      const inside = text.slice(at + 1, end === -1 ? text.length : end);
      add(inside);
      line += newlines(inside);
      at = end === -1 ? text.length : end + 1;
    } else if (char === '"') {
      const end = closingQuote(text, at + 1);
      const inside = text.slice(at + 1, end);
      add(inside.replace(/\\(["\\$`])/g, '$1'));
      line += newlines(inside);
      at = end + 1;
    } else if (char === '#' && word === undefined) {
      const end = text.indexOf('\n', at);
      at = end === -1 ? text.length : end;
    } else if (char === '<' && text[at + 1] === '<' && text[at + 2] !== '<') {
      yield* flush();
      const mark = /<<(-?)\s*(['"]?)([^\s'";|&]+)\2/y;
      mark.lastIndex = at;
      const found = mark.exec(text);
      if (found?.[3] !== undefined) heredocs.push({ end: found[3].replace(/^\\/, ''), tabs: found[1] === '-' });
      at += found?.[0].length ?? 2;
    } else if (char === '$' && text[at + 1] === '(') {
      add('$');
      yield* flush();
      yield { kind: 'separator', text: '(', line };
      at += 2;
    } else if (char === ' ' || char === '\t' || char === '\r') {
      yield* flush();
      at++;
    } else if ('\n;&|()`'.includes(char)) {
      const digit = word !== undefined && /^\d*$/.test(word);
      const redirect = char === '&' && (text[at - 1] === '>' || text[at - 1] === '<' || text[at + 1] === '>');
      if (redirect && !digit) {
        add(char);
        at++;
        continue;
      }
      yield* flush();
      const double = (char === '&' || char === '|') && text[at + 1] === char;
      yield { kind: 'separator', text: double ? char + char : char, line };
      at += double ? 2 : 1;
      if (char !== '\n') continue;
      line++;
      for (const heredoc of heredocs.splice(0)) [at, line] = skipHeredoc(text, at, line, heredoc);
    } else {
      add(char);
      at++;
    }
  }
  yield* flush();
}

function newlines(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count++;
  return count;
}

function closingQuote(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '"') return at;
  }
  return text.length;
}

function skipHeredoc(
  text: string,
  from: number,
  line: number,
  heredoc: { readonly end: string; readonly tabs: boolean },
): [number, number] {
  let at = from;
  for (let here = line; at < text.length; ) {
    const newline = text.indexOf('\n', at);
    const end = newline === -1 ? text.length : newline;
    const content = text.slice(at, end);
    at = end + 1;
    here++;
    if ((heredoc.tabs ? content.replace(/^\t+/, '') : content) === heredoc.end)
      return [Math.min(at, text.length), here];
    if (newline === -1) return [text.length, here];
  }
  return [text.length, line];
}
