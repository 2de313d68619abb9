/** What systemctl says of each unit file of a root. */
import type { OpenedRoot } from '../open.ts';
import { installRoot } from '../systemd/install/context.ts';
import { isGeneratorFolder, type UnitFileEntry, unitFileStates } from '../systemd/install/state.ts';

/**
 * As `systemctl --root` has them: what generators would make is none of it, but for units that only they make. Where the copy holds
 * what they did make, that counts as any link.
 * @param wanted of which names; all by default
 */
export function unitFilesOf(
  { snapshot, build, user, capture }: OpenedRoot,
  wanted: (name: string) => boolean = () => true,
): ReadonlyMap<string, UnitFileEntry> {
  const root = installRoot(snapshot, build, user);
  if (capture.knows('generated')) return byName(unitFileStates(root, wanted));
  const kept = root.searchPath.filter((folder) => !isGeneratorFolder(folder));
  const found = byName(unitFileStates({ ...root, searchPath: kept }, wanted));
  for (const entry of unitFileStates(root, (name) => wanted(name) && !found.has(name))) found.set(entry.name, entry);
  return found;
}

function byName(entries: readonly UnitFileEntry[]): Map<string, UnitFileEntry> {
  return new Map(entries.map((entry) => [entry.name, entry]));
}
