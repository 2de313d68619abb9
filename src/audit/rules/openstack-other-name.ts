import { orderPath } from '../../engine/why.ts';
import { placeOf, writtenOf } from '../context.ts';
import { componentNamed, providerOf, serviceName } from '../openstack/needs.ts';
import { COMPONENTS } from '../openstack/table.ts';
import type { Rule } from '../rule.ts';

export const openstackOtherName: Rule = {
  id: 'openstack-other-name',
  severity: 'warning',
  scope: 'system',
  statement: 'A service is ordered after the name that a database, queue or hypervisor has on this host.',
  why: 'Distributions call the same thing by different names (libvirt-bin and libvirtd, mysql and mariadb, ntp and chrony). An After= on the name that does not exist here orders nothing, without a word.',
  mend: 'Name the unit that exists here in a drop-in with After=.',
  example: {
    files: {
      '/etc/systemd/system/nova-compute.service': '[Unit]\nAfter=libvirt-bin.service\n[Service]\nExecStart=/bin/true\n',
      '/etc/systemd/system/libvirtd.service': '[Service]\nExecStart=/bin/true\n',
      '/etc/systemd/system/multi-user.target.wants/nova-compute.service': { link: '../nova-compute.service' },
      '/etc/systemd/system/multi-user.target.wants/libvirtd.service': { link: '../libvirtd.service' },
    },
    finds: ['/etc/systemd/system/nova-compute.service:2'],
    mended: { '/etc/systemd/system/libvirt-bin.service': { link: 'libvirtd.service' } },
  },
  *check(context) {
    const { graph, started } = context;
    for (const edge of graph.edges) {
      if (edge.type !== 'After' || graph.nodes.get(edge.to)?.load !== 'not-found' || !started(edge.from)) continue;
      const written = writtenOf(edge);
      const component = componentNamed(serviceName(edge.to) ?? '');
      const from = graph.nodes.get(edge.from);
      if (written === undefined || component === undefined || from === undefined) continue;
      const provider = providerOf(context, COMPONENTS[component], from);
      if (provider === undefined || !started(provider.id)) continue;
      if (orderPath(graph, edge.from, provider.id, started) !== undefined) continue;
      yield {
        message: `${edge.from} is ordered after ${edge.to}, which does not exist here; ${COMPONENTS[component].title} is ${provider.id} on this host, and nothing orders the two.`,
        unit: edge.from,
        ...placeOf(written),
        proof: [edge],
        mend: `Put [Unit] After=${provider.id} into /etc/systemd/system/${edge.from}.d/order.conf.`,
      };
    }
  },
};
