/** Why a unit does not start, where the line at fault is not the one that seems to be. */
import { describe, expect, test } from 'vitest';
import { why } from '../../src/answers/why.ts';
import type { RootFacts } from '../../src/boot/root-facts.ts';
import { openTree } from '../../src/open.ts';
import { whyText } from '../../src/report/why.ts';
import { factsOfView } from '../../src/view/graph.ts';
import { viewOf } from '../../src/view/of-graph.ts';
import { type Entry, memoryTree } from '../memory-root.ts';

const plain = (marked: string): string => marked.replaceAll(/[\ufdd0-\ufdef]/g, '');
const BASE = {
  '/usr/lib/systemd/system/default.target': '[Unit]\nWants=a.service\nAllowIsolate=yes\n',
  '/usr/lib/systemd/system/multi-user.target': '[Unit]\nDescription=x\n',
};
const open = (files: Readonly<Record<string, Entry>>) =>
  openTree(memoryTree({ ...BASE, ...files }), 'test', { version: 252, init: 'systemd' });

describe('enabled under a target that is misspelt', () => {
  const root = open({
    '/etc/systemd/system/b.service': '[Service]\nExecStart=/bin/x\n[Install]\nWantedBy=multiuser.target\n',
    '/etc/systemd/system/multiuser.target.wants/b.service': { link: '../b.service' },
  });
  const told = (facts: RootFacts): string => plain(whyText(facts, why(facts, 'b.service'), { width: 80 }));
  const text = told(root);
  test('it is enabled, and still not asked for: the link and its line are the proof, the right name the advice', () => {
    expect(text).toMatch(
      /^Not started: b\.service is enabled under multiuser\.target, of which there is no unit file\.\n/,
    );
    expect(text).toMatch(/link \/etc\/systemd\/system\/multiuser\.target\.wants\/b\.service/);
    expect(text).toMatch(/b\.service:4 {2}WantedBy=multiuser\.target/);
    expect(text).toMatch(/If multi-user\.target is meant: write it there, then systemctl reenable\s+b\.service\./);
    expect(text).not.toContain('not enabled');
  });
  test('the page says the same, though it has no files', () => {
    const page = factsOfView(viewOf(root));
    expect(told(page)).toBe(text);
  });
  test('without the link it is not enabled', () => {
    const bare = open({
      '/etc/systemd/system/b.service': '[Service]\nExecStart=/bin/x\n[Install]\nWantedBy=multiuser.target\n',
    });
    expect(whyText(bare, why(bare, 'b.service'), { width: 80 })).toContain('is not enabled');
  });
});

describe('a unit that systemd refuses for its drop-in', () => {
  const fragment = '/usr/lib/systemd/system/a.service';
  const dropIn = '/etc/systemd/system/a.service.d/x.conf';
  test.each([
    ['takes its only command away', '[Service]\nExecStart=/bin/x\n', '[Service]\nExecStart=\n', 'ExecStart='],
    [
      'adds a command, and does not clear the first',
      '[Service]\nExecStart=/bin/x\n',
      '[Service]\nExecStart=/bin/y\n',
      'ExecStart=/bin/y',
    ],
    [
      'restarts what runs once',
      '[Service]\nType=oneshot\nExecStart=/bin/x\n',
      '[Service]\nRestart=always\n',
      'Restart=always',
    ],
  ])('that %s: the line of the drop-in is the proof', (_title, unit, added, line) => {
    const root = open({ [fragment]: unit, [dropIn]: added });
    const text = whyText(root, why(root, 'a.service'), { width: 80 });
    expect(text).toContain('refused');
    expect(plain(text)).toContain(`${dropIn}:2  ${line}`);
  });
});
