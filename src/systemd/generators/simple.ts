/** Generators that make one link. */
import type { GeneratorContext } from './context.ts';

/** rc-local-generator: an executable rc.local starts rc-local.service. The path is compiled in: Debian's, else Red Hat's. */
export function rcLocal({ snapshot, output, unitDirectory }: GeneratorContext): void {
  const path = snapshot.stat('/etc/debian_version') === undefined ? '/etc/rc.d/rc.local' : '/etc/rc.local';
  const stat = snapshot.stat(path);
  if (stat === undefined || (stat.mode & 0o111) === 0) return;
  output.dependency('normal', 'multi-user.target', 'wants', `${unitDirectory}/rc-local.service`, { file: path });
}

/** system-update-generator: /system-update, dangling or not, makes default.target system-update.target. */
export function systemUpdate({ snapshot, output, unitDirectory, does }: GeneratorContext): void {
  const files = does('system-update-in-etc') ? ['/system-update', '/etc/system-update'] : ['/system-update'];
  const file = files.find((path) => snapshot.lstat(path) !== undefined);
  if (file !== undefined) output.link('early', 'default.target', `${unitDirectory}/system-update.target`, { file });
}
