/**
 * What a shell script would do, read without running anything: assignments, conditions that files decide, functions,
 * sourced files. Where nothing on a disk decides, every branch is gone through and what it does is marked as depending.
 */
import type { Command, List, ParsedScript, Word } from './ast.ts';
import { runCommand } from './commands.ts';
import { expandFields, expandText } from './expand.ts';
import { matchesPattern } from './pattern.ts';
import { at, OK, type Outcome, type Shell, type ShellEvent, UNKNOWN, type Value, type World } from './shell.ts';

export interface ShellRun {
  readonly script: ParsedScript;
  readonly file: string;
  /** `$0`; the file where it is not given. */
  readonly name?: string;
  readonly args: readonly Value[];
  readonly env: ReadonlyMap<string, Value>;
  readonly world: World;
}

const MAX_STEPS = 20_000;
const MAX_CALLS = 40;
/** A loop over more words than this is gone through once. */
const MAX_ROUNDS = 64;

/** Everything worth telling, in the order in which it would happen. Never throws, always ends. */
export function evaluateShell(run: ShellRun): readonly ShellEvent[] {
  const shell: Shell = {
    world: run.world,
    name: run.name ?? run.file,
    vars: new Map(run.env),
    functions: new Map(),
    args: run.args,
    file: run.file,
    events: [],
    under: [],
    status: 0,
    depth: 0,
    budget: MAX_STEPS,
  };
  evaluateScript(shell, run.script);
  return shell.events;
}

/** A whole file, in the shell as it stands. */
export function evaluateScript(shell: Shell, { body, error }: ParsedScript): Outcome {
  const outcome = evaluateList(shell, body);
  if (error !== undefined && outcome.flow === undefined)
    shell.events.push({ kind: 'unread', ...at(shell, error.line), message: error.message });
  return outcome;
}

export function evaluateList(shell: Shell, list: List): Outcome {
  let outcome: Outcome = OK;
  for (const command of list) {
    outcome = evaluateCommand(shell, command);
    shell.status = outcome.code;
    if (outcome.flow !== undefined) return outcome;
  }
  return outcome;
}

export function evaluateCommand(shell: Shell, command: Command): Outcome {
  if (--shell.budget <= 0) {
    if (shell.budget === 0)
      shell.events.push({ kind: 'unread', ...at(shell, command.line), message: 'too long to be followed to its end' });
    return { code: undefined, flow: 'exit' };
  }
  switch (command.kind) {
    case 'simple':
      return runCommand(shell, command);
    case 'function':
      shell.functions.set(command.name, { body: command.body, file: shell.file });
      return OK;
    case 'group':
      return command.subshell ? evaluateSubshell(shell, command.body) : evaluateList(shell, command.body);
    case 'pipeline':
      return evaluatePipeline(shell, command);
    case 'and-or':
      return evaluateAndOr(shell, command);
    case 'if':
      return evaluateIf(shell, command, 0);
    case 'case':
      return evaluateCase(shell, command);
    case 'for':
      return evaluateFor(shell, command);
    case 'loop':
      return evaluateLoop(shell, command);
  }
}

function evaluateSubshell(shell: Shell, body: List): Outcome {
  const vars = new Map(shell.vars);
  const { code } = evaluateList(shell, body);
  shell.vars = vars;
  return { code };
}

function evaluatePipeline(shell: Shell, { parts, negated }: Command & { kind: 'pipeline' }): Outcome {
  const [only] = parts;
  let outcome: Outcome = UNKNOWN;
  if (parts.length === 1 && only !== undefined) outcome = evaluateCommand(shell, only);
  else for (const part of parts) evaluateSubshell(shell, [part]);
  if (!negated || outcome.flow !== undefined || outcome.code === undefined) return outcome;
  return { code: outcome.code === 0 ? 1 : 0 };
}

function evaluateAndOr(shell: Shell, { first, rest }: Command & { kind: 'and-or' }): Outcome {
  let outcome = evaluateCommand(shell, first);
  let said = commandText(first);
  for (const { operator, command } of rest) {
    if (outcome.flow !== undefined) return outcome;
    shell.status = outcome.code;
    if (outcome.code === undefined) {
      const label = operator === '&&' ? said : `not ${said}`;
      outcome = branches(shell, [{ label, run: () => evaluateCommand(shell, command) }], false);
    } else if ((operator === '&&') === (outcome.code === 0)) outcome = evaluateCommand(shell, command);
    said = `${said} ${operator} ${commandText(command)}`;
  }
  return outcome;
}

function evaluateIf(shell: Shell, command: Command & { kind: 'if' }, from: number): Outcome {
  for (let i = from; i < command.clauses.length; i++) {
    const clause = command.clauses[i];
    if (clause === undefined) break;
    const condition = evaluateList(shell, clause.condition);
    if (condition.flow !== undefined) return condition;
    if (condition.code === 0) return evaluateList(shell, clause.body);
    if (condition.code !== undefined) continue;
    const label = clause.condition.map(commandText).join('; ');
    return branches(
      shell,
      [
        { label, run: () => evaluateList(shell, clause.body) },
        { label: `not ${label}`, run: () => evaluateIf(shell, command, i + 1) },
      ],
      true,
    );
  }
  return command.otherwise === undefined ? OK : evaluateList(shell, command.otherwise);
}

