import { isNetworkType } from '../../systemd/file-systems.ts';
import { hasOption, yesNoOption } from '../../systemd/mount-options.ts';
import { FSTAB, fstabEntries } from '../fstab.ts';
import type { Rule } from '../rule.ts';

export const fstabNetworkAsLocal: Rule = {
  id: 'fstab-network-as-local',
  severity: 'warning',
  scope: 'system',
  statement: 'A mount that needs the network is known to need it.',
  why: 'systemd knows network file systems by their type. One that it does not know, or a local file system on a network disk, is mounted before the network is up unless _netdev says so, and the boot stops in emergency mode.',
  mend: 'Add _netdev to the options.',
  example: {
    files: { '/etc/fstab': 'store:/vol /srv/vol fuse.rclone defaults 0 0\n' },
    finds: ['/etc/fstab:1'],
    mended: { '/etc/fstab': 'store:/vol /srv/vol fuse.rclone defaults,_netdev 0 0\n' },
  },
  *check(context) {
    for (const { line, what, where, type, options } of fstabEntries(context)) {
      const remote =
        /^[\w.-]+(@[\w.-]+)?:\//.test(what) || /^\/\/[^/]/.test(what) || /^\/dev\/(nbd|rbd|drbd)/.test(what);
      if (!remote || isNetworkType(type, context.does)) continue;
      if (hasOption(options, '_netdev') || yesNoOption(options, 'noauto', 'auto')) continue;
      yield {
        message: `${where} comes over the network (${what}), but systemd takes ${type || 'it'} for a local disk and mounts it before the network is up.`,
        file: FSTAB,
        line,
      };
    }
  },
};
