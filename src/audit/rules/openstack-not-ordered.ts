import { orderPath } from '../../engine/why.ts';
import type { BootNode } from '../../graph/model.ts';
import { localNeeds } from '../openstack/needs.ts';
import type { Rule } from '../rule.ts';

export const openstackNotOrdered: Rule = {
  id: 'openstack-not-ordered',
  severity: 'warning',
  scope: 'system',
  statement: 'An OpenStack service starts after what it talks to on this host.',
  why: 'Its configuration says that its queue, database or hypervisor is on this very host. Without an order both start at once: the service logs errors and retries, or gives up, depending on how fast the machine is that day.',
  mend: 'Order it: After= in a drop-in, `start on started JOB` in Upstart, Should-Start in an init script.',
  example: {
    files: {
      '/etc/nova/nova.conf': '[DEFAULT]\ntransport_url = rabbit://nova:secret@127.0.0.1:5672/\n',
      '/etc/systemd/system/nova-compute.service': '[Service]\nExecStart=/bin/true\n',
      '/etc/systemd/system/rabbitmq-server.service': '[Service]\nExecStart=/bin/true\n',
      '/etc/systemd/system/multi-user.target.wants/nova-compute.service': { link: '../nova-compute.service' },
      '/etc/systemd/system/multi-user.target.wants/rabbitmq-server.service': { link: '../rabbitmq-server.service' },
    },
    finds: ['/etc/nova/nova.conf:2'],
    mended: { '/etc/systemd/system/nova-compute.service.d/order.conf': '[Unit]\nAfter=rabbitmq-server.service\n' },
  },
  *check(context) {
    const { graph, started } = context;
    for (const { service, component, key, file, line, provider } of localNeeds(context)) {
      if (provider === undefined || !started(provider.id)) continue;
      if (orderPath(graph, service.id, provider.id, started) !== undefined) continue;
      yield {
        message: `${service.id} talks to ${component.title} on this host (${key}), but nothing orders it after ${provider.id}.`,
        unit: service.id,
        file,
        line,
        mend: mendFor(service, provider.id),
      };
    }
  },
};

function mendFor({ id, init }: BootNode, provider: string): string {
  const name = provider.replace(/^(sysv|upstart):/, '');
  if (init === 'systemd') return `Put [Unit] After=${provider} into /etc/systemd/system/${id}.d/order.conf.`;
  if (init === 'sysv') return `Add ${name} to Should-Start in the header of its script, and run insserv.`;
  return provider.startsWith('upstart:')
    ? `Add "and started ${name}" to its start on, in ${id.replace('upstart:', '/etc/init/')}.override.`
    : `${name} is an init script, which the job rc runs: start it "on stopped rc" to come after.`;
}
