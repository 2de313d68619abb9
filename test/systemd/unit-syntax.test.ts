import { expect, test } from 'vitest';
import { parseUnitFile } from '../../src/systemd/unit-syntax.ts';

const parse = (text: string) => parseUnitFile(new TextEncoder().encode(text), '/a');
const pairs = (text: string) => parse(text).settings.map((s) => `${s.line}:${s.key}=${s.value}`);

test('a comment inside a continuation is skipped; the line where the assignment begins is named', () => {
  expect(pairs('[Unit]\nAfter=a \\\n# no\nb\n')).toEqual(['2:After=a  b']);
});
test('an even number of backslashes does not continue a line', () => {
  expect(pairs('[Unit]\nX=a\\\\\nY=b\n')).toEqual(['2:X=a\\\\', '3:Y=b']);
});
test('a carriage return ends a line, alone or with a newline', () => {
  expect(pairs('[Unit]\r\nA=1\rB=2\r\n')).toEqual(['2:A=1', '3:B=2']);
});
test('a broken section header ends the file; what stood before it counts', () => {
  const parsed = parse('[Unit]\nA=1\n[Oops\nB=2\n');
  expect(parsed.settings.map((s) => s.key)).toEqual(['A']);
  expect(parsed.fatal?.line).toBe(3);
});
