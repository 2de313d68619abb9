/** Generators that make one link. */
import { sysvLayout } from '../../behaviours/sysv-layout.ts';
import type { GeneratorContext } from './context.ts';

/** rc-local-generator: an executable rc.local, at the path that is compiled in, starts rc-local.service. */
export function rcLocal({ snapshot, output, unitDirectory }: GeneratorContext): void {
  const path = sysvLayout(snapshot).rcLocal;
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
