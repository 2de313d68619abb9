/** Generators that make one link. */
import type { Snapshot } from '../../snapshot/snapshot.ts';
import type { Output } from './output.ts';

/** rc-local-generator: an executable rc.local starts rc-local.service. The path is compiled in: Debian's, else Red Hat's. */
export function rcLocal(snapshot: Snapshot, output: Output): void {
  const path = snapshot.stat('/etc/debian_version') === undefined ? '/etc/rc.d/rc.local' : '/etc/rc.local';
  const stat = snapshot.stat(path);
  if (stat === undefined || (stat.mode & 0o111) === 0) return;
  output.dependency('normal', 'multi-user.target', 'wants', `${unitDirectory(snapshot)}/rc-local.service`, {
    file: path,
  });
}

/** system-update-generator: /system-update makes default.target system-update.target. */
export function systemUpdate(snapshot: Snapshot, output: Output): void {
  if (snapshot.lstat('/system-update') === undefined) return;
  output.link('early', 'default.target', `${unitDirectory(snapshot)}/system-update.target`, { file: '/system-update' });
}

/** fstab-generator pulls in systemd-remount-fs.service whatever fstab holds. */
export function remountFs(snapshot: Snapshot, output: Output): void {
  output.dependency('normal', 'local-fs.target', 'wants', `${unitDirectory(snapshot)}/systemd-remount-fs.service`);
}

function unitDirectory(snapshot: Snapshot): string {
  return snapshot.lstat('/lib')?.kind === 'dir' && snapshot.stat('/lib/systemd/system') !== undefined
    ? '/lib/systemd/system'
    : '/usr/lib/systemd/system';
}
