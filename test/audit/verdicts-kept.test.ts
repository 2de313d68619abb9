import { expect, test } from 'vitest';
import { audit } from '../../src/audit/audit.ts';
import { refusedValue } from '../../src/audit/rules/refused-value.ts';
import { exampleRoot } from './example-root.ts';

/** Instances whose template's line says something else for each; what is told of it. */
function told(...instances: readonly string[]): readonly (string | undefined)[] {
  const links = instances.map((name) => [
    `/etc/systemd/system/multi-user.target.wants/job@${name}.service`,
    { link: '../job@.service' },
  ]);
  const opened = exampleRoot(
    {},
    {
      '/etc/systemd/system/job@.service': '[Service]\nExecStart=/bin/true\nRuntimeDirectory=%i\nRestartSec=soon\n',
      ...Object.fromEntries(links),
    },
  );
  return audit(opened, [refusedValue]).map(({ unit, line }) => `${unit}:${line}`);
}

test('a line that means something else for each instance is judged for each, after other instances and other roots that have the same file', () => {
  expect(told('web')).toEqual(['job@web.service:4']);
  expect(told('private')).toEqual(['job@private.service:3', 'job@private.service:4']);
  expect(told('a', 'private')).toEqual(['job@private.service:3', 'job@a.service:4']);
});

test('a line that is refused is told of every root that has it', () => {
  expect([told('web'), told('web')]).toEqual([['job@web.service:4'], ['job@web.service:4']]);
});
