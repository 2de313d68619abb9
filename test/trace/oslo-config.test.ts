import { expect, test } from 'vitest';
import { readOsloConfig, tellingFacts, withoutSecrets } from '../../src/trace/oslo-config.ts';

test('a repeated key keeps every value with its line, and the last one is in force', () => {
  const { sections } = readOsloConfig('[DEFAULT]\nhost = a\nextra = 1\nextra = 2\nhost = b\n[a.b]\nhost=c\n');
  expect(sections.get('DEFAULT')?.get('extra')).toEqual([
    { text: '1', line: 3 },
    { text: '2', line: 4 },
  ]);
  expect(sections.get('a.b')?.get('host')).toEqual([{ text: 'c', line: 7 }]);
  expect(tellingFacts(readOsloConfig('[DEFAULT]\nhost = a\nhost = b\n'))).toMatchObject([{ value: 'b', line: 3 }]);
});

test('a # or ; within a value is part of it, a line that begins with blanks goes on', () => {
  const { sections } = readOsloConfig('[database]\n# comment\nconnection = mysql://n:p#1;x@h/d\napis = a,\n  b\n');
  const database = sections.get('database');
  expect(database?.get('connection')?.[0]?.text).toBe('mysql://n:p#1;x@h/d');
  expect(database?.get('apis')?.[0]?.text).toBe('a, b');
});

test('users and passwords are taken out of every URL of a list', () => {
  expect(withoutSecrets('rabbit://u:p@h1:5672,u:p@h2:5672/v')).toBe('rabbit://h1:5672,h2:5672/v');
  expect(withoutSecrets('http://controller:9696')).toBe('http://controller:9696');
  expect(withoutSecrets('mysql://u:p@ss:w@h/d')).toBe('mysql://h/d');
});
