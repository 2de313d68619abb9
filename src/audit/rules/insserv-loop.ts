import { readSysvFiles } from '../../sysv/init-scripts.ts';
import { runInsserv } from '../../sysv/insserv/run.ts';
import type { Rule } from '../rule.ts';

const header = (name: string, start: string): string =>
  `#!/bin/sh\n### BEGIN INIT INFO\n# Provides: ${name}\n# Required-Start: ${start}\n# Required-Stop:\n# Default-Start: 2 3 4 5\n# Default-Stop: 0 1 6\n### END INIT INFO\n`;

export const insservLoop: Rule = {
  id: 'insserv-loop',
  severity: 'error',
  statement: 'No init scripts wait for each other in a circle.',
  why: 'insserv stops with "exiting now without changing boot order": from then on no package that brings an init script can be installed or removed cleanly.',
  mend: 'Take one of the two names out of Required-Start or Should-Start.',
  example: {
    files: {
      '/etc/inittab': 'id:2:initdefault:\n',
      '/etc/init.d/one': { text: header('one', 'two'), mode: 0o755 },
      '/etc/init.d/two': { text: header('two', 'one'), mode: 0o755 },
      '/etc/rc2.d/S01one': { link: '../init.d/one' },
      '/etc/rc2.d/S01two': { link: '../init.d/two' },
    },
    init: 'sysv',
    finds: ['/etc/init.d/one:4'],
    mended: { '/etc/init.d/two': { text: header('two', ''), mode: 0o755 } },
  },
  *check({ snapshot, graph }) {
    if (graph.init.system !== 'sysv') return;
    const { loops } = runInsserv(snapshot);
    if (loops.length === 0) return;
    const { scripts } = readSysvFiles(snapshot);
    const said = new Set<string>();
    for (const { mode, between } of loops) {
      const key = [...between].sort().join(' ');
      if (mode !== 'start' || said.has(key)) continue;
      said.add(key);
      const names = between.map((service) => service.replace(/^\$/, ''));
      const at = scripts.find(
        ({ name, header: { header: found } }) =>
          names.includes(name) || names.includes(found.fields.get('provides')?.value ?? ''),
      );
      const field = at?.header.header.fields.get('required-start') ?? at?.header.header.fields.get('should-start');
      yield {
        message: `There is a loop between ${between.join(' and ')}: each is to start after the other.`,
        ...(at === undefined ? {} : { unit: `sysv:${at.name}`, file: at.header.file }),
        ...(field === undefined ? {} : { line: field.line }),
      };
    }
  },
};
