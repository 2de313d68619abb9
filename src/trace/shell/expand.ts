/** Words to texts: variables, defaults, the few command substitutions that files alone answer. */
import type { Piece, Word } from './ast.ts';
import { MAX_FIELDS, paid } from './budget.ts';
import { expandPath, trimPattern } from './pattern.ts';
import type { Shell, Use, Value } from './shell.ts';
import { substitute } from './substitute.ts';

/** The one text of a word: of an assignment, of `case`. No splitting, no file names. */
export function expandText(shell: Shell, word: Word): Value {
  const parts = word.pieces.map((piece) => joined(pieceFields(shell, piece)));
  const text = parts.map((part) => part.text).join('');
  return paid(shell.budget, { text, known: parts.every((part) => part.known) });
}

/** The fields of a word: split at blanks where it is not quoted, file names filled in. What is not known stays whole. */
export function expandFields(shell: Shell, word: Word): readonly Value[] {
  const fields = fieldsOf(shell, word).map((field) => paid(shell.budget, field));
  return fields.length <= MAX_FIELDS ? fields : [{ text: word.raw.slice(0, 60), known: false }];
}

function fieldsOf(shell: Shell, word: Word): readonly Value[] {
  const fields: Value[] = [];
  let current: Value | undefined;
  const push = (value: Value): void => {
    current = current === undefined ? value : { text: current.text + value.text, known: current.known && value.known };
  };
  const flush = (): void => {
    if (current !== undefined) fields.push(current);
    current = undefined;
  };
  let pattern = false;
  for (const piece of word.pieces) {
    if (piece.kind === 'text' && !piece.quoted && /[*?[]/.test(piece.text)) pattern = true;
    const values = pieceFields(shell, piece);
    const all = piece.kind === 'variable' && piece.quoted && piece.name === '@' && piece.operator === undefined;
    if (all || (!piece.quoted && values.length > 1)) {
      for (const [i, value] of values.entries()) {
        if (i > 0) flush();
        push(value);
      }
      continue;
    }
    const value = joined(values);
    if (piece.quoted || piece.kind === 'text') push(value);
    else if (!value.known) push(value);
    else {
      const words = value.text.split(/[ \t\n]+/);
      for (const [i, text] of words.entries()) {
        if (i > 0) flush();
        if (text !== '') push({ text, known: true });
      }
    }
  }
  flush();
  if (!pattern) return fields;
  return fields.flatMap((field) => {
    const paths = field.known ? expandPath(shell.world.snapshot, field.text) : [];
    return paths.length > 0 ? paths.map((text) => ({ text, known: true })) : [field];
  });
}

function splitField(shell: Shell, value: Value): readonly Value[] {
  if (!value.known) return [value];
  shell.budget.text -= value.text.length;
  const words = value.text.split(/[ \t\n]+/).filter((word) => word !== '');
  return words.map((text) => ({ text, known: true }));
}

function joined(values: readonly Value[]): Value {
  const [only] = values;
  if (values.length === 1 && only !== undefined) return only;
  return { text: values.map((value) => value.text).join(' '), known: values.every((value) => value.known) };
}

function pieceFields(shell: Shell, piece: Piece): readonly Value[] {
  switch (piece.kind) {
    case 'text':
      return [{ text: piece.text, known: true }];
    case 'variable':
      return variableFields(shell, piece);
    case 'command':
      return [substitute(shell, piece.source, expandFields) ?? { text: `$(${oneLine(piece.source)})`, known: false }];
    case 'arithmetic':
      return [{ text: `$((${oneLine(piece.source)}))`, known: false }];
  }
}

function oneLine(source: string): string {
  const line = source.slice(0, 400).trim().replace(/\s+/g, ' ');
  return line.length > 60 ? `${line.slice(0, 57)}…` : line;
}

function variableFields(shell: Shell, piece: Piece & { readonly kind: 'variable' }): readonly Value[] {
  const { name, operator, operand } = piece;
  if ((name === '@' || name === '*') && operator === undefined)
    return piece.quoted ? shell.args : shell.args.flatMap((arg) => splitField(shell, arg));
  const value = lookUp(shell, name);
  if (operator === undefined) return [value ?? { text: '', known: true }];
  if (operator === 'other' || (value !== undefined && !value.known)) return [{ text: `\${${name}}`, known: false }];
  const text = value?.text;
  const set = operator.startsWith(':') ? text !== undefined && text !== '' : text !== undefined;
  const given = (): readonly Value[] =>
    operand === undefined
      ? [{ text: '', known: true }]
      : piece.quoted
        ? [expandText(shell, operand)]
        : expandFields(shell, operand);
  switch (operator) {
    case 'length':
      return [{ text: String((text ?? '').length), known: true }];
    case ':-':
    case '-':
      return set ? [value as Value] : given();
    case ':=':
    case '=': {
      if (set) return [value as Value];
      const made = joined(given());
      shell.vars.set(name, { ...made, file: shell.file, line: operand?.line ?? 0 });
      return [made];
    }
    case ':+':
    case '+':
      return set ? given() : [{ text: '', known: true }];
    case ':?':
    case '?':
      return [value ?? { text: '', known: true }];
    default: {
      const pattern = operand === undefined ? { text: '', known: true } : expandText(shell, operand);
      if (!pattern.known) return [{ text: `\${${name}}`, known: false }];
      const left = trimPattern(shell.budget, text ?? '', operator, pattern.text);
      return [left === undefined ? { text: `\${${name}}`, known: false } : { text: left, known: true }];
    }
  }
}

/** undefined: not set. */
function lookUp(shell: Shell, name: string): Value | undefined {
  if (/^[0-9]+$/.test(name)) return name === '0' ? { text: shell.name, known: true } : shell.args[Number(name) - 1];
  if (name === '#') return { text: String(shell.args.length), known: true };
  if (name === '?')
    return shell.status === undefined ? { text: '$?', known: false } : { text: String(shell.status), known: true };
  if (name === '$' || name === '!') return { text: `$${name}`, known: false };
  if (name === '-') return { text: '', known: true };
  return shell.vars.get(name);
}

/** The variables that stand in words, with the places of their assignments; each once. */
export function usesOf(shell: Shell, words: readonly Word[]): readonly Use[] {
  const uses = new Map<string, Use>();
  const todo: Piece[] = words.flatMap((word) => word.pieces).reverse();
  for (let piece = todo.pop(); piece !== undefined; piece = todo.pop()) {
    if (piece.kind !== 'variable') continue;
    const value = shell.vars.get(piece.name);
    if (value?.file !== undefined && value.line !== undefined && value.text !== '')
      uses.set(piece.name, { name: piece.name, text: value.text, file: value.file, line: value.line });
    for (const inner of piece.operand?.pieces.toReversed() ?? []) todo.push(inner);
  }
  return [...uses.values()];
}
