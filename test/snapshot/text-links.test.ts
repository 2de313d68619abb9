import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { planBoot } from '../../src/engine/plan.ts';
import { openFolder, openTree } from '../../src/open.ts';
import { openSnapshot } from '../../src/snapshot/open.ts';
import { withTextLinks } from '../../src/snapshot/text-links.ts';
import { type Entry, memoryTree } from '../memory-root.ts';

const UNITS: Readonly<Record<string, string>> = {
  '/usr/lib/systemd/systemd': 'systemd 252',
  '/usr/lib/systemd/libsystemd-shared-252.so': 'ELF',
  '/usr/lib/systemd/system/multi-user.target': '[Unit]\nRequires=basic.target\nAfter=basic.target\nAllowIsolate=yes\n',
  '/usr/lib/systemd/system/basic.target': '[Unit]\n',
  '/usr/lib/systemd/system/web.service': '[Service]\nExecStart=/usr/bin/web\n[Install]\nWantedBy=multi-user.target\n',
  '/usr/lib/systemd/system/old.service': '[Service]\nExecStart=/usr/bin/old\n',
  '/usr/bin/web': 'ELF',
};

/** Link → where it leads. */
const LINKS: Readonly<Record<string, string>> = {
  '/lib': 'usr/lib',
  '/etc/systemd/system/default.target': '/lib/systemd/system/multi-user.target',
  '/etc/systemd/system/multi-user.target.wants/web.service': '/lib/systemd/system/web.service',
  '/etc/systemd/system/old.service': '../../../dev/null',
  '/etc/systemd/system/www.service': '/usr/lib/systemd/system/web.service',
};

const asText: Readonly<Record<string, Entry>> = { ...UNITS, ...LINKS };
const asLinks: Readonly<Record<string, Entry>> = {
  ...UNITS,
  ...Object.fromEntries(Object.entries(LINKS).map(([path, link]) => [path, { link }])),
};

test('a copy whose links became text files boots as the machine does, and says that they were read as links', () => {
  const [text, links] = [asText, asLinks].map((entries) => openTree(withTextLinks(memoryTree(entries)), 'copy'));
  const started = (opened: typeof text): readonly string[] => [
    ...planBoot((opened as NonNullable<typeof text>).graph, { version: 252 }).started,
  ];
  expect(started(text)).toEqual(started(links));
  expect(started(text)).toContain('web.service');
  expect(text?.graph.nodes.get('old.service')?.load).toBe('masked');
  expect(text?.graph.nodes.get('web.service')?.aliases).toContain('www.service');
  expect(text?.graph.diagnostics.map(({ code }) => code)).toContain('links-as-text');
  expect(links?.graph.diagnostics.map(({ code }) => code)).not.toContain('links-as-text');
});

test('what git leaves of a root where links are switched off is read like the root', () => {
  const work = mkdtempSync(join(tmpdir(), 'bootscope-text-links-'));
  try {
    const git = (...args: readonly string[]): void => {
      const { status, stderr } = spawnSync('git', ['-C', work, '-c', 'core.symlinks=false', ...args], {
        encoding: 'utf8',
      });
      expect(stderr, String(status)).not.toContain('fatal');
    };
    git('init', '-q', '.');
    for (const [path, entry] of Object.entries(asLinks)) {
      const link = typeof entry === 'object' && 'link' in entry;
      writeFileSync(join(work, 'content'), link ? entry.link : String(entry));
      const made = spawnSync('git', ['-C', work, 'hash-object', '-w', 'content'], { encoding: 'utf8' }).stdout.trim();
      git('update-index', '--add', '--cacheinfo', `${link ? '120000' : '100644'},${made},root${path}`);
    }
    git('checkout-index', '-a');
    const opened = openFolder(join(work, 'root'));
    expect(planBoot(opened.graph, { version: 252 }).started.has('web.service')).toBe(true);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
});

test('one real link shows that the copy keeps links: a text in a .wants folder pulls in nothing, as PID 1 has it', () => {
  const tree = memoryTree({ ...asText, '/lib': { link: 'usr/lib' } });
  expect(withTextLinks(tree)).toBe(tree);
});

test('texts that lead nowhere or are a host name stay the files they are, and links in a circle end', () => {
  const tree = withTextLinks(
    memoryTree({
      ...asText,
      '/etc/hostname': 'web1',
      '/etc/a': 'b',
      '/etc/b': 'a',
      '/etc/machine-id': 'uninitialized',
    }),
  );
  const root = openSnapshot(tree, 'copy');
  for (const path of ['/etc/hostname', '/etc/machine-id']) expect(root.lstat(path)?.kind, path).toBe('file');
  expect(root.stat('/etc/a')).toBeUndefined();
  expect(root.stat('/lib/systemd/system/basic.target')?.kind).toBe('file');
});
