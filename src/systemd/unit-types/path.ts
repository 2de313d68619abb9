/** path_load and path_verify (src/core/path.c). */
import type { Loading, Refusal } from '../loader.ts';
import { needMounts, readyBefore, refuse, triggerOwnService } from './common.ts';

const SPEC = /^(PathExists|PathExistsGlob|PathChanged|PathModified|DirectoryNotEmpty)$/;

export function path(at: Loading): Refusal | undefined {
  triggerOwnService(at, 'path-activates');
  const watched: { value: string; failed: Refusal | undefined }[] = [];
  for (const setting of at.files.settings) {
    if (setting.section !== 'Path' || !SPEC.test(setting.key)) continue;
    if (setting.value === '') watched.length = 0;
    const value = setting.value === '' ? undefined : at.expand(setting, 'full');
    if (value?.startsWith('/')) watched.push({ value, failed: needMounts(at, value, 'file', 'path-watches', setting) });
  }
  const failed = watched.find((w) => w.failed)?.failed;
  if (failed) return failed;
  readyBefore(at, 'paths.target');
  return watched.length > 0 ? undefined : refuse('Path unit lacks path setting. Refusing.');
}
