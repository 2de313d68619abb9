/** Drop-ins of a unit, and the links below its `.wants/`, `.requires/` and `.upholds/` folders (src/core/load-dropin.c). */
import type { Does } from '../behaviours/does.ts';
import type { Diagnostic, Setting } from '../graph/model.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { append } from '../words/append.ts';
import { templateOf } from '../words/template-name.ts';
import { chaseNonexistent } from './chase.ts';
import { findDropIns, isBackup } from './dropin.ts';
import { isMask } from './mask.ts';
import type { UnitFileReader } from './unit-file.ts';
import { hasType, isUnitName, nameKind } from './unit-name.ts';
import type { DependencyLink } from './unit-source.ts';

const LINK_FOLDERS = [
  ['.wants', 'Wants'],
  ['.requires', 'Requires'],
  ['.upholds', 'Upholds'],
] as const;

export interface DropInReader {
  /** unit_find_dropin_paths and what stands in them. @param names the unit's, its id first */
  dropInsOf(
    names: readonly string[],
    fragment: string | null,
  ): { readonly files: readonly string[]; readonly settings: readonly Setting[] };
  /** process_deps, in PID 1's order: wants, requires, upholds. */
  linksOf(names: readonly string[]): readonly DependencyLink[];
}

const NO_LINKS: readonly DependencyLink[] = [];
const NO_DROP_INS = { files: [], settings: [] };

/** @param folders every folder for drop-ins and links in the load path. @param diagnostics added to */
export function createDropInReader(
  snapshot: Snapshot,
  loadPath: readonly string[],
  folders: ReadonlySet<string>,
  does: Does,
  files: UnitFileReader,
  diagnostics: Diagnostic[],
): DropInReader {
  const kinds = {
    prefixes: does('prefix-drop-ins'),
    types: does('type-drop-ins'),
    typesFirst: !does('type-drop-ins-count-least'),
  };
  const warn = (code: string, file: string, message: string): void =>
    void diagnostics.push({ severity: 'warning', code, message, file });

  const dropInsOf: DropInReader['dropInsOf'] = (names, fragment) => {
    const found = findDropIns(snapshot, loadPath, folders, names, '.d', '.conf', kinds);
    if (found.length === 0) return NO_DROP_INS;
    const unit = names[0] ?? '';
    const settings: Setting[] = [];
    for (const file of found) {
      const bytes = snapshot.readBytes(file);
      if (!bytes) continue;
      const parsed = files.parse(bytes, file, unit, fragment);
      append(settings, parsed.settings);
      append(
        diagnostics,
        parsed.diagnostics.map((d) => ({ ...d, unit })),
      );
      if (parsed.fatal) {
        const { message, line } = parsed.fatal;
        diagnostics.push({ severity: 'error', code: 'bad-section', unit, message, file, ...(line ? { line } : {}) });
      }
    }
    return { files: found, settings };
  };

  function linksOf(names: readonly string[]): readonly DependencyLink[] {
    if (does('wants-folders-hold-anything')) return entriesOf(names);
    const links: DependencyLink[] = [];
    for (const [suffix, type] of LINK_FOLDERS) {
      if (type === 'Upholds' && !does('upholds-directories')) continue;
      for (const file of findDropIns(snapshot, loadPath, folders, names, suffix, '', kinds)) {
        const name = file.slice(file.lastIndexOf('/') + 1);
        if (isMask(snapshot, file)) continue;
        if (does('wants-links-are-chased') && chaseNonexistent(snapshot, file) === undefined)
          warn('bad-link', file, 'the link leads in a circle, or through what is no folder, so it pulls in nothing');
        else if (snapshot.lstat(file)?.kind !== 'link')
          warn('not-a-link', file, 'not a symbolic link, so it pulls in nothing');
        else if (!isUnitName(name) || !hasType(name, does))
          warn('bad-link-name', file, `"${name}" is no unit name, ignored`);
        else links.push({ type, name, file });
      }
    }
    return links.length === 0 ? NO_LINKS : links;
  }

  /** unit_file_process_dir with a consumer of dependencies: every entry of every folder, whatever it is. */
  function entriesOf(names: readonly string[]): readonly DependencyLink[] {
    const links: DependencyLink[] = [];
    const owners = names.flatMap((name) => [
      name,
      ...(nameKind(name) === 'instance' ? [templateOf(name) ?? name] : []),
    ]);
    for (const name of owners)
      for (const dir of loadPath)
        for (const [suffix, type] of LINK_FOLDERS.slice(0, 2))
          for (const entry of snapshot.list(`${dir}/${name}${suffix}`) ?? []) {
            const file = `${dir}/${name}${suffix}/${entry.name}`;
            if (isUnitName(entry.name)) links.push({ type, name: entry.name, file });
            else if (!isBackup(entry.name)) warn('bad-link-name', file, `"${entry.name}" is no unit name, ignored`);
          }
    return links;
  }

  return { dropInsOf, linksOf };
}
