import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { why } from '../../src/answers/why.ts';
import { whyOrder } from '../../src/answers/why-order.ts';
import type { RootFacts } from '../../src/boot/root-facts.ts';
import { openFolder, openTree } from '../../src/open.ts';
import { whyText } from '../../src/report/why.ts';
import { whyOrderText } from '../../src/report/why-order.ts';
import { factsOfView } from '../../src/view/graph.ts';
import { viewOf } from '../../src/view/of-graph.ts';
import { WIDE } from '../../src/view/wide.ts';
import { memoryTree } from '../memory-root.ts';

const root = (name: string) => fileURLToPath(new URL(`../../sample-roots/${name}`, import.meta.url));

test.each(['ubuntu-16.04-compute', 'modern-server', 'broken'])(
  'the page knows every unit, setting and proof of %s that the graph knows',
  (name) => {
    const opened = openFolder(root(name));
    const { graph } = opened;
    const told = factsOfView(JSON.parse(JSON.stringify(viewOf(opened))));
    const back = told.graph;
    const plain = (value: unknown) => JSON.parse(JSON.stringify(value));
    expect(plain([...back.nodes.values()])).toEqual(plain([...graph.nodes.values()]));
    expect(plain(back.edges)).toEqual(plain(graph.edges));
    expect(back.target).toBe(graph.target);
    for (const alias of graph.names.keys())
      if (!graph.nodes.has(alias)) expect(told.aliasLink(alias)).toEqual(opened.aliasLink(alias));
  },
);

/** What `bootscope why` says of a unit, and of it and another. */
function answers(told: RootFacts, unit: string, other: string): string[] {
  const page = { width: 80 };
  return [whyText(told, why(told, unit), page), whyOrderText(told, whyOrder(told, unit, other), 'after', page)];
}

test.each(['ubuntu-16.04-compute', 'modern-server', 'broken'])(
  'the page answers why in %s in the words of the terminal, whatever unit is asked',
  (name) => {
    const opened = openFolder(root(name));
    const told = factsOfView(JSON.parse(JSON.stringify(viewOf(opened))));
    const units = [...opened.graph.nodes.keys()];
    units.forEach((unit, k) => {
      if (k % 4 !== 0) return;
      const other = units[(k * 7 + 3) % units.length] as string;
      expect(answers(told, unit, other)).toEqual(answers(opened, unit, other));
    });
  },
);

test('what the page says names no option of a command line: all is told there', () => {
  const asked = Array.from({ length: 40 }, (_, k) => `asks${k}.service`);
  const opened = openTree(
    memoryTree({
      '/etc/systemd/system/default.target': `[Unit]\nAllowIsolate=yes\nWants=${asked.slice(0, 30).join(' ')}\n`,
      '/etc/systemd/system/shared.service': '[Service]\nExecStart=/bin/x\n',
      '/etc/systemd/system/idle.service': '[Service]\nExecStart=/bin/x\n',
      ...Object.fromEntries(
        asked.map((name, k) => [
          `/etc/systemd/system/${name}`,
          `[Unit]\nWants=${k < 30 ? 'shared' : 'idle'}.service gone.service\nAfter=asks${k + 1}.service\n[Service]\nExecStart=/bin/x\n`,
        ]),
      ),
    }),
    'test',
    { version: 252, init: 'systemd' },
  );
  const text = (unit: string) => whyText(opened, why(opened, unit), WIDE);
  for (const unit of ['shared.service', 'idle.service', 'gone.service']) expect(text(unit)).not.toMatch(/--[a-z]+/);
  for (const name of asked.slice(30)) expect(text('idle.service')).toContain(name);
  for (const name of asked.slice(0, 30)) expect(text('shared.service')).toContain(name);
  const far = whyOrderText(opened, whyOrder(opened, 'asks0.service', 'asks29.service'), 'after', WIDE);
  expect(far).not.toMatch(/--[a-z]+/);
  expect(far).toContain('asks15.service');
});
