/** Environment of jobs and events, and `$VAR` in them (init/environ.c). */

/** `KEY=VALUE`, in order; a key is there once. */
export type Environment = readonly string[];

export function lookup(env: Environment, key: string): string | undefined {
  const entry = env.find((one) => one.startsWith(key) && one[key.length] === '=');
  return entry?.slice(key.length + 1);
}

/** environ_add with replacement: a known key keeps its place, `KEY` without a value is taken away. */
export function setVariables(env: Environment, entries: Environment): Environment {
  const out = [...env];
  const at = new Map(out.map((entry, index) => [keyOf(entry), index]));
  const gone = new Set<number>();
  for (const entry of entries) {
    const key = keyOf(entry);
    const index = at.get(key);
    if (!entry.includes('=')) {
      if (index !== undefined) gone.add(index);
      at.delete(key);
    } else if (index !== undefined) out[index] = entry;
    else {
      at.set(key, out.length);
      out.push(entry);
    }
  }
  return gone.size === 0 ? out : out.filter((_, index) => !gone.has(index));
}

function keyOf(entry: string): string {
  const equals = entry.indexOf('=');
  return equals === -1 ? entry : entry.slice(0, equals);
}

export type Expansion =
  | { readonly value: string }
  | { readonly error: 'unknown-parameter'; readonly name: string }
  | { readonly error: 'expected-operator' | 'mismatched-braces' | 'too-long' };

const MAX_DEPTH = 200;
/** Longer than init could hand on: exec(2) takes 128 KiB in one piece, all of them together not much more. */
const MAX_VALUE = 1 << 16;
const NAME = /[A-Za-z_][A-Za-z0-9_]*/y;

/**
 * environ_expand: `$KEY ${KEY} ${KEY-d} ${KEY:-d} ${KEY+a} ${KEY:+a}`, nested; `${}` is a dollar sign. What is put in is not
 * expanded again. An unset `$KEY` is an error, not the empty text.
 */
export function expand(text: string, env: Environment): Expansion {
  if (!text.includes('$')) return { value: text };
  if (text.length > MAX_VALUE) return { error: 'too-long' };
  const result = expandUntil({ text, values: valuesOf(env) }, 0, '', 0);
  return 'error' in result ? result : { value: result.value };
}

interface Source {
  readonly text: string;
  readonly values: ReadonlyMap<string, string>;
}

/** As `lookup` finds them: the first of a key. */
function valuesOf(env: Environment): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const entry of env) {
    const key = keyOf(entry);
    if (key !== entry && !values.has(key)) values.set(key, entry.slice(key.length + 1));
  }
  return values;
}

type Part = { readonly value: string; readonly at: number } | Exclude<Expansion, { readonly value: string }>;

function expandUntil(source: Source, from: number, stops: string, depth: number): Part {
  const { text, values } = source;
  let out = '';
  let at = from;
  while (at < text.length && !stops.includes(text[at] as string)) {
    if (out.length > MAX_VALUE) return { error: 'too-long' };
    if (text[at] !== '$') {
      out += text[at++];
      continue;
    }
    NAME.lastIndex = at + 1;
    const plain = NAME.exec(text);
    if (plain !== null) {
      const value = values.get(plain[0]);
      if (value === undefined) return { error: 'unknown-parameter', name: plain[0] };
      out += value;
      at += 1 + plain[0].length;
    } else if (text.startsWith('{}', at + 1)) {
      out += '$';
      at += 3;
    } else if (text[at + 1] === '{') {
      const part =
        depth < MAX_DEPTH ? expandBraces(source, at + 2, depth + 1) : ({ error: 'mismatched-braces' } as const);
      if ('error' in part) return part;
      out += part.value;
      at = part.at;
    } else out += text[at++];
  }
  return out.length > MAX_VALUE ? { error: 'too-long' } : { value: out, at };
}

function expandBraces(source: Source, from: number, depth: number): Part {
  const { text, values } = source;
  const name = expandUntil(source, from, '}:-+', depth);
  if ('error' in name) return name;
  const operator = /^(?::-|:\+|-|\+)/.exec(text.slice(name.at, name.at + 2))?.[0];
  if (operator === undefined && name.at < text.length && text[name.at] !== '}') return { error: 'expected-operator' };
  const argument = expandUntil(source, name.at + (operator?.length ?? 0), '}', depth);
  if ('error' in argument) return argument;
  if (text[argument.at] !== '}') return { error: 'mismatched-braces' };
  const value = values.get(name.value);
  const missing = value === undefined || (operator?.startsWith(':') === true && value === '');
  const at = argument.at + 1;
  if (operator === undefined)
    return value === undefined ? { error: 'unknown-parameter', name: name.value } : { value, at };
  if (operator.endsWith('-')) return { value: missing ? argument.value : (value as string), at };
  return { value: missing ? '' : argument.value, at };
}
