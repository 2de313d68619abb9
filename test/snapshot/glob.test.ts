import { expect, test } from 'vitest';
import { globFiles } from '../../src/snapshot/glob.ts';
import { memoryRoot } from '../memory-root.ts';

const root = memoryRoot({
  '/etc/default/nova': 'A=1\n',
  '/etc/default/nova-compute': 'B=2\n',
  '/etc/default/nova{x}': 'C=3\n',
  '/etc/default/.hidden': '',
  '/etc/default/gone': { link: '/nowhere' },
  '/etc/deep/er/nova': '',
  '/etc/away': { link: '/../../../etc/default' },
});

test.each([
  ['/etc/default/nova*', ['/etc/default/nova', '/etc/default/nova-compute', '/etc/default/nova{x}']],
  ['/etc/default/g*', ['/etc/default/gone']],
  ['/etc/*/nova', ['/etc/away/nova', '/etc/default/nova']],
  ['/etc/default/nova[-_]compute', ['/etc/default/nova-compute']],
  ['/etc/default/nova{x}*', ['/etc/default/nova{x}']],
  ['/nowhere/*', []],
])('%s', (pattern, files) => {
  expect(globFiles(root, pattern)).toEqual(files);
});
