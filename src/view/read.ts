/** Reads a `bootscope/graph@1` object back into a graph: the page opens any file that someone drops on it. */
import type { LaterKind, LaterStart } from '../engine/later/later-start.ts';
import {
  type BootEdge,
  type BootGraph,
  type BootNode,
  type Declaration,
  type Diagnostic,
  EDGE_TYPES,
  type EdgeType,
  type InitSystem,
  type LoadState,
  type NodeType,
  ORIGINS,
  type Origin,
  type Setting,
  UNIT_TYPES,
  type UnitFacts,
} from '../graph/model.ts';

const INITS: readonly InitSystem[] = ['systemd', 'upstart', 'sysv'];
const LOAD_STATES: readonly LoadState[] = ['stub', 'loaded', 'not-found', 'bad-setting', 'error', 'merged', 'masked'];
const NODE_TYPES: readonly NodeType[] = [...UNIT_TYPES, 'script', 'facility', 'runlevel', 'job', 'event'];

/** @throws Error in words for people where the object is no graph; a damaged part of one is left out. */
export function graphFromJson(json: unknown): BootGraph {
  const top = record(json);
  if (top === undefined || top['format'] !== 'bootscope/graph@1') {
    throw new Error('This is not a bootscope graph: its "format" is not "bootscope/graph@1".');
  }
  const nodes = new Map<string, BootNode>();
  const names = new Map<string, string>();
  for (const unit of list(top['units'])) {
    const node = nodeOf(record(unit));
    if (node === undefined) continue;
    nodes.set(node.id, node);
    for (const name of [node.id, ...node.aliases]) names.set(name, node.id);
  }
  const init = record(top['init']) ?? {};
  const version = init['version'];
  return {
    root: text(top['root']),
    init: {
      system: known(INITS, init['system']) ?? 'systemd',
      version: typeof version === 'number' || typeof version === 'string' ? version : null,
      evidence: list(init['evidence']).map((item) =>
        typeof item === 'string' ? { text: item } : { text: text(record(item)?.['text']), ...place(record(item)) },
      ),
    },
    target: text(top['target']),
    nodes,
    names,
    edges: list(top['edges']).flatMap((edge) => edgeOf(record(edge))),
    diagnostics: list(top['diagnostics']).flatMap((entry) => diagnosticOf(record(entry))),
  };
}

const LATER_KINDS: readonly LaterKind[] = ['udev-rule', 'bus', 'device', 'command'];

/** Later starts that stand in files beside the units (`at`): those of edges are told by the graph itself. */
export function fileStartsFromJson(json: unknown): readonly LaterStart[] {
  return list(record(json)?.['later']).flatMap((entry) => {
    const start = record(entry);
    const at = record(start?.['at']);
    const kind = known(LATER_KINDS, start?.['kind']);
    const unit = text(start?.['unit']);
    if (start === undefined || at === undefined || kind === undefined || unit === '') return [];
    const { line } = place(at);
    const where = { file: text(at['file']), ...(line === undefined ? {} : { line }), text: text(at['text']) };
    const [asked] = edgeOf(record(start['with']));
    const come = asked === undefined ? {} : { with: asked };
    return [{ unit, kind, by: text(start['by']), at: where, when: [], ...come }];
  });
}

type Json = Readonly<Record<string, unknown>>;

function nodeOf(unit: Json | undefined): BootNode | undefined {
  const id = text(unit?.['id']);
  if (unit === undefined || id === '') return undefined;
  const noEffect = record(unit['noEffect']);
  const loadError = record(unit['loadError']);
  return {
    id,
    init: known(INITS, unit['init']) ?? 'systemd',
    type: known(NODE_TYPES, unit['type']) ?? 'service',
    load: known(LOAD_STATES, unit['load']) ?? 'error',
    effective: unit['effective'] !== false,
    ...(noEffect === undefined
      ? {}
      : { noEffect: { code: text(noEffect['code']), text: text(noEffect['text']), ...place(noEffect) } }),
    aliases: list(unit['aliases']).map(text),
    description: text(unit['description']),
    fragment: text(unit['fragment']) || null,
    dropIns: list(unit['dropIns']).map(text),
    ...(loadError === undefined ? {} : { loadError: { message: text(loadError['message']), ...place(loadError) } }),
    settings: list(unit['settings']).flatMap((entry) => settingOf(record(entry))),
    facts: (record(unit['facts']) ?? {}) as UnitFacts,
    ...checksOf(record(unit['checks'])),
  };
}

