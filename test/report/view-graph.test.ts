import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { openFolder } from '../../src/open.ts';
import { graphOfView } from '../../src/report/view-graph.ts';
import { viewOf } from '../../src/report/view-of.ts';

const root = (name: string) => fileURLToPath(new URL(`../../sample-roots/${name}`, import.meta.url));

test.each(['ubuntu-16.04-compute', 'modern-server', 'broken'])(
  'the page knows every unit, setting and proof of %s that the graph knows',
  (name) => {
    const { graph, version } = openFolder(root(name));
    const back = graphOfView(JSON.parse(JSON.stringify(viewOf(graph, { version }))));
    const plain = (value: unknown) => JSON.parse(JSON.stringify(value));
    expect(plain([...back.nodes.values()])).toEqual(plain([...graph.nodes.values()]));
    expect(plain(back.edges)).toEqual(plain(graph.edges));
    expect(back.target).toBe(graph.target);
  },
);
