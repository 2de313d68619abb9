import { askedVolumes, CRYPTTAB } from '../crypttab.ts';
import type { Rule } from '../rule.ts';

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
  *check(context) {
    for (const { name, device, line } of askedVolumes(context))
      yield {
        message: `The boot waits for ${device} and for its passphrase: ${name} has no nofail.`,
        file: CRYPTTAB,
        line,
      };
  },
};
