import type { Does } from '../behaviours/manager.ts';
import type { Diagnostic, Setting } from '../graph/model.ts';
import { lexicalPath } from '../snapshot/lexical.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { askForFile } from './asked-names.ts';
import { builtInSettings } from './built-in-units.ts';
import { chaseNonexistent } from './chase.ts';
import { findDropIns, isBackup } from './drop-ins.ts';
import { fatalProblem } from './fatal-settings.ts';
import { buildNameMap } from './name-map.ts';
import { perpetualUnits } from './perpetual.ts';
import { expandSpecifiers, type HostFacts, OLD_SPECIFIERS, type SpecifierFacts, wordOf } from './specifiers.ts';
import { instanceOf, isUnitName, nameKind, sectionsOf, templateOf, typeOf, withInstance } from './unit-name.ts';
import type { DependencyLink, GeneratedFrom, UnitFiles, UnitSource } from './unit-source.ts';
import { type OldSyntax, type ParsedUnitFile, parseUnitFile } from './unit-syntax.ts';

const PROGRAM_FOLDERS = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];

/** Reads units from a snapshot: unit_load_fragment (load-fragment.c) and unit_load_dropin (load-dropin.c), files only. */
export function createUnitReader(
  snapshot: Snapshot,
  loadPath: readonly string[],
  does: Does,
  generated: ReadonlyMap<string, GeneratedFrom> = new Map(),
  host: HostFacts = {},
): UnitSource {
  const diagnostics: Diagnostic[] = [];
  const map = buildNameMap(snapshot, loadPath, isMask, does);
  diagnostics.push(...map.diagnostics);
  const units = new Map<string, UnitFiles>();
  const checked = does('section-names-checked') ? 'checked' : 'any';
  const kinds = { prefixes: does('prefix-drop-ins'), types: does('type-drop-ins') };
  const sections = does('names-refuse-wildcards') ? 'strict' : checked;

  /** null_or_empty: an empty file, or a link that ends at /dev/null, which a captured root need not have. */
  function isMask(path: string): boolean {
    let at = path;
    if (at === '/dev/null') return true;
    for (let hop = 0; hop < 40; hop++) {
      const to = snapshot.readlink(at);
      if (to === undefined) break;
      // Behind a slash only a folder can stand.
      if (/\/\.?$/.test(to)) return false;
      at = lexicalPath(to.startsWith('/') ? to : `${snapshot.realpath(folderOf(at)) ?? folderOf(at)}/${to}`);
      if (at === '/dev/null') return true;
    }
    const stat = snapshot.stat(path);
    if (stat?.kind !== 'file') return false;
    // The file will be read in any case, and is read once only: that spares asking for its size.
    return (snapshot.readBytes(path, 1)?.length ?? stat.size) === 0;
  }

  function read(name: string): UnitFiles {
    const known = units.get(name);
    if (known) return known;
    const made = readUnit(name);
    // A mask is read for each name by itself: only the name asked for and the file's own are known to it.
    if (made.state !== 'masked') for (const n of made.names) if (!units.has(n)) units.set(n, made);
    units.set(name, made);
    return made;
  }

  function readUnit(name: string): UnitFiles {
    const found = map.fragment(name);
    const none = { id: name, names: [name], fragment: null, dropIns: [], settings: [], links: [] };
    if (found === 'loop') return { ...none, state: 'error', error: { message: 'aliases lead in a circle' } };
    const names = [...map.names(name, found)];
    if (found === undefined) {
      const own = does('builtin-units') ? builtInSettings(name) : undefined;
      return finish(name, names, null, own ? 'found' : 'empty', own ?? []);
    }
    const base = found.slice(found.lastIndexOf('/') + 1);
    const id = (nameKind(base) === 'template' ? withInstance(base, instanceOf(name) ?? '') : base) ?? name;
    const alias = base !== id && nameKind(base) === 'template';
    // The map has no names for a mask. Where its own is added, that holds for a plain one, not for an instance of a template.
    if ((alias || !does('fragment-name-is-added')) && isMask(found)) names.splice(1);
    const main = names.includes(id) ? id : name;
    // Where the file's name is added as it stands, a template, the unit takes the instance's name and keeps its own id.
    const claimed = alias && main !== id && does('fragment-name-is-added');
    const claims = claimed ? { names: first(main, names), claims: id } : {};
    const all = claimed ? [...names, id] : names;
    const other = names.find((one) => typeOf(one) !== typeOf(name));
    const message = `${other} leads to the same file, but is a unit of another type`;
    const mixed = { ...none, fragment: found, state: 'error', error: { message, file: found, load: 'error' } } as const;
    if (isMask(found)) {
      if (other !== undefined) return mixed;
      // A mask of a unit that PID 1 makes by itself masks nothing.
      if (!does('masked-skips-drop-ins') || perpetualUnits('system', does).includes(main))
        return { ...finish(main, all, found, 'masked', []), ...claims };
      return { ...none, id: main, names: first(main, names), fragment: found, state: 'masked', ...claims };
    }
    const bytes = snapshot.readBytes(found);
    if (!bytes) {
      const message = `${found} cannot be read: it is missing or no regular file`;
      // A folder can be opened, but not read.
      const folder = snapshot.stat(found)?.kind === 'dir';
      return {
        ...none,
        state: 'error',
        ...(folder ? { fragment: found } : {}),
        error: { message, file: found, load: folder ? 'error' : 'not-found' },
      };
    }
    const parsed = read1(bytes, found, name, found);
    diagnostics.push(...parsed.diagnostics.map((d) => ({ ...d, unit: main })));
    // A file given up half-way leaves the unit under the name it was asked by, with what stood before.
    if (parsed.fatal)
      return { ...none, fragment: found, state: 'error', settings: parsed.settings, error: parsed.fatal };
    // The names come after the file: what it says stands.
    if (other !== undefined) return { ...mixed, settings: parsed.settings };
    return { ...finish(main, all, found, 'found', parsed.settings), ...claims };
  }

  /** unit_load_fragment and unit_load_dropin where the names are known already: the file is what they led to. */
  function readAs(names: readonly string[], path: string | undefined): UnitFiles {
    const id = names[0] ?? '';
    if (path === undefined) return finish(id, names, null, 'empty', []);
    const none = { id, names, fragment: path, dropIns: [], settings: [], links: [] };
    if (isMask(lexicalPath(path))) {
      // service_load reads drop-ins of what is loaded only.
      if (typeOf(id) === 'service' && does('masked-services-skip-drop-ins')) return { ...none, state: 'masked' };
      return finish(id, names, path, 'masked', []);
    }
    const bytes = snapshot.readBytes(path);
    if (!bytes) {
      const message = `${path} cannot be read: it is no regular file`;
      return { ...none, state: 'error', error: { message, file: path, load: 'error' } };
    }
    const parsed = read1(bytes, path, id, path);
    diagnostics.push(...parsed.diagnostics.map((d) => ({ ...d, unit: id })));
    if (parsed.fatal)
      return { ...none, fragment: null, state: 'error', settings: parsed.settings, error: parsed.fatal };
    return finish(id, names, path, 'found', parsed.settings);
  }

  /** Whether a program of this name is in one of the folders of DEFAULT_PATH (src/basic/path-util.h). */
  function installed(name: string): boolean {
    return PROGRAM_FOLDERS.some((folder) => snapshot.stat(`${folder}/${name}`) !== undefined);
  }

  /** A file up to the first line that PID 1 gives up at. */
  function read1(
    bytes: Uint8Array,
    file: string,
    id: string,
    fragment: string | null,
  ): ParsedUnitFile & { readonly fatal?: NonNullable<UnitFiles['error']> } {
    const parsed = parseUnitFile(bytes, file, { sections, ...oldSyntax(file, file === fragment) });
    const facts = hostFor(fragment);
    const expand = (text: string): string | undefined => wordOf(text, expandSpecifiers(text, id, facts, 'full'));
    const known = sectionsOf(typeOf(id));
    for (const [at, setting] of parsed.settings.entries()) {
      const problem = known.includes(setting.section) ? fatalProblem(setting, expand, does, installed) : undefined;
      if (problem === undefined) continue;
      return {
        ...parsed,
        settings: parsed.settings.slice(0, at + 1),
        fatal: { ...problem, file, line: setting.line },
      };
    }
    return parsed.fatal ? { ...parsed, fatal: { ...parsed.fatal, load: 'error' } } : parsed;
  }

  /** @param mayInclude the file is a unit's own, not a drop-in. */
  function oldSyntax(file: string, mayInclude: boolean, depth = 0): { readonly old?: OldSyntax } {
    if (!does('old-line-syntax')) return {};
    const split = does('lines-are-split') ? { lineLength: 2048 } : {};
    const include = (name: string): ParsedUnitFile => {
      const path = name.startsWith('/') ? name : `${folderOf(file)}/${name}`;
      const nothing = { settings: [], diagnostics: [], heads: [] };
      // One file may include itself for ever: PID 1 would, too, until it has no memory left.
      const bytes = depth < 8 ? snapshot.readBytes(path) : undefined;
      if (bytes === undefined) return nothing;
      const nested = does('lines-are-split') ? false : mayInclude;
      return parseUnitFile(bytes, path, { sections, ...oldSyntax(path, nested, depth + 1) });
    };
    return { old: { ...split, ...(mayInclude ? { include } : {}) } };
  }

  function hostFor(fragment: string | null): SpecifierFacts {
    const shared = does('shared-data-specifier') ? '/usr/share' : null;
    const credentials = does('credentials-specifier');
    const table = does('unknown-specifiers-stay')
      ? OLD_SPECIFIERS.few
      : does('few-specifiers')
        ? OLD_SPECIFIERS.some
        : undefined;
    if (fragment === null || !does('fragment-specifiers'))
      return { ...host, shared, credentials, fragment: null, ...(table ? { table } : {}) };
    return {
      ...host,
      shared,
      credentials,
      get fragment() {
        return snapshot.realpath(fragment) ?? fragment;
      },
    };
  }

  function finish(
    id: string,
    names: readonly string[],
    fragment: string | null,
    state: 'found' | 'empty' | 'masked',
    own: readonly Setting[],
  ): UnitFiles {
    const all = first(id, names);
    const dropIns = findDropIns(snapshot, loadPath, map.folders, all, '.d', '.conf', kinds);
    const settings = [...own];
    for (const file of dropIns) {
      const bytes = snapshot.readBytes(file);
      if (!bytes) continue;
      const parsed = read1(bytes, file, id, fragment);
      settings.push(...parsed.settings);
      diagnostics.push(...parsed.diagnostics.map((d) => ({ ...d, unit: id })));
      if (parsed.fatal)
        diagnostics.push({
          severity: 'error',
          code: 'bad-section',
          unit: id,
          message: parsed.fatal.message,
          file,
          line: parsed.fatal.line,
        });
    }
    return { id, names: all, state, fragment, dropIns, settings, links: linksOf(all) };
  }

  function linksOf(names: readonly string[]): readonly DependencyLink[] {
    if (does('wants-folders-hold-anything')) return entriesOf(names);
    const links: DependencyLink[] = [];
    for (const [suffix, type] of LINK_FOLDERS) {
      if (type === 'Upholds' && !does('upholds-directories')) continue;
      for (const file of findDropIns(snapshot, loadPath, map.folders, names, suffix, '', kinds)) {
        const name = file.slice(file.lastIndexOf('/') + 1);
        if (isMask(file)) continue;
        if (does('wants-links-are-chased') && chaseNonexistent(snapshot, file) === undefined) {
          const message = 'the link leads in a circle, or through what is no folder, so it pulls in nothing';
          diagnostics.push({ severity: 'warning', code: 'bad-link', message, file });
          continue;
        }
        if (snapshot.lstat(file)?.kind !== 'link')
          diagnostics.push({
            severity: 'warning',
            code: 'not-a-link',
            message: `not a symbolic link, so it pulls in nothing`,
            file,
          });
        else if (!isUnitName(name) || (typeOf(name) === 'busname' && !does('bus-names')))
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

  /** unit_file_process_dir with a consumer of dependencies: every entry of every folder, whatever it is. */
  function entriesOf(names: readonly string[]): readonly DependencyLink[] {
    const links: DependencyLink[] = [];
    const folders = names.flatMap((name) => [
      name,
      ...(nameKind(name) === 'instance' ? [templateOf(name) ?? name] : []),
    ]);
    for (const name of folders)
      for (const dir of loadPath)
        for (const [suffix, type] of LINK_FOLDERS.slice(0, 2))
          for (const entry of snapshot.list(`${dir}/${name}${suffix}`) ?? []) {
            const file = `${dir}/${name}${suffix}/${entry.name}`;
            if (isUnitName(entry.name)) links.push({ type, name: entry.name, file });
            else if (!isBackup(entry.name))
              diagnostics.push({
                severity: 'warning',
                code: 'bad-link-name',
                message: `"${entry.name}" is no unit name, ignored`,
                file,
              });
          }
    return links;
  }

  const asking = {
    file: (names: readonly string[], lent: string | undefined) => askForFile(snapshot, loadPath, does, names, lent),
    read: readAs,
  };
  return {
    read,
    ...(does('names-asked-for') ? { asking } : {}),
    allNames: () => [...map.present].filter((n) => nameKind(n) !== 'template').sort(),
    hostFor,
    installed,
    generatedFrom: (file) => generated.get(file),
    diagnostics,
  };
}

const LINK_FOLDERS = [
  ['.wants', 'Wants'],
  ['.requires', 'Requires'],
  ['.upholds', 'Upholds'],
] as const;

function first(id: string, names: readonly string[]): readonly string[] {
  return [id, ...names.filter((n) => n !== id)];
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/')) || '/';
}
