/** Shell patterns: `*`, `?`, `[…]`. Linear in text times pattern, whatever a root holds. */
import type { Snapshot } from '../../snapshot/snapshot.ts';

type Token = { readonly kind: 'one'; readonly fits: (c: string) => boolean } | { readonly kind: 'many' };

/** True where the whole of `text` fits (fnmatch(3) without flags). */
export function matchesPattern(text: string, pattern: string): boolean {
  const tokens = tokensOf(pattern);
  let [i, j, star, mark] = [0, 0, -1, 0];
  while (i < text.length) {
    const token = tokens[j];
    if (token?.kind === 'one' && token.fits(text[i] as string)) {
      i++;
      j++;
    } else if (token?.kind === 'many') {
      star = j++;
      mark = i;
    } else if (star >= 0) {
      j = star + 1;
      i = ++mark;
    } else return false;
  }
  while (tokens[j]?.kind === 'many') j++;
  return j === tokens.length;
}

function tokensOf(pattern: string): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < pattern.length; at++) {
    const c = pattern[at] as string;
    if (c === '*') tokens.push({ kind: 'many' });
    else if (c === '?') tokens.push({ kind: 'one', fits: () => true });
    else if (c === '[') {
      const end = pattern.indexOf(']', at + (/[!^]/.test(pattern[at + 1] ?? '') ? 3 : 2));
      if (end < 0) tokens.push(only('['));
      else {
        tokens.push(setOf(pattern.slice(at + 1, end)));
        at = end;
      }
    } else if (c === '\\' && at + 1 < pattern.length) tokens.push(only(pattern[++at] as string));
    else tokens.push(only(c));
  }
  return tokens;
}

function only(wanted: string): Token {
  return { kind: 'one', fits: (c) => c === wanted };
}

function setOf(inside: string): Token {
  const negated = /^[!^]/.test(inside);
  const body = negated ? inside.slice(1) : inside;
  const ranges: [string, string][] = [];
  for (let at = 0; at < body.length; at++) {
    const from = body[at] as string;
    if (body[at + 1] === '-' && at + 2 < body.length) {
      ranges.push([from, body[at + 2] as string]);
      at += 2;
    } else ranges.push([from, from]);
  }
  return { kind: 'one', fits: (c) => ranges.some(([a, b]) => c >= a && c <= b) !== negated };
}

const MAX_MATCHES = 500;

/** Paths of the root that fit, sorted; empty where none does. Hidden names only where the pattern shows the dot. */
export function expandPath(snapshot: Snapshot, pattern: string): readonly string[] {
  if (!pattern.startsWith('/') || !/[*?[]/.test(pattern)) return [];
  let found = [''];
  for (const part of pattern.split('/').slice(1)) {
    if (!/[*?[]/.test(part)) found = found.map((folder) => `${folder}/${part}`);
    else
      found = found.flatMap((folder) =>
        (snapshot.list(folder === '' ? '/' : folder) ?? [])
          .map((entry) => entry.name)
          .filter((name) => (!name.startsWith('.') || part.startsWith('.')) && matchesPattern(name, part))
          .map((name) => `${folder}/${name}`),
      );
    if (found.length > MAX_MATCHES) return [];
  }
  return found.filter((path) => snapshot.lstat(path) !== undefined);
}

/** What `${x#p}`, `##`, `%`, `%%` leave of a text. */
export function trimPattern(text: string, operator: string, pattern: string): string {
  const fromStart = operator.startsWith('#');
  const lengths = Array.from({ length: text.length + 1 }, (_, i) => i);
  if (operator.length === 2) lengths.reverse();
  for (const length of lengths) {
    const part = fromStart ? text.slice(0, length) : text.slice(text.length - length);
    if (matchesPattern(part, pattern)) return fromStart ? text.slice(length) : text.slice(0, text.length - length);
  }
  return text;
}
