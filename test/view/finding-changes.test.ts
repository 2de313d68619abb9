/** A page of two boots tells the same findings as new and as mended as `bootscope diff`. */
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { findingsBetween } from '../../src/audit/findings-between.ts';
import { openFolder } from '../../src/open.ts';
import { changedFindings } from '../../src/view/finding-changes.ts';
import type { ViewFinding } from '../../src/view/format.ts';
import { viewOfRoot } from '../../src/view/of-root.ts';

const open = (name: string) => openFolder(fileURLToPath(new URL(`../../sample-roots/${name}`, import.meta.url)));
const [modern, broken] = [open('modern-server'), open('broken')];
const data = viewOfRoot(modern);

const slow: ViewFinding = {
  rule: 'slow',
  severity: 'warning',
  message: 'it may be slow',
  node: 0,
  file: '/etc/systemd/system/web.service',
  line: 3,
  fix: '',
  edges: [],
};
const change = (before: readonly ViewFinding[], now: readonly ViewFinding[]) =>
  changedFindings({ ...data, findings: before }, { ...data, findings: now });

test('two pages differ in the findings in which their roots do', () => {
  const told = ({ rule, message }: { rule: string; message: string }) => `${rule}: ${message}`;
  const [roots, pages] = [findingsBetween(modern, broken), changedFindings(data, viewOfRoot(broken))];
  expect(pages.added.map(told)).toEqual(roots.added.map(told));
  expect(pages.mended.map(told)).toEqual(roots.mended.map(told));
  expect([roots.added.length > 10, roots.mended.length > 0]).toEqual([true, true]);
});

test('a finding that moved to another line is no news, nor is one that is said in other words', () => {
  expect(change([slow], [{ ...slow, line: 9 }])).toEqual({ added: [], mended: [] });
  expect(change([slow], [{ ...slow, message: 'it may be very slow' }])).toEqual({ added: [], mended: [] });
});

test('a finding that grew is news', () => {
  const grown: ViewFinding = { ...slow, severity: 'error', message: 'it is slow' };
  expect(change([slow], [grown])).toEqual({ added: [grown], mended: [] });
});

test('a second finding on a line that had one is news', () => {
  const second: ViewFinding = { ...slow, message: 'it may be late' };
  expect(change([slow], [slow, second])).toEqual({ added: [second], mended: [] });
});

test('what is for information is not told', () => {
  expect(change([], [{ ...slow, severity: 'info' }])).toEqual({ added: [], mended: [] });
});
