import { SECTIONS } from '../../behaviours/keys.ts';
import { parseUnitFile } from '../../systemd/unit-syntax.ts';
import type { Rule } from '../rule.ts';
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
    const seen = new Set<string>();
    for (const unit of units) {
      for (const file of [unit.fragment, ...unit.dropIns]) {
        const once = `${file} ${unit.type}`;
        // What a generator wrote nobody can mend in its place.
        if (file === null || file.startsWith('/run/systemd/generator') || seen.has(once)) continue;
        seen.add(once);
        for (const { section, line } of parseUnitFile(snapshot.readBytes(file) ?? new Uint8Array(), file).heads) {
          if (section.startsWith('X-') || isOwnSection(section, unit.type)) continue;
          const known = (SECTIONS as readonly string[]).includes(section);
          yield {
            message: `[${section}] ${known ? `has no meaning in a ${unit.type} unit` : 'is no section that systemd knows'}: all that stands in it is ignored.`,
            unit: unit.id,
            file,
            line,
          };
        }
      }
    }
  },
};
