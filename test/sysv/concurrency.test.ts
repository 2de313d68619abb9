/** Side by side or one after another: rc's own lines decide, in their order. */
import { describe, expect, test } from 'vitest';
import { sysvLayout } from '../../src/behaviours/sysv-layout.ts';
import { serialReasons } from '../../src/sysv/concurrency.ts';
import { type Entry, memoryRoot } from '../memory-root.ts';

const DEPEND: Readonly<Record<string, Entry>> = {
  '/etc/init.d/.depend.boot': 'TARGETS =\n',
  '/etc/init.d/.depend.start': 'TARGETS =\n',
  '/etc/init.d/.depend.stop': 'TARGETS =\n',
};
/** The parts of sysv-rc's rc that decide; settings are read before (Debian 12) or after (Debian 7) its own value. */
const own = 'CONCURRENCY=makefile\n';
const settings = '[ -f /etc/default/rcS ] && . /etc/default/rcS\n';
const tests =
  'test -s /etc/init.d/.depend.start || CONCURRENCY="none"\nif test -e /etc/init.d/.legacy-bootordering ; then\n\tCONCURRENCY="none"\nfi\nif grep -wqs concurrency=none /proc/cmdline; then\n\tCONCURRENCY="none"\nfi\n';
const run =
  'case "$CONCURRENCY" in\n  makefile|startpar|shell)\n\tCONCURRENCY=makefile\n\teval "$(startpar -M $1)" ;;\nesac\n';
const rc = (...parts: readonly string[]): Record<string, Entry> => ({
  '/etc/init.d/rc': `#!/bin/sh\n${parts.join('')}`,
});

function reasons(files: Readonly<Record<string, Entry>>, cmdline = ''): readonly string[] {
  const snapshot = memoryRoot({ ...DEPEND, ...files });
  return serialReasons(snapshot, sysvLayout(snapshot), cmdline).map(
    ({ text, file, line }) => `${text} ${file ?? ''}${line === undefined ? '' : `:${line}`}`,
  );
}

describe('scripts start one after another', () => {
  test.each<readonly [string, Readonly<Record<string, Entry>>, readonly string[]]>([
    ['not with everything in place', rc(settings, own, tests, run), []],
    ['where rc itself says none', rc(own, 'CONCURRENCY=none\n', run), ['CONCURRENCY=none /etc/init.d/rc:3']],
    [
      'where the settings say none, and are read last',
      { ...rc(own, settings, tests, run), '/etc/default/rcS': '# x\nCONCURRENCY=none\n' },
      ['CONCURRENCY=none /etc/default/rcS:2'],
    ],
    [
      'not where rc sets its own value afterwards',
      { ...rc(settings, own, tests, run), '/etc/default/rcS': 'CONCURRENCY=none\n' },
      [],
    ],
    [
      'where a .depend file is empty, and rc looks',
      { ...rc(own, tests, run), '/etc/init.d/.depend.start': '' },
      ['/etc/init.d/.depend.start is missing or empty /etc/init.d/.depend.start'],
    ],
    [
      'where the flag of the old order is there',
      { ...rc(own, tests, run), '/etc/init.d/.legacy-bootordering': '' },
      ['the flag of legacy boot ordering is there /etc/init.d/.legacy-bootordering'],
    ],
    [
      'where the program startpar is missing from a root that has programs',
      { ...rc(own, 'startpar -v > /dev/null 2>&1 || CONCURRENCY="none"\n', run), '/bin/sh': '' },
      ['the program startpar is missing '],
    ],
    ['not where a copy holds no programs at all', rc(own, 'startpar -v || CONCURRENCY="none"\n', run), []],
    [
      'where rc knows no startpar',
      rc('for s in /etc/rc$1.d/S*; do $s start; done\n'),
      ['/etc/init.d/rc knows no parallel start /etc/init.d/rc'],
    ],
    [
      'where the rc that this one hands on to says so',
      { ...rc('exec /lib/init/rc "$@"\n'), '/lib/init/rc': { text: `${own}CONCURRENCY=none\n${run}`, mode: 0o755 } },
      ['CONCURRENCY=none /lib/init/rc:2'],
    ],
    [
      'on SUSE, where its own settings say so',
      {
        '/etc/SuSE-release': '',
        '/etc/init.d/rc': '. /etc/sysconfig/boot\ntest "$RUN_PARALLEL" = yes && startpar -M start\n',
        '/etc/sysconfig/boot': 'RUN_PARALLEL="no"\n',
      },
      ['RUN_PARALLEL=no /etc/sysconfig/boot:1'],
    ],
  ])('%s', (_, files, expected) => expect(reasons(files)).toEqual(expected));

  test('where the kernel command line says so, and rc looks', () => {
    expect(reasons(rc(own, tests, run), 'quiet concurrency=none')).toEqual([
      'the kernel command line has concurrency=none ',
    ]);
    expect(reasons(rc(own, run), 'quiet concurrency=none')).toEqual([]);
  });
});
