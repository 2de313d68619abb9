import { UNIT_TYPES } from '../graph/model.ts';

/**
 * Whether a name fits one of these patterns: `*`, `?` and `[…]` as fnmatch(3) has them, and as systemctl does. A pattern
 * without any of them is a name; its `.service` may be left out. A backslash is itself: unit names are full of them.
 */
export function matcher(patterns: readonly string[]): (name: string) => boolean {
  const tests = patterns.flatMap((pattern) => {
    const plain = !/[*?[]/.test(pattern);
    const bare = plain && !UNIT_TYPES.some((type) => pattern.endsWith(`.${type}`));
    return bare ? [fnmatch(pattern), fnmatch(`${pattern}.service`)] : [fnmatch(pattern)];
  });
  return (name) => tests.some((test) => test.test(name));
}

function fnmatch(pattern: string): RegExp {
  const source = pattern.replace(/\[(!?)([^\]]+)\]|[\s\S]/g, (c, not: string | undefined, set: string | undefined) => {
    if (set !== undefined) return `[${not === '!' ? '^' : ''}${set.replace(/[\\\]^]/g, '\\$&')}]`;
    if (c === '*') return '[\\s\\S]*';
    return c === '?' ? '[\\s\\S]' : c.replace(/[\\^$.|+(){}[\]/]/g, '\\$&');
  });
  return new RegExp(`^${source}$`);
}
