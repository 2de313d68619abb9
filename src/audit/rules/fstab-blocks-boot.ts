import { hasOption, yesNoOption } from '../../systemd/mount-options.ts';
import { FSTAB, fstabEntries } from '../fstab.ts';
import type { Rule } from '../rule.ts';

/** Without these the machine is of no use: waiting for them is right. */
const ESSENTIAL = /^\/(usr|var|home|boot|boot\/efi|efi|etc|opt|srv|var\/.*|tmp)?$/;

export const fstabBlocksBoot: Rule = {
  id: 'fstab-blocks-boot',
  severity: 'warning',
  scope: 'system',
  statement: 'A disk that is not essential has nofail in /etc/fstab.',
  why: 'Without nofail local-fs.target requires the mount. If the disk is missing the boot waits 90 seconds for it and then stops in emergency mode, without network and without ssh.',
  mend: 'Add nofail to the options, and x-systemd.device-timeout=10s where waiting is not worth it.',
  example: {
    files: { '/etc/fstab': '/dev/sdb1 /mnt/archive ext4 defaults 0 2\n' },
    finds: ['/etc/fstab:1'],
    mended: { '/etc/fstab': '/dev/sdb1 /mnt/archive ext4 defaults,nofail 0 2\n' },
  },
  *check(context) {
    for (const { line, what, where, type, options } of fstabEntries(context)) {
      if (!/^(\/dev\/|UUID=|LABEL=|PARTUUID=|PARTLABEL=|ID=)/.test(what) || type === 'swap' || ESSENTIAL.test(where))
        continue;
      if (yesNoOption(options, 'nofail', 'fail') || yesNoOption(options, 'noauto', 'auto')) continue;
      if (hasOption(options, 'x-systemd.automount', 'comment=systemd.automount', 'bind', 'rbind', '_netdev')) continue;
      yield {
        message: `If ${what} is missing, the boot waits for it and then stops in emergency mode: ${where} has no nofail.`,
        file: FSTAB,
        line,
      };
    }
  },
};
