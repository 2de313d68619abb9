import { listing } from '../../report/words.ts';
import { placeOf } from '../context.ts';
import type { Rule } from '../rule.ts';

/** Targets that something else than the boot reaches: a shutdown, a sleep, a device, a user's wish (systemd.special(7)). */
const REACHED_OTHERWISE =
  /^(shutdown|reboot|poweroff|halt|kexec|soft-reboot|exit|final|umount|rescue|emergency|initrd.*|ctrl-alt-del|sleep|suspend|hibernate|hybrid-sleep|suspend-then-hibernate|bluetooth|printer|smartcard|sound|usb-gadget|kbrequest|sigpwr|system-update.*|factory-reset.*|storage-target-mode|runlevel[0-6]|network-online|time-sync|time-set|first-boot-complete|boot-complete|nss-lookup|nss-user-lookup|rpcbind|remote-(fs|cryptsetup|veritysetup|integritysetup)(-pre)?|(crypt|verity|integrity)setup(-pre)?|local-fs-pre|network-pre|tpm2|ssh-access|machines|nfs-client|getty-pre|blockdev@.*)\.target$/;

export const enabledNotReached: Rule = {
  id: 'enabled-not-reached',
  severity: 'warning',
  statement: 'A unit that is enabled is enabled under something that the boot reaches.',
  why: 'systemctl says "enabled", and still the unit does not start: what wants it is not part of this boot.',
  mend: 'Enable it under a target that is reached (WantedBy=multi-user.target), or make the boot reach that target.',
  example: {
    files: {
      '/etc/systemd/system/shop.target': '[Unit]\nDescription=Shop\n',
      '/etc/systemd/system/web.service': '[Service]\nExecStart=/bin/true\n',
      '/etc/systemd/system/shop.target.wants/web.service': { link: '../web.service' },
    },
    finds: ['/etc/systemd/system/shop.target.wants/web.service'],
    mended: { '/etc/systemd/system/multi-user.target.wants/shop.target': { link: '../shop.target' } },
  },
  *check({ graph, attempted, in: into, plan }) {
    if (plan.failed !== null || plan.system !== 'systemd') return;
    // What a package's own generator would start is not known; systemd's own start no such target.
    const unknown = graph.diagnostics
      .filter(({ code, file }) => code === 'generator-not-modelled' && !file?.includes('/systemd-'))
      .map(({ file = '' }) => file.slice(file.lastIndexOf('/') + 1));
    const unless =
      unknown.length === 0 ? '' : ` (unless ${listing(unknown, 'or')} starts it, which is not computed here)`;
    for (const node of graph.nodes.values()) {
      if (node.init !== 'systemd' || node.load !== 'loaded' || attempted(node.id)) continue;
      const links = into(node.id, 'Wants', 'Requires', 'Upholds').filter(({ declared }) =>
        declared.some(
          ({ how, file, generator }) => how === 'link' && file?.startsWith('/etc/') && generator === undefined,
        ),
      );
      if (links.length === 0 || links.some(({ from }) => attempted(from) || REACHED_OTHERWISE.test(from))) continue;
      const [edge] = links;
      if (edge === undefined) continue;
      const link = edge.declared.find(({ how }) => how === 'link');
      // A service that its own socket or timer starts is in order, whatever wants it besides.
      if (into(node.id, 'Triggers').some(({ from }) => attempted(from))) continue;
      const state = graph.nodes.get(edge.from)?.load;
      yield {
        message: `${node.id} is enabled under ${edge.from}, which ${state === 'loaded' ? 'is not started at this boot' : `is ${state}`}: it does not start${unless}.`,
        ...(unknown.length === 0 ? {} : { severity: 'notice' as const }),
        unit: node.id,
        ...placeOf(link),
        proof: links,
      };
    }
  },
};
