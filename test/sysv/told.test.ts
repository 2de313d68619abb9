/** What is known of init scripts is told by the audit, and nothing that is as it should be. */
import { describe, expect, test } from 'vitest';
import { audit } from '../../src/audit/audit.ts';
import { openTree } from '../../src/open.ts';
import { type Entry, memoryTree } from '../memory-root.ts';

const header = (name: string, keys: string): string =>
  `#!/bin/sh\n### BEGIN INIT INFO\n# Provides: ${name}\n${keys}### END INIT INFO\n`;
const NORMAL = '# Required-Stop:\n# Default-Start: 2 3 4 5\n# Default-Stop:\n';
const INITTAB = { '/etc/inittab': 'id:2:initdefault:\nsi::sysinit:/etc/init.d/rcS\nl2:2:wait:/etc/init.d/rc 2\n' };
const told = (files: Readonly<Record<string, Entry>>): readonly string[] =>
  audit(openTree(memoryTree({ ...INITTAB, ...files }), 'test')).flatMap(({ rule, severity, file, line }) =>
    severity === 'info' ? [] : [`${severity} ${rule} ${file ?? ''}${line === undefined ? '' : `:${line}`}`],
  );
const links = (levels: string, name: string): Record<string, Entry> =>
  Object.fromEntries([...levels].map((level) => [`/etc/rc${level}.d/${name}`, { link: `../init.d/${name.slice(3)}` }]));

describe('scripts of other runlevels are in effect', () => {
  test('what halting, rebooting and single-user mode run is no finding', () =>
    expect(
      told({
        '/etc/init.d/halt': header(
          'halt',
          '# Required-Start:\n# Required-Stop:\n# Default-Start:\n# Default-Stop: 0\n',
        ),
        '/etc/init.d/umountfs': header(
          'umountfs',
          '# Required-Start:\n# Required-Stop:\n# Default-Start:\n# Default-Stop: 0 6\n',
        ),
        '/etc/init.d/single': header(
          'single',
          '# Required-Start:\n# Required-Stop:\n# Default-Start: 1\n# Default-Stop:\n',
        ),
        ...links('0', 'K02halt'),
        ...links('06', 'K01umountfs'),
        ...links('1', 'S01single'),
      }),
    ).toEqual([]));

  test('nor is a script that somebody switched off, or that nothing enables', () =>
    expect(
      told({
        '/etc/init.d/off': header('off', `# Required-Start:\n${NORMAL}`),
        '/etc/init.d/never': header('never', `# Required-Start:\n${NORMAL}`),
        ...links('2345', 'K01off'),
      }),
    ).toEqual([]));
});

test('a file name is no provided name, as insserv has it: it stops with "service cc.sh has to exist"', () =>
  expect(
    told({
      '/etc/init.d/cc.sh': header('cc', `# Required-Start:\n${NORMAL}`),
      '/etc/init.d/web': header('web', `# Required-Start: cc.sh\n${NORMAL}`),
      ...links('2345', 'S01cc.sh'),
      ...links('2345', 'S02web'),
    }),
  ).toContain('error lsb-unknown-name /etc/init.d/web:4'));

test('words behind two blanks are lost, which matters where somebody provides them', () => {
  const files = (provided: string): Record<string, Entry> => ({
    '/etc/init.d/web': header('web', `# Required-Start:\n# Should-Start: one  two\n${NORMAL}`),
    '/etc/init.d/x': header(provided, `# Required-Start:\n${NORMAL}`),
    ...links('2345', 'S01web'),
    ...links('2345', 'S01x'),
  });
  expect(told(files('two'))).toContain('warning lsb-words-lost /etc/init.d/web:5');
  expect(told(files('three'))).toEqual([]);
});

test('numbers that insserv may give by the order of the folder are no drift', () => {
  // first and last both ask for $all: which of them gets the higher number is chance.
  const depend: Record<string, Entry> = Object.fromEntries(
    ['boot', 'start', 'stop'].map((kind) => [`/etc/init.d/.depend.${kind}`, 'TARGETS =\n']),
  );
  const scripts: Record<string, Entry> = {
    ...depend,
    '/etc/init.d/a': header('a', `# Required-Start: $all\n${NORMAL}`),
    '/etc/init.d/b': header('b', `# Required-Start: $all a\n${NORMAL}`),
    '/etc/init.d/c': header('c', `# Required-Start:\n${NORMAL}`),
  };
  const found = told({ ...scripts, ...links('2345', 'S02a'), ...links('2345', 'S02b'), ...links('2345', 'S01c') });
  const messages = new Set(found);
  expect(found).toHaveLength(messages.size);
});
