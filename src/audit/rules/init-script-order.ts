/** Rules of sysvinit's boot: what its loader and insserv's own reading had to say, each with what to do. */
import type { ExampleFiles } from '../rule.ts';
import { fromDiagnostics } from './from-diagnostics.ts';

const header = (name: string, lines: string): ExampleFiles[string] => ({
  text: `#!/bin/sh\n### BEGIN INIT INFO\n# Provides: ${name}\n${lines}# Required-Stop:\n# Default-Start: 2 3 4 5\n# Default-Stop: 0 1 6\n### END INIT INFO\n`,
  mode: 0o755,
});

/** What rc needs to start scripts side by side, with these lines in .depend.start. */
const parallel = (depend: string): ExampleFiles => ({
  '/etc/inittab': 'id:2:initdefault:\n',
  '/etc/init.d/.depend.boot': 'TARGETS =\n',
  '/etc/init.d/.depend.start': depend,
  '/etc/init.d/.depend.stop': 'TARGETS =\n',
});

export const initOrderDrift = fromDiagnostics({
  id: 'init-order-drift',
  codes: ['sysv-order-drift', 'sysv-order-across-phases'],
  severity: 'error',
  severities: { 'sysv-order-across-phases': 'notice' },
  statement: 'This boot keeps the order that the headers of init scripts ask for.',
  why: 'Links and .depend files are what rc goes by; headers only count when insserv has run. A script that was changed or copied by hand is started by its old number, or beside what it needs.',
  mend: 'Run insserv on the machine: it writes numbers and .depend files anew by the headers.',
  example: {
    files: {
      ...parallel('TARGETS = web db\n'),
      '/etc/init.d/db': header('db', '# Required-Start:\n'),
      '/etc/init.d/web': header('web', '# Required-Start: db\n'),
      '/etc/rc2.d/S01web': { link: '../init.d/web' },
      '/etc/rc2.d/S02db': { link: '../init.d/db' },
    },
    init: 'sysv',
    finds: ['/etc/init.d/web:4'],
    mended: { '/etc/init.d/.depend.start': 'TARGETS = db web\nweb: db\n' },
  },
});

export const initNumberDrift = fromDiagnostics({
  id: 'init-number-drift',
  codes: ['sysv-number-drift'],
  severity: 'notice',
  statement: 'The numbers of rcN.d are those that insserv would give now.',
  why: 'Somebody changed a header or a link since insserv last ran. The next package that brings an init script makes it run again, and the order of the boot changes with that.',
  mend: 'Run insserv now, on a day of your choice, and look at the order that comes of it.',
  example: {
    files: {
      ...parallel('TARGETS = db web\nweb: db\n'),
      '/etc/init.d/db': header('db', '# Required-Start:\n'),
      '/etc/init.d/web': header('web', '# Required-Start: db\n'),
      '/etc/rc2.d/S01db': { link: '../init.d/db' },
      '/etc/rc2.d/S05web': { link: '../init.d/web' },
      '/etc/rc3.d/S01db': { link: '../init.d/db' },
      '/etc/rc4.d/S01db': { link: '../init.d/db' },
      '/etc/rc5.d/S01db': { link: '../init.d/db' },
    },
    init: 'sysv',
    finds: ['/etc/rc2.d/S05web'],
    mended: { '/etc/rc2.d/S05web': null, '/etc/rc2.d/S02web': { link: '../init.d/web' } },
  },
});

export const insservRefuses = fromDiagnostics({
  id: 'insserv-refuses',
  codes: ['insserv-refuses'],
  severity: 'error',
  statement: 'insserv accepts the init scripts that are enabled.',
  why: 'It stops at the first such fault and changes nothing: from then on no package that brings an init script can be installed or removed cleanly.',
  mend: 'Enable what is required in the same runlevels, or take it out of Required-Start.',
  example: {
    files: {
      '/etc/inittab': 'id:2:initdefault:\n',
      '/etc/init.d/db': header('db', '# Required-Start:\n'),
      '/etc/init.d/web': header('web', '# Required-Start: db\n'),
      '/etc/rc3.d/S01db': { link: '../init.d/db' },
      '/etc/rc2.d/S02web': { link: '../init.d/web' },
    },
    init: 'sysv',
    finds: [''],
    mended: { '/etc/rc2.d/S01db': { link: '../init.d/db' } },
  },
});

export const afterAll = fromDiagnostics({
  id: 'after-all',
  codes: ['insserv-after-all'],
  severity: 'warning',
  statement: 'Nothing is to start after a script that asks to be the last of all.',
  why: '$all means after everything else. What names such a script in Required-Start cannot come after it: insserv drops that order and goes on.',
  mend: 'Write what is really needed in place of $all, or drop the requirement on the script that has it.',
  example: {
    files: {
      '/etc/inittab': 'id:2:initdefault:\n',
      '/etc/init.d/last': header('last', '# Required-Start: $all\n'),
      '/etc/init.d/web': header('web', '# Required-Start: last\n'),
      '/etc/rc2.d/S01last': { link: '../init.d/last' },
      '/etc/rc2.d/S02web': { link: '../init.d/web' },
    },
    init: 'sysv',
    finds: ['/etc/init.d/web'],
    mended: { '/etc/init.d/web': header('web', '# Required-Start:\n') },
  },
});

export const lsbProvidedTwice = fromDiagnostics({
  id: 'lsb-provided-twice',
  codes: ['lsb-provided-twice'],
  severity: 'warning',
  statement: 'Each name is provided by one init script.',
  why: 'insserv refuses to enable the second script that provides a name; the first one that it meets has it.',
  mend: 'Rename it in one of the headers, or remove the script that is not used.',
  example: {
    files: {
      '/etc/inittab': 'id:2:initdefault:\n',
      '/etc/init.d/one': header('web', '# Required-Start:\n'),
      '/etc/init.d/two': header('web', '# Required-Start:\n'),
      '/etc/rc2.d/S01one': { link: '../init.d/one' },
    },
    init: 'sysv',
    finds: ['/etc/init.d/two:3'],
    mended: { '/etc/init.d/two': header('two', '# Required-Start:\n') },
  },
});

export const lsbWordsLost = fromDiagnostics({
  id: 'lsb-words-lost',
  codes: ['lsb-words-lost'],
  severity: 'warning',
  statement: 'insserv sees every word of a header’s lists.',
  why: 'A list ends where two blanks, commas or tabs stand side by side: what follows is no dependency, without a word.',
  mend: 'Part the words by one blank each.',
  example: {
    files: {
      '/etc/inittab': 'id:2:initdefault:\n',
      '/etc/init.d/db': header('db', '# Required-Start:\n'),
      '/etc/init.d/web': header('web', '# Required-Start: $remote_fs, db\n'),
      '/etc/rc2.d/S01db': { link: '../init.d/db' },
      '/etc/rc2.d/S02web': { link: '../init.d/web' },
    },
    init: 'sysv',
    finds: ['/etc/init.d/web:4'],
    mended: { '/etc/init.d/web': header('web', '# Required-Start: $remote_fs db\n') },
  },
});
