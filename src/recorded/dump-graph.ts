/**
 * The boot graph that a dump holds: PID 1's own, as it had it in memory when the dump was made. Each edge is proven by its lines of the
 * dump. What a dump does not hold: settings line by line, units that nothing refers to, and whether a unit may be isolated.
 */
import { createGraphBuilder } from '../graph/builder.ts';
import {
  type BootGraph,
  type BootNode,
  type Declaration,
  type Diagnostic,
  type LoadState,
  ORIGINS,
  type Origin,
  UNIT_TYPES,
  type UnitType,
} from '../graph/model.ts';
import { type Dump, type DumpEdge, type DumpUnit, newUnit, parseDump } from './dump.ts';

const KNOWN_ORIGINS: ReadonlySet<string> = new Set(ORIGINS);
const TYPES: ReadonlySet<string> = new Set(UNIT_TYPES);
const LOADS: ReadonlySet<string> = new Set<LoadState>([
  'stub',
  'loaded',
  'not-found',
  'bad-setting',
  'error',
  'merged',
  'masked',
]);

export interface DumpGraphOptions {
  /** What to call the root in answers. */
  readonly root?: string;
  /** The anchor, where another than default.target is meant. */
  readonly target?: string;
}

/** A text as graph. @param file the dump's path, as the proof of each edge names it; the text of no dump gives an empty graph */
export function graphOfDump(text: string, file: string, options: DumpGraphOptions = {}): BootGraph {
  return graphOf(parseDump(text), file, options);
}

/** The same of a dump that was read already. */
export function graphOf(dump: Dump, file: string, { root = file, target }: DumpGraphOptions = {}): BootGraph {
  const builder = createGraphBuilder();
  const named = namedOnly(dump);
  const anchor = target === undefined ? anchorOf(dump, named) : { target, notes: [] };
  const { version } = dump.manager;
  const ids = new Map<string, string>();
  for (const unit of dump.units.values()) for (const alias of unit.aliases) ids.set(alias, unit.id);
  const aim = dump.units.has(anchor.target) ? anchor.target : (ids.get(anchor.target) ?? anchor.target);
  for (const unit of dump.units.values()) builder.addNode(nodeOf(unit, file, unit.id === aim));
  // PID 1 has loaded whatever a unit names, or has not found it; a dump of some units does not tell which.
  for (const end of named) builder.addNode({ ...nodeOf(newUnit(end, 0), file, end === aim), load: 'loaded' });
  for (const edge of dump.edges.values()) {
    const [from, to] = [edge.from, edge.to].map((end) => ids.get(end) ?? end) as [string, string];
    for (const declaration of declarationsOf(edge, file)) builder.declare(from, edge.type, to, declaration);
  }
  for (const note of [...anchor.notes, ...notesOf(dump, file, named)]) builder.diagnose({ ...note, file });
  return builder.finish({
    root,
    target: aim,
    init: {
      system: 'systemd',
      version: version?.major ?? null,
      evidence: [
        version === undefined
          ? { text: 'a dump of systemd', file }
          : { text: `systemd ${version.text}`, file, line: version.line },
      ],
    },
  });
}

const ANCHORS = ['graphical.target', 'multi-user.target', 'rescue.target', 'emergency.target'];

/** Units that others name and that have no block of their own: the dump is of some units only (systemd-analyze dump PATTERN…, or cut off). */
function namedOnly(dump: Dump): ReadonlySet<string> {
  const known = new Set([...dump.units.values()].flatMap(({ id, aliases }) => [id, ...aliases]));
  const ends = [...dump.edges.values()].flatMap(({ from, to }) => [from, to]);
  return new Set(ends.filter((end) => !known.has(end)));
}

/**
 * What the machine aimed for: the unit that also goes by default.target, which PID 1 loads by that name. Where the kernel command line
 * named another, nobody loads default.target: then the furthest of the usual anchors that was up.
 */
function anchorOf(
  dump: Dump,
  named: ReadonlySet<string>,
): { readonly target: string; readonly notes: readonly Diagnostic[] } {
  for (const unit of dump.units.values())
    if (unit.id === 'default.target' || unit.aliases.includes('default.target')) return { target: unit.id, notes: [] };
  const up = ANCHORS.find((id) => dump.units.get(id)?.active);
  const mentioned = up ?? ANCHORS.find((id) => named.has(id) || dump.units.has(id));
  const target = mentioned ?? 'default.target';
  const message =
    mentioned === undefined
      ? 'The dump has no default.target; give --target.'
      : up === undefined
        ? `No unit of the dump goes by default.target: ${mentioned}, which its units name, is taken for what the boot aimed for. Give --target if it was another.`
        : `No unit of the dump goes by default.target: ${up}, which was up, is taken for what the boot aimed for. Give --target if it was another.`;
  return { target, notes: [{ severity: 'warning', code: 'anchor-assumed', message }] };
}

