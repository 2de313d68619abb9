import { readFacilities } from '../../sysv/facilities.ts';
import { fileFilters } from '../../sysv/init-scripts.ts';
import { nearestNames } from '../../words/nearest-names.ts';
import { lsbScripts } from '../lsb-scripts.ts';
import type { Rule } from '../rule.ts';

/** Names that the LSB gives a meaning, whether or not insserv.conf lists members. */
const LSB_FACILITIES = [
  '$local_fs',
  '$network',
  '$named',
  '$portmap',
  '$remote_fs',
  '$syslog',
  '$time',
  '$all',
  '$null',
];

export const lsbUnknownName: Rule = {
  id: 'lsb-unknown-name',
  severity: 'warning',
  statement: 'What an init script requires to be started is provided by something.',
  why: 'insserv refuses to enable a script whose requirement does not exist, and warns of a facility that it does not know; systemd makes a target of an unknown facility, which nothing reaches.',
  mend: 'Correct the name, install what provides it, or write Should-Start where it can be missing.',
  example: {
    files: {
      '/etc/init.d/olddaemon': {
        text: '#!/bin/sh\n### BEGIN INIT INFO\n# Provides: olddaemon\n# Required-Start: $remote_fs $netwrok databse\n# Required-Stop:\n# Default-Start: 2 3 4 5\n# Default-Stop: 0 1 6\n### END INIT INFO\n',
        mode: 0o755,
      },
      '/etc/rc2.d/S20olddaemon': { link: '../init.d/olddaemon' },
    },
    finds: ['/etc/init.d/olddaemon:4', '/etc/init.d/olddaemon:4'],
    mended: {
      '/etc/init.d/olddaemon': {
        text: '#!/bin/sh\n### BEGIN INIT INFO\n# Provides: olddaemon\n# Required-Start: $remote_fs $network\n# Required-Stop:\n# Default-Start: 2 3 4 5\n# Default-Stop: 0 1 6\n### END INIT INFO\n',
        mode: 0o755,
      },
    },
  },
  *check(context) {
    const { snapshot, graph } = context;
    const { files, scripts } = lsbScripts(context);
    const facilities = new Set([...LSB_FACILITIES, ...readFacilities(snapshot, fileFilters(snapshot)).members.keys()]);
    const provided = new Set(
      files.scripts.flatMap(({ name, header }) => [
        name,
        ...(header.header.fields.get('provides')?.value.split(/[ ,;\t]+/) ?? []),
      ]),
    );
    // Under systemd a native unit of that name will do.
    const native = (word: string): boolean =>
      graph.nodes.get(graph.names.get(`${word}.service`) ?? '')?.load === 'loaded';
    for (const { name, header } of scripts) {
      const field = header.header.fields.get('required-start');
      for (const word of field?.value.split(/[ ,;\t]+/) ?? []) {
        const known = word === '' || (word.startsWith('$') ? facilities : provided).has(word) || provided.has(word);
        if (field === undefined || known || native(word)) continue;
        const near = nearestNames(word, [...(word.startsWith('$') ? facilities : provided)])[0];
        yield {
          message: `${name} requires ${word}, which nothing here provides${near === undefined ? '' : `; ${near} may be meant`}.`,
          unit: `sysv:${name}`,
          file: header.file,
          line: field.line,
        };
      }
    }
  },
};
