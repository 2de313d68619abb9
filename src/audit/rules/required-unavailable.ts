import { sinceTag } from '../../behaviours/does.ts';
import type { BootEdge } from '../../graph/model.ts';
import { withoutIt } from '../../words/without-it.ts';
import { placeOf, writtenOf } from '../context.ts';
import { absenceWords, mayExist } from '../in-copy.ts';
import type { Rule } from '../rule.ts';

/** A job whose requirement cannot be loaded is taken out of the transaction; before, it stayed. */
const COUNTS = 'failed-requirement-deletes-job';

export const requiredUnavailable: Rule = {
  id: 'required-unavailable',
  severity: 'error',
  statement: 'A unit that another one requires exists and can be started.',
  why: 'Since systemd 254 a unit is not started at all where something it requires is missing or refused. Before that the requirement was ignored, so an upgrade turns a typing error into a service that is down.',
  mend: 'Install what is required, correct the name, or write Wants= where the unit can do without it.',
  example: {
    files: {
      '/etc/systemd/system/web.service': '[Unit]\nRequires=databse.service\n[Service]\nExecStart=/bin/true\n',
      '/etc/systemd/system/multi-user.target.wants/web.service': { link: '../web.service' },
    },
    version: 255,
    finds: ['/etc/systemd/system/web.service:2'],
    mended: { '/etc/systemd/system/databse.service': '[Service]\nExecStart=/bin/true\n' },
  },
  *check({ graph, version, does, attempted, plan, opened }) {
    for (const edge of graph.edges) {
      if (edge.type !== 'Requires' && edge.type !== 'BindsTo' && edge.type !== 'Requisite') continue;
      const [from, to] = [graph.nodes.get(edge.from), graph.nodes.get(edge.to)];
      if (from?.effective !== true || from.init !== 'systemd' || from.load !== 'loaded') continue;
      // What is masked is one finding of masked-needed, whoever requires it.
      if (to === undefined || to.load === 'loaded' || to.load === 'masked') continue;
      const tried = attempted(from.id) || plan.failed !== null;
      const unsure = mayExist(opened, to);
      const fate = unsure
        ? 'Where the machine lacks it too, this counts.'
        : !tried
          ? 'It is not started at this boot; when it is, this counts.'
          : does(COUNTS)
            ? `systemd ${version} therefore does not start ${from.id}.`
            : edge.type === 'BindsTo'
              ? `systemd ${version} queues it all the same, and it then fails as soon as it is ordered after that unit.`
              : `systemd ${version} starts it all the same; from ${sinceTag(COUNTS)} on it would not be started.`;
      yield {
        message: `${from.id} requires ${edge.to}, which is ${absenceWords(opened, to)}. ${fate}`,
        unit: from.id,
        ...placeOf(writtenOf(edge) ?? edge.declared[0]),
        proof: [edge],
        ...mendOf(edge),
        severity: unsure || !tried ? 'notice' : does(COUNTS) ? 'error' : 'warning',
      };
    }
  },
};

/** Where no person wrote a Requires=, none can be softened. */
function mendOf(edge: BootEdge): { readonly mend?: string } {
  if (writtenOf(edge) !== undefined) return {};
  const otherwise = withoutIt(edge);
  return { mend: `Install what is required${otherwise === undefined ? '' : `, or ${otherwise}`}.` };
}
