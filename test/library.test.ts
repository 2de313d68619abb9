/** The published library: what `import 'bootscope'` gives. */
import { expect, test } from 'vitest';
import manifest from '../package.json' with { type: 'json' };
import type * as Library from '../src/index.ts';

test('the library opens a root and builds its boot transaction', async () => {
  const path = new URL(`../${manifest.exports['.'].default}`, import.meta.url).href;
  const { openFolder, buildTransaction }: typeof Library = await import(path);
  const { graph, version } = openFolder('sample-roots/ubuntu-16.04-compute');
  const { jobs } = buildTransaction(graph, { version });
  expect(jobs).toContainEqual(expect.objectContaining({ unit: 'nova-compute.service', type: 'start' }));
});
