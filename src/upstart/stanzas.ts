/**
 * Every stanza of a job and its arity, as init/parse_job.c of Upstart 1.13.2 reads it. A handler leaves the position at the
 * line that Upstart would report: some update it only when they have finished (`sub` below), so the line is the stanza's own.
 * Longer than 300 lines: a table, a stanza a row.
 */
import { type EventExpression, parseExpression } from './expression.ts';
import {
  endOfLine,
  type Failure,
  hasToken,
  nextArg,
  nextToken,
  type ParseErrorCode,
  type Position,
  parseBlock,
  restOfLine,
  WORD_END,
} from './lexer.ts';

/** What one stanza says. `value` is what follows the key; `on` is there for `start on` and `stop on`. */
export interface StanzaValue {
  readonly key: string;
  readonly value: string;
  readonly words: readonly string[];
  readonly on?: EventExpression;
  /** Line of the first line of a script's text, or of the command. */
  readonly bodyLine?: number;
}

type Handler = (text: string, position: Position) => StanzaValue | Failure;

const oneArg =
  (key: string): Handler =>
  (text, position) => {
    const arg = nextArg(text, position);
    if (typeof arg !== 'string') return arg;
    return endOfLine(text, position) ?? { key, value: arg, words: [arg] };
  };

const severalArgs =
  (key: string): Handler =>
  (text, position) => {
    if (!hasToken(text, position)) return { failed: 'expected-token' };
    const words: string[] = [];
    while (hasToken(text, position)) {
      const arg = nextArg(text, position);
      if (typeof arg !== 'string') return arg;
      words.push(arg);
    }
    return endOfLine(text, position) ?? { key, value: words.join(' '), words };
  };

/** `manual` and `debug` do not look at what follows them: it is the next stanza. */
const bare =
  (key: string): Handler =>
  () => ({ key, value: '', words: [] });

const exec =
  (key: string): Handler =>
  (text, position) => {
    const bodyLine = position.line;
    if (!hasToken(text, position)) return { failed: 'expected-token' };
    const command = restOfLine(text, position);
    return typeof command === 'string' ? { key, value: command, words: [command], bodyLine } : command;
  };

const script =
  (key: string): Handler =>
  (text, position) => {
    const failure = endOfLine(text, position);
    if (failure !== undefined) return failure;
    const bodyLine = position.line;
    const block = parseBlock(text, position, 'script');
    return typeof block === 'string' ? { key, value: block, words: [block], bodyLine } : block;
  };

/**
 * A stanza with a second keyword or checked values. `read` works on a copy: a word that cannot be read is reported where reading
 * stopped, a word that is wrong (`illegal`) where the position was last committed.
 */
interface Sub {
  readonly text: string;
  readonly at: Position;
  commit(): void;
}
type SubResult = readonly string[] | Failure | { readonly illegal: ParseErrorCode };

const sub =
  (key: string, read: (sub: Sub) => SubResult): Handler =>
  (text, position) => {
    const at: Position = { ...position };
    const words = read({ text, at, commit: () => Object.assign(position, at) });
    if ('illegal' in words) return { failed: words.illegal };
    Object.assign(position, at);
    if ('failed' in words) return words;
    const failure = endOfLine(text, position);
    return failure ?? { key, value: words.join(' '), words };
  };

const keyword = ({ text, at }: Sub) => nextToken(text, at, WORD_END, false);
const unknown = { illegal: 'unknown-stanza' } as const;

const choice = (key: string, choices: readonly string[]): Handler =>
  sub(key, ({ text, at }) => {
    const word = nextArg(text, at);
    if (typeof word !== 'string') return word;
    return choices.includes(word) ? [word] : unknown;
  });

const checked = (key: string, valid: (word: string) => boolean, illegal: ParseErrorCode): Handler =>
  sub(key, ({ text, at }) => {
    const word = nextArg(text, at);
    if (typeof word !== 'string') return word;
    return valid(word) ? [word] : { illegal };
  });

