import { describe, expect, test } from 'vitest';
import { printable } from '../../src/cli/print.ts';
import { em } from '../../src/report/style.ts';

describe('what a terminal is given', () => {
  test('an escape sequence in a description is spelt out, never sent', () => {
    expect(printable('\u001b[31mred\u001b[0m', true)).toBe('⟨U+001B⟩[31mred⟨U+001B⟩[0m');
  });
  test('a name cannot turn the rest of the line round', () => {
    expect(printable('a\u202egpj.service', true)).toBe('a⟨U+202E⟩gpj.service');
  });
  test('a carriage return cannot overwrite a line; a line feed ends one', () => {
    expect(printable('one\rtwo\nthree', false)).toBe('one⟨U+000D⟩two\nthree');
  });
  test('emphasis is colour on a terminal and nothing in a pipe', () => {
    expect(printable(em('strong', 'Yes'), true)).toBe('\u001b[1mYes\u001b[0m');
    expect(printable(em('strong', 'Yes'), false)).toBe('Yes');
  });
});