const OUTCOMES = ['skipped', 'refused', 'open', 'met'] as const;

function checksOf(checks: Json | undefined): Pick<BootNode, 'checks'> {
  const outcome = known(OUTCOMES, checks?.['outcome']);
  if (checks === undefined || outcome === undefined) return {};
  const read = list(checks['checks']).flatMap((entry) => {
    const check = record(entry);
    const found = record(check?.['found']);
    if (check === undefined) return [];
    const { met } = check as { readonly met?: unknown };
    return [
      {
        key: text(check['key']),
        value: text(check['value']),
        file: text(check['file']),
        line: number(check['line']) ?? 0,
        met: typeof met === 'boolean' ? met : null,
        triggering: check['triggering'] === true,
        found: {
          code: text(found?.['code']),
          ...(found?.['what'] === undefined ? {} : { what: text(found['what']) }),
          ...place(found ?? {}),
          ...(found?.['assume'] === undefined ? {} : { assume: text(found['assume']) }),
        },
      },
    ];
  });
  return { checks: { outcome, checks: read } };
}

function settingOf(setting: Json | undefined): Setting[] {
  if (setting === undefined) return [];
  return [
    {
      section: text(setting['section']),
      key: text(setting['key']),
      value: text(setting['value']),
      file: text(setting['file']),
      line: number(setting['line']) ?? 0,
      ...(setting['overridden'] === true ? { overridden: true as const } : {}),
    },
  ];
}

function edgeOf(edge: Json | undefined): BootEdge[] {
  const type = EDGE_TYPES.find((known) => known === edge?.['type']);
  if (edge === undefined || type === undefined) return [];
  const origins = list(edge['origins']).filter(isOrigin);
  const declared = list(edge['declared']).flatMap((entry) => declarationOf(record(entry), origins[0] ?? 'file'));
  return [{ from: text(edge['from']), to: text(edge['to']), type: type satisfies EdgeType, origins, declared }];
}

function declarationOf(entry: Json | undefined, fallback: Origin): Declaration[] {
  if (entry === undefined) return [];
  const how = entry['how'];
  const source = record(entry['source']);
  return [
    {
      by: text(entry['by']),
      origin: isOrigin(entry['origin']) ? entry['origin'] : fallback,
      how:
        how === 'line' || how === 'link' || how === 'rule' || how === 'record'
          ? how
          : entry['line'] === undefined
            ? 'rule'
            : 'line',
      ...place(entry),
      ...optional(entry, 'as'),
      ...optional(entry, 'key'),
      ...optional(entry, 'rule'),
      ...optional(entry, 'generator'),
      ...(source === undefined ? {} : { source: { file: text(source['file']), ...place(source) } }),
    },
  ];
}

function diagnosticOf(entry: Json | undefined): Diagnostic[] {
  const severity = entry?.['severity'];
  if (
    entry === undefined ||
    !(severity === 'error' || severity === 'warning' || severity === 'notice' || severity === 'info')
  ) {
    return [];
  }
  return [
    {
      severity,
      code: text(entry['code']),
      message: text(entry['message']),
      ...place(entry),
      ...optional(entry, 'unit'),
    },
  ];
}

function place(entry: Json | undefined): { file?: string; line?: number } {
  const file = text(entry?.['file']);
  const line = number(entry?.['line']);
  return { ...(file === '' ? {} : { file }), ...(line === undefined ? {} : { line }) };
}

function optional<K extends string>(entry: Json, key: K): { [P in K]?: string } {
  const value = text(entry[key]);
  return (value === '' ? {} : { [key]: value }) as { [P in K]?: string };
}

function record(value: unknown): Json | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : undefined;
}
function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
function number(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}
/** The word, where it is one of these. */
function known<T extends string>(words: readonly T[], value: unknown): T | undefined {
  return words.find((word) => word === value);
}
function isOrigin(value: unknown): value is Origin {
  return ORIGINS.some((origin) => origin === value);
}
