/** A job's pre-start that calls `stop`, or fails, by what the root has: its main process is not run (init(5), initctl(8)). */
import { expect, test } from 'vitest';
import { why } from '../../../src/answers/why.ts';
import { openTree } from '../../../src/open.ts';
import { plain } from '../../../src/report/style.ts';
import { whyText } from '../../../src/report/why.ts';
import { type Entry, memoryTree } from '../../memory-root.ts';

type Files = Readonly<Record<string, Entry>>;

const ROOT = {
  '/sbin/init': 'ELF com/ubuntu/upstart',
  '/bin/sh': 'ELF',
  '/usr/bin/env': 'ELF',
  '/usr/sbin/daemon': 'ELF',
  '/etc/init/late.conf': 'start on started web\nexec /usr/sbin/daemon\n',
};

function said(preStart: string, files: Files = {}, unit = 'upstart:web', more = ''): string {
  const job = `start on startup\n${more}pre-start script\n${preStart}\nend script\nexec /usr/sbin/daemon\n`;
  const opened = openTree(memoryTree({ ...ROOT, '/etc/init/web.conf': job, ...files }), 'copy', {});
  return plain(whyText(opened, why(opened, unit), { width: 10_000 }));
}

test.each([
  ['a file that is not there', '[ -f /etc/web.conf ] || { stop; exit 0; }', {}],
  [
    'a setting',
    '. /etc/default/web\nif [ "$ENABLED" != yes ]; then\n  stop\n  exit 0\nfi',
    { '/etc/default/web': 'ENABLED=no\n' },
  ],
  ['its own name', 'test -d /etc/web.d || stop web', {}],
  ['a failure', '[ -e /etc/web.conf ] || exit 1', {}],
])('a pre-start that stops its job by %s: the job is not started, nor what waits for it', (_, script, files) => {
  expect(said(script, files)).toMatch(
    /^Not started: upstart:web .*\/etc\/init\/web\.conf:\d+: its pre-start (stops it|fails)/,
  );
  expect(said(script, files, 'upstart:late')).toMatch(/^Not started: upstart:late .*web is not started/);
});

test.each([
  ['the file is there', '[ -f /etc/web.conf ] || { stop; exit 0; }', { '/etc/web.conf': '' }],
  ['it is the stop of another', 'stop other || true', {}],
  ['it leaves before', 'exit 0\nstop', {}],
])('where %s, the job is started', (_, script, files) => {
  expect(said(script, files)).toMatch(/^Started at boot: upstart:web/);
  expect(said(script, files, 'upstart:late')).toMatch(/^Started at boot/);
});

test('what only the machine tells is said: a value of the event, a state', () => {
  for (const script of [
    '[ -x /usr/sbin/web ] || { stop; exit 0; }',
    '[ "$IFACE" = lo ] && { stop; exit 0; }',
    '[ -e /run/web ] || { stop; exit 0; }',
  ]) {
    const text = said(script);
    expect(text).toMatch(/^Started at boot: upstart:web/);
    expect(text).toContain(
      'Its pre-start stops it at /etc/init/web.conf:3 where a condition holds that this root does not tell',
    );
  }
});

test('env of the job counts for its pre-start', () => {
  const script = '[ "$ON" = yes ] || { stop; exit 0; }';
  expect(said(script, {}, 'upstart:web', 'env ON=yes\n')).toMatch(/^Started at boot/);
  expect(said(script, {}, 'upstart:web', 'env ON=no\n')).toMatch(/^Not started/);
});
