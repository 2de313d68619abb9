/**
 * insserv's own picture of the scripts while it works: services by name, and behind each the slot that its script fills.
 * Several names provided by one script share a slot. The lists keep insserv's order, since its numbers depend on it.
 */
import { BOOT_LEVEL, type LevelSet } from '../level-sets.ts';

/** One direction of a slot: starting or stopping. */
export interface Side {
  levels: LevelSet;
  /** Slots that come later: those that require this one (start), those this one requires (stop). */
  links: Slot[];
  minDepth: number;
  depth: number;
  scanning: boolean;
  looping: boolean;
  reported: boolean;
  tooDeep: boolean;
}

export interface Slot {
  readonly name: string;
  readonly service: Service;
  script: string | undefined;
  readonly start: Side;
  readonly stop: Side;
}

/** An entry of a service's requirement list. */
export interface Requirement {
  service: Service;
  must: boolean;
}

export interface Service {
  readonly name: string;
  slot: Slot;
  script: string | undefined;
  /** What must start before it. */
  requires: Requirement[];
  /** What must stop before it. */
  stopsAfter: Requirement[];
  /** Number of rcN.d links. */
  refs: number;
  startNumber: number;
  stopNumber: number;
  known: boolean;
  enabled: boolean;
  commandLine: boolean;
  interactive: boolean;
  /** `Required-Start: $all`. */
  last: boolean;
  /** `Required-Stop: $all`. */
  first: boolean;
  /** Another name of a script that has a main one. */
  alias: boolean;
  warned: boolean;
}

export type Mode = 'start' | 'stop';

export interface Registry {
  services: Service[];
  slots: Slot[];
  readonly byName: Map<string, Service>;
}

export function createRegistry(): Registry {
  return { services: [], slots: [], byName: new Map() };
}

/** Finds a service, or makes it with a slot of its own. */
export function addService(registry: Registry, name: string): Service {
  const known = registry.byName.get(name);
  if (known !== undefined) return known;
  const service = {
    name,
    script: undefined,
    requires: [],
    stopsAfter: [],
    refs: 0,
    startNumber: 0,
    stopNumber: 0,
    known: false,
    enabled: false,
    commandLine: false,
    interactive: false,
    last: false,
    first: false,
    alias: false,
    warned: false,
  } as Omit<Service, 'slot'> as Service;
  service.slot = { name, service, script: undefined, start: newSide(), stop: newSide() };
  registry.services.push(service);
  registry.slots.push(service.slot);
  registry.byName.set(name, service);
  return service;
}

function newSide(): Side {
  return {
    levels: 0,
    links: [],
    minDepth: 1,
    depth: 0,
    scanning: false,
    looping: false,
    reported: false,
    tooDeep: false,
  };
}

/** The service whose slot this one shares. */
export function mainOf(service: Service): Service {
  return service.slot.service;
}

/** The slot of a script: the newest, should there be several. */
export function slotOfScript(registry: Registry, script: string): Slot | undefined {
  return registry.slots.findLast((slot) => slot.script === script);
}

/** `later` comes after `earlier` in its mode: one link, never twice. */
export function addLink(later: Slot, earlier: Slot, mode: Mode): void {
  if (later === earlier) return;
  const links = earlier[mode].links;
  if (!links.some((link) => link.name === later.name)) links.push(later);
}

/** Makes `nick` another name of `main`'s slot, unless a different script holds it already. */
export function joinNames(registry: Registry, main: Service, nick: Service): void {
  const kept = main.slot;
  const gone = nick.slot;
  if (kept === gone || (gone.script !== undefined && gone.script !== kept.script)) return;
  for (const mode of ['start', 'stop'] as const) {
    for (const later of gone[mode].links) addLink(later, kept, mode);
    gone[mode].links = [];
    kept[mode].levels |= gone[mode].levels;
    kept[mode].scanning ||= gone[mode].scanning;
    kept[mode].looping ||= gone[mode].looping;
    kept[mode].reported ||= gone[mode].reported;
  }
  registry.slots = registry.slots.filter((slot) => slot !== gone);
  main.known ||= nick.known;
  main.enabled ||= nick.enabled;
  main.commandLine ||= nick.commandLine;
  main.interactive ||= nick.interactive;
  main.last ||= nick.last;
  main.first ||= nick.first;
  main.warned ||= nick.warned;
  main.alias ||= nick.alias;
  nick.alias = true;
  nick.slot = kept;
  main.requires = moveRequirements(nick.requires, main.requires);
  main.stopsAfter = moveRequirements(nick.stopsAfter, main.stopsAfter);
  nick.requires = [];
  nick.stopsAfter = [];
}

function moveRequirements(from: readonly Requirement[], to: readonly Requirement[]): Requirement[] {
  const names = new Set(to.map((one) => one.service.name));
  return [...to, ...from.filter((one) => !names.has(one.service.name))];
}

/** Links to slots that were joined into others lead nowhere now. */
export function dropAliasLinks(registry: Registry): void {
  for (const slot of registry.slots)
    for (const mode of ['start', 'stop'] as const)
      slot[mode].links = slot[mode].links.filter((link) => link === slot || !link.service.alias);
}

/** The script provides the service; false where another script does already. */
export function provide(registry: Registry, service: Service, script: string): boolean {
  const slot = service.slot;
  if (slot.script !== undefined) return slot.script === script;
  const already = slotOfScript(registry, script) !== undefined;
  slot.script = script;
  if (!already) service.script = script;
  for (const other of registry.services)
    if (other !== service && other.slot === slot && other.script === undefined) other.script = script;
  return true;
}

/** Runlevel S and the others are two phases: S is over before any of them begins. */
export function inBootPhase(side: Side): boolean {
  return (side.levels & BOOT_LEVEL) !== 0;
}
