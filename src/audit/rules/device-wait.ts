import { type AuditContext, placeOf } from '../context.ts';
import { askedVolumes } from '../crypttab.ts';
import type { Rule } from '../rule.ts';

export const deviceWait: Rule = {
  id: 'device-wait',
  severity: 'notice',
  statement: 'Which devices the boot waits for is known.',
  why: 'A device unit becomes active when udev reports the device. One that never comes holds up all that requires it for 90 seconds (DefaultDeviceTimeoutSec=), and then fails it.',
  mend: 'Make sure the device exists on this machine; else take the dependency away, or use nofail or Wants=.',
  example: {
    files: {
      '/etc/systemd/system/logger.service':
        '[Unit]\nRequires=dev-ttyUSB0.device\nAfter=dev-ttyUSB0.device\n[Service]\nExecStart=/bin/true\n',
      '/etc/systemd/system/multi-user.target.wants/logger.service': { link: '../logger.service' },
    },
    finds: ['/etc/systemd/system/logger.service:2'],
    mended: { '/etc/systemd/system/logger.service': '[Service]\nExecStart=/bin/true\n' },
  },
  *check(context) {
    const { graph, started } = context;
    // Their device is part of what crypttab-blocks-boot says of the line.
    const told = new Set(askedVolumes(context).map(({ unit }) => unit));
    for (const edge of graph.edges) {
      if ((edge.type !== 'Requires' && edge.type !== 'BindsTo') || !edge.to.endsWith('.device')) continue;
      // A mount's own device is what fstab-blocks-boot speaks of.
      if (!started(edge.from) || !/\.(service|socket|target)$/.test(edge.from) || told.has(edge.from)) continue;
      if (checkedForMount(context, edge.from, edge.to) || !targetWaitsFor(context, edge.from)) continue;
      yield {
        message: `${edge.from} requires the device ${edge.to}: without it the boot waits 90 seconds, and ${edge.from} fails.`,
        unit: edge.from,
        ...placeOf(edge.declared[0]),
        proof: [edge],
      };
    }
  },
};

/** Whether a mount of the same device asks for the unit, as for its file system check: the mount's finding is the cause. */
function checkedForMount({ in: edgesTo, out, started }: AuditContext, unit: string, device: string): boolean {
  return edgesTo(unit, 'Requires').some(
    ({ from }) =>
      from.endsWith('.mount') && started(from) && out(from, 'Requires', 'BindsTo').some(({ to }) => to === device),
  );
}

/** Whether the boot's target comes only after the unit: else it fails by itself, and nobody waits (nofail in /etc/crypttab). */
function targetWaitsFor({ graph, in: edgesTo, started }: AuditContext, unit: string): boolean {
  const seen = new Set([unit]);
  for (const id of seen) {
    if (id === graph.target) return true;
    for (const { from } of edgesTo(id, 'After')) if (started(from)) seen.add(from);
  }
  return false;
}