const on =
  (stanza: 'start' | 'stop'): Handler =>
  (text, position) => {
    const at: Position = { ...position };
    const word = nextToken(text, at, WORD_END, false);
    if (typeof word === 'string' && word !== 'on') return { failed: 'unknown-stanza' };
    const begin = at.at;
    const expression = typeof word === 'string' ? parseExpression(text, at) : word;
    Object.assign(position, at);
    // stanza_start frees the old condition before it reads the new one.
    if ('failed' in expression) return word === 'on' ? { ...expression, lost: `${stanza} on` } : expression;
    return { key: `${stanza} on`, value: text.slice(begin, at.at).trim(), words: [], on: expression };
  };

const hook =
  (key: string): Handler =>
  (text, position) => {
    const at: Position = { ...position };
    const word = nextToken(text, at, WORD_END, false);
    if (typeof word === 'string' && word !== 'exec' && word !== 'script') return { failed: 'unknown-stanza' };
    const result = typeof word !== 'string' ? word : (word === 'exec' ? exec : script)(`${key} ${word}`)(text, at);
    Object.assign(position, at);
    return result;
  };

const SIGNALS = new Set(
  `HUP INT QUIT ILL TRAP ABRT IOT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT CHLD CLD CONT STOP TSTP TTIN TTOU URG
  XCPU XFSZ VTALRM PROF WINCH IO POLL PWR SYS UNUSED`.split(/\s+/),
);
const isSignal = (word: string) => SIGNALS.has(word.startsWith('SIG') ? word.slice(3) : word);

const LONG_MAX = 2n ** 63n - 1n;
/** strtol(3) on the whole word; undefined where there is a rest or an overflow. */
function strtol(word: string): bigint | undefined {
  const match = /^[ \t\n\v\f\r]*([+-]?)([0-9]+)$/.exec(word);
  if (match?.[2] === undefined || match[2].length > 30) return undefined;
  const value = BigInt(match[2]) * (match[1] === '-' ? -1n : 1n);
  return value > LONG_MAX || value < -LONG_MAX - 1n ? undefined : value;
}
/** strtoul(3): a minus sign wraps around. */
function strtoul(word: string, base: 8 | 10 = 10): bigint | undefined {
  const match = (base === 8 ? /^[ \t\n\v\f\r]*([+-]?)([0-7]+)$/ : /^[ \t\n\v\f\r]*([+-]?)([0-9]+)$/).exec(word);
  if (match?.[2] === undefined || match[2].length > 30) return undefined;
  const value = BigInt(base === 8 ? `0o${match[2]}` : match[2]);
  if (value >= 2n ** 64n) return undefined;
  return match[1] === '-' ? BigInt.asUintN(64, -value) : value;
}
const asInt = (value: bigint | undefined) => (value === undefined ? undefined : Number(BigInt.asIntN(32, value)));
const within = (value: number | undefined, low: number, high: number) =>
  value !== undefined && value >= low && value <= high;
const isSignalOrStatus = (word: string) => {
  const status = strtoul(word);
  return isSignal(word) || (status !== undefined && status <= 0x7fffffffn);
};
const isLimit = (word: string) => word === 'unlimited' || strtoul(word) !== undefined;

const LIMITS = 'as core cpu data fsize memlock msgqueue nice nofile nproc rss rtprio sigpending stack'.split(' ');

/** The words behind a keyword, each committed before it is read, each with its own check. */
function values(
  reader: Sub,
  first: string,
  checks: readonly (readonly [valid: (word: string) => boolean, illegal: ParseErrorCode])[],
): SubResult {
  const words = [first];
  for (const [valid, illegal] of checks) {
    reader.commit();
    const word = nextArg(reader.text, reader.at);
    if (typeof word !== 'string') return word;
    if (!valid(word)) return { illegal };
    words.push(word);
  }
  return words;
}

const seconds = (word: string) => (strtol(word) ?? -1n) >= 0n;
const count = (word: string) => (asInt(strtol(word)) ?? -1) >= 0;
const signal = [isSignalOrStatus, 'illegal-signal'] as const;
const any = () => true;

const respawn: Handler = (text, position) => {
  if (!hasToken(text, position)) return endOfLine(text, position) ?? { key: 'respawn', value: '', words: [] };
  return sub('respawn', (reader) => {
    const word = keyword(reader);
    if (typeof word !== 'string') return word;
    if (word !== 'limit') return unknown;
    const limit = values(reader, word, [[(value) => value === 'unlimited' || count(value), 'illegal-limit']]);
    if (!('length' in limit) || limit[1] === 'unlimited') return limit;
    const rest = values(reader, limit[1] ?? '', [[seconds, 'illegal-interval']]);
    return 'length' in rest ? [word, ...rest] : rest;
  })(text, position);
};

