import { isUnitName, nameKind } from '../../systemd/unit-name.ts';
import { lacksUnits } from '../in-copy.ts';
import { unitFolders } from '../link-folders.ts';
import { packagedConfiguration } from '../packages.ts';
import type { Rule } from '../rule.ts';

export const orphanedDropIn: Rule = {
  id: 'orphaned-drop-in',
  severity: 'warning',
  statement: 'A drop-in folder belongs to a unit that exists.',
  why: 'Drop-ins of a unit that does not exist are never read: the name is misspelt, or an upgrade renamed the unit and left the local settings behind.',
  mend: 'Rename the folder after the unit that is meant, or remove it.',
  example: {
    files: { '/etc/systemd/system/wbe.service.d/limits.conf': '[Service]\nLimitNOFILE=65535\n' },
    finds: ['/etc/systemd/system/wbe.service.d/limits.conf'],
    mended: { '/etc/systemd/system/wbe.service': '[Service]\nExecStart=/bin/true\n' },
  },
  *check({ snapshot, graph, opened }) {
    const unsure = lacksUnits(opened);
    const packaged = packagedConfiguration(snapshot);
    for (const folder of unitFolders(opened))
      for (const { name: inner } of snapshot.list(folder) ?? []) {
        if (!inner.endsWith('.d')) continue;
        const unit = inner.slice(0, -2);
        // Devices, mounts, swaps, slices and scopes need no file to exist; foo-.service.d is for all that begin so.
        if (!isUnitName(unit) || !/\.(service|socket|target|timer|path)$/.test(unit) || /-\.[a-z]+$/.test(unit))
          continue;
        if (nameKind(unit) === 'template') {
          if (unitFolders(opened).some((other) => snapshot.lstat(`${other}/${unit}`) !== undefined)) continue;
        } else if ((graph.nodes.get(graph.names.get(unit) ?? '')?.load ?? 'not-found') !== 'not-found') continue;
        const conf = snapshot.list(`${folder}/${inner}`)?.find(({ name }) => name.endsWith('.conf'));
        if (conf === undefined) continue;
        yield {
          message: unsure
            ? `The unit ${unit} is not in this copy, which lacks unit files: its drop-ins have no effect where the machine lacks it too.`
            : `There is no unit ${unit}, so its drop-ins have no effect.`,
          unit,
          file: `${folder}/${inner}/${conf.name}`,
          // A package that brings settings for another one's unit means no harm where that is not installed.
          severity:
            !unsure && folder.startsWith('/etc/') && !packaged.has(`${folder}/${inner}/${conf.name}`)
              ? 'warning'
              : 'info',
        };
      }
  },
};
