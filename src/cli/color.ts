/** Whether an answer is coloured. */

export const COLORS = ['auto', 'always', 'never'] as const;
export type ColorChoice = (typeof COLORS)[number];

/**
 * What was asked for by hand comes first; then FORCE_COLOR (force-color.org: any text; `0` is no colour, as Node has it), then NO_COLOR
 * (no-color.org: any text), then whether a terminal that can do it reads along.
 */
export function isColored(
  choice: ColorChoice,
  env: Readonly<Record<string, string | undefined>>,
  terminal: boolean,
): boolean {
  if (choice !== 'auto') return choice === 'always';
  const { FORCE_COLOR: force = '', NO_COLOR: no = '', TERM: kind } = env;
  if (force !== '') return force !== '0' && force !== 'false';
  return no === '' && terminal && kind !== 'dumb';
}