function evaluateCase(shell: Shell, { word, arms }: Command & { kind: 'case' }): Outcome {
  const value = expandText(shell, word);
  const matches = (pattern: Word): boolean => {
    const text = patternText(shell, pattern);
    return text.known && matchesPattern(value.text, text.text);
  };
  if (value.known) {
    const arm = arms.find(({ patterns }) => patterns.some(matches));
    return arm === undefined ? OK : evaluateList(shell, arm.body);
  }
  const any = arms.some(({ patterns }) => patterns.some((pattern) => pattern.raw === '*'));
  return branches(
    shell,
    arms.map(({ patterns, body }) => ({
      label: `${word.raw} is ${patterns.map((pattern) => pattern.raw).join(' or ')}`,
      run: () => evaluateList(shell, body),
    })),
    any,
  );
}

/** A pattern: what is quoted in it stands for itself. */
function patternText(shell: Shell, word: Word): Value {
  const parts = word.pieces.map((piece) => {
    const value = expandText(shell, { ...word, pieces: [piece] });
    return piece.quoted ? { ...value, text: value.text.replace(/[*?[\]\\]/g, '\\$&') } : value;
  });
  return { text: parts.map((part) => part.text).join(''), known: parts.every((part) => part.known) };
}

function evaluateFor(shell: Shell, command: Command & { kind: 'for' }): Outcome {
  const words = command.words?.flatMap((word) => expandFields(shell, word)) ?? shell.args;
  if (words.length > MAX_ROUNDS || words.some((word) => !word.known)) {
    shell.vars.set(command.name, { text: `$${command.name}`, known: false });
    return loopOnce(shell, `for each ${command.name}`, command.body);
  }
  let outcome: Outcome = OK;
  for (const word of words) {
    shell.vars.set(command.name, { ...word, file: shell.file, line: command.line });
    outcome = evaluateList(shell, command.body);
    if (outcome.flow === 'exit' || outcome.flow === 'return') return outcome;
    if (outcome.flow === 'break') break;
  }
  return { code: outcome.code };
}

function evaluateLoop(shell: Shell, command: Command & { kind: 'loop' }): Outcome {
  const condition = evaluateList(shell, command.condition);
  if (condition.flow !== undefined) return condition;
  if (condition.code !== undefined && (condition.code === 0) === command.until) return OK;
  return loopOnce(shell, `while ${command.condition.map(commandText).join('; ')}`, command.body);
}

/** A loop whose rounds are not known: once through, and what it assigns is known no more. */
function loopOnce(shell: Shell, label: string, body: List): Outcome {
  const before = new Map(shell.vars);
  const outcome = branches(shell, [{ label, run: () => evaluateList(shell, body) }], false);
  for (const [name, value] of shell.vars)
    if (before.get(name)?.text !== value.text) shell.vars.set(name, { ...value, text: `$${name}`, known: false });
  return { code: outcome.code };
}

interface Branch {
  readonly label: string;
  readonly run: () => Outcome;
}

/**
 * Each branch from the same beginning; then only what all that go on agree on is known.
 * @param complete one of the branches is taken for certain
 */
function branches(shell: Shell, all: readonly Branch[], complete: boolean): Outcome {
  const before = shell.vars;
  const ends: Map<string, Value>[] = complete ? [] : [before];
  let stopped: Outcome | undefined;
  for (const { label, run } of all) {
    shell.vars = new Map(before);
    shell.under.push(label);
    const outcome = run();
    shell.under.pop();
    if (outcome.flow === undefined) ends.push(shell.vars);
    else stopped ??= outcome;
  }
  if (ends.length === 0) {
    shell.vars = before;
    return { code: undefined, flow: stopped?.flow ?? 'exit' };
  }
  shell.vars = agreed(ends);
  return UNKNOWN;
}

function agreed(ends: readonly Map<string, Value>[]): Map<string, Value> {
  const [first, ...others] = ends;
  const vars = new Map(first);
  for (const other of others)
    for (const name of new Set([...vars.keys(), ...other.keys()])) {
      const [a, b] = [vars.get(name), other.get(name)];
      if (a?.text === b?.text && a?.known === b?.known) continue;
      vars.set(name, { text: `$${name}`, known: false });
    }
  return vars;
}

/** Calls a function with its arguments. */
export function callFunction(shell: Shell, name: string, args: readonly Value[]): Outcome {
  const called = shell.functions.get(name);
  if (called === undefined || shell.depth > MAX_CALLS) return UNKNOWN;
  const { args: outer, file } = shell;
  shell.args = args;
  shell.file = called.file;
  shell.depth++;
  const outcome = evaluateCommand(shell, called.body);
  shell.depth--;
  shell.args = outer;
  shell.file = file;
  return outcome.flow === 'exit' ? outcome : { code: outcome.code };
}

/** A condition in its own words. */
export function commandText(command: Command): string {
  if (command.kind === 'simple')
    return [...command.assignments.map((a) => `${a.name}=${a.value.raw}`), ...command.words.map((w) => w.raw)].join(
      ' ',
    );
  if (command.kind === 'pipeline') return `${command.negated ? '! ' : ''}${command.parts.map(commandText).join(' | ')}`;
  if (command.kind === 'and-or')
    return [commandText(command.first), ...command.rest.map((r) => `${r.operator} ${commandText(r.command)}`)].join(
      ' ',
    );
  return `${command.kind} …`;
}
