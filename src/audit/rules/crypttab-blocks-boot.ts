import type { Rule } from '../rule.ts';

const CRYPTTAB = '/etc/crypttab';
/** Volumes made anew at each boot have nothing to be unlocked by. */
const THROWAWAY = /^(swap|tmp(=.*)?|plain)$/;

export const crypttabBlocksBoot: Rule = {
  id: 'crypttab-blocks-boot',
  severity: 'notice',
  statement: 'An encrypted volume that the boot can do without has nofail in /etc/crypttab.',
  why: 'Without nofail cryptsetup.target requires the volume: the boot waits for its device and for a passphrase at the console, and a machine that nobody sits at does not come up.',
  mend: 'Add nofail to its options, and to its line of /etc/fstab; or name a key file.',
  example: {
    files: {
      '/etc/crypttab': '# name device key options\narchive UUID=0f8fad5b-d9cb-469f-a165-70867728950e none luks\n',
    },
    finds: ['/etc/crypttab:2'],
    mended: { '/etc/crypttab': 'archive UUID=0f8fad5b-d9cb-469f-a165-70867728950e none luks,nofail\n' },
  },
  *check({ snapshot, graph }) {
    if (graph.init.system !== 'systemd') return;
    for (const [i, text] of (snapshot.read(CRYPTTAB) ?? '').split('\n').entries()) {
      const [name, device, key = 'none', options = ''] = text.trim().split(/[ \t]+/);
      if (!name || name.startsWith('#') || device === undefined) continue;
      const words = options.split(',');
      if (words.some((word) => /^(nofail|noauto|x-initrd\.attach|initramfs)$/.test(word) || THROWAWAY.test(word)))
        continue;
      const asks = key === 'none' || key === '-';
      yield {
        message: `The boot waits for ${device}${asks ? ' and for its passphrase' : ''}: ${name} has no nofail.`,
        file: CRYPTTAB,
        line: i + 1,
      };
    }
  },
};
