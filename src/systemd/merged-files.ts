/** Files of several folders that are read as one set: conf_files_list_strv (src/basic/conf-files.c). */
import type { Snapshot } from '../snapshot/snapshot.ts';
import { byText } from '../words/by-text.ts';

/**
 * Paths in the order in which they are read, by their names. Of two with one name the one in the earlier folder counts; a link to
 * /dev/null, or an empty file, takes the place of those in later folders and is not listed itself.
 */
export function mergedFiles(snapshot: Snapshot, folders: readonly string[], suffix: string): readonly string[] {
  const byName = new Map<string, string>();
  for (const folder of folders)
    for (const { name } of snapshot.list(folder) ?? [])
      if (name.endsWith(suffix) && !byName.has(name)) byName.set(name, `${folder}/${name}`);
  return [...byName]
    .sort(([a], [b]) => byText(a, b))
    .map(([, path]) => path)
    .filter((path) => snapshot.readlink(path) !== '/dev/null' && (snapshot.stat(path)?.size ?? 0) > 0);
}
