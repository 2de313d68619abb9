import { at } from '../context.ts';
import type { Rule } from '../rule.ts';

/** Keys of [Unit] that only ever grow: config_parse_unit_deps loops over the words of an empty value and resets nothing. */
const GROWING =
  /^(Requires|Requisite|Wants|BindsTo|Upholds|Conflicts|Before|After|OnSuccess|OnFailure|PartOf|Propagates(ReloadTo|StopTo)|(Reload|Stop)PropagatedFrom|JoinsNamespaceOf|(Requires|Wants)MountsFor)$/;

export const emptyAssignment: Rule = {
  id: 'empty-assignment',
  severity: 'warning',
  statement: 'Nobody relies on an empty After=, Wants= or the like to take back what stands above.',
  why: 'For commands and conditions an empty assignment resets the list. For dependencies it does nothing: what the unit file says stays in force, and the drop-in that was meant to take it away has no effect.',
  mend: 'Copy the whole unit file to /etc/systemd/system and take the line out there; a drop-in cannot.',
  example: {
    files: {
      '/usr/lib/systemd/system/web.service': '[Unit]\nAfter=db.service\n[Service]\nExecStart=/bin/true\n',
      '/etc/systemd/system/web.service.d/no-db.conf': '[Unit]\nAfter=\n',
    },
    finds: ['/etc/systemd/system/web.service.d/no-db.conf:2'],
    mended: { '/etc/systemd/system/web.service.d/no-db.conf': null },
  },
  *check({ units }) {
    for (const unit of units) {
      const met = new Set<string>();
      for (const setting of unit.settings) {
        if (setting.section !== 'Unit' || !GROWING.test(setting.key)) continue;
        if (setting.value !== '') met.add(setting.key);
        else if (met.has(setting.key))
          yield {
            message: `${setting.key}= with nothing behind it resets nothing: what stood above stays in force for ${unit.id}.`,
            unit: unit.id,
            ...at(setting),
          };
      }
    }
  },
};
