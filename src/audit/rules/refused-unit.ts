import { refusedBy } from '../refused-by.ts';
import type { Rule } from '../rule.ts';

export const refusedUnit: Rule = {
  id: 'refused-unit',
  severity: 'error',
  statement: 'Every unit file is one that systemd accepts.',
  why: 'A unit with a setting that systemd refuses is never started, by anything; what requires it fails with it.',
  mend: 'Correct what the message names.',
  example: {
    files: {
      '/etc/systemd/system/web.service': '[Service]\nRestart=always\n',
      '/etc/systemd/system/multi-user.target.wants/web.service': { link: '../web.service' },
    },
    finds: ['/etc/systemd/system/web.service'],
    mended: { '/etc/systemd/system/web.service': '[Service]\nRestart=always\nExecStart=/bin/true\n' },
  },
  *check({ units, graph, attempted, in: into }) {
    for (const unit of units) {
      if (unit.load !== 'bad-setting' && unit.load !== 'error') continue;
      const said = graph.diagnostics.find((d) => d.unit === unit.id && d.code === 'bad-setting')?.message;
      const reason = unit.loadError?.message ?? said ?? 'it cannot be read';
      const pulls = into(unit.id, 'Requires', 'BindsTo', 'Wants', 'Upholds', 'Triggers').filter(({ from }) =>
        attempted(from),
      );
      const by = unit.loadError?.line === undefined ? refusedBy(unit) : undefined;
      const { file = unit.fragment ?? undefined, line } = by ?? unit.loadError ?? {};
      yield {
        message: `systemd refuses ${unit.id}: ${reason}${by === undefined || by.file === unit.fragment ? '' : ` It is ${by.key}=${by.value} of ${by.file} that counts.`}`,
        unit: unit.id,
        ...(file === undefined ? {} : { file }),
        ...(line === undefined ? {} : { line }),
        proof: pulls.slice(0, 3),
        severity: pulls.length > 0 ? 'error' : 'warning',
      };
    }
  },
};
