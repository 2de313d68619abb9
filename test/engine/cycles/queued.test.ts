/** Jobs that were queued before the boot's own take part in its order, but are not its to delete (transaction_verify_order_one). */
import { expect, test } from 'vitest';
import { findCycles } from '../../../src/engine/cycles/find.ts';
import { buildTransaction } from '../../../src/engine/transaction/build.ts';
import { exampleRoot } from '../../audit/example-root.ts';

const dir = '/etc/systemd/system';
const service = (lines: string) => `[Unit]\nDefaultDependencies=no\n${lines}[Service]\nExecStart=/bin/true\n`;
const tree = (required: string) =>
  exampleRoot(
    { version: 252 },
    {
      [`${dir}/early.service`]: service('After=late.service\n'),
      [`${dir}/late.service`]: service('After=early.service\n'),
      [`${dir}/system.slice.wants/early.service`]: { link: '../early.service' },
      [`${dir}/quiet.target`]: `[Unit]\nDefaultDependencies=no\n${required}=late.service\n`,
    },
  );

// systemd 252 on this tree: "Job late.service/start deleted to break ordering cycle starting with late.service/start".
test('a cycle through a queued job is broken at the one that the boot asks for', () => {
  const { graph, version } = tree('Wants');
  const { cycles } = findCycles(graph, { version, target: 'quiet.target' });
  expect(cycles.map(({ members, victims }) => [[...members].sort(), victims])).toEqual([
    [['early.service', 'late.service'], ['late.service']],
  ]);
});

// systemd 252: "Failed to start default target: Transaction order is cyclic."
test('where the boot requires that one, there is no boot', () => {
  const { graph, version } = tree('Requires');
  expect(findCycles(graph, { version, target: 'quiet.target' }).cycles.map((one) => one.unbreakable)).toEqual([true]);
  expect(buildTransaction(graph, { version, target: 'quiet.target' }).failed).toContain('cyclic');
});
