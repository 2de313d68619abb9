/** The lines of each unit as rows: what a unit that differs is held against. */
import type { BootNode, Setting } from '../graph/model.ts';
import type { OpenedRoot } from '../open.ts';
import { digestOfText } from './digest.ts';
import type { Mask } from './mask.ts';
import { type Columns, columnsFrom, noCells } from './tables.ts';

export interface UnitSettings {
  readonly settings_digest: string | null;
  readonly lines_digest: string | null;
}

export interface SettingRows {
  of(node: BootNode): UnitSettings;
  /**
   * Rows of every unit's lines.
   * @param fresh whether those of a digest are wanted: many hosts share them, and they are told once
   */
  columns(fresh: (lines: string) => boolean): Columns;
}

interface Digests extends UnitSettings {
  readonly settings_digest: string;
  readonly lines_digest: string;
}

function digestsOf(said: readonly Said[], sources: readonly (Place | undefined)[]): Digests {
  let [lines, inForce] = ['', ''];
  for (const [k, { line, setting, stands }] of said.entries()) {
    lines += line;
    const source = sources[k];
    if (source !== undefined) lines += `${source.file}\0${source.line ?? ''}\n`;
    if (stands) inForce += setting;
  }
  return { settings_digest: digestOfText(inForce), lines_digest: digestOfText(lines) };
}

interface Told {
  readonly said: readonly Said[];
  readonly digests: Digests;
}

/** Of units whose every line is common, by the first of them. */
const TOLD = new WeakMap<Said, Told>();

/** Of lines that no generator wrote: where they are those of the host before, so are the digests. */
function digestsOfCommon(said: readonly Said[]): Digests {
  const first = said[0] as Said;
  const before = TOLD.get(first);
  if (before?.said.length === said.length && said.every((one, k) => one === before.said[k])) return before.digests;
  const digests = digestsOf(said, []);
  TOLD.set(first, { said, digests });
  return digests;
}

/** What a line says, as text that tells one cell from the next. */
interface Said {
  readonly value: string;
  readonly file: string;
  /** Section, key and value. */
  readonly setting: string;
  /** With its place, and whether it stands. */
  readonly line: string;
  /** No later line makes it void. */
  readonly stands: boolean;
}

/** Of lines that hold nothing of the host's own: files that many hosts have are parsed once, and so their lines are the same objects. */
const COMMON = new WeakMap<Setting, Said>();

/** @param values whether what is written may be kept, or its digest only */
export function settingRows({ graph }: OpenedRoot, mask: Mask, values: boolean): SettingRows {
  const byNode = new Map<BootNode, UnitSettings>();
  const byDigest = new Map<string, BootNode>();
  const generated = generatedLines(graph.edges);
  const sourceOf = (node: BootNode, { file, line }: Setting): Place | undefined =>
    generated.get(file)?.get(line) ?? madeFrom(node, file);
  for (const node of graph.nodes.values()) {
    if (node.settings.length === 0) continue;
    const lines = node.settings.map((setting) => saidBy(setting, mask));
    const sources = node.settings.map((setting) => sourceOf(node, setting));
    const digests = sources.every((source) => source === undefined)
      ? digestsOfCommon(lines)
      : digestsOf(lines, sources);
    byNode.set(node, digests);
    if (!byDigest.has(digests.lines_digest)) byDigest.set(digests.lines_digest, node);
  }
  return {
    of: (node) => byNode.get(node) ?? { settings_digest: null, lines_digest: null },
    columns(fresh) {
      const cells = noCells('settings');
      for (const [digest, node] of byDigest) {
        if (!fresh(digest)) continue;
        for (const setting of node.settings) {
          const { value, file } = saidBy(setting, mask);
          const source = sourceOf(node, setting);
          cells.lines_digest.push(digest);
          cells.section.push(setting.section);
          cells.key.push(setting.key);
          cells.value.push(values || value === '' ? value : `sha256:${digestOfText(value)}`);
          cells.file.push(file);
          cells.line.push(setting.line);
          cells.overridden.push(setting.overridden === true);
          cells.source.push(source?.file ?? null);
          cells.source_line.push(source?.line ?? null);
        }
      }
      return columnsFrom('settings', cells);
    },
  };
}

function saidBy(setting: Setting, mask: Mask): Said {
  const { section, key, line, overridden } = setting;
  const [value, file] = [mask.of(setting.value), mask.of(setting.file)];
  const common = value === setting.value && file === setting.file;
  const known = common ? COMMON.get(setting) : undefined;
  if (known !== undefined) return known;
  // No line of a file holds a zero byte.
  const said = `${section}\0${key}\0${value}\n`;
  const made: Said = {
    value,
    file,
    setting: said,
    line: `${file}\0${line}\0${overridden ? 1 : 0}\0${said}`,
    stands: overridden !== true,
  };
  if (common) COMMON.set(setting, made);
  return made;
}

interface Place {
  readonly file: string;
  readonly line?: number;
}

/** What generators read for each line that they wrote, as the edges of those lines tell: by file and line. */
function generatedLines(edges: OpenedRoot['graph']['edges']): ReadonlyMap<string, ReadonlyMap<number, Place>> {
  const found = new Map<string, Map<number, Place>>();
  for (const { declared } of edges)
    for (const { file, line, source } of declared) {
      if (source === undefined || file === undefined || line === undefined) continue;
      const lines = found.get(file);
      if (lines) lines.set(line, source);
      else found.set(file, new Map([[line, source]]));
    }
  return found;
}

/** SourcePath= says what a generator made the unit from. */
function madeFrom({ facts, fragment }: BootNode, file: string): Place | undefined {
  return facts.sourcePath !== undefined && file === fragment && file.startsWith('/run/')
    ? { file: facts.sourcePath }
    : undefined;
}
