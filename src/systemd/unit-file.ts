/** One file of a unit, fragment or drop-in, up to the line at which PID 1 gives it up (config_parse, config_parse_many). */
import type { Does } from '../behaviours/does.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { fatalProblem } from './fatal-settings.ts';
import { expandSpecifiers, type HostFacts, type SpecifierFacts, specifierTable, wordOf } from './specifiers.ts';
import { sectionsOf, typeOf } from './unit-name.ts';
import type { UnitFiles } from './unit-source.ts';
import { type OldSyntax, type ParsedUnitFile, parseUnitFile } from './unit-syntax.ts';

/** How deep `.include` is followed: PID 1 follows a file that includes itself until it has no memory left. */
const MAX_INCLUDES = 8;

export interface UnitFileReader {
  /**
   * @param id what the unit is called while the file is read
   * @param fragment the unit's own file: drop-ins expand its specifiers, and only it may include others
   */
  parse(
    bytes: Uint8Array,
    file: string,
    id: string,
    fragment: string | null,
  ): ParsedUnitFile & { readonly fatal?: NonNullable<UnitFiles['error']> };
  /** What specifiers may speak of: the machine, and the unit's own file. */
  hostFor(fragment: string | null): SpecifierFacts;
}

/** @param installed whether the machine has a program of this name */
export function createUnitFileReader(
  snapshot: Snapshot,
  does: Does,
  host: HostFacts,
  installed: (name: string) => boolean,
): UnitFileReader {
  const checked = does('section-names-checked') ? 'checked' : 'any';
  const sections = does('names-refuse-wildcards') ? 'strict' : checked;

  const parse: UnitFileReader['parse'] = (bytes, file, id, fragment) => {
    const parsed = parseUnitFile(bytes, file, { sections, ...oldSyntax(file, file === fragment) });
    const facts = hostFor(fragment);
    const expand = (text: string): string | undefined => wordOf(text, expandSpecifiers(text, id, facts, 'full'));
    const known = sectionsOf(typeOf(id));
    let at = 0;
    for (const setting of parsed.settings) {
      at++;
      const problem = known.includes(setting.section) ? fatalProblem(setting, expand, does, installed) : undefined;
      if (problem === undefined) continue;
      return {
        ...parsed,
        settings: parsed.settings.slice(0, at),
        fatal: { ...problem, file, line: setting.line },
      };
    }
    return parsed.fatal ? { ...parsed, fatal: { ...parsed.fatal, load: 'error' } } : parsed;
  };

  /** @param mayInclude the file is a unit's own, not a drop-in. */
  function oldSyntax(file: string, mayInclude: boolean, depth = 0): { readonly old?: OldSyntax } {
    if (!does('include-lines')) return {};
    const include = (name: string): ParsedUnitFile => {
      const path = name.startsWith('/') ? name : `${file.slice(0, file.lastIndexOf('/')) || '/'}/${name}`;
      const bytes = depth < MAX_INCLUDES ? snapshot.readBytes(path) : undefined;
      if (bytes === undefined) return { settings: [], diagnostics: [], heads: [] };
      const nested = does('lines-are-split') ? false : mayInclude;
      return parseUnitFile(bytes, path, { sections, ...oldSyntax(path, nested, depth + 1) });
    };
    const within = does('comments-within-lines') ? 'unindented' : 'none';
    const keyIsNeeded = does('lines-without-key-are-fatal');
    return {
      old: {
        ...(does('lines-are-split') ? { lineLength: 2048 } : {}),
        comments: does('indented-comments-within-lines') ? 'all' : within,
        blanksAreComments: within !== 'none' && keyIsNeeded,
        carriageReturns: does('carriage-returns-end-lines'),
        losesLastLine: !does('last-line-may-go-on'),
        anyBytes: !does('lines-are-utf8'),
        keyIsNeeded,
        ...(mayInclude ? { include } : {}),
      },
    };
  }

  const known = { ...host, table: specifierTable(does), fragment: null };
  const tellsFragment = does('fragment-specifiers');

  function hostFor(fragment: string | null): SpecifierFacts {
    if (fragment === null || !tellsFragment) return known;
    const real = snapshot.realpath(fragment);
    // Nearly always the same path: then it is kept once.
    return { ...known, fragment: real === undefined || real === fragment ? fragment : real };
  }

  return { parse, hostFor };
}
