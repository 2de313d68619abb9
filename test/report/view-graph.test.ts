import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { planBoot } from '../../src/engine/plan.ts';
import { whyNotStarted } from '../../src/engine/why-not.ts';
import { openFolder } from '../../src/open.ts';
import type { Told } from '../../src/report/told.ts';
import { toldByView } from '../../src/report/view-graph.ts';
import { viewOf } from '../../src/report/view-of.ts';
import { whyNotText } from '../../src/report/why-not.ts';
import { orderAnswer, orderText } from '../../src/report/why-order.ts';
import { whyStartedText } from '../../src/report/why-started.ts';

const root = (name: string) => fileURLToPath(new URL(`../../sample-roots/${name}`, import.meta.url));

test.each(['ubuntu-16.04-compute', 'modern-server', 'broken'])(
  'the page knows every unit, setting and proof of %s that the graph knows',
  (name) => {
    const opened = openFolder(root(name));
    const { graph } = opened;
    const told = toldByView(JSON.parse(JSON.stringify(viewOf(opened))));
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
function answers(told: Told, unit: string, other: string): string[] {
  const page = { width: 80 };
  const plan = planBoot(told.graph, { version: told.version });
  const reason = whyNotStarted(told.graph, plan, unit);
  return [
    reason === undefined
      ? whyStartedText(told, plan.started, unit, page)
      : whyNotText(told, plan.started, unit, reason, page),
    orderText(told, orderAnswer(told, plan.started, unit, other), 'after', page),
  ];
}

test.each(['ubuntu-16.04-compute', 'modern-server', 'broken'])(
  'the page answers why in %s in the words of the terminal, whatever unit is asked',
  (name) => {
    const opened = openFolder(root(name));
    const told = toldByView(JSON.parse(JSON.stringify(viewOf(opened))));
    const units = [...opened.graph.nodes.keys()];
    units.forEach((unit, k) => {
      if (k % 4 !== 0) return;
      const other = units[(k * 7 + 3) % units.length] as string;
      expect(answers(told, unit, other)).toEqual(answers(opened, unit, other));
    });
  },
);
