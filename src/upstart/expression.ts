/**
 * Event expressions: the tree behind `start on` and `stop on`, read exactly as Upstart reads it (init/parse_job.c:
 * parse_on and its helpers) and printed as Upstart prints it.
 */
import {
  EXPRESSION_WORD_END,
  endOfLine,
  type Failure,
  hasToken,
  nextToken,
  type Position,
  skipWhitespace,
} from './lexer.ts';

export interface EventMatch {
  readonly kind: 'event';
  readonly name: string;
  /** As dequoted: `VALUE` by position, `KEY=VALUE`, `KEY!=VALUE`. */
  readonly args: readonly string[];
  /** Line of the event's name. */
  readonly line: number;
}

export interface EventOperator {
  readonly kind: 'and' | 'or';
  readonly left: EventExpression;
  readonly right: EventExpression;
}

export type EventExpression = EventMatch | EventOperator;

interface GrowingMatch {
  readonly kind: 'event';
  readonly name: string;
  readonly args: string[];
  readonly line: number;
}

type StackItem = GrowingMatch | { readonly kind: 'and' | 'or'; readonly left: EventExpression } | 'paren';

interface Parse {
  readonly stack: StackItem[];
  root: EventExpression | undefined;
  parens: number;
}

/**
 * parse_on: everything behind `start on`, over several lines inside parentheses.
 * There is no precedence: `a or b and c` is `((a or b) and c)`.
 * @param position on failure, `line` is the line that Upstart reports
 */
export function parseExpression(text: string, position: Position): EventExpression | Failure {
  const parse: Parse = { stack: [], root: undefined, parens: 0 };
  const at: Position = { ...position };
  do {
    skipWhitespace(text, at);
    do {
      Object.assign(position, at);
      const char = text[at.at];
      const failure = char === '(' || char === ')' ? paren(text, at, parse, char) : word(text, at, parse);
      if (failure !== undefined) {
        Object.assign(position, at);
        return failure;
      }
    } while (hasToken(text, at));
    endOfLine(text, at);
  } while (at.at < text.length && parse.parens !== 0);

  // Reported where the last token began, unlike every other failure.
  const failure = collect(parse);
  if (failure !== undefined) return failure;
  Object.assign(position, at);
  if (parse.stack.length > 0) return { failed: 'mismatched-parens' };
  return parse.root as EventExpression;
}

/** parse_on_operator and parse_on_operand: `and`, `or`, the name of an event or an argument of one. */
function word(text: string, at: Position, parse: Parse): Failure | undefined {
  const ahead: Position = { ...at };
  const raw = nextToken(text, ahead, EXPRESSION_WORD_END, false);
  if (typeof raw !== 'string') {
    Object.assign(at, ahead);
    return raw;
  }
  if (raw === 'and' || raw === 'or') {
    const failure = collect(parse);
    if (failure !== undefined) return failure;
    parse.stack.push({ kind: raw, left: parse.root as EventExpression });
    parse.root = undefined;
    Object.assign(at, ahead);
    return undefined;
  }
  const line = at.line;
  const value = nextToken(text, at, EXPRESSION_WORD_END, true);
  if (typeof value !== 'string') return value;
  const top = parse.stack[parse.stack.length - 1];
  if (top === undefined || top === 'paren' || top.kind !== 'event') {
    parse.stack.push({ kind: 'event', name: value, args: [], line });
    return undefined;
  }
  const last = top.args[top.args.length - 1];
  top.args.push(value);
  if (last?.includes('=') && !value.includes('=')) return { failed: 'expected-variable' };
  return undefined;
}

/** parse_on_paren. */
function paren(text: string, at: Position, parse: Parse, char: '(' | ')'): Failure | undefined {
  if (char === '(') {
    parse.parens++;
    const top = parse.stack[parse.stack.length - 1];
    if (parse.root !== undefined || (top !== undefined && top !== 'paren' && top.kind === 'event'))
      return { failed: 'expected-operator' };
    parse.stack.push('paren');
  } else {
    parse.parens--;
    const failure = collect(parse);
    if (failure !== undefined) return failure;
    if (parse.stack.pop() === undefined) return { failed: 'mismatched-parens' };
  }
  at.at++;
  skipWhitespace(text, at);
  return undefined;
}

