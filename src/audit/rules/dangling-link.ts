import { lacksUnits } from '../in-copy.ts';
import { linkEntries } from '../link-folders.ts';
import type { Rule } from '../rule.ts';

export const danglingLink: Rule = {
  id: 'dangling-link',
  severity: 'warning',
  statement: 'A link that stands for a unit, or in a .wants/ or .requires/ folder, leads to a unit that exists.',
  why: 'It was left behind by something that is no longer installed. The target asks for a unit that cannot be started; behind .requires/ that can keep the target itself from starting.',
  mend: 'Remove the link (systemctl disable UNIT does), or install what it names.',
  example: {
    files: {
      '/etc/systemd/system/multi-user.target.wants/gone.service': { link: '/usr/lib/systemd/system/gone.service' },
    },
    finds: ['/etc/systemd/system/multi-user.target.wants/gone.service'],
    mended: { '/etc/systemd/system/multi-user.target.wants/gone.service': null },
  },
  *check({ snapshot, graph, units, opened }) {
    // What a copy without all unit files lacks, the machine may have.
    if (lacksUnits(opened)) return;
    for (const { id, load, loadError } of units)
      if (load === 'not-found' && loadError?.file !== undefined && snapshot.readlink(loadError.file) !== undefined)
        yield {
          message: `${id} is a link to ${snapshot.readlink(loadError.file)}, where there is no file: the unit does not exist.`,
          unit: id,
          file: loadError.file,
        };
    for (const { unit, name, path, target } of linkEntries(opened)) {
      const node = graph.nodes.get(graph.names.get(name) ?? '');
      if (target === undefined || target === '/dev/null' || node?.load !== 'not-found') continue;
      yield {
        message: `${unit} wants ${name}, of which there is no unit file: the link leads to ${target}.`,
        unit: name,
        file: path,
      };
    }
  },
};
