/** `.depend.boot`, `.depend.start`, `.depend.stop`: what startpar goes by (insserv.c: makedep; listing.c: lsort). */
import { BOOT_LEVEL, NORMAL_LEVELS } from '../level-sets.ts';
import {
  inBootPhase,
  type Mode,
  mainOf,
  type Registry,
  type Requirement,
  type Service,
  type Slot,
} from './services.ts';

export interface DependFile {
  /** Scripts, in an order that holds. */
  readonly targets: readonly string[];
  readonly interactive: readonly string[];
  /** A script and those that it waits for. */
  readonly rules: ReadonlyMap<string, readonly string[]>;
}

export type DependFiles = Readonly<Record<'boot' | 'start' | 'stop', DependFile>>;

/** Only scripts with links are in them; what another line implies is left out. */
export function dependFiles(registry: Registry): DependFiles {
  const starting = sortedSlots(registry, 'start').filter(({ service }) => service.refs > 0);
  const stopping = sortedSlots(registry, 'stop').filter(({ service }) => service.refs > 0);
  const boot = starting.filter(({ start }) => inBootPhase(start));
  const others = starting.filter(({ start }) => (start.levels & NORMAL_LEVELS) !== 0);
  const halts = stopping.filter(({ stop }) => (stop.levels & NORMAL_LEVELS) !== 0);
  const inBoth = starting.filter(({ start }) => (start.levels & (NORMAL_LEVELS | BOOT_LEVEL)) !== 0);
  const interactive = inBoth.filter(({ service }) => service.interactive && service.requires.length > 0);
  const rulesOf = (slots: readonly Slot[], mode: Mode): ReadonlyMap<string, readonly string[]> => {
    const rules = new Map<string, readonly string[]>();
    for (const slot of slots) {
      const list = dependencies(slot, mode);
      if (list !== undefined && slot.service.script !== undefined) rules.set(slot.service.script, list);
    }
    return rules;
  };
  return {
    boot: {
      targets: scriptsOf(boot),
      interactive: scriptsOf(interactive.filter(({ start }) => inBootPhase(start))),
      rules: rulesOf(
        inBoth.filter(({ start }) => inBootPhase(start)),
        'start',
      ),
    },
    start: {
      targets: scriptsOf(others),
      interactive: scriptsOf(interactive.filter(({ start }) => !inBootPhase(start))),
      rules: rulesOf(
        inBoth.filter(({ start }) => !inBootPhase(start)),
        'start',
      ),
    },
    stop: {
      targets: scriptsOf(halts),
      interactive: [],
      rules: rulesOf(
        halts.filter(({ stop }) => !inBootPhase(stop)),
        'stop',
      ),
    },
  };
}

function sortedSlots(registry: Registry, mode: Mode): readonly Slot[] {
  return [...registry.slots]
    .filter(({ service }) => service.script !== undefined)
    .sort((a, b) => a[mode].depth - b[mode].depth);
}

function scriptsOf(slots: readonly Slot[]): readonly string[] {
  return slots.flatMap(({ service }) => service.script ?? []);
}

/** The deepest first; what one printed before has directly is not printed. undefined: no line at all. */
function dependencies(slot: Slot, mode: Mode): readonly string[] | undefined {
  const own = slot.service;
  const list = sortedRequirements(listOf(own, mode), mode);
  const printed: Service[] = [];
  let any = false;
  for (const service of list) {
    if (service.alias || service.refs <= 0) continue;
    if (mode === 'start' && (service === own || service.last)) continue;
    if ((slot[mode].levels & service.slot[mode].levels) === 0 || service.script === undefined) continue;
    any = true;
    const shadowed = printed.some((one) => implies(slot, one, service, mode));
    if (!shadowed) printed.push(service);
  }
  return any ? printed.flatMap(({ script }) => script ?? []) : undefined;
}

/** Tested with this script's start levels in both modes, as insserv does; it stops at the first that is not deeper. */
function implies(slot: Slot, printed: Service, dependency: Service, mode: Mode): boolean {
  if (printed.slot[mode].depth <= dependency.slot[mode].depth) return false;
  return sortedRequirements(listOf(printed, mode), mode).some(
    (other) =>
      other === dependency &&
      !other.alias &&
      other.refs > 0 &&
      other.script !== undefined &&
      (slot.start.levels & other.slot.start.levels) !== 0,
  );
}

function listOf(service: Service, mode: Mode): readonly Requirement[] {
  return mode === 'start' ? service.requires : service.stopsAfter;
}

function sortedRequirements(list: readonly Requirement[], mode: Mode): readonly Service[] {
  const mains = new Set(list.map(({ service }) => mainOf(service)));
  return [...mains].sort((a, b) => b.slot[mode].depth - a.slot[mode].depth);
}
