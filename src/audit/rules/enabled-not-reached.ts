import { planBoot } from '../../engine/plan.ts';
import { isPassive } from '../../words/passive-target.ts';
import { type AuditContext, placeOf } from '../context.ts';
import { lacksUnits } from '../in-copy.ts';
import { isEnablingLink, linkEntries } from '../link-folders.ts';
import type { Observation, Rule } from '../rule.ts';
import { isOfOtherManager } from './unit-of-other-manager.ts';

/** Targets that something else than the boot reaches: a shutdown, a sleep, a device, a user's wish (systemd.special(7)). */
const REACHED_OTHERWISE =
  /^(shutdown|reboot|poweroff|halt|kexec|soft-reboot|exit|final|umount|rescue|emergency|initrd.*|ctrl-alt-del|sleep|suspend|hibernate|hybrid-sleep|suspend-then-hibernate|bluetooth|printer|smartcard|sound|usb-gadget|kbrequest|sigpwr|system-update.*|factory-reset.*|storage-target-mode|runlevel[0-6]|network-online|boot-complete|remote-(fs|cryptsetup|veritysetup|integritysetup)|(crypt|verity|integrity)setup|tpm2|machines|nfs-client|blockdev@.*)\.target$/;

const USER_MEND =
  'Enable it under a target that is reached (WantedBy=default.target), or make that one reach its target.';

export const enabledNotReached: Rule = {
  id: 'enabled-not-reached',
  severity: 'warning',
  statement: 'A unit that is enabled is enabled under something that the boot reaches.',
  why: 'systemctl says "enabled", and still the unit does not start: what wants it is not part of this boot.',
  mend: "Enable it under a target that is reached (WantedBy=multi-user.target; default.target for a user's manager), or make the boot reach that target.",
  example: {
    files: {
      '/etc/systemd/system/shop.target': '[Unit]\nDescription=Shop\n',
      '/etc/systemd/system/web.service': '[Service]\nExecStart=/bin/true\n',
      '/etc/systemd/system/shop.target.wants/web.service': { link: '../web.service' },
    },
    finds: ['/etc/systemd/system/shop.target.wants/web.service'],
    mended: { '/etc/systemd/system/multi-user.target.wants/shop.target': { link: '../shop.target' } },
  },
  *check(context) {
    const { graph, attempted, in: into, plan, opened } = context;
    if (plan.failed !== null || plan.system !== 'systemd' || isForOnce(opened)) return;
    const uncertain = startedPerhaps(context);
    const usual = usualBoot(context);
    for (const node of graph.nodes.values()) {
      if (node.init !== 'systemd' || node.load !== 'loaded' || attempted(node.id)) continue;
      const links = into(node.id, 'Wants', 'Requires', 'Upholds').filter(({ declared }) =>
        declared.some((one) => isEnablingLink(one, opened) && one.generator === undefined),
      );
      if (
        links.length === 0 ||
        links.some(({ from }) => attempted(from) || usual.has(from) || isPassive(from) || REACHED_OTHERWISE.test(from))
      )
        continue;
      const [edge] = links;
      if (edge === undefined) continue;
      const link = edge.declared.find(({ how }) => how === 'link');
      // A service that its own socket or timer starts is in order, whatever wants it besides.
      if (into(node.id, 'Triggers').some(({ from }) => attempted(from))) continue;
      const state = graph.nodes.get(edge.from)?.load;
      const perhaps = links.map(({ from }) => uncertain.get(from)).find((reason) => reason !== undefined);
      yield {
        message:
          perhaps === undefined
            ? `${node.id} is enabled under ${edge.from}, which ${state === 'loaded' ? 'is not started at this boot' : `is ${state}`}: it does not start.`
            : `${node.id} is enabled under ${edge.from}, and only the machine knows whether that is started (${perhaps}).`,
        // A service may still be started by a device or a message, a target hardly.
        ...(perhaps === undefined && edge.from.endsWith('.target') ? {} : { severity: 'notice' as const }),
        unit: node.id,
        ...(perhaps === undefined ? {} : { mend: `systemctl status ${edge.from} on the machine tells it.` }),
        ...(opened.user === undefined ? {} : { mend: USER_MEND }),
        ...placeOf(link),
        proof: links,
      };
    }
    yield* underNothing(context);
  },
};

/** A generator puts another target in place of the default one for a single boot: a command, an update, a relabelling. */
function isForOnce({ asked, aliasLink }: AuditContext['opened']): boolean {
  return asked === 'default.target' && aliasLink(asked)?.file.startsWith('/run/systemd/generator') === true;
}

/** What the boot to default.target starts, where this one aims at another: who asks for that, for once, disables nothing. */
function usualBoot({ opened, graph, version }: AuditContext): ReadonlySet<string> {
  if (opened.asked === 'default.target' || graph.names.get('default.target') === undefined) return new Set();
  return planBoot(graph, { version, target: 'default.target' }).started;
}

/** Links in the folder of a unit that no file defines and nobody names: the manager never looks into it. */
function* underNothing({ graph, opened, attempted, in: into }: AuditContext): Generator<Observation> {
  for (const { unit, name, path } of linkEntries(opened)) {
    const node = graph.nodes.get(graph.names.get(name) ?? '');
    if (graph.names.has(unit) || REACHED_OTHERWISE.test(unit) || node === undefined || node.load !== 'loaded') continue;
    if (attempted(node.id) || into(node.id, 'Triggers').some(({ from }) => attempted(from))) continue;
    const ofOther = isOfOtherManager(opened, unit);
    const unsure = lacksUnits(opened) && !ofOther;
    yield {
      message: `${node.id} is enabled under ${unit}, ${
        ofOther
          ? `which only ${opened.user === undefined ? "users' managers have" : 'PID 1 has'}`
          : `of which there is no unit file${unsure ? ' in this copy' : ''}`
      }: it does not start.`,
      ...(unsure ? { severity: 'notice' as const } : {}),
      unit: node.id,
      file: path,
    };
  }
}

/** What a generator would start that files cannot decide, with all that it pulls in: unit to what was said of it. */
function startedPerhaps({ graph, out }: AuditContext): ReadonlyMap<string, string> {
  const reasons = new Map<string, string>();
  for (const { code, unit, message } of graph.diagnostics) {
    if (code !== 'generator-partly-modelled' || unit === undefined || reasons.has(unit)) continue;
    const open = [unit];
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      if (reasons.has(id)) continue;
      reasons.set(id, message.replace(/\.$/, ''));
      for (const { to } of out(id, 'Wants', 'Requires', 'BindsTo', 'Upholds')) open.push(to);
    }
  }
  return reasons;
}
