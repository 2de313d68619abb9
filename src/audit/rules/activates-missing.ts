import { perConnection } from '../../engine/later/per-connection.ts';
import type { BootNode } from '../../graph/model.ts';
import { prefixOf } from '../../systemd/unit-name.ts';
import { at, placeOf } from '../context.ts';
import { absenceWords, lacksUnits, mayExist } from '../in-copy.ts';
import { unitFolders } from '../link-folders.ts';
import type { Rule } from '../rule.ts';

export const activatesMissing: Rule = {
  id: 'activates-missing',
  severity: 'error',
  statement: 'What a socket, timer or path unit activates exists.',
  why: 'The unit is started and waits, but when its moment comes nothing can be started: connections hang or are refused, the timer never does its work.',
  mend: 'Install the unit, correct Unit= or Service=, or disable what activates it.',
  example: {
    files: {
      '/etc/systemd/system/backup.timer': '[Timer]\nOnBootSec=5min\n',
      '/etc/systemd/system/timers.target.wants/backup.timer': { link: '../backup.timer' },
    },
    finds: ['/etc/systemd/system/backup.timer:2'],
    mended: { '/etc/systemd/system/backup.service': '[Service]\nExecStart=/bin/true\n' },
  },
  *check({ graph, attempted, units, snapshot, opened }) {
    const folders = unitFolders(opened);
    for (const unit of units) {
      const accept = isMadeElsewhere(unit) ? undefined : perConnection(unit);
      const template = `${prefixOf(unit.id)}@.service`;
      if (accept === undefined || folders.some((folder) => snapshot.lstat(`${folder}/${template}`) !== undefined))
        continue;
      yield {
        message: `${unit.id} starts an instance of ${template} for each connection, of which there is no file${lacksUnits(opened) ? ' in this copy' : ''}.`,
        unit: unit.id,
        ...at(accept),
        severity: attempted(unit.id) && !lacksUnits(opened) ? 'error' : 'notice',
      };
    }
    for (const edge of graph.edges) {
      if (edge.type !== 'Triggers') continue;
      const [from, to] = [graph.nodes.get(edge.from), graph.nodes.get(edge.to)];
      if (from?.effective !== true || from.load !== 'loaded' || to === undefined || to.load === 'loaded') continue;
      if (to.load === 'masked') continue;
      if (from.type === 'automount') continue;
      const setting = from.settings.find(({ section }) => /^(Timer|Socket|Path)$/.test(section));
      const place = placeOf(edge.declared[0]);
      yield {
        message: `${from.id} activates ${edge.to}, which is ${absenceWords(opened, to)}.`,
        unit: from.id,
        ...(place.file === undefined && setting ? { file: setting.file, line: setting.line } : place),
        proof: [edge],
        severity: attempted(from.id) && !mayExist(opened, to) ? 'error' : 'notice',
      };
    }
  },
};

/** No file of its own to go by, or one of a generator, which may bring the template along. */
function isMadeElsewhere({ load, fragment }: BootNode): boolean {
  return load !== 'loaded' || fragment === null || fragment.startsWith('/run/');
}