/** parse_on_collect: folds the stack, down to the last open parenthesis, into the root. */
function collect(parse: Parse): Failure | undefined {
  for (;;) {
    const top = parse.stack[parse.stack.length - 1];
    if (top === undefined || top === 'paren') break;
    parse.stack.pop();
    if (top.kind === 'event') {
      if (parse.root !== undefined) return { failed: 'expected-operator' };
      parse.root = top;
    } else {
      if (parse.root === undefined) return { failed: 'expected-event' };
      parse.root = { kind: top.kind, left: top.left, right: parse.root };
    }
  }
  return parse.root === undefined ? { failed: 'expected-event' } : undefined;
}

/** Every event of the expression, left to right. Iterative: expressions may be as deep as the file is long. */
export function eventsOf(expression: EventExpression): EventMatch[] {
  const found: EventMatch[] = [];
  for (const node of postOrder(expression)) if (node.kind === 'event') found.push(node);
  return found;
}

/** Children before parents, left before right: the order in which Upstart visits an expression. */
export function postOrder(expression: EventExpression): EventExpression[] {
  const order: EventExpression[] = [];
  const stack: EventExpression[] = [expression];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    order.push(node);
    if (node.kind !== 'event') stack.push(node.left, node.right);
  }
  return order.reverse();
}

/**
 * As `initctl show-config` prints a condition (util/initctl.c: job_class_parse_events): fully parenthesised, one pair for each operator,
 * arguments bare. An argument that is empty ends the list there, as in the original.
 */
export function printExpression(expression: EventExpression): string {
  return render(expression, ({ name, args }) => {
    const empty = args.indexOf('');
    return [name, ...(empty === -1 ? args : args.slice(0, empty))].join(' ');
  });
}

/** The same with quotes where they are needed to be read back: what a person may paste into a job. */
export function quoteExpression(expression: EventExpression): string {
  return render(expression, ({ name, args }) =>
    [isWord(name) && name !== 'and' && name !== 'or' ? name : quote(name), ...args.map(quoteArg)].join(' '),
  );
}

/** event_operator_collapse: as Upstart keeps it over a re-exec; values with blanks are in double quotes. */
export function collapseExpression(expression: EventExpression): string {
  return render(expression, ({ name, args }) =>
    [
      name,
      ...args.map((arg) => {
        const equals = arg.indexOf('=');
        return equals !== -1 && /[ \t]/.test(arg.slice(equals))
          ? `${arg.slice(0, equals + 1)}"${arg.slice(equals + 1)}"`
          : arg;
      }),
    ].join(' '),
  );
}

/** One array and one join: a chain of a thousand operators would else be copied a thousand times. */
function render(expression: EventExpression, event: (match: EventMatch) => string): string {
  const out: string[] = [];
  const todo: (EventExpression | string)[] = [expression];
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    if (typeof next === 'string') out.push(next);
    else if (next.kind === 'event') out.push(event(next));
    else todo.push(')', next.right, ` ${next.kind} `, next.left, '(');
  }
  return out.join('');
}

function isWord(text: string): boolean {
  return text !== '' && !/[\s()#"'\\\0]/.test(text);
}

function quoteArg(arg: string): string {
  return isWord(arg) && arg !== 'and' && arg !== 'or' ? arg : quote(arg);
}

/** Quotes have no escapes of their own, so a text with both kinds is put together of pieces in one kind or the other. */
function quote(text: string): string {
  const pieces = text.match(/[^"]+|"+/g) ?? [''];
  return pieces
    .map((piece) => (piece.startsWith('"') ? `'${piece}'` : `"${piece.replace(/\\(?=[\\ \t\r])|\\$/g, '\\\\')}"`))
    .join('');
}
