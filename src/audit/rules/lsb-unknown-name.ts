import { readFacilities } from '../../sysv/facilities.ts';
import { fileFilters, type SysvFiles } from '../../sysv/init-scripts.ts';
import { providedWords } from '../../sysv/insserv/requirements.ts';
import { listWords } from '../../sysv/lsb-header.ts';
import { nearestOfMany } from '../../words/nearest-names.ts';
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
    const { wouldHold } = context.opened.capture;
    // What the copy would not have, the machine may have: another script, a file of facilities.
    const known = wouldHold(`${files.layout.initFolder}/x`);
    const facilitiesKnown = wouldHold('/etc/insserv.conf');
    const facilities = new Set([...LSB_FACILITIES, ...readFacilities(snapshot, fileFilters(snapshot)).members.keys()]);
    const systemd = graph.init.system === 'systemd';
    const provided = providedNames(files, systemd);
    // Under systemd a native unit of that name will do.
    const native = (word: string): boolean =>
      systemd && graph.nodes.get(graph.names.get(`${word.replace(/\.sh$/, '')}.service`) ?? '')?.load === 'loaded';
    const nearest = nearestOfMany();
    for (const { name, header } of scripts) {
      const field = header.header.fields.get('required-start');
      for (const written of field === undefined ? [] : listWords(field.value)) {
        const word = written.replace(/^\+/, '');
        const facility = word.startsWith('$');
        if (field === undefined || written.startsWith('+') || provided.has(word) || native(word)) continue;
        if (facility ? facilities.has(word) || !facilitiesKnown : !known) continue;
        // A script's file name is no provided name where its header has others.
        const file = files.scripts.find((one) => one.name === word);
        const near = nearest(word, [...(facility ? facilities : provided)])[0];
        const hint =
          file !== undefined
            ? `; ${file.file} provides ${providedWords(file.header, word).join(' ')}`
            : near === undefined
              ? ''
              : `; ${near} may be meant`;
        const refused = !facility && !systemd && (files.layout.tradition?.insserv ?? true);
        yield {
          message: `${name} requires ${word}, which nothing here provides${refused ? ', and insserv orders nothing while it does' : ''}${hint}.`,
          unit: `sysv:${name}`,
          file: header.file,
          line: field.line,
          // insserv(8) refuses to order anything then; of a facility it only warns.
          ...(refused ? { severity: 'error' as const } : {}),
        };
      }
    }
  },
};

/** What counts as provided: insserv's names; systemd makes a unit of each file's name, without .sh. */
function providedNames({ scripts }: SysvFiles, systemd: boolean): ReadonlySet<string> {
  const words = scripts.flatMap(({ name, header, skip }) => (skip === undefined ? providedWords(header, name) : []));
  const names = systemd ? scripts.flatMap(({ name }) => [name, name.replace(/\.sh$/, '')]) : [];
  return new Set([...words, ...names]);
}
