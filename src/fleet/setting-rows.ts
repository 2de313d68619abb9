/** The lines of each unit as rows: what a unit that differs is held against. */
import type { BootNode } from '../graph/model.ts';
import type { OpenedRoot } from '../open.ts';
import { digestOf, digestOfText } from './digest.ts';
import type { Mask } from './mask.ts';
import type { Row } from './tables.ts';

export interface UnitSettings {
  readonly settings_digest: string | null;
  readonly lines_digest: string | null;
}

export interface SettingRows {
  of(node: BootNode): UnitSettings;
  /** Rows of every unit's lines, by their digest. */
  readonly byDigest: ReadonlyMap<string, readonly Row<'settings'>[]>;
}

/** @param values whether what is written may be kept, or its digest only */
export function settingRows({ graph }: OpenedRoot, mask: Mask, values: boolean): SettingRows {
  const byDigest = new Map<string, readonly Row<'settings'>[]>();
  const byNode = new Map<string, UnitSettings>();
  const sources = generatedLines(graph.edges);
  for (const node of graph.nodes.values()) {
    if (node.settings.length === 0) continue;
    const rows = node.settings.map((setting) => {
      const value = mask.of(setting.value);
      const file = mask.of(setting.file);
      const source = sources.get(`${setting.file}:${setting.line}`) ?? sourceOf(node, setting.file);
      return {
        section: setting.section,
        key: setting.key,
        value: values || value === '' ? value : `sha256:${digestOfText(value)}`,
        file,
        line: setting.line,
        overridden: setting.overridden === true,
        source: source?.file ?? null,
        source_line: source?.line ?? null,
      };
    });
    const lines = digestOf(rows.flatMap((row) => Object.values(row)));
    const inForce = rows.filter(({ overridden }) => !overridden);
    byNode.set(node.id, {
      settings_digest: digestOf(inForce.flatMap(({ section, key, value }) => [section, key, value])),
      lines_digest: lines,
    });
    if (!byDigest.has(lines))
      byDigest.set(
        lines,
        rows.map((row) => ({ lines_digest: lines, ...row })),
      );
  }
  return { of: ({ id }) => byNode.get(id) ?? { settings_digest: null, lines_digest: null }, byDigest };
}

interface Place {
  readonly file: string;
  readonly line?: number;
}

/** What generators read for each line that they wrote, as the edges of those lines tell. */
function generatedLines(edges: OpenedRoot['graph']['edges']): ReadonlyMap<string, Place> {
  const found = new Map<string, Place>();
  for (const { declared } of edges)
    for (const { file, line, source } of declared)
      if (source !== undefined && file !== undefined) found.set(`${file}:${line}`, source);
  return found;
}

/** SourcePath= says what a generator made the unit from. */
function sourceOf({ facts, fragment }: BootNode, file: string): Place | undefined {
  return facts.sourcePath !== undefined && file === fragment && file.startsWith('/run/')
    ? { file: facts.sourcePath }
    : undefined;
}
