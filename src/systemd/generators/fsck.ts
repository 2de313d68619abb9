/** The check before a mount (src/shared/generator.c: generator_write_fsck_deps). */
import { EXEC_PATH, NIX_SYSTEM_PATH } from '../exec-path.ts';
import { hasOption } from '../mount-options.ts';
import type { GeneratorContext } from './context.ts';
import { hasNoName, isDevice } from './device-units.ts';
import { mayNeedFsck } from './file-systems.ts';
import type { Source, UnitFile } from './output.ts';
import { instanceFromPath, simplifyPath } from './unit-names.ts';

/** A checker that is a link to one of these checks nothing. */
const NO_CHECKER = new Set(['true', '/bin/true', '/usr/bin/true', '/dev/null']);

export interface Checked {
  readonly what: string;
  readonly where: string;
  readonly type: string;
  readonly options: string;
}

/** False: an error, which ends the work on the mount. */
export function fsckDependencies(context: GeneratorContext, file: UnitFile, mount: Checked, source: Source): boolean {
  const { what, type } = mount;
  if (context.does('fsck-skips-unsuitable-types') && !mayNeedFsck(context, type)) return true;
  if (context.does('fsck-skips-binds') && hasOption(mount.options, 'bind', 'rbind')) return true;
  if (!isDevice(context, what)) return true;
  const typed = type !== '' && type !== 'auto';
  if (context.does('fsck-needs-fsck') && !isChecker(context, 'fsck')) return true;
  if (typed && !isChecker(context, `fsck.${type}`)) return true;
  const where = simplifyPath(mount.where);
  if (where === '/') {
    const unit = `${context.unitDirectory}/systemd-fsck-root.service`;
    const made = context.output.dependency('normal', 'local-fs.target', 'wants', unit, source);
    return made || context.does('fsck-root-link-may-exist');
  }
  const unit = hasNoName(context, what) ? undefined : instanceFromPath('systemd-fsck', what, '.service');
  if (unit === undefined) return false;
  file.add(`${where === '/usr' && context.does('fsck-usr-wanted') ? 'Wants' : 'Requires'}=${unit}`, `After=${unit}`);
  return true;
}

/** executable_is_good: on the generator's PATH, and not a stand-in. */
function isChecker({ snapshot, does }: GeneratorContext, name: string): boolean {
  for (const dir of does('nix-profile-units') ? [...NIX_SYSTEM_PATH, ...EXEC_PATH] : EXEC_PATH) {
    const path = `${dir}/${name}`;
    const stat = snapshot.stat(path);
    if (stat?.kind !== 'file' || (stat.mode & 0o111) === 0) continue;
    return !NO_CHECKER.has(snapshot.readlink(path) ?? '');
  }
  return false;
}
