/** Trees that no one would write by hand: deep, wide, circular, or full of what is no text. They load like any other. */
import { expect, test } from 'vitest';
import { seededRandom } from '../../../src/engine/transaction/chance.ts';
import type { BootGraph } from '../../../src/graph/model.ts';
import { ourGraph } from './compare-trees.ts';
import type { Entry } from './files.ts';

const load = (entries: readonly Entry[]): BootGraph =>
  ourGraph('/base', entries, { version: 257, host: {} }, 'default.target');
const file = (path: string, text: string): Entry => ({ path, kind: 'file', text });
const link = (path: string, to: string): Entry => ({ path, kind: 'link', to });

test('a chain of 5 000 units is loaded to its end', () => {
  const chain = Array.from({ length: 5000 }, (_, n) =>
    file(
      `d0/c${n}.service`,
      `[Unit]\nRequires=c${n + 1}.service\nAfter=c${n + 1}.service\n[Service]\nExecStart=/bin/true\n`,
    ),
  );
  const graph = load([file('d0/default.target', '[Unit]\nRequires=c0.service\n'), ...chain]);
  expect(graph.nodes.get('c4999.service')?.load).toBe('loaded');
  expect(graph.nodes.get('c5000.service')?.load).toBe('not-found');
});

test('20 000 units wanted by one target are all there, each ordered before it', () => {
  const units = Array.from({ length: 20_000 }, (_, n) => file(`d0/u${n}.service`, '[Service]\nExecStart=/bin/true\n'));
  const wants = units.map((_, n) => `Wants=u${n}.service`).join('\n');
  const graph = load([file('d0/default.target', `[Unit]\n${wants}\n`), ...units]);
  const after = graph.edges.filter(({ from, type }) => from === 'default.target' && type === 'After');
  expect(after.filter(({ to }) => /^u\d+\.service$/.test(to))).toHaveLength(20_000);
});

test('a slice 100 levels deep has every slice above it', () => {
  const name = Array.from({ length: 100 }, (_, n) => `s${n % 10}`)
    .join('-')
    .slice(0, 240)
    .replace(/-$/, '');
  const graph = load([file('d0/default.target', `[Unit]\nWants=${name}.slice\n`)]);
  expect(graph.nodes.get('s0.slice')?.load).toBe('loaded');
});

test('aliases in a circle, links to themselves and FIFOs lead nowhere', () => {
  const graph = load([
    file('d0/default.target', '[Unit]\nWants=a.service b.service self.service fifo.service dir.service\n'),
    link('d0/a.service', 'b.service'),
    link('d0/b.service', 'a.service'),
    link('d0/self.service', 'self.service'),
    { path: 'd0/fifo.service', kind: 'fifo' },
    { path: 'd0/dir.service', kind: 'dir' },
    link('d0/default.target.wants', 'default.target.wants'),
    link('d0/a.service.d', '../d0/a.service.d'),
  ]);
  for (const name of ['a', 'b', 'self', 'fifo', 'dir'])
    expect(graph.nodes.get(`${name}.service`)?.load).toBe('not-found');
});

test('names of 10 000 bytes, lines of a megabyte and 50 000 words are refused or read, not choked on', () => {
  const words = Array.from({ length: 50_000 }, (_, n) => `w${n % 10}.service`).join(' ');
  const graph = load([
    file('d0/default.target', `[Unit]\nWants=${'x'.repeat(10_000)}.service\nWants=${words}\nAfter=ok.service\n`),
    file('d0/ok.service', `[Unit]\nDescription=${'d'.repeat(1_000_000)}\n[Service]\nExecStart=/bin/true\n`),
    file(
      'd0/w1.service',
      `[Unit]\nRequiresMountsFor=/${'p/'.repeat(1500)}\n[Service]\nExecStart=/bin/true ${'"'.repeat(999)}\n`,
    ),
  ]);
  expect(graph.nodes.get('ok.service')?.load).toBe('loaded');
  expect(graph.nodes.get('w9.service')?.load).toBe('not-found');
  expect(graph.nodes.get('w1.service')?.load).toBe('bad-setting');
});

test('bytes without sense load as something, whatever they are', () => {
  const random = seededRandom(7);
  const units = Array.from({ length: 300 }, (_, n) => {
    const bytes = Array.from({ length: 400 }, () => String.fromCharCode(Math.floor(random() * 256))).join('');
    const odd = bytes.replaceAll(/[\u0080-\u00ff]/g, () => '[]=\n\\%;#"\' @'[Math.floor(random() * 12)] ?? '');
    return file(
      `d0/r${n}.service`,
      `[Unit]\nWants=${odd}\n[Service]\nExecStart=${odd.slice(0, 90)}\n${random() < 0.5 ? bytes : odd}`,
    );
  });
  const wants = units.map((_, n) => `Wants=r${n}.service`).join('\n');
  const graph = load([file('d0/default.target', `[Unit]\n${wants}\n`), ...units]);
  for (let n = 0; n < units.length; n++)
    expect(graph.nodes.get(`r${n}.service`)?.load).toMatch(/^(loaded|bad-setting|error|masked)$/);
});
