import { UNIT_TYPES } from '../graph/model.ts';
import { compilePattern, isPattern } from '../words/pattern.ts';

/**
 * Whether a name fits one of these patterns: `*`, `?` and `[…]` as fnmatch(3) has them, and as systemctl does. A pattern
 * without any of them is a name; its `.service` may be left out. A backslash is itself: unit names are full of them.
 */
export function matcher(patterns: readonly string[]): (name: string) => boolean {
  const tests = patterns.flatMap((pattern) => {
    const bare = !isPattern(pattern) && !UNIT_TYPES.some((type) => pattern.endsWith(`.${type}`));
    return (bare ? [pattern, `${pattern}.service`] : [pattern]).map((one) => compilePattern(one, { noEscape: true }));
  });
  return (name) => tests.some((test) => test.matches(name));
}
