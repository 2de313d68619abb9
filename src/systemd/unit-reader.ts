import type { Diagnostic, Setting } from '../graph/model.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { findDropIns } from './drop-ins.ts';
import { buildNameMap } from './name-map.ts';
import { instanceOf, isUnitName, nameKind, withInstance } from './unit-name.ts';
import type { DependencyLink, GeneratedFrom, UnitFiles, UnitSource } from './unit-source.ts';
import { parseUnitFile } from './unit-syntax.ts';
import type { BehaviourName } from './versions.ts';

/** Reads units from a snapshot: unit_load_fragment (load-fragment.c) and unit_load_dropin (load-dropin.c), files only. */
export function createUnitReader(
  snapshot: Snapshot,
  loadPath: readonly string[],
  held: ReadonlySet<BehaviourName>,
  generated: ReadonlyMap<string, GeneratedFrom> = new Map(),
): UnitSource {
  const diagnostics: Diagnostic[] = [];
  const map = buildNameMap(snapshot, loadPath, isMask, held);
  diagnostics.push(...map.diagnostics);
  const units = new Map<string, UnitFiles>();

  /** null_or_empty: an empty file, or a link that ends at /dev/null, which a captured root need not have. */
  function isMask(path: string): boolean {
    let at = path;
    if (at === '/dev/null') return true;
    for (let hop = 0; hop < 40; hop++) {
      const to = snapshot.readlink(at);
      if (to === undefined) break;
      at = to.startsWith('/') ? to : `${at.slice(0, at.lastIndexOf('/'))}/${to}`;
      if (
        at
          .split('/')
          .filter((p) => p !== '')
          .join('/') === 'dev/null'
      )
        return true;
    }
    const stat = snapshot.stat(path);
    return stat?.kind === 'file' && stat.size === 0;
  }

  function read(name: string): UnitFiles {
    const known = units.get(name);
    if (known) return known;
    const made = readUnit(name);
    for (const n of made.names) if (!units.has(n)) units.set(n, made);
    units.set(name, made);
    return made;
  }

  function readUnit(name: string): UnitFiles {
    const found = map.fragment(name);
    const none = { id: name, names: [name], fragment: null, dropIns: [], settings: [], links: [] };
    if (found === 'loop') return { ...none, state: 'error', error: { message: 'aliases lead in a circle' } };
    const names = [...map.names(name, found)];
    if (found === undefined) return finish(name, names, null, 'empty', []);
    const base = found.slice(found.lastIndexOf('/') + 1);
    const id = (nameKind(base) === 'template' ? withInstance(base, instanceOf(name) ?? '') : base) ?? name;
    const main = names.includes(id) ? id : name;
    if (isMask(found)) {
      const masked = { ...none, id: main, names: first(main, names), fragment: found, state: 'masked' } as const;
      return held.has('masked-skips-drop-ins')
        ? masked
        : { ...finish(main, names, found, 'found', []), state: 'masked' };
    }
    const bytes = snapshot.readBytes(found);
    if (!bytes)
      return {
        ...none,
        state: 'error',
        error: { message: `${found} cannot be read: it is missing or no regular file`, file: found },
      };
    const parsed = parseUnitFile(bytes, found);
    diagnostics.push(...parsed.diagnostics.map((d) => ({ ...d, unit: main })));
    if (parsed.fatal) return { ...none, fragment: found, state: 'error', error: parsed.fatal };
    return finish(main, names, found, 'found', parsed.settings);
  }

  function finish(
    id: string,
    names: readonly string[],
    fragment: string | null,
    state: 'found' | 'empty',
    own: readonly Setting[],
  ): UnitFiles {
    const all = first(id, names);
    const dropIns = findDropIns(snapshot, loadPath, map.folders, all, '.d', '.conf');
    const settings = [...own];
    for (const file of dropIns) {
      const bytes = snapshot.readBytes(file);
      if (!bytes) continue;
      const parsed = parseUnitFile(bytes, file);
      settings.push(...parsed.settings);
      diagnostics.push(...parsed.diagnostics.map((d) => ({ ...d, unit: id })));
      if (parsed.fatal) diagnostics.push({ severity: 'error', code: 'bad-section', unit: id, ...parsed.fatal });
    }
    return { id, names: all, state, fragment, dropIns, settings, links: linksOf(all) };
  }

  function linksOf(names: readonly string[]): readonly DependencyLink[] {
    const links: DependencyLink[] = [];
    for (const [suffix, type] of [
      ['.wants', 'Wants'],
      ['.requires', 'Requires'],
      ['.upholds', 'Upholds'],
    ] as const) {
      if (type === 'Upholds' && !held.has('upholds-directories')) continue;
      for (const file of findDropIns(snapshot, loadPath, map.folders, names, suffix, '')) {
        const name = file.slice(file.lastIndexOf('/') + 1);
        if (isMask(file)) continue;
        if (snapshot.lstat(file)?.kind !== 'link')
          diagnostics.push({
            severity: 'warning',
            code: 'not-a-link',
            message: `not a symbolic link, so it pulls in nothing`,
            file,
          });
        else if (!isUnitName(name))
          diagnostics.push({
            severity: 'warning',
            code: 'bad-link-name',
            message: `"${name}" is no unit name, ignored`,
            file,
          });
        else links.push({ type, name, file });
      }
    }
    return links;
  }

  return {
    read,
    allNames: () => [...map.present].filter((n) => nameKind(n) !== 'template').sort(),
    generatedFrom: (file) => generated.get(file),
    diagnostics,
  };
}

function first(id: string, names: readonly string[]): readonly string[] {
  return [id, ...names.filter((n) => n !== id)];
}
