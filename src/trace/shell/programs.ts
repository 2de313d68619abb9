/** Where the shell would find a program. */
import type { Shell } from './shell.ts';

const DEFAULT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** The path of a program that can be executed; undefined: there is none, or PATH is not known. */
export function findProgram(shell: Shell, name: string): string | undefined {
  const { snapshot } = shell.world;
  const isProgram = (path: string): boolean => {
    const stat = snapshot.stat(path);
    return stat?.kind === 'file' && (stat.mode & 0o111) !== 0;
  };
  if (name.includes('/')) return isProgram(name) ? name : undefined;
  const path = shell.vars.get('PATH');
  if (path !== undefined && !path.known) return undefined;
  for (const folder of (path?.text || DEFAULT_PATH).split(':'))
    if (folder.startsWith('/') && isProgram(`${folder}/${name}`)) return `${folder}/${name}`;
  return undefined;
}
