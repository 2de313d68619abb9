import { describe, expect, test } from 'vitest';
import { openTree } from '../../src/open.ts';
import { proofLines } from '../../src/report/proof.ts';
import { plain } from '../../src/report/style.ts';
import { memoryTree } from '../memory-root.ts';

/** What the proof of an edge quotes of the one line of a unit. */
function quoted(line: string, to: string): string {
  const { graph } = openTree(
    memoryTree({
      '/etc/systemd/system/default.target': '[Unit]\nAllowIsolate=yes\nWants=a.service\n',
      '/etc/systemd/system/a.service': `[Unit]\n${line}\n[Service]\nExecStart=/bin/x\n`,
      '/etc/systemd/system/b.service': '[Service]\nExecStart=/bin/x\n',
      '/etc/systemd/system/srv-data.mount': '[Mount]\nWhat=/dev/x\nWhere=/srv/data\n',
    }),
    'test',
    { version: 252, init: 'systemd' },
  );
  const edge = graph.edges.find((one) => one.from === 'a.service' && one.to === to && one.type === 'After');
  const own = edge === undefined ? [] : proofLines(graph, edge).map(plain);
  return own.find((text) => text.includes('a.service:2'))?.replace(/^.*:2 {2}/, '') ?? 'no proof';
}

describe('a proof quotes the line as it stands in the file', () => {
  test('the one word that counts, with a mark for what is left out', () => {
    expect(quoted('After=x.service b.service y.service', 'b.service')).toBe('After=… b.service …');
  });
  test('a path, not the mount that it comes to; with its quotes', () => {
    expect(quoted('RequiresMountsFor=/srv/data/deep', 'srv-data.mount')).toBe('RequiresMountsFor=/srv/data/deep');
    expect(quoted('RequiresMountsFor=/home "/srv/data/with space"', 'srv-data.mount')).toBe(
      'RequiresMountsFor=… "/srv/data/with space"',
    );
    expect(quoted("RequiresMountsFor='/srv/data/with space' /home", 'srv-data.mount')).toBe(
      "RequiresMountsFor='/srv/data/with space' …",
    );
    expect(quoted('RequiresMountsFor=/srv/data/with\\ space', 'srv-data.mount')).toBe(
      'RequiresMountsFor=/srv/data/with\\ space',
    );
  });
  test('a specifier, not what it stands for', () => {
    expect(quoted('After=x.service %p.target', 'a.target')).toBe('After=… %p.target');
  });
  test("a script's header with its own colon", () => {
    const { graph } = openTree(
      memoryTree({
        '/etc/systemd/system/default.target': '[Unit]\nAllowIsolate=yes\n',
        '/etc/init.d/web':
          '#!/bin/sh\n### BEGIN INIT INFO\n# Provides: web\n# Required-Start: db $network\n# Default-Start: 2\n### END INIT INFO\n',
        '/etc/init.d/db': '#!/bin/sh\n### BEGIN INIT INFO\n# Provides: db\n# Default-Start: 2\n### END INIT INFO\n',
        '/etc/rc2.d/S02web': { link: '../init.d/web' },
        '/etc/rc2.d/S01db': { link: '../init.d/db' },
      }),
      'test',
      { version: 252, init: 'systemd' },
    );
    const quotes = graph.edges.flatMap((edge) => proofLines(graph, edge).map(plain));
    expect(quotes).toContain('/etc/init.d/web:4  Required-Start: db …');
  });
});
