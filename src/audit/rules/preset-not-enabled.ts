import { FIRST_BOOT_MAKER } from '../../systemd/first-boot.ts';
import { installRoot } from '../../systemd/install/context.ts';
import { presetAtFirstBoot } from '../../systemd/install/preset.ts';
import { knowsPresets, lacksUnits } from '../in-copy.ts';
import type { Rule } from '../rule.ts';

export const presetNotEnabled: Rule = {
  id: 'preset-not-enabled',
  severity: 'notice',
  statement: 'A unit that a preset of this machine enables is enabled.',
  why: 'The preset was written after the unit was installed, or somebody disabled the unit: systemctl preset-all, and a first boot, enable it again.',
  mend: 'systemctl preset UNIT enables it as the preset says; or take the line out of the preset.',
  example: {
    files: {
      '/etc/systemd/system/web.service': '[Service]\nExecStart=/bin/true\n[Install]\nWantedBy=multi-user.target\n',
      '/etc/systemd/system-preset/10-local.preset': 'enable web.service\ndisable *\n',
    },
    finds: ['/etc/systemd/system-preset/10-local.preset:1'],
    mended: { '/etc/systemd/system/multi-user.target.wants/web.service': { link: '../web.service' } },
  },
  *check({ graph, snapshot, opened }) {
    if (graph.init.system !== 'systemd' || opened.user !== undefined || opened.initrd) return;
    const { changes, rules } = presetAtFirstBoot(installRoot(snapshot, opened.build));
    const seen = new Set<string>();
    for (const { declared } of graph.edges)
      for (const { generator, file, source } of declared) {
        const unit = (file ?? '').slice((file ?? '').lastIndexOf('/') + 1);
        if (generator !== FIRST_BOOT_MAKER || seen.has(unit)) continue;
        seen.add(unit);
        yield {
          message: `${unit} is not enabled in this image; it will be at the first boot, ${source === undefined ? 'since no preset speaks of it' : 'by this preset'}.`,
          unit,
          ...(source ?? {}),
          mend: 'To keep it out of the first boot, write a preset that disables it before this one, or mask it.',
        };
      }
    if (lacksUnits(opened) || !knowsPresets(opened)) return;
    for (const { path } of changes) {
      const unit = path.slice(path.lastIndexOf('/') + 1);
      const place = rules.get(unit);
      // What vendors' presets enable, and no package has enabled, is as the distribution has it.
      if (place === undefined || seen.has(unit)) continue;
      seen.add(unit);
      yield {
        message: `${unit} is not enabled, and a preset enables it.`,
        unit,
        ...place,
        ...(place.file.startsWith('/etc/') ? {} : { severity: 'info' as const }),
      };
    }
  },
};
