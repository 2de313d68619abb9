/** path_load (src/core/path.c): a unit that starts another when a path changes. */
import type { Loading } from '../loading.ts';
import { RESET } from '../setting-reader.ts';
import { checkPath } from '../values.ts';
import { bad, early, failed, mountsFor, type Refusal, shutdown } from './common.ts';
import { addTrigger } from './trigger.ts';

const WATCHES = ['PathExists', 'PathExistsGlob', 'PathChanged', 'PathModified', 'DirectoryNotEmpty'];

export function loadPath(at: Loading): Refusal | undefined {
  if (!addTrigger(at, 'path-activates')) return failed('No service of this name is possible');
  const watched = at.read.list('Path', WATCHES, (setting) => {
    if (setting.value === '') return RESET;
    const text = at.expand(setting, 'full');
    return text === undefined ? undefined : checkPath(text, 'absolute', at.does);
  });
  for (const path of watched) mountsFor(at, path.value, path, 'path-watches');
  if (at.defaults) {
    early(at, 'paths.target');
    shutdown(at);
  }
  return watched.length === 0 ? bad('Path unit lacks path setting. Refusing.') : undefined;
}
