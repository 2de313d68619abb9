import { statSync } from 'node:fs';

/** Whether a path of this machine leads to a folder. @throws Error where that may not be looked at */
export function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
