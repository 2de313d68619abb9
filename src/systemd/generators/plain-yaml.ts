/** The YAML that configuration files are written in: maps and lists by indentation or in brackets, plain and quoted words. */
export type Yaml = string | readonly Yaml[] | ReadonlyMap<string, Yaml>;

interface Row {
  readonly indent: number;
  readonly text: string;
}

const DEPTH = 64;

/** undefined where the text uses more of YAML than that (anchors, tags, block texts, several documents) or is wrong. */
export function parsePlainYaml(text: string): Yaml | undefined {
  const rows: Row[] = [];
  for (const line of text.split('\n')) {
    const bare = withoutRemark(line).trimEnd();
    const indent = bare.length - bare.trimStart().length;
    if (bare === '' || (rows.length === 0 && bare === '---')) continue;
    if (bare.includes('\t') || /^(---|\.\.\.)/.test(bare)) return undefined;
    rows.push({ indent, text: bare.trimStart() });
  }
  const state = { rows, at: 0 };
  const value = rows.length === 0 ? new Map() : block(state, rows[0]?.indent ?? 0, 0);
  return state.at === rows.length ? value : undefined;
}

function withoutRemark(line: string): string {
  let quote = '';
  for (let at = 0; at < line.length; at++) {
    const char = line[at] ?? '';
    if (quote !== '') quote = char === quote ? '' : quote;
    else if ((char === '"' || char === "'") && /(^|[\s,[{:-])$/.test(line.slice(0, at))) quote = char;
    else if (char === '#' && /(^|\s)$/.test(line.slice(0, at))) return line.slice(0, at);
  }
  return line;
}

interface State {
  readonly rows: Row[];
  at: number;
}

function block(state: State, indent: number, depth: number): Yaml | undefined {
  if (depth > DEPTH) return undefined;
  const first = state.rows[state.at];
  return first !== undefined && /^-( |$)/.test(first.text) ? list(state, indent, depth) : map(state, indent, depth);
}

function list(state: State, indent: number, depth: number): Yaml | undefined {
  const items: Yaml[] = [];
  for (let row = state.rows[state.at]; row?.indent === indent && /^-( |$)/.test(row.text); row = state.rows[state.at]) {
    const rest = row.text.slice(1).trimStart();
    let item: Yaml | undefined;
    if (rest !== '' && splitKey(rest) !== undefined) {
      // A map that begins behind the dash goes on at the column of its first key.
      const inner = indent + (row.text.length - rest.length);
      state.rows[state.at] = { indent: inner, text: rest };
      item = map(state, inner, depth + 1);
    } else {
      state.at++;
      item = rest === '' ? nested(state, indent, depth) : scalar(rest);
    }
    if (item === undefined) return undefined;
    items.push(item);
  }
  return items;
}

function map(state: State, indent: number, depth: number): Yaml | undefined {
  const found = new Map<string, Yaml>();
  for (let row = state.rows[state.at]; row?.indent === indent; row = state.rows[state.at]) {
    const pair = splitKey(row.text);
    if (pair === undefined) return undefined;
    state.at++;
    const value = pair.rest === '' ? nested(state, indent, depth) : scalar(pair.rest);
    if (value === undefined) return undefined;
    found.set(pair.key, value);
  }
  return found;
}

/** What stands deeper, or a list at the same column; nothing is an empty word. */
function nested(state: State, indent: number, depth: number): Yaml | undefined {
  const next = state.rows[state.at];
  if (next === undefined || next.indent < indent) return '';
  if (next.indent === indent && !/^-( |$)/.test(next.text)) return '';
  return block(state, next.indent, depth + 1);
}

function splitKey(text: string): { readonly key: string; readonly rest: string } | undefined {
  const found = /^(?:"([^"\\]*)"\s*|'([^']*)'\s*|([^\s"'&*!|>%@`[\]{},#-][^:#]*|-[^\s:#][^:#]*)):(?:\s+(.*))?$/s.exec(
    text,
  );
  if (found === null) return undefined;
  return { key: found[1] ?? found[2] ?? found[3]?.trimEnd() ?? '', rest: (found[4] ?? '').trim() };
}

function scalar(text: string): Yaml | undefined {
  if (/^[&*!|>%@`]/.test(text)) return undefined;
  const state = { text, at: 0 };
  const value = flow(state, 0, false);
  return state.at === text.length ? value : undefined;
}

/** A word, `[…]` or `{…}`; within brackets a word ends at `,`, `]`, `}` or `: `. */
function flow(state: { readonly text: string; at: number }, depth: number, inside: boolean): Yaml | undefined {
  const rest = state.text.slice(state.at);
  const quoted = /^(?:"([^"\\]*)"|'([^']*)')/.exec(rest);
  if (quoted !== null) {
    state.at += quoted[0].length;
    return quoted[1] ?? quoted[2] ?? '';
  }
  const open = rest[0];
  if (open !== '[' && open !== '{') {
    const word = inside ? (/^(?:[^,[\]{}:]|:(?! ))*/.exec(rest)?.[0] ?? '') : rest;
    state.at += word.length;
    return /["'\\]/.test(word[0] ?? '') ? undefined : word.trim();
  }
  if (depth > DEPTH) return undefined;
  const close = open === '[' ? ']' : '}';
  const items: Yaml[] = [];
  const pairs = new Map<string, Yaml>();
  state.at++;
  for (;;) {
    skipSpace(state);
    if (state.text[state.at] === close) break;
    const first = flow(state, depth + 1, true);
    if (first === undefined) return undefined;
    skipSpace(state);
    if (open === '{') {
      if (typeof first !== 'string') return undefined;
      let value: Yaml | undefined = '';
      if (state.text[state.at] === ':') {
        state.at++;
        skipSpace(state);
        value = flow(state, depth + 1, true);
      }
      if (value === undefined) return undefined;
      pairs.set(first, value);
    } else items.push(first);
    skipSpace(state);
    if (state.text[state.at] === ',') state.at++;
    else if (state.text[state.at] !== close) return undefined;
  }
  state.at++;
  return open === '[' ? items : pairs;
}

function skipSpace(state: { readonly text: string; at: number }): void {
  while (state.text[state.at] === ' ') state.at++;
}
