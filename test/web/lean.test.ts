/** What is cut out of the page's libraries: each part is where the build looks for it, and another release fails the build in words. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'acorn';
import { expect, test } from 'vitest';
import { leanCytoscape, leanTable, UNREACHED } from '../../web/lean.ts';

const read = (path: string): string => readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), 'utf8');
const CYTOSCAPE = read('node_modules/cytoscape/dist/cytoscape.esm.mjs');
const lean = leanCytoscape(CYTOSCAPE);

test('cytoscape without what the picture cannot reach is still a module, and a good deal shorter', () => {
  const statements = (code: string): number => parse(code, { ecmaVersion: 'latest', sourceType: 'module' }).body.length;
  expect(statements(lean), 'what stands beside a part stays').toBe(statements(CYTOSCAPE));
  expect(CYTOSCAPE.length - lean.length).toBeGreaterThan(120_000);
});

test('what is cut throws where it is called after all', () => {
  expect(lean.match(/throw new Error\("bootscope cuts \S+( \S+)? out"\)/g)?.length).toBe(UNREACHED.length);
});

test('a release of cytoscape in which any of the parts is called otherwise fails the build, with the part named', () => {
  for (const name of [
    'tarjanStronglyConnected$1].forEach',
    'BRp$c.findTaxiPoints = ',
    'CRp$5.drawSelectionRectangle = ',
  ]) {
    expect(CYTOSCAPE, name).toContain(name);
    const other = CYTOSCAPE.replaceAll(name, name.replace(/\w+/, 'other'));
    expect(() => leanCytoscape(other), name).toThrow(/is not where it was: see web\/lean\.ts/);
  }
  expect(() => leanCytoscape('')).toThrow(/layouts/);
});

test('no page tells where in systemd’s sources a behaviour was seen, and so none carries it', () => {
  for (const table of ['dependencies', 'generators', 'loading']) {
    const code = read(`src/behaviours/${table}.ts`);
    expect(leanTable(code).length, table).toBeLessThan(code.length - 1000);
    expect(leanTable(code), table).not.toMatch(/\.c: \w+'/);
  }
  expect(read('web/dist/index.html')).not.toContain('fstab-generator.c');
});
