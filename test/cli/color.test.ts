import { expect, test } from 'vitest';
import { isColored } from '../../src/cli/color.ts';
import { bootscope } from './run.ts';

test('auto: colour on a terminal, unless NO_COLOR or a dumb terminal says no', () => {
  expect(isColored('auto', { TERM: 'xterm' }, true)).toBe(true);
  expect(isColored('auto', { TERM: 'xterm' }, false)).toBe(false);
  expect(isColored('auto', { TERM: 'dumb' }, true)).toBe(false);
  expect(isColored('auto', { NO_COLOR: '1' }, true)).toBe(false);
  expect(isColored('auto', { NO_COLOR: '' }, true)).toBe(true);
});

test('FORCE_COLOR colours a pipe, too; 0 is no colour; --color is heard before either', () => {
  expect(isColored('auto', { FORCE_COLOR: '1', NO_COLOR: '1' }, false)).toBe(true);
  expect(isColored('auto', { FORCE_COLOR: '0' }, true)).toBe(false);
  expect(isColored('never', { FORCE_COLOR: '1' }, true)).toBe(false);
  expect(isColored('always', { NO_COLOR: '1' }, false)).toBe(true);
});

test('the built program colours a pipe when it is told to', () => {
  const words = ['-r', 'sample-roots/modern-server', 'show', 'nginx'];
  expect(bootscope(words).out).not.toContain('\u001b[');
  expect(bootscope([...words, '--color', 'always']).out).toContain('\u001b[');
  expect(bootscope(words, { FORCE_COLOR: '1' }).out).toContain('\u001b[');
  expect(bootscope([...words, '--color', 'never'], { FORCE_COLOR: '1' }).out).not.toContain('\u001b[');
});
