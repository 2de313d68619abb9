/** What fuzzing and attacks have found, each in its smallest form: none of it may come back. */
import { expect, test } from 'vitest';
import { type Input, KINDS } from './kinds.ts';

const DEFAULT = '/usr/lib/systemd/system/multi-user.target';
const WANTS_WEB = { [DEFAULT]: '[Unit]\nWants=web.service\n' } as const;
const ASKED = { init: 'systemd', version: '252' } as const;
const WEB = '/etc/systemd/system/web.service';
const SCRIPT = { init: 'sysv', json: 'no', record: '' } as const;

/** Title, kind, input. */
const FINDS: readonly (readonly [found: string, kind: string, input: Input])[] = [
  [
    'an audit for GitHub that finds nothing says so',
    'commands',
    { command: 'audit --format github', init: 'sysv', json: '', record: '' },
  ],
  [
    'a specifier whose value is a megabyte, many times in a line, makes no text that is too long for a string',
    'roots',
    {
      ...WANTS_WEB,
      ...ASKED,
      '/etc/os-release': `IMAGE_ID=${'x'.repeat(1_000_000)}\n`,
      [WEB]: `[Unit]\nDescription=${'%M'.repeat(1000)}\n[Service]\nExecStart=/bin/a ${'%M'.repeat(1000)}\n`,
    },
  ],
  [
    'facilities that stand for each other end',
    'roots',
    {
      init: 'sysv',
      version: '252',
      '/etc/insserv.conf': '$a $b\n$b $a\n$local_fs a $local_fs\n',
      '/etc/init.d/web':
        '#!/bin/sh\n### BEGIN INIT INFO\n# Provides: web\n# Required-Start: $a $local_fs\n# Default-Start: 2\n### END INIT INFO\n',
    },
  ],
  ['a value that doubles in a loop ends', 'shell', { text: `A=xx; for i in ${'a '.repeat(40)}; do A=$A$A; done\n` }],
  ['arguments that double end', 'shell', { text: `set -- a b\n${'set -- $@ $@\n'.repeat(40)}` }],
  [
    'ten thousand branches are no recursion',
    'shell',
    { text: `if a; then b\n${'elif a; then b\n'.repeat(10_000)}fi\n` },
  ],
  ['twenty thousand negations are no recursion', 'shell', { text: `[ ${'! '.repeat(20_000)} a ]\n` }],
  ['a trim of a long value is no backtracking', 'shell', { text: `A=${'a'.repeat(60_000)}\nB=\${A##*b}\n` }],
  [
    'a job that quadruples a value of the event that starts it ends',
    'roots',
    {
      init: 'upstart',
      version: '204',
      '/etc/init/x.conf': 'start on startup or y\ntask\nexec initctl emit z A=a$A$A$A$A\n',
      '/etc/init/y.conf': 'start on z\ntask\nexport A\nexec initctl emit y A=$A$A$A$A\n',
    },
  ],
  [
    'a range that runs backwards fits nothing, and many stars are polynomial',
    'commands',
    { command: 'graph [z-a]* *a*a*a*a*a*a*a*a*a*a*b', init: 'systemd', json: 'no', record: '', ...WANTS_WEB },
  ],
  [
    'one unit that lists itself ten thousand times in Unit= of a path is looked at once',
    'commands',
    {
      command: 'audit',
      init: 'systemd',
      json: 'no',
      record: '',
      ...WANTS_WEB,
      '/etc/systemd/system/x.path': `[Path]\n${'Unit=web.service\n'.repeat(10_000)}`,
    },
  ],
  [
    'a baseline of nothing is wrong usage',
    'commands',
    { ...SCRIPT, command: 'audit --baseline RECORD', record: '{"format":"bootscope/baseline@1","findings":[null]}' },
  ],
  [
    'a waiver for a number is wrong usage',
    'commands',
    { ...SCRIPT, command: 'audit --config RECORD', record: '{"waive":[{"rule":"*","reason":"r","unit":5}]}' },
  ],
];

test.each(FINDS)('%s', { timeout: 120_000 }, async (_, name, input) => {
  const kind = KINDS.find((one) => one.name === name);
  expect(kind).toBeDefined();
  expect(await kind?.run(input)).toBeUndefined();
});
