/** Comparisons that conditions are made of: version_or_fnmatch_compare, strverscmp_improved, fnmatch(3). */

const OPERATORS = ['$=', '!$=', '<>', '<=', '>=', '<', '>', '==', '=', '!='] as const;
export type Operator = (typeof OPERATORS)[number];

/** The operator at the start of a text, and what follows it (parse_compare_operator). */
export function parseOperator(text: string): { readonly operator: Operator; readonly rest: string } | undefined {
  const operator = OPERATORS.find((known) => text.startsWith(known));
  return operator === undefined ? undefined : { operator, rest: text.slice(operator.length) };
}

/** `=` and `!=` compare texts, `==` and `<>` versions, `$=` a pattern; `actual` may be missing. */
export function compares(operator: Operator, actual: string | undefined, expected: string): boolean {
  switch (operator) {
    case '=':
      return actual === expected;
    case '!=':
      return actual !== expected;
    case '$=':
      return matchesPattern(expected, actual ?? '');
    case '!$=':
      return !matchesPattern(expected, actual ?? '');
    default:
      return isInOrder(operator, compareVersions(actual ?? '', expected));
  }
}

/** @param difference below, at or above 0 (test_order) */
export function isInOrder(operator: Operator, difference: number): boolean {
  switch (operator) {
    case '<':
      return difference < 0;
    case '<=':
      return difference <= 0;
    case '>':
      return difference > 0;
    case '>=':
      return difference >= 0;
    case '!=':
    case '<>':
      return difference !== 0;
    default:
      return difference === 0;
  }
}

/** fnmatch(3) without flags: `*` and `?` match a slash, too. */
export function matchesPattern(pattern: string, text: string, ignoreCase = false): boolean {
  let source = '';
  for (let at = 0; at < pattern.length; at++) {
    const c = pattern[at] as string;
    if (c === '*') source += '[^]*';
    else if (c === '?') source += '[^]';
    else if (c === '[') {
      const end = pattern.indexOf(']', at + 2);
      if (end < 0) source += '\\[';
      else {
        const inside = pattern
          .slice(at + 1, end)
          .replace(/\\/g, '\\\\')
          .replace(/^!/, '^');
        source += `[${inside}]`;
        at = end;
      }
    } else {
      const plain = c === '\\' && at + 1 < pattern.length ? (pattern[++at] as string) : c;
      source += plain.replace(/[.*+?^${}()|[\]\\/]/, '\\$&');
    }
  }
  try {
    return new RegExp(`^${source}$`, ignoreCase ? 'i' : '').test(text);
  } catch {
    return false;
  }
}

/** Versions by the UAPI group's rules: `~` before the end, `-`, `^` and `.` part it, digits count as numbers. */
export function compareVersions(a: string, b: string): number {
  let left = a;
  let right = b;
  for (;;) {
    left = left.replace(/^[^A-Za-z0-9~^.-]+/, '');
    right = right.replace(/^[^A-Za-z0-9~^.-]+/, '');
    for (const mark of ['~', '', '-', '^', '.']) {
      const [l, r] = mark === '' ? [left === '', right === ''] : [left.startsWith(mark), right.startsWith(mark)];
      if (mark === '' && l && r) return 0;
      // What ends, or is marked so, comes before what goes on.
      if (l !== r) return l ? -1 : 1;
      if (mark !== '' && l) {
        left = left.slice(1);
        right = right.slice(1);
      }
    }
    const numeric = /^\d/.test(left) || /^\d/.test(right);
    const part = numeric ? /^\d*/ : /^[A-Za-z]*/;
    const [l = '', r = ''] = [part.exec(left)?.[0], part.exec(right)?.[0]];
    left = left.slice(l.length);
    right = right.slice(r.length);
    const difference = numeric ? compareNumbers(l, r) : l < r ? -1 : l > r ? 1 : 0;
    if (difference !== 0) return difference;
  }
}

function compareNumbers(a: string, b: string): number {
  if (a === '' || b === '') return a === b ? 0 : a === '' ? -1 : 1;
  const [x, y] = [a.replace(/^0+/, ''), b.replace(/^0+/, '')];
  return x.length - y.length || (x < y ? -1 : x > y ? 1 : 0);
}
