import type { BootNode } from '../../graph/model.ts';
import { LINK_KEYS } from '../../systemd/install/link-keys.ts';
import { type AuditContext, at, effective } from '../context.ts';
import { lacksUnits } from '../in-copy.ts';
import { linkEntries } from '../link-folders.ts';
import type { Rule } from '../rule.ts';

export const halfEnabled: Rule = {
  id: 'half-enabled',
  severity: 'warning',
  statement: 'A unit is enabled as a whole, or not at all.',
  why: 'Some of the links that its [Install] section asks for are there and some are not: the unit file was changed after it was enabled, or a link was removed by hand. What the file says is not what happens.',
  mend: 'systemctl reenable UNIT makes the links anew.',
  example: {
    files: {
      '/etc/systemd/system/web.service':
        '[Service]\nExecStart=/bin/true\n[Install]\nWantedBy=multi-user.target\nRequiredBy=shop.target\n',
      '/etc/systemd/system/shop.target': '[Unit]\nDescription=Shop\n',
      '/etc/systemd/system/multi-user.target.wants/web.service': { link: '../web.service' },
    },
    finds: ['/etc/systemd/system/web.service:5'],
    mended: { '/etc/systemd/system/shop.target.requires/web.service': { link: '../web.service' } },
  },
  *check(context) {
    // Where unit files were left out of the copy, links may have been, too.
    if (lacksUnits(context.opened)) return;
    const { names } = context.graph;
    // Below a unit that is not loaded a link makes no edge; it is there all the same.
    const links = new Set(
      Array.from(
        linkEntries(context.opened),
        ({ unit, suffix, name }) => `${unit}.${suffix}/${names.get(name) ?? name}`,
      ),
    );
    for (const unit of context.units) {
      if (unit.load !== 'loaded' || unit.fragment === null) continue;
      const wanted = asked(context, unit, links);
      if (!wanted.some(({ there }) => there)) continue;
      for (const { target, key, setting, there } of wanted)
        if (!there)
          yield {
            message: `${unit.id} is enabled, but not under ${target}, as ${key}= says.`,
            unit: unit.id,
            ...at(setting),
          };
    }
  },
};

/** @param links those of the load path: `TARGET.wants/UNIT` */
function asked({ in: into, graph }: AuditContext, unit: BootNode, links: ReadonlySet<string>) {
  return LINK_KEYS.flatMap(([key, type, suffix]) =>
    effective(unit, 'Install', key).flatMap((setting) =>
      setting.value
        .split(/\s+/)
        // A template's instances are many, and each may or may not be there.
        .filter((target) => target !== '' && !target.includes('%') && !target.includes('@'))
        .map((target) => ({
          target,
          key,
          setting,
          there:
            links.has(`${target}.${suffix}/${unit.id}`) ||
            into(unit.id, type).some(
              ({ from, declared }) =>
                from === (graph.names.get(target) ?? target) && declared.some(({ how }) => how === 'link'),
            ),
        })),
    ),
  );
}
