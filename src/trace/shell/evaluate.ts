/**
 * What a shell script would do, read without running anything: assignments, conditions that files decide, functions,
 * sourced files. Where nothing on a disk decides, every branch is gone through and what it does is marked as depending.
 * Longer than 300 lines: each kind of command evaluates lists of commands of every kind, and files must not import each other in a ring.
 */
import type { Command, List, ParsedScript, Word } from './ast.ts';
import { isSpent, type ShellBudget } from './budget.ts';
import { type Evaluation, runCommand } from './commands.ts';
import { expandFields, expandText } from './expand.ts';
import { fits } from './pattern.ts';
import { at, OK, type Outcome, type Shell, type ShellEvent, UNKNOWN, type Value, type World } from './shell.ts';

export interface ShellRun {
  readonly script: ParsedScript;
  readonly file: string;
  /** `$0`; the file where it is not given. */
  readonly name?: string;
  readonly args: readonly Value[];
  readonly env: ReadonlyMap<string, Value>;
  readonly world: World;
  /** What everything that is followed from one unit may cost. */
  readonly budget: ShellBudget;
}

const MAX_CALLS = 40;
/** Commands within commands: deeper than any script that people write, and than this program's own stack must go. */
const MAX_NESTING = 120;
/** A condition in its own words is cut there. */
const MAX_LABEL = 500;
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
    nesting: 0,
    ended: false,
    budget: run.budget,
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

const EVALUATION: Evaluation = { script: evaluateScript, function: callFunction };

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
  shell.budget.commands--;
  if (isSpent(shell.budget)) {
    if (!shell.ended) unread(shell, command, 'too long to be followed to its end');
    shell.ended = true;
    return { code: undefined, flow: 'exit' };
  }
  if (shell.nesting >= MAX_NESTING) {
    unread(shell, command, 'nested too deeply to be followed');
    return UNKNOWN;
  }
  shell.nesting++;
  const outcome = evaluateOne(shell, command);
  shell.nesting--;
  return outcome;
}

function unread(shell: Shell, { line }: Command, message: string): void {
  shell.events.push({ kind: 'unread', ...at(shell, line), message });
}

function evaluateOne(shell: Shell, command: Command): Outcome {
  switch (command.kind) {
    case 'simple':
      return runCommand(shell, command, EVALUATION);
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
  const vars = copied(shell);
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
  let said = label(commandText(first));
  for (const { operator, command } of rest) {
    if (outcome.flow !== undefined) return outcome;
    shell.status = outcome.code;
    if (outcome.code === undefined) {
      const under = operator === '&&' ? said : `not ${said}`;
      outcome = branches(shell, [{ label: under, run: () => evaluateCommand(shell, command) }], false);
    } else if ((operator === '&&') === (outcome.code === 0)) outcome = evaluateCommand(shell, command);
    said = label(`${said} ${operator} ${commandText(command)}`);
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
    const asked = label(clause.condition.map(commandText).join('; '));
    if (shell.under.length >= MAX_NESTING) {
      unread(shell, command, 'too many conditions to be followed');
      return UNKNOWN;
    }
    return branches(
      shell,
      [
        { label: asked, run: () => evaluateList(shell, clause.body) },
        { label: `not ${asked}`, run: () => evaluateIf(shell, command, i + 1) },
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
    return text.known && fits(shell.budget, value.text, text.text) === true;
  };
  if (value.known) {
    const arm = arms.find(({ patterns }) => patterns.some(matches));
    return arm === undefined ? OK : evaluateList(shell, arm.body);
  }
  const any = arms.some(({ patterns }) => patterns.some((pattern) => pattern.raw === '*'));
  return branches(
    shell,
    arms.map(({ patterns, body }) => ({
      label: label(
        `${word.raw} is ${patterns
          .slice(0, 50)
          .map((pattern) => pattern.raw.slice(0, MAX_LABEL))
          .join(' or ')}`,
      ),
      run: () => evaluateList(shell, body),
    })),
    any,
  );
}

/** A pattern: what is quoted in it stands for itself. */
function patternText(shell: Shell, word: Word): Value {
  shell.budget.text -= word.raw.length;
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
  return loopOnce(shell, label(`while ${command.condition.map(commandText).join('; ')}`), command.body);
}

/** A loop whose rounds are not known: once through, and what it assigns is known no more. */
function loopOnce(shell: Shell, label: string, body: List): Outcome {
  const before = copied(shell);
  const outcome = branches(shell, [{ label, run: () => evaluateList(shell, body) }], false);
  for (const [name, value] of shell.vars)
    if (before.get(name)?.text !== value.text) shell.vars.set(name, { ...value, text: `$${name}`, known: false });
  return { code: outcome.code };
}

function copied(shell: Shell): Map<string, Value> {
  shell.budget.copies -= shell.vars.size;
  return new Map(shell.vars);
}

function label(text: string): string {
  return text.length <= MAX_LABEL ? text : `${text.slice(0, MAX_LABEL)}…`;
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
  for (const { label: under, run } of all) {
    shell.vars = before;
    shell.vars = copied(shell);
    shell.under.push(under);
    const outcome = run();
    shell.under.pop();
    if (outcome.flow === undefined) ends.push(shell.vars);
    else stopped ??= outcome;
  }
  if (ends.length === 0) {
    shell.vars = before;
    return { code: undefined, flow: stopped?.flow ?? 'exit' };
  }
  shell.budget.copies -= ends.length * before.size;
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
    return [
      ...command.assignments.slice(0, MAX_LABEL).map((a) => `${a.name}=${a.value.raw.slice(0, MAX_LABEL)}`),
      ...command.words.slice(0, MAX_LABEL).map((w) => w.raw.slice(0, MAX_LABEL)),
    ].join(' ');
  if (command.kind === 'pipeline')
    return `${command.negated ? '! ' : ''}${command.parts.slice(0, 50).map(commandText).join(' | ')}`;
  if (command.kind === 'and-or')
    return [
      commandText(command.first),
      ...command.rest.slice(0, 50).map((r) => `${r.operator} ${commandText(r.command)}`),
    ].join(' ');
  return `${command.kind} …`;
}
