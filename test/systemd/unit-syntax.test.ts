import { expect, test } from 'vitest';
import { parseUnitFile } from '../../src/systemd/unit-syntax.ts';

const parse = (text: string) => parseUnitFile(new TextEncoder().encode(text), '/a');
const pairs = (text: string) => parse(text).settings.map((s) => `${s.line}:${s.key}=${s.value}`);

test('a comment inside a continuation is skipped; the line where the assignment begins is named', () => {
  expect(pairs('[Unit]\nAfter=a \\\n# no\nb\n')).toEqual(['2:After=a  b']);
});
// LONG_LINE_MAX is all that bounds it: half a million pieces took minutes.
test('a line that goes on for two hundred thousand lines is read once', () => {
  const before = process.cpuUsage();
  const [value = ''] = parse(`[Unit]\nX=a\\\n${'b\\\n'.repeat(200_000)}c\n`).settings.map((one) => one.value);
  expect(value).toMatch(/^a b (b )*c$/);
  expect(value).toHaveLength(2 + 2 * 200_000 + 1);
  expect(process.cpuUsage(before).user / 1e6).toBeLessThan(5);
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
