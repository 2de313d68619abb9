/** The YAML of configuration files; expected values are those of YAML 1.2 read by a person. */
import { expect, test } from 'vitest';
import { parsePlainYaml, type Yaml } from '../../src/systemd/generators/plain-yaml.ts';

const plain = (value: Yaml | undefined): unknown => {
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, inner]) => [key, plain(inner)]));
  return Array.isArray(value) ? value.map(plain) : value;
};
const parsed = (...lines: string[]): unknown => plain(parsePlainYaml(lines.join('\n')));

test('maps and lists by indentation, a list at its key too, remarks and quotes left out', () => {
  expect(
    parsed(
      '# head',
      'a:',
      '  "b c": 1 # one',
      "  'd': x#y",
      '  l:',
      '  - p',
      '  - q: 1',
      '    r: 2',
      '  e:',
      'f: "#7"',
    ),
  ).toEqual({ a: { 'b c': '1', d: 'x#y', l: ['p', { q: '1', r: '2' }], e: '' }, f: '#7' });
});

test('maps and lists in brackets, with addresses that hold colons', () => {
  expect(parsed('a: {id: 5, l: [x, "y, z"], m: {}}', 'b: [ fe80::1/64, 10.0.0.1/24 ]')).toEqual({
    a: { id: '5', l: ['x', 'y, z'], m: {} },
    b: ['fe80::1/64', '10.0.0.1/24'],
  });
});

test('what is more than that, or wrong, is not guessed at', () => {
  for (const text of [
    'a: &x 1',
    'a: *x',
    'a: !!str 1',
    'a: |\n  t',
    'a: 1\n---\nb: 2',
    '\ta: 1',
    'a: [1',
    'a: "x',
    'a:\n    b: 1\n  c: 2',
    'word',
  ])
    expect(parsePlainYaml(text), text).toBeUndefined();
  expect(parsePlainYaml(`a: ${'['.repeat(5000)}`)).toBeUndefined();
  expect(parsePlainYaml(Array.from({ length: 5000 }, (_, n) => `${' '.repeat(n)}k:`).join('\n'))).toBeUndefined();
});