const cgroup: Handler = (text, position) => {
  if (!hasToken(text, position)) return { failed: 'expected-token' };
  const words: string[] = [];
  while (words.length === 0 || (words.length < 4 && hasToken(text, position))) {
    const arg = nextArg(text, position);
    if (typeof arg !== 'string') return arg;
    words.push(arg);
  }
  return endOfLine(text, position) ?? { key: 'cgroup', value: words.join(' '), words };
};

/** By the stanza's own word (init/parse_job.c: stanzas[]). */
export const STANZAS: ReadonlyMap<string, Handler> = new Map<string, Handler>([
  ...['instance', 'description', 'author', 'version', 'env', 'chroot', 'chdir', 'setuid', 'setgid', 'usage'].map(
    (key): [string, Handler] => [key, oneArg(key)],
  ),
  ['export', severalArgs('export')],
  ['emits', severalArgs('emits')],
  ['start', on('start')],
  ['stop', on('stop')],
  ['exec', exec('exec')],
  ['script', script('script')],
  ...['pre-start', 'post-start', 'pre-stop', 'post-stop'].map((key): [string, Handler] => [key, hook(key)]),
  ['expect', choice('expect', ['stop', 'daemon', 'fork', 'none'])],
  ['task', (text, position) => endOfLine(text, position) ?? { key: 'task', value: '', words: [] }],
  [
    'kill',
    sub('kill', (reader) => {
      const word = keyword(reader);
      if (typeof word !== 'string') return word;
      if (word === 'timeout') return values(reader, word, [[seconds, 'illegal-interval']]);
      return word === 'signal' ? values(reader, word, [signal]) : unknown;
    }),
  ],
  [
    'reload',
    sub('reload', (reader) => {
      const word = keyword(reader);
      if (typeof word !== 'string') return word;
      return word === 'signal' ? values(reader, word, [signal]) : unknown;
    }),
  ],
  ['respawn', respawn],
  [
    'normal',
    sub('normal', (reader) => {
      const word = keyword(reader);
      if (typeof word !== 'string') return word;
      if (word !== 'exit') return unknown;
      const words = [word];
      do {
        const status = values(reader, '', [[isSignalOrStatus, 'illegal-exit']]);
        if (!('length' in status)) return status;
        words.push(status[1] ?? '');
      } while (hasToken(reader.text, reader.at));
      return words;
    }),
  ],
  ['console', choice('console', ['none', 'output', 'owner', 'log'])],
  ['umask', checked('umask', (word) => (strtoul(word, 8) ?? 0o1000n) % 2n ** 32n <= 0o777n, 'illegal-umask')],
  ['nice', checked('nice', (word) => within(asInt(strtol(word)), -20, 19), 'illegal-nice')],
  [
    'oom',
    sub('oom', (reader) => {
      const word = nextArg(reader.text, reader.at);
      if (typeof word !== 'string') return word;
      if (word === 'score')
        return values(reader, word, [
          [(score) => score === 'never' || within(asInt(strtol(score)), -1000, 1000), 'illegal-oom-score'],
        ]);
      return word === 'never' || within(asInt(strtol(word)), -17, 15) ? [word] : { illegal: 'illegal-oom' };
    }),
  ],
  [
    'limit',
    sub('limit', (reader) => {
      const word = nextArg(reader.text, reader.at);
      if (typeof word !== 'string') return word;
      if (!LIMITS.includes(word)) return unknown;
      return values(reader, word, [
        [isLimit, 'illegal-limit'],
        [isLimit, 'illegal-limit'],
      ]);
    }),
  ],
  [
    'apparmor',
    sub('apparmor', (reader) => {
      const word = keyword(reader);
      if (typeof word !== 'string') return word;
      return word === 'load' || word === 'switch' ? values(reader, word, [[any, 'expected-token']]) : unknown;
    }),
  ],
  ['cgroup', cgroup],
  ['manual', bare('manual')],
  ['debug', bare('debug')],
]);
