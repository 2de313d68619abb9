import { expect, test } from 'vitest';
import { why } from '../../src/answers/why.ts';
import { openTree } from '../../src/open.ts';
import { plain } from '../../src/report/style.ts';
import { whyText } from '../../src/report/why.ts';
import { memoryTree } from '../memory-root.ts';

/** The last words about a unit that loses its job for one that is not there, on one line. */
function advice(line: string): string {
  const opened = openTree(
    memoryTree({
      '/etc/systemd/system/default.target': '[Unit]\nAllowIsolate=yes\nWants=a.service\n',
      '/etc/systemd/system/a.service': `${line}\nExecStart=/bin/x\n`,
    }),
    'test',
    { version: 257, init: 'systemd' },
  );
  const text = plain(whyText(opened, why(opened, 'a.service'), { width: 400 }));
  return text.split('\n').find((one) => one.startsWith('Install what brings')) ?? text;
}

test('what a unit is to do without is changed at the line that asks for it, by its own word', () => {
  expect(advice('[Unit]\nDefaultDependencies=no\nRequires=gone.service\n[Service]')).toMatch(
    /write Wants= in place of Requires=/,
  );
  expect(advice('[Unit]\nDefaultDependencies=no\nBindsTo=gone.service\n[Service]')).toMatch(
    /write Wants= in place of BindsTo=/,
  );
});
test('where a setting of another kind makes the requirement, that one is named', () => {
  expect(advice('[Unit]\nDefaultDependencies=no\n[Service]\nLogNamespace=gone')).toMatch(
    /, or take LogNamespace= out \(\/etc\/systemd\/system\/a\.service:4\), if it can do without\.$/,
  );
});
