import { FSTAB, fstabEntries } from '../fstab.ts';
import type { Rule } from '../rule.ts';

/** Types that systemd takes for network file systems by themselves (fstype_is_network). */
const KNOWN =
  /^(fuse\.)?(afs|ceph|cifs|smb3|smbfs|sshfs|ncpfs|ncp|nfs|nfs4|gfs|gfs2|glusterfs|pvfs2|ocfs2|orangefs|davfs|lustre|9p)$/;

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
      if (!remote || KNOWN.test(type) || options.split(',').some((word) => word === '_netdev' || word === 'noauto'))
        continue;
      yield {
        message: `${where} comes over the network (${what}), but systemd takes ${type || 'it'} for a local disk and mounts it before the network is up.`,
        file: FSTAB,
        line,
      };
    }
  },
};
