/** Reads units from a snapshot, files only: unit_load_fragment (load-fragment.c), then drop-ins and links (load-dropin.ts). */
import type { Does } from '../behaviours/does.ts';
import type { Diagnostic, Setting } from '../graph/model.ts';
import { lexicalPath } from '../snapshot/lexical.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { append } from '../words/append.ts';
import { builtInSettings } from './built-in-units.ts';
import { isInstalled } from './exec-path.ts';
import { findOpenedFile } from './find-opened-file.ts';
import { createDropInReader } from './load-dropin.ts';
import { isMask } from './mask.ts';
import { buildNameMap } from './name-map.ts';
import { perpetualUnits } from './perpetual.ts';
import type { HostFacts } from './specifiers.ts';
import { createUnitFileReader } from './unit-file.ts';
import { instanceOf, nameKind, typeOf, withInstance } from './unit-name.ts';
import type { GeneratedFrom, UnitFiles, UnitSource } from './unit-source.ts';

/**
 * Longer than 80 lines: two ways to read a unit over one memory of what was read.
 * @param generated what generators made, by path, for the proof of what stands there
 * @param knowsPrograms false where the snapshot is a copy that left programs out: none of them is missing then
 */
export function createUnitReader(
  snapshot: Snapshot,
  loadPath: readonly string[],
  does: Does,
  generated: ReadonlyMap<string, GeneratedFrom> = new Map(),
  host: HostFacts = {},
  knowsPrograms = true,
): UnitSource {
  const installed = (name: string): boolean => !knowsPrograms || isInstalled(snapshot, name);
  const diagnostics: Diagnostic[] = [];
  const map = buildNameMap(snapshot, loadPath, does);
  append(diagnostics, map.diagnostics);
  const files = createUnitFileReader(snapshot, does, host, installed);
  const dropIns = createDropInReader(snapshot, loadPath, map.folders, does, files, diagnostics);
  const units = new Map<string, UnitFiles>();

  function read(name: string): UnitFiles {
    const known = units.get(name);
    if (known) return known;
    const made = readMapped(name);
    // A mask is read for each name by itself: only the name asked for and the file's own are known to it.
    if (made.state !== 'masked') for (const n of made.names) if (!units.has(n)) units.set(n, made);
    units.set(name, made);
    return made;
  }

  /** unit_load_fragment where all names are in a map: name → file, and all names of that file. */
  function readMapped(name: string): UnitFiles {
    const found = map.fragment(name);
    if (found === 'loop') return { ...nothingOf(name), state: 'error', error: { message: 'aliases lead in a circle' } };
    const names = [...map.names(name, found)];
    if (found === undefined) {
      const own = does('builtin-units') ? builtInSettings(name) : undefined;
      return finish(name, names, null, own ? 'found' : 'empty', own ?? []);
    }
    const base = found.slice(found.lastIndexOf('/') + 1);
    const id = (nameKind(base) === 'template' ? withInstance(base, instanceOf(name) ?? '') : base) ?? name;
    const alias = base !== id && nameKind(base) === 'template';
    const mask = isMask(snapshot, found);
    // The map has no names for a mask. Where its own is added, that holds for a plain one, not for an instance of a template.
    if ((alias || !does('fragment-name-is-added')) && mask) names.splice(1);
    const main = names.includes(id) ? id : name;
    // Where the file's name is added as it stands, a template, the unit takes the instance's name and keeps its own id.
    const adds = alias && main !== id && does('fragment-name-is-added');
    const extra = adds ? { names: withFirst(main, names), extraName: id } : {};
    const all = adds ? [...names, id] : names;
    const other = names.find((one) => typeOf(one) !== typeOf(name));
    const mixed = (): UnitFiles => {
      const message = `${other} leads to the same file, but is a unit of another type`;
      return { ...nothingOf(name), fragment: found, state: 'error', error: { message, file: found, load: 'error' } };
    };
    if (mask) {
      if (other !== undefined) return mixed();
      // A mask of a unit that PID 1 makes by itself masks nothing.
      if (!does('masked-skips-drop-ins') || perpetualUnits('system', does).includes(main))
        return { ...finish(main, all, found, 'masked', []), ...extra };
      return {
        ...nothingOf(name),
        id: main,
        names: withFirst(main, names),
        fragment: found,
        state: 'masked',
        ...extra,
      };
    }
    const parsed = parse(found, name, main);
    if (parsed === undefined) {
      // A folder can be opened, but not read.
      const folder = snapshot.stat(found)?.kind === 'dir';
      const missing = `${found} cannot be read: it is missing or no regular file`;
      const error = { message: missing, file: found, load: folder ? 'error' : 'not-found' } as const;
      return { ...nothingOf(name), state: 'error', ...(folder ? { fragment: found } : {}), error };
    }
    // A file given up half-way leaves the unit under the name it was asked by, with what stood before.
    if (parsed.fatal)
      return { ...nothingOf(name), fragment: found, state: 'error', settings: parsed.settings, error: parsed.fatal };
    // The names come after the file: what it says stands.
    if (other !== undefined) return { ...mixed(), settings: parsed.settings };
    const files = finish(main, all, found, 'found', parsed.settings);
    return adds ? { ...files, ...extra } : files;
  }

  /** unit_load_fragment where the names are known already: the file is what they led to. */
  function readOpened(names: readonly string[], path: string | undefined): UnitFiles {
    const id = names[0] ?? '';
    if (path === undefined) return finish(id, names, null, 'empty', []);
    const none = { id, names, fragment: path, dropIns: [], settings: [], links: [] };
    if (isMask(snapshot, lexicalPath(path))) {
      // service_load reads drop-ins of what is loaded only.
      if (typeOf(id) === 'service' && does('masked-services-skip-drop-ins')) return { ...none, state: 'masked' };
      return finish(id, names, path, 'masked', []);
    }
    const parsed = parse(path, id, id);
    if (parsed === undefined) {
      const message = `${path} cannot be read: it is no regular file`;
      return { ...none, state: 'error', error: { message, file: path, load: 'error' } };
    }
    if (parsed.fatal)
      return { ...none, fragment: null, state: 'error', settings: parsed.settings, error: parsed.fatal };
    return finish(id, names, path, 'found', parsed.settings);
  }

  /** A fragment; undefined where no file can be read. @param asked what it is called while it is read. @param unit what it will be called */
  function parse(path: string, asked: string, unit: string): ReturnType<typeof files.parse> | undefined {
    const bytes = snapshot.readBytes(path);
    if (!bytes) return undefined;
    const parsed = files.parse(bytes, path, asked, path);
    for (const said of parsed.diagnostics) diagnostics.push({ ...said, unit });
    return parsed;
  }

  function finish(
    id: string,
    names: readonly string[],
    fragment: string | null,
    state: 'found' | 'empty' | 'masked',
    own: readonly Setting[],
  ): UnitFiles {
    const all = withFirst(id, names);
    const more = dropIns.dropInsOf(all, fragment);
    const settings = more.settings.length === 0 ? own : [...own, ...more.settings];
    return { id, names: all, state, fragment, dropIns: more.files, settings, links: dropIns.linksOf(all) };
  }

  return {
    read,
    ...(does('names-by-opening')
      ? {
          opening: {
            find: (names, link) => findOpenedFile(snapshot, loadPath, does, names, link),
            read: readOpened,
          },
        }
      : {}),
    allNames: () => [...map.present].filter((n) => nameKind(n) !== 'template').sort(),
    hostFor: files.hostFor,
    installed,
    generatedFrom: (file) => generated.get(file),
    diagnostics,
  };
}

/** A unit of which nothing was read. */
function nothingOf(name: string): Omit<UnitFiles, 'state'> {
  return { id: name, names: [name], fragment: null, dropIns: [], settings: [], links: [] };
}

function withFirst(id: string, names: readonly string[]): readonly string[] {
  if (names.length === 1 && names[0] === id) return names;
  return [id, ...names.filter((n) => n !== id)];
}
