/**
 * Where generators write: the three folders of /run/systemd (systemd.generator(7)), as values, with the source of each line.
 */

import type { Diagnostic } from '../../graph/model.ts';
import { append } from '../../words/append.ts';
import type { GeneratedFile, GeneratedFrom } from '../unit-source.ts';

export interface Source {
  readonly file: string;
  readonly line?: number;
}

/** A line of a generated unit; with a source of its own where it does not come from the file's. */
export type Line = string | readonly [text: string, source: Source];

/** `runtime` is no folder for generators, but some write there. */
export type Slot = 'early' | 'normal' | 'late' | 'runtime';

export const SLOT_DIRECTORY: Readonly<Record<Slot, string>> = {
  early: '/run/systemd/generator.early',
  normal: '/run/systemd/generator',
  late: '/run/systemd/generator.late',
  runtime: '/run/systemd/system',
};

/** A unit that is being written. A generator that gives up half-way leaves what it had written by then. */
export interface UnitFile {
  add(...lines: readonly Line[]): void;
  /** The generator dies before its buffer reaches the file: an empty unit, which is a masked one. */
  lose(): void;
}

/** What one generator may do. Names are relative to its slot. */
export interface Output {
  /** Begins a unit; undefined where that file exists already, as with open(O_EXCL). */
  open(slot: Slot, name: string, source?: Source): UnitFile | undefined;
  /** Writes a unit or drop-in; false (and nothing written) where that file exists already, as with open(O_EXCL). */
  unit(slot: Slot, name: string, lines: readonly Line[], source?: Source): boolean;
  /** Replaces what is there. */
  replace(slot: Slot, name: string, lines: readonly Line[], source?: Source): void;
  /** `TARGET.wants/UNIT` or `.requires/`; a link that exists stays. `unit` may be a path: the link then points there. */
  dependency(
    slot: Slot,
    target: string,
    type: 'wants' | 'requires',
    unit: string,
    source?: Source,
    name?: string,
  ): boolean;
  /** A link NAME -> TARGET; false where NAME exists already. */
  link(slot: Slot, name: string, target: string, source?: Source): boolean;
  /** Whether NAME exists, and whether as a link. */
  exists(slot: Slot, name: string): 'file' | 'link' | undefined;
  report(diagnostic: Diagnostic): void;
}

export interface Collected {
  readonly outputFor: (generator: string) => Output;
  readonly files: () => readonly GeneratedFile[];
  readonly diagnostics: () => readonly Diagnostic[];
}

export function collectOutput(): Collected {
  const files = new Map<string, Pending>();
  const diagnostics: Diagnostic[] = [];
  return {
    files: () => [...files.values()].map(finished).sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0)),
    diagnostics: () => diagnostics,
    outputFor: (generator) => outputOf(generator, files, diagnostics),
  };
}

interface Pending {
  readonly path: string;
  readonly generator: string;
  readonly source?: Source;
  readonly content: Line[] | { readonly linkTarget: string };
}

function finished({ path, generator, source, content }: Pending): GeneratedFile {
  if (Array.isArray(content)) return { path, content: text(content), from: fromOf(generator, content, source) };
  return { path, linkTarget: content.linkTarget, from: fromOf(generator, [], source) };
}

function outputOf(generator: string, files: Map<string, Pending>, diagnostics: Diagnostic[]): Output {
  const place = (slot: Slot, name: string): string => `${SLOT_DIRECTORY[slot]}/${name}`;
  const set = (path: string, content: Pending['content'], source: Source | undefined): void => {
    files.set(path, { path, generator, content, ...(source === undefined ? {} : { source }) });
  };
  const write = (path: string, lines: readonly Line[], source?: Source): void => set(path, [...lines], source);
  const link = (path: string, linkTarget: string, source?: Source): boolean => {
    if (files.has(path)) return false;
    set(path, { linkTarget }, source);
    return true;
  };
  return {
    open(slot, name, source) {
      const path = place(slot, name);
      if (files.has(path)) return undefined;
      const lines: Line[] = [`# What ${generator} would write.`];
      set(path, lines, source);
      return {
        add: (...more) => {
          append(lines, more);
        },
        lose: () => {
          lines.length = 0;
        },
      };
    },
    unit(slot, name, lines, source) {
      const path = place(slot, name);
      if (files.has(path)) return false;
      write(path, lines, source);
      return true;
    },
    replace(slot, name, lines, source) {
      write(place(slot, name), lines, source);
    },
    dependency(slot, target, type, unit, source, name) {
      const base = name ?? unit.slice(unit.lastIndexOf('/') + 1);
      return link(place(slot, `${target}.${type}/${base}`), unit.startsWith('/') ? unit : `../${unit}`, source);
    },
    link: (slot, name, target, source) => link(place(slot, name), target, source),
    exists(slot, name) {
      const file = files.get(place(slot, name));
      if (file === undefined) return undefined;
      return Array.isArray(file.content) ? 'file' : 'link';
    },
    report: (diagnostic) => {
      diagnostics.push(diagnostic);
    },
  };
}

function text(lines: readonly Line[]): string {
  return lines.length === 0 ? '' : `${lines.map((line) => (typeof line === 'string' ? line : line[0])).join('\n')}\n`;
}

function fromOf(generator: string, lines: readonly Line[], source: Source | undefined): GeneratedFrom {
  const sources: Record<number, Source> = {};
  let some = false;
  lines.forEach((line, index) => {
    if (typeof line === 'string') return;
    sources[index + 1] = line[1];
    some = true;
  });
  return { generator, ...(source === undefined ? {} : { source }), ...(some ? { lines: sources } : {}) };
}
