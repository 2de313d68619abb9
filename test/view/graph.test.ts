import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { why } from '../../src/answers/why.ts';
import { whyOrder } from '../../src/answers/why-order.ts';
import type { RootFacts } from '../../src/boot/root-facts.ts';
import { openFolder } from '../../src/open.ts';
import { whyText } from '../../src/report/why.ts';
import { whyOrderText } from '../../src/report/why-order.ts';
import { factsOfView } from '../../src/view/graph.ts';
import { viewOf } from '../../src/view/of-graph.ts';

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
  return [whyText(told, why(told, unit), page, true), whyOrderText(told, whyOrder(told, unit, other), 'after', page)];
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
