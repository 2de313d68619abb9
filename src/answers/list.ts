/** Every unit of a root: what its file says, what systemctl would say of it, and what the boot makes of it. */
import { bootOf } from '../boot/boot.ts';
import type { UnitFate } from '../engine/failure/impact.ts';
import type { Fate } from '../engine/uncertain.ts';
import type { BootNode, InitSystem, LoadState, NodeType } from '../graph/model.ts';
import type { OpenedRoot } from '../open.ts';
import { installRoot } from '../systemd/install/context.ts';
import { type PresetPlace, presetsOf } from '../systemd/install/preset.ts';
import type { UnitFileEntry, UnitFileState } from '../systemd/install/state.ts';
import { typeOf } from '../systemd/unit-name.ts';
import { byText } from '../words/by-text.ts';
import { unitFilesOf } from './unit-files.ts';

export interface ListedPreset {
  readonly action: 'enable' | 'disable' | 'ignore';
  /** The line that decides; null: none speaks of the unit, so it is to be enabled. */
  readonly by: PresetPlace | null;
}

export interface ListedUnit {
  readonly name: string;
  readonly init: InitSystem;
  readonly type: NodeType;
  readonly description: string;
  /** Id of the unit that this is another name of. */
  readonly aliasOf: string | null;
  /** A template, of which only instances are loaded. */
  readonly template: boolean;
  /** null: no unit of that name is loaded, as of a template. */
  readonly load: LoadState | null;
  readonly file: string | null;
  /** The word of `systemctl list-unit-files`; null where it has no unit file. */
  readonly enabled: UnitFileState | null;
  /** null where systemctl shows none: aliases, static and generated units. */
  readonly preset: ListedPreset | null;
  readonly masked: boolean;
  /** Over all boots of these files. */
  readonly started: Fate;
  /** Active before the boot begins, so that it needs no start: the root's mount, the first slices. */
  readonly already: boolean;
  /** What becomes of it at its turn, where that is not simply up. */
  readonly fate: UnitFate['fate'] | null;
  /** Where it is not started with the boot: started units that may start it later (timers, sockets, paths, automounts). */
  readonly later: readonly string[];
  /** False where its init is not in force, or something hides it. */
  readonly effective: boolean;
}

/** What `list` may be narrowed to; a unit that has one of those asked for is shown, as systemctl's --state has it. */
export const LIST_STATES = [
  'enabled',
  'enabled-runtime',
  'disabled',
  'static',
  'linked',
  'linked-runtime',
  'alias',
  'masked',
  'indirect',
  'generated',
  'transient',
  'bad',
  'loaded',
  'not-found',
  'bad-setting',
  'error',
  'started',
  'not-started',
  'not-at-every-boot',
  'skipped',
  'refused',
  'lost',
  'later',
  'no-effect',
  'against-preset',
] as const;
export type ListState = (typeof LIST_STATES)[number];

/** Things that are started: neither events nor facilities nor runlevels. */
const NO_UNITS: ReadonlySet<NodeType> = new Set(['event', 'facility', 'runlevel']);

/** In the order of `systemctl list-unit-files`: by type, then by name. */
export function list(opened: OpenedRoot): readonly ListedUnit[] {
  const { graph, snapshot, build, user } = opened;
  const root = installRoot(snapshot, build, user);
  const presetOf = presetsOf(root);
  const files = unitFilesOf(opened);
  const rows: ListedUnit[] = [];
  for (const node of graph.nodes.values())
    if (!NO_UNITS.has(node.type)) rows.push(rowOf(opened, node, files.get(node.id), presetOf));
  const systemd = graph.init.system === 'systemd';
  for (const entry of files.values()) {
    // Where another init is in force, generators are not run.
    if (graph.nodes.has(entry.name) || (!systemd && entry.state === 'generated')) continue;
    const other = graph.nodes.get(graph.names.get(entry.name) ?? '');
    const alias = other === undefined || other.id === entry.name ? entry.aliasOf : other.id;
    rows.push({
      name: entry.name,
      init: 'systemd',
      type: typeOf(entry.name) as NodeType,
      description: '',
      aliasOf: alias,
      template: /@\./.test(entry.name),
      load: null,
      file: entry.path,
      enabled: entry.state,
      preset: preset(entry, presetOf),
      masked: entry.state.startsWith('masked'),
      started: 'never',
      already: false,
      fate: null,
      later: [],
      effective: systemd,
    });
  }
  return rows.sort((a, b) => byText(a.type, b.type) || byText(a.name, b.name));
}

function rowOf(
  opened: OpenedRoot,
  node: BootNode,
  entry: UnitFileEntry | undefined,
  presetOf: ReturnType<typeof presetsOf>,
): ListedUnit {
  const boot = bootOf(opened);
  const started = boot.fate(node.id);
  return {
    name: node.id,
    init: node.init,
    type: node.type,
    description: node.description,
    aliasOf: null,
    template: false,
    load: node.load,
    file: entry?.path ?? node.fragment,
    enabled: entry?.state ?? null,
    preset: entry === undefined ? null : preset(entry, presetOf),
    masked: node.load === 'masked' || entry?.state.startsWith('masked') === true,
    started,
    already: node.effective && node.facts.activeAtBoot === true,
    fate: boot.turns.get(node.id)?.fate ?? null,
    later: started === 'never' && node.effective && node.facts.activeAtBoot !== true ? laterBy(opened, node) : [],
    effective: node.effective,
  };
}

/** Started units that start this one when something comes to pass; none where it cannot be loaded. */
function laterBy(opened: OpenedRoot, { id, load }: BootNode): readonly string[] {
  if (load !== 'loaded') return [];
  const boot = bootOf(opened);
  return [...new Set(boot.in(id, 'Triggers').map(({ from }) => from))].filter((from) => boot.mayStart(from)).sort();
}

/** States that only confuse beside a preset (show_preset_for_state). */
const WITHOUT_PRESET: ReadonlySet<UnitFileState> = new Set(['alias', 'static', 'generated', 'transient']);

function preset({ name, state }: UnitFileEntry, presetOf: ReturnType<typeof presetsOf>): ListedPreset | null {
  if (WITHOUT_PRESET.has(state)) return null;
  const { action, place } = presetOf(name);
  return { action, by: place ?? null };
}

/** Whether there is anything of that name: not what only a line names, as every path that a unit needs names a mount. */
export function isDefined({ load }: ListedUnit): boolean {
  return load !== 'not-found' && load !== 'stub';
}

/** Whether a unit is in one of these states. */
export function isIn(unit: ListedUnit, states: readonly ListState[]): boolean {
  return states.some((state) => HAS[state]?.(unit) ?? (unit.enabled === state || unit.load === state));
}

const HAS: Readonly<Partial<Record<ListState, (unit: ListedUnit) => boolean>>> = {
  masked: ({ masked }) => masked,
  started: ({ started, fate }) => started !== 'never' && (fate === null || fate === 'ended'),
  'not-started': ({ started, already, aliasOf, template }) =>
    started === 'never' && !already && aliasOf === null && !template,
  'not-at-every-boot': ({ started }) => started === 'sometimes',
  skipped: ({ fate }) => fate === 'skipped',
  refused: ({ fate }) => fate === 'refused',
  lost: ({ fate }) => fate !== null && !['up', 'ended', 'skipped', 'refused'].includes(fate),
  later: ({ later }) => later.length > 0,
  'no-effect': ({ effective }) => !effective,
  'against-preset': ({ enabled, preset }) =>
    (enabled === 'enabled' && preset?.action === 'disable') || (enabled === 'disabled' && preset?.action === 'enable'),
};
