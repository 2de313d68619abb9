/** The answers below are those of systemd 252's `systemd --test` on the same files. */
import { expect, test } from 'vitest';
import { buildTransaction } from '../../src/engine/transaction/build.ts';
import { exampleRoot } from '../audit/example-root.ts';

const startsOf = (target: string): readonly string[] => {
  const { graph, version } = exampleRoot(
    {},
    {
      '/etc/systemd/system/default.target': target,
      '/etc/systemd/system/stopper.target':
        '[Unit]\nDefaultDependencies=no\nBindsTo=gone.service\nPropagatesStopTo=web.service\n',
      '/etc/systemd/system/web.service': '[Unit]\nDefaultDependencies=no\n[Service]\nExecStart=/bin/true\n',
    },
  );
  return buildTransaction(graph, { version }).jobs.map(({ unit, type }) => `${unit}/${type}`);
};
const TARGET = '[Unit]\nDefaultDependencies=no\nAllowIsolate=yes\nWants=web.service\nConflicts=gone.service\n';

test('a unit that the boot mentions passes a stop on, and the start loses to it', () => {
  expect(startsOf(`${TARGET}After=stopper.target\n`)).toEqual(['default.target/start']);
});

test('a unit of the root that nothing mentions is not loaded, and stops nothing', () => {
  expect(startsOf(TARGET)).toEqual(['default.target/start', 'web.service/start']);
});
