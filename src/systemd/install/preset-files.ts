import type { Snapshot } from '../../snapshot/snapshot.ts';

/** Configuration files below /etc, /run, /usr/local/lib, /usr/lib and /lib, sorted by base name; the first folder wins (conf_files_list). */
export function findConfigFiles(snapshot: Snapshot, folder: string, suffix: string): readonly string[] {
  const found = new Map<string, string>();
  for (const base of ['/etc', '/run', '/usr/local/lib', '/usr/lib', '/lib'])
    for (const { name } of snapshot.list(`${base}/${folder}`) ?? [])
      if (name.endsWith(suffix) && !found.has(name)) found.set(name, `${base}/${folder}/${name}`);
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, path]) => path);
}
