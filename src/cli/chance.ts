/** Eight hexadecimal digits by chance: a part of a name that no other run has. */
export function chance(): string {
  return Math.random().toString(16).slice(2, 10).padEnd(8, '0');
}
