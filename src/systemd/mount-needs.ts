/** Units that need the mounts above a path, whichever of the two is loaded first (Manager.units_needing_mounts_for). */
import type { BehaviourName } from '../behaviours/does.ts';
import type { Saying } from './declaring.ts';
import type { Loading, MountNeed } from './loading.ts';
import type { LoadingUnit } from './unit-dependencies.ts';
import { nameFromPath } from './unit-name.ts';
import type { UnitTable } from './unit-table.ts';

export interface MountNeeds {
  /**
   * unit_add_mount_dependencies: mounts loaded before count at once, others when they are loaded themselves.
   * False: no mount unit can be named for the path, which fails the load in some versions.
   */
  addDependencies(at: Loading, need: MountNeed): boolean;
  /** mount_add_mount_dependencies: a mount that is loaded, and the units that need its path. */
  mountLoaded(mount: LoadingUnit, where: string): void;
}

export function createMountNeeds({ of, units, loaded }: UnitTable): MountNeeds {
  /** By the path at or above which the mount would be. */
  const needs = new Map<string, { readonly at: Loading; readonly need: MountNeed }[]>();
  const above = new Map<string, readonly (readonly [string, string | undefined])[]>();

  function addDependencies(at: Loading, need: MountNeed): boolean {
    for (const [prefix, name] of mountsAbove(need.path, at.does)) {
      const list = needs.get(prefix);
      if (list) list.push({ at, need });
      else needs.set(prefix, [{ at, need }]);
      if (name === undefined) {
        if (at.does('unnameable-path-fails')) return false;
        continue;
      }
      const mount = at.does('mounts-are-looked-for') ? of(name) : units.get(name);
      if (mount !== undefined && mount !== at.unit && mount.load === 'loaded' && loaded.has(mount))
        needMount(at, need, mount, need.declaration, 'tmp-mount-is-not-needed');
    }
    return true;
  }

  /** The path and every folder above it, each with the mount unit that would be there; asked for again and again. */
  function mountsAbove(path: string, does: Loading['does']): readonly (readonly [string, string | undefined])[] {
    const known = above.get(path);
    if (known !== undefined) return known;
    const made = prefixesOf(path).map((prefix) => [prefix, nameFromPath(prefix, '.mount', does)] as const);
    above.set(path, made);
    return made;
  }

  /** @param patch which builds leave the mount of /tmp aside here */
  function needMount(
    at: Loading,
    need: MountNeed,
    mount: LoadingUnit,
    declaration: Saying,
    patch: BehaviourName,
  ): void {
    at.add('After', mount.id, declaration);
    if (mount.id === 'tmp.mount' && at.does(patch)) return;
    if (loaded.get(mount)?.files.fragment) at.add(need.type, mount.id, declaration);
  }

  function mountLoaded(mount: LoadingUnit, where: string): void {
    for (const { at, need } of needs.get(where) ?? [])
      if (at.unit !== mount && at.unit.load === 'loaded')
        needMount(at, need, mount, { ...need.declaration, origin: 'path' }, 'tmp-mount-loaded-late-is-not-needed');
  }

  return { addDependencies, mountLoaded };
}

/** `path` and every folder above it, up to `/`. */
function prefixesOf(path: string): readonly string[] {
  const parts = path.split('/').filter((p) => p !== '' && p !== '.');
  if (!path.startsWith('/') || parts.includes('..')) return [];
  return [...parts.map((_, i) => `/${parts.slice(0, i + 1).join('/')}`).reverse(), '/'];
}
