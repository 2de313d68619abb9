import type { Setting } from '../../graph/model.ts';
import type { Rule } from '../rule.ts';
import { SECTIONS } from '../unit-keys.ts';
import { isOwnSection } from '../written-keys.ts';

export const unknownSection: Rule = {
  id: 'unknown-section',
  severity: 'warning',
  statement: 'Every section is one that this kind of unit has.',
  why: 'systemd skips a section it does not know, with all that stands in it.',
  mend: 'Correct the name of the section. A name that begins with X- is for notes and is skipped on purpose.',
  example: {
    files: {
      '/etc/systemd/system/web.service': '[Service]\nExecStart=/bin/true\n[Instal]\nWantedBy=multi-user.target\n',
    },
    finds: ['/etc/systemd/system/web.service:3'],
    mended: {
      '/etc/systemd/system/web.service': '[Service]\nExecStart=/bin/true\n[Install]\nWantedBy=multi-user.target\n',
    },
  },
  *check({ units, snapshot }) {
    for (const unit of units) {
      const said = new Set<string>();
      for (const setting of unit.settings) {
        if (setting.section.startsWith('X-') || isOwnSection(setting.section, unit.type)) continue;
        const once = `${setting.file} ${setting.section}`;
        if (said.has(once)) continue;
        said.add(once);
        const known = (SECTIONS as readonly string[]).includes(setting.section);
        yield {
          message: `[${setting.section}] ${known ? `has no meaning in a ${unit.type} unit` : 'is no section that systemd knows'}: all that stands in it is ignored.`,
          unit: unit.id,
          file: setting.file,
          line: headLine(snapshot.read(setting.file), setting),
        };
      }
    }
  },
};

/** The line of the section's own head, above its first setting. */
function headLine(text: string | undefined, { section, line }: Setting): number {
  const above = (text ?? '').split('\n').slice(0, line - 1);
  const found = above.findLastIndex((one) => one.trim() === `[${section}]`);
  return found < 0 ? line : found + 1;
}
