/** Encrypted volumes of /etc/crypttab that hold up a boot nobody sits at. */
import { escapeName } from '../systemd/unit-name.ts';
import type { AuditContext } from './context.ts';

export const CRYPTTAB = '/etc/crypttab';
/** Unlocked by something that is plugged in or built in; the passphrase is asked for only where that fails. */
const TOKEN = /^(tpm2-device|fido2-device|pkcs11-uri)=/;
/** Where a key of the volume's name is found without being named (crypttab(5)). */
const KEY_FOLDERS = ['/etc/cryptsetup-keys.d', '/run/cryptsetup-keys.d'];
/** Not waited for, or made anew at each boot, which needs no unlocking; with headless= nobody is asked. */
const NOT_ASKED = /^(nofail|noauto|x-initrd\.attach|initramfs|swap|tmp(=.*)?|plain|headless(=(1|y|yes|t|true|on))?)$/i;

export interface AskedVolume {
  readonly line: number;
  readonly name: string;
  readonly device: string;
  /** That unlocks it. */
  readonly unit: string;
}

/** Volumes that the boot comes to and waits for, and whose passphrase is asked for at the console. */
export function askedVolumes({ snapshot, graph, attempted }: AuditContext): readonly AskedVolume[] {
  if (graph.init.system !== 'systemd') return [];
  const found: AskedVolume[] = [];
  for (const [i, text] of (snapshot.read(CRYPTTAB) ?? '').split('\n').entries()) {
    const [name, device, key = 'none', options = ''] = text.trim().split(/[ \t]+/);
    if (!name || name.startsWith('#') || device === undefined) continue;
    const unit = `systemd-cryptsetup@${escapeName(name)}.service`;
    // Where the boot does not come to it (_netdev, and nothing starts remote-cryptsetup.target), nobody waits.
    if (!attempted(unit)) continue;
    const words = options.split(',');
    if (words.some((word) => NOT_ASKED.test(word) || TOKEN.test(word))) continue;
    const named = key !== 'none' && key !== '-';
    if (named || KEY_FOLDERS.some((folder) => snapshot.stat(`${folder}/${name}.key`) !== undefined)) continue;
    found.push({ line: i + 1, name, device, unit });
  }
  return found;
}