function notesOf(dump: Dump, file: string, named: ReadonlySet<string>): readonly Diagnostic[] {
  const changed = [...dump.units.values()].filter((unit) => unit.needsReload).map(({ id }) => id);
  return [
    {
      severity: 'notice',
      code: 'from-dump',
      message: `Answered from ${file}: what PID 1 had in memory when the dump was made. Unit files are not looked at, so there are no lines of theirs; units that nothing referred to are not in a dump.`,
    },
    ...(named.size === 0
      ? []
      : [
          {
            severity: 'notice' as const,
            code: 'dump-of-some-units',
            message: `It has no block of ${named.size === 1 ? [...named][0] : `${named.size} units`} that others in it name, as a dump of some units only: taken to be loaded, with no more dependencies than are told here.`,
          },
        ]),
    ...(changed.length === 0
      ? []
      : [
          {
            severity: 'notice' as const,
            code: 'needs-reload',
            message: `Changed on disk since PID 1 read them: ${changed.slice(0, 5).join(' ')}${changed.length > 5 ? ` and ${changed.length - 5} more` : ''}. The next boot reads the files.`,
          },
        ]),
  ];
}

function nodeOf(unit: DumpUnit, file: string, anchor: boolean): BootNode {
  const type = unit.id.slice(unit.id.lastIndexOf('.') + 1);
  return {
    id: unit.id,
    init: 'systemd',
    type: (TYPES.has(type) ? type : 'service') as UnitType,
    load: (LOADS.has(unit.load) ? unit.load : 'stub') as LoadState,
    effective: true,
    aliases: [...unit.aliases].sort(),
    description: unit.description,
    fragment: unit.fragment,
    dropIns: unit.dropIns,
    ...(unit.loadError ? { loadError: { ...unit.loadError, file } } : {}),
    settings: [],
    ...(unit.activeState === ''
      ? {}
      : { recorded: { state: unit.activeState, file, line: unit.line, conditions: unit.conditions } }),
    facts: {
      ...(unit.perpetual ? { perpetual: true, activeAtBoot: true } : {}),
      // A dump does not say AllowIsolate=: what the boot aimed for is taken to have it, as PID 1 got there.
      ...(anchor ? { allowIsolate: true } : {}),
      ...(unit.ignoreOnIsolate ? { ignoreOnIsolate: true } : {}),
      ...(unit.defaultDependencies ? {} : { defaultDependencies: false }),
      ...(unit.refuseManualStart ? { refuseManualStart: true } : {}),
      ...(unit.conditions.length === 0
        ? {}
        : {
            conditions: unit.conditions.map(({ key, value, line }) => ({ section: 'Unit', key, value, file, line })),
          }),
      ...(unit.serviceType ? { serviceType: unit.serviceType } : {}),
      ...(unit.sourcePath ? { sourcePath: unit.sourcePath } : {}),
    },
  };
}

/** Who said so, and the line: each side once, by the line in the block of the unit that declared it where it is there. */
function declarationsOf(edge: DumpEdge, file: string): readonly Declaration[] {
  const declared = new Map<string, Declaration>();
  for (const { unit, key, line, sides } of edge.proof) {
    for (const side of sides.length === 0 ? [''] : sides) {
      // Who declared it is not told: the end that depends stands for it.
      const by = side.startsWith('to:') ? edge.to : edge.from;
      const origin = originOf(side.slice(side.indexOf(':') + 1));
      const known = declared.get(`${by} ${origin}`);
      if (known === undefined || (by === unit && known.key !== key))
        declared.set(`${by} ${origin}`, { by, origin, how: 'record', file, line, key });
    }
  }
  return [...declared.values()];
}

/** Up to 248 a mount met in /proc had one word for its file system and one for its defaults (unit.h: UnitDependencyMask). */
function originOf(word: string): Origin {
  if (KNOWN_ORIGINS.has(word)) return word as Origin;
  return word.startsWith('mountinfo') ? 'mountinfo' : 'unsaid';
}
