/** The YAML of configuration files; expected values are those of YAML 1.2 read by a person. */
import { expect, test } from 'vitest';
import { parseYaml, type Yaml } from '../../src/systemd/generators/yaml.ts';

const plain = (value: Yaml | undefined): unknown => {
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, inner]) => [key, plain(inner)]));
  return Array.isArray(value) ? value.map(plain) : value;
};
const parsed = (...lines: string[]): unknown => plain(parseYaml(lines.join('\n')));

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

test('lists over lines, quotes within quotes, block text, anchors and lists in lists are read, as libyaml reads them', () => {
  expect(
    parsed(
      '%YAML 1.1',
      '---',
      'a: [10.0.0.1/24,',
      '  10.0.0.2/24]',
      "b: 'it''s'",
      'c: "x\\"y"',
      'd: |',
      '  two',
      '  lines',
      'e: &e {f: yes}',
      'g: *e',
      'h: one',
      '  word',
      'i:',
      '- - p',
      '  - q',
      '...',
    ),
  ).toEqual({
    a: ['10.0.0.1/24', '10.0.0.2/24'],
    b: "it's",
    c: 'x"y',
    d: 'two\nlines\n',
    e: { f: 'yes' },
    g: { f: 'yes' },
    h: 'one word',
    i: [['p', 'q']],
  });
  expect(parsed('a: 1', '---', 'b: 2'), 'libyaml loads the first document').toEqual({ a: '1' });
});

test('what is wrong, of a type of its own, or without measure is not guessed at', () => {
  for (const text of ['\ta: 1', 'a: [1', 'a: "x', 'a:\n    b: 1\n  c: 2', 'a: !own 1', 'a: *x'])
    expect(parseYaml(text), text).toBeUndefined();
  expect(parseYaml(`a: ${'['.repeat(5000)}`)).toBeUndefined();
  expect(parseYaml(Array.from({ length: 5000 }, (_, n) => `${' '.repeat(n)}k:`).join('\n'))).toBeUndefined();
  const doubled = Array.from({ length: 30 }, (_, n) => `a${n + 1}: &a${n + 1} [*a${n}, *a${n}]`);
  expect(parseYaml(['a0: &a0 [x]', ...doubled].join('\n'))).toBeUndefined();
});
