import { maskFile } from '../../words/mask-remedy.ts';
import { isNeeded, unmaskAdvice } from '../masked.ts';
import { localNeeds, maskedProviderOf } from '../openstack/needs.ts';
import type { Rule } from '../rule.ts';

export const openstackNothingProvides: Rule = {
  id: 'openstack-nothing-provides',
  severity: 'warning',
  scope: 'system',
  statement: 'What an OpenStack service expects on this host is started on it.',
  why: 'The configuration points at this host, but nothing that the boot starts listens there: the service cannot work until somebody starts it, or the address is wrong.',
  mend: 'Enable what is missing, or correct the address in the configuration.',
  example: {
    files: {
      '/etc/nova/nova.conf': '[database]\nconnection = mysql+pymysql://nova:secret@localhost/nova\n',
      '/etc/systemd/system/nova-conductor.service': '[Service]\nExecStart=/bin/true\n',
      '/etc/systemd/system/multi-user.target.wants/nova-conductor.service': { link: '../nova-conductor.service' },
    },
    finds: ['/etc/nova/nova.conf:2'],
    mended: {
      '/etc/systemd/system/mariadb.service': '[Service]\nExecStart=/bin/true\n',
      '/etc/systemd/system/multi-user.target.wants/mariadb.service': { link: '../mariadb.service' },
    },
  },
  *check(context) {
    for (const { service, component, key, file, line, provider } of localNeeds(context)) {
      if (provider !== undefined && context.started(provider.id)) continue;
      // What a socket starts when it is asked for is there in time.
      if (provider !== undefined && context.in(provider.id, 'Triggers').some(({ from }) => context.started(from)))
        continue;
      const masked = provider === undefined ? maskedProviderOf(context, component) : undefined;
      // One cause, one finding: masked-needed names the mask where the boot itself needs the unit.
      if (masked !== undefined && isNeeded(context, masked)) continue;
      const state =
        masked !== undefined
          ? `but ${masked.id} is masked (${maskFile(masked, context.opened)})`
          : provider === undefined
            ? 'but there is none in this root'
            : `but ${provider.id} is not started`;
      yield {
        message: `${service.id} expects ${component.title} on this host (${key}), ${state}.`,
        unit: service.id,
        file,
        line,
        ...(masked === undefined ? {} : { mend: unmaskAdvice(masked, context) }),
      };
    }
  },
};
