/**
 * Stands in for node:assert where yargs is bundled (build.ts), which asks it for these two only: loading the real one
 * takes 4 ms at every start.
 */
export function strictEqual(actual: unknown, expected: unknown, message?: string): void {
  if (!Object.is(actual, expected)) throw new Error(message ?? `${actual} is not ${expected}`);
}

export function notStrictEqual(actual: unknown, expected: unknown, message?: string): void {
  if (Object.is(actual, expected)) throw new Error(message ?? `${actual} is ${expected}`);
}
