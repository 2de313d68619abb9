/**
 * What the files say of a unit, before any meaning is given to it: the seam between reading
 * (load path, name map, drop-ins, syntax) and the loader that turns settings into dependencies.
 */
import type { Diagnostic, Setting } from '../graph/model.ts';
import type { OpenedFile } from './find-opened-file.ts';
import type { SpecifierFacts } from './specifiers.ts';

/** A symlink in a `.wants/`, `.requires/` or `.upholds/` directory (load-dropin.c: process_deps). */
export interface DependencyLink {
  readonly type: 'Wants' | 'Requires' | 'Upholds';
  /** The entry's own file name; what it points at does not matter. */
  readonly name: string;
  /** Path of the link. */
  readonly file: string;
}

export interface UnitFiles {
  /** Canonical name: the fragment's base name, with the instance put in; the name asked for where there is no fragment. */
  readonly id: string;
  /** Every name that leads here, `id` included and first. */
  readonly names: readonly string[];
  /** A name that has a file of its own, and is taken from the unit of that file all the same when this one is loaded. */
  readonly extraName?: string;
  /** `empty` is "no fragment" : not-found for most types, loaded for devices, slices. `error`: a fragment that cannot be used. */
  readonly state: 'found' | 'empty' | 'masked' | 'error';
  readonly error?: {
    readonly message: string;
    readonly file?: string;
    readonly line?: number;
    /** What PID 1 calls the unit then: -ENOEXEC is a bad setting; a file that cannot be opened is not found. */
    readonly load?: 'bad-setting' | 'error' | 'not-found';
  };
  readonly fragment: string | null;
  readonly dropIns: readonly string[];
  /** Assignments of the fragment (or, without one, of the unit that PID 1 has built in), then of each drop-in, in the order PID 1 applies them; empty ones too. */
  readonly settings: readonly Setting[];
  /** In the order PID 1 would add them: wants, requires, upholds. */
  readonly links: readonly DependencyLink[];
}

/** Where a generated file came from; `lines[n]` is the source of its line n, where the generator could tell. */
export interface GeneratedFrom {
  readonly generator: string;
  readonly source?: { readonly file: string; readonly line?: number };
  readonly lines?: Readonly<Record<number, { readonly file: string; readonly line?: number }>>;
}

/** Units of a PID 1 that looks for a name's file when it loads the name, and not before. */
export interface OpenedSource {
  /** The file that a unit of these names has. @param link the one by which the unit was first met */
  find(names: readonly string[], link: string | undefined): OpenedFile | undefined;
  /** What that file says, with the drop-ins and links of all names, the unit's id first. */
  read(names: readonly string[], path: string | undefined): UnitFiles;
}

export interface UnitSource {
  /** Present where PID 1 keeps no map of names: then `read` is not used. */
  readonly opening?: OpenedSource;
  /** @param name a valid plain or instance unit name (not a bare template). Same object for every name of one unit. */
  read(name: string): UnitFiles;
  /** Every plain or instance name that has a file or link in the load path, or is named by a link in a `.wants/` directory; sorted. */
  allNames(): readonly string[];
  /** What specifiers may speak of: the machine, and the unit's own file. */
  hostFor(fragment: string | null): SpecifierFacts;
  /** Whether the root has a program of this name where PID 1 looks for programs. */
  installed(name: string): boolean;
  /** Provenance of a file under /run/systemd/generator*; undefined for a file that is really on the disk. */
  generatedFrom(file: string): GeneratedFrom | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** A file or link that a generator would make at boot. Generators are pure: snapshot and kernel command line in, these out. */
export interface GeneratedFile {
  /** Absolute: `/run/systemd/generator/home.mount`, `/run/systemd/generator/local-fs.target.requires/home.mount`. */
  readonly path: string;
  /** One of the two is present. */
  readonly content?: string;
  readonly linkTarget?: string;
  readonly from: GeneratedFrom;
}
