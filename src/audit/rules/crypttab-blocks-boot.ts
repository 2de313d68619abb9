import { escapeName } from '../../systemd/unit-name.ts';
import type { Rule } from '../rule.ts';

const CRYPTTAB = '/etc/crypttab';
/** Unlocked by something that is plugged in or built in; the passphrase is asked for only where that fails. */
const TOKEN = /^(tpm2-device|fido2-device|pkcs11-uri)=/;
/** Where a key of the volume's name is found without being named (crypttab(5)). */
const KEY_FOLDERS = ['/etc/cryptsetup-keys.d', '/run/cryptsetup-keys.d'];
/** Volumes made anew at each boot have nothing to be unlocked by. */
const THROWAWAY = /^(swap|tmp(=.*)?|plain)$/;

export const crypttabBlocksBoot: Rule = {
  id: 'crypttab-blocks-boot',
  severity: 'notice',
  scope: 'system',
  statement: 'An encrypted volume that the boot can do without has nofail in /etc/crypttab.',
  why: 'Without nofail cryptsetup.target requires the volume: the boot waits for its device and for a passphrase at the console, and a machine that nobody sits at does not come up.',
  mend: 'Add nofail to its options, and to its line of /etc/fstab; or name a key file.',
  example: {
    files: {
      '/usr/lib/systemd/system-generators/systemd-cryptsetup-generator': { text: 'ELF', mode: 0o755 },
      '/usr/lib/systemd/system/cryptsetup.target': '[Unit]\nDescription=Volumes\n',
      '/usr/lib/systemd/system/sysinit.target.wants/cryptsetup.target': { link: '../cryptsetup.target' },
      '/etc/crypttab': '# name device key options\narchive UUID=0f8fad5b-d9cb-469f-a165-70867728950e none luks\n',
    },
    finds: ['/etc/crypttab:2'],
    mended: { '/etc/crypttab': 'archive UUID=0f8fad5b-d9cb-469f-a165-70867728950e none luks,nofail\n' },
  },
  *check({ snapshot, graph, attempted }) {
    if (graph.init.system !== 'systemd') return;
    for (const [i, text] of (snapshot.read(CRYPTTAB) ?? '').split('\n').entries()) {
      const [name, device, key = 'none', options = ''] = text.trim().split(/[ \t]+/);
      if (!name || name.startsWith('#') || device === undefined) continue;
      // Where the boot does not come to it (_netdev, and nothing starts remote-cryptsetup.target), nobody waits.
      if (!attempted(`systemd-cryptsetup@${escapeName(name)}.service`)) continue;
      const words = options.split(',');
      if (words.some((word) => /^(nofail|noauto|x-initrd\.attach|initramfs)$/.test(word) || THROWAWAY.test(word)))
        continue;
      const hasKey = (key !== 'none' && key !== '-') || words.some((word) => TOKEN.test(word));
      if (hasKey || KEY_FOLDERS.some((folder) => snapshot.stat(`${folder}/${name}.key`) !== undefined)) continue;
      yield {
        message: `The boot waits for ${device} and for its passphrase: ${name} has no nofail.`,
        file: CRYPTTAB,
        line: i + 1,
      };
    }
  },
};
