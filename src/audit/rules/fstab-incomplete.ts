import { FSTAB } from '../fstab.ts';
import type { Rule } from '../rule.ts';

export const fstabIncomplete: Rule = {
  id: 'fstab-incomplete',
  severity: 'warning',
  scope: 'system',
  statement: 'Every line of /etc/fstab says what is mounted, where, and of which type.',
  why: 'A line that is too short is skipped, or makes a mount that fails; then local-fs.target fails with it.',
  mend: 'Complete the line: device, mount point, type, options, 0, 0.',
  example: {
    files: { '/etc/fstab': '/dev/sdb1 /srv/data\n' },
    finds: ['/etc/fstab:1'],
    mended: { '/etc/fstab': '/dev/sdb1 /srv/data ext4 defaults 0 2\n' },
  },
  *check({ snapshot }) {
    for (const [i, text] of (snapshot.read(FSTAB) ?? '').split('\n').entries()) {
      const fields = text.trim().split(/[ \t]+/);
      if (fields[0] === '' || fields[0]?.startsWith('#') || fields.length >= 3) continue;
      yield {
        message: `"${fields.slice(0, 2).join(' ')}" has no ${fields.length < 2 ? 'mount point and no type' : 'type of file system'}.`,
        file: FSTAB,
        line: i + 1,
      };
    }
  },
};
