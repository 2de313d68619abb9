import type { Rule } from '../rule.ts';

const OTHERS_WRITE = 0o002;

export const writableUnitFile: Rule = {
  id: 'writable-unit-file',
  severity: 'warning',
  statement: 'Unit files can be written by root only.',
  why: 'Whoever can write a unit file decides what root runs at the next boot.',
  mend: 'chmod o-w the file.',
  example: {
    files: { '/etc/systemd/system/web.service': { text: '[Service]\nExecStart=/bin/true\n', mode: 0o666 } },
    finds: ['/etc/systemd/system/web.service'],
    mended: { '/etc/systemd/system/web.service': { text: '[Service]\nExecStart=/bin/true\n', mode: 0o644 } },
  },
  *check({ units, snapshot }) {
    for (const unit of units)
      for (const file of [unit.fragment, ...unit.dropIns]) {
        const stat = file === null ? undefined : snapshot.stat(file);
        if (file === null || stat?.kind !== 'file' || (stat.mode & OTHERS_WRITE) === 0) continue;
        yield { message: `Every user can write ${file}, which says what ${unit.id} runs.`, unit: unit.id, file };
      }
  },
};
