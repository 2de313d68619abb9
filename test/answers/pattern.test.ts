import { expect, test } from 'vitest';
import { matcher } from '../../src/answers/pattern.ts';

test.each([
  ['nova-*', 'nova-compute.service', true],
  ['nova-?', 'nova-ab', false],
  ['getty@tty[1-3].service', 'getty@tty2.service', true],
  ['getty@tty[!1-3].service', 'getty@tty2.service', false],
  ['ssh', 'ssh.service', true],
  ['ssh', 'ssh.socket', false],
  ['dev-disk-by\\x2duuid-*', 'dev-disk-by\\x2duuid-1.device', true],
  ['a.b', 'axb', false],
])('%s and %s: %s', (pattern, name, fits) => {
  expect(matcher([pattern])(name)).toBe(fits);
});
