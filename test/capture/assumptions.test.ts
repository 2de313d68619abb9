/** What an answer rests on beside the files reaches the reader: in one line of words, and as data. */
import { expect, test } from 'vitest';
import { transaction } from '../../src/answers/transaction.ts';
import { openTree } from '../../src/open.ts';
import { assumptionLines } from '../../src/report/assumptions.ts';
import { transactionText } from '../../src/report/transaction.ts';
import { type Entry, memoryTree } from '../memory-root.ts';

const UNITS = {
  '/usr/lib/systemd/systemd': 'ELF',
  '/usr/lib/systemd/system/default.target': '[Unit]\nAllowIsolate=yes\n',
};
const opened = (files: Readonly<Record<string, Entry>>) => openTree(memoryTree({ ...UNITS, ...files }), 'copy');
const codes = (files: Readonly<Record<string, Entry>>) => opened(files).assumptions.map(({ code }) => code);
const LIBRARY = { '/usr/lib/systemd/libsystemd-shared-252.so': 'ELF' };
const said = (files: Readonly<Record<string, Entry>>, question: string) =>
  assumptionLines(opened(files), question, { width: 1000 }).join('');

test('a version that no file names is assumed, and told under each answer; the transaction does not claim it', () => {
  expect(codes({})).toContain('version-assumed');
  expect(said({}, 'why')).toContain('systemd 252, since nothing in the copy names its version');
  const root = opened({});
  expect(transactionText(root.graph, transaction(root), { width: 200 })).not.toContain('252');
  expect(codes(LIBRARY)).not.toContain('version-assumed');
});

test('a copy without programs says so once, where programs are asked about', () => {
  expect(codes(LIBRARY)).toEqual(['programs-absent', 'generators-assumed']);
  expect(said(LIBRARY, 'audit')).toContain('programs are not in this copy');
  expect(said(LIBRARY, 'order')).toBe('');
  expect(codes({ ...LIBRARY, '/usr/bin/true': 'ELF' })).not.toContain('programs-absent');
});

test('what a generator that is not modelled would write is told as not computed', () => {
  const generator = {
    ...LIBRARY,
    '/usr/bin/true': 'ELF',
    '/usr/lib/systemd/system-generators/kdump-dep-generator.sh': { text: '#!/bin/sh\n', mode: 0o755 },
  };
  expect(opened(generator).notComputed).toMatchObject([
    { code: 'generator-not-modelled', file: '/usr/lib/systemd/system-generators/kdump-dep-generator.sh' },
  ]);
  expect(said(generator, 'transaction')).toMatch(/Not computed:. What kdump-dep-generator.sh would generate/);
});

test('after an update PID 1 may have been another version than the files: both are told', () => {
  const sos = {
    '/usr/lib/systemd/system/basic.target': '[Unit]\n',
    '/usr/lib/systemd/system/default.target': '[Unit]\nAllowIsolate=yes\n',
    '/installed-rpms': 'systemd-256.7-1.fc41.x86_64  Mon\n',
  };
  const dump = {
    '/sos_commands/systemd/systemd-analyze_dump': 'Manager: systemd 255 (255.4-1.fc40)\n-> Unit a.target:\n',
  };
  const both = openTree(memoryTree({ ...sos, ...dump }), 'sos');
  expect(both.version).toBe(256);
  expect(both.assumptions).toContainEqual(
    expect.objectContaining({
      code: 'version-ran-another',
      message: expect.stringMatching(/systemd 256 .*though 255 ran/),
    }),
  );
  const same = { '/sos_commands/systemd/systemctl_show_--all': 'Version=256.7-1.fc41\n\nId=a.service\n' };
  const codes = openTree(memoryTree({ ...sos, ...same }), 'sos').assumptions.map(({ code }) => code);
  expect(codes).not.toContain('version-ran-another');
});
