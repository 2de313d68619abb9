/** Depths, from which the numbers of the links come (listing.c: follow_all, guess_order; insserv.c: active_script). */
import { NORMAL_LEVELS } from '../level-sets.ts';
import { type Mode, mainOf, type Registry, type Side, type Slot } from './services.ts';

/** Two digits are all a link's name has. */
export const MAX_DEPTH = 99;

export interface Loop {
  readonly mode: Mode;
  /** Names of services. One where a service waits for itself. */
  readonly between: readonly string[];
}

export interface Depths {
  readonly loops: Loop[];
  /** Services reported as part of one, with the depth at which the walk was broken off. */
  readonly involved: { readonly mode: Mode; readonly service: string; readonly depth: number }[];
  /** `$all` that cannot be true: the first would have to come after something that is last. */
  readonly afterAll: { readonly mode: Mode; readonly script: string; readonly all: string }[];
  readonly max: { start: number; stop: number };
}

export function computeDepths(registry: Registry): Depths {
  const depths: Depths = { loops: [], involved: [], afterAll: [], max: { start: 0, stop: 0 } };
  for (const slot of registry.slots)
    for (const mode of ['start', 'stop'] as const) follow(depths, slot, undefined, slot[mode].minDepth, mode, true);
  for (const slot of registry.slots) for (const mode of ['start', 'stop'] as const) guess(slot, mode);
  return depths;
}

/** True the first time; a slot is remembered once. */
function markLooping(side: Side): boolean {
  if (side.looping) return false;
  side.looping = true;
  return true;
}

/**
 * Walks from a slot to those that come after it, each one deeper. Bounded: no walk is deeper than MAX_DEPTH.
 * @param from the slot walked from: meeting it again is a loop
 */
function follow(depths: Depths, slot: Slot, from: Slot | undefined, level: number, mode: Mode, report: boolean): void {
  const own = slot[mode];
  const back = from?.[mode];
  const loop = (a: Slot, b: Slot | undefined): void => {
    depths.loops.push({ mode, between: b === undefined ? [a.name] : [a.name, b.name] });
  };
  if (own.scanning) {
    if (from !== undefined && back !== undefined && (markLooping(back) || markLooping(own))) loop(slot, from);
    return;
  }
  let deep = Math.max(level, own.minDepth);
  if (deep > MAX_DEPTH) return;
  let rounds = 0;
  let next: Slot | undefined = slot;
  while (next !== undefined) {
    const here: Slot = next;
    const side: Side = here[mode];
    if (rounds++ > MAX_DEPTH) {
      if (back === undefined ? markLooping(side) : markLooping(back) || markLooping(side)) loop(here, from);
      return;
    }
    next = side.links[0];
    if ((own.levels & side.levels) === 0) continue;
    if (from === here) {
      if (markLooping(side)) loop(here, undefined);
      return;
    }
    if (side.depth > deep) deep = side.depth;
    side.depth = deep;
    if ((side.levels & NORMAL_LEVELS) !== 0) depths.max[mode] = Math.max(depths.max[mode], side.depth);
    if (side.links.length === 0) return;
    if (++deep > MAX_DEPTH) {
      side.tooDeep = true;
      return;
    }
    side.scanning = true;
    const whole = walkLinks(depths, { slot, from, here, deep, mode, report }, loop);
    side.scanning = false;
    if (whole) continue;
    if (report && !side.reported) {
      depths.involved.push({ mode, service: here.name, depth: level });
      side.reported = true;
    }
    return;
  }
}

interface Walk {
  readonly slot: Slot;
  readonly from: Slot | undefined;
  readonly here: Slot;
  readonly deep: number;
  readonly mode: Mode;
  readonly report: boolean;
}

/** The links of one slot; false where a loop broke the walk off. */
function walkLinks(depths: Depths, walk: Walk, loop: (a: Slot, b: Slot) => void): boolean {
  const { slot, from, here, deep, mode, report } = walk;
  const [own, side, back] = [slot[mode], here[mode], from?.[mode]];
  for (const target of side.links) {
    const theirs = target[mode];
    if ((own.levels & theirs.levels) === 0) continue;
    if (target === here || target === slot) return true;
    if (from === target && back !== undefined) {
      if (markLooping(back) || markLooping(side)) loop(from, here);
      return false;
    }
    if (mode === 'stop' ? target.service.first : here.service.last) {
      const [script, all] = mode === 'stop' ? [here, target] : [target, here];
      depths.afterAll.push({ mode, script: script.script ?? script.name, all: all.script ?? all.name });
      continue;
    }
    if (theirs.depth >= deep) continue;
    follow(depths, target, here, deep, mode, report);
    if (theirs.looping || side.looping || back?.looping === true) return false;
  }
  return true;
}

/** A service without a script comes right before the first that needs it, in their levels. */
function guess(slot: Slot, mode: Mode): void {
  const side = slot[mode];
  if (slot.script !== undefined || slot.name.startsWith('$') || side.links.length === 0) return;
  let min = MAX_DEPTH;
  let levels = 0;
  for (const link of side.links) {
    min = Math.min(min, link[mode].depth);
    levels |= link[mode].levels;
  }
  if (min > 1) {
    side.depth = min - 1;
    side.levels |= levels;
  } else side.levels = 1 << 7;
}

/** Scripts to their slots: the newest, should there be several. */
type Slots = ReadonlyMap<string | undefined, Slot>;

/** Gives a slot at least this depth, and moves what comes after it. */
function raise(registry: Registry, depths: Depths, slot: Slot, depth: number): void {
  const side = slot.start;
  side.minDepth = Math.max(side.minDepth, depth);
  if (side.depth >= side.minDepth) return;
  follow(depths, slot, undefined, side.minDepth, 'start', false);
  for (const one of registry.slots) guess(one, 'start');
}

/** An interactive script has its number for itself: whoever shares it goes one further, with all that follows. */
export function separateInteractive(registry: Registry, depths: Depths): void {
  const slots: Slots = new Map(registry.slots.map((slot) => [slot.script, slot]));
  const depthOf = (script: string): number => slots.get(script)?.start.depth ?? 0;
  const interactive = registry.services.filter((service) => service.script !== undefined && service.interactive);
  for (let depth = 0; depth < 100; depth++)
    for (const service of interactive) {
      service.startNumber = depthOf(service.script ?? '');
      if (service.startNumber !== depth || service.alias) continue;
      for (const other of registry.services) {
        if (mainOf(other) === service || (service.slot.start.levels & other.slot.start.levels) === 0) continue;
        if (other.script === undefined) continue;
        other.startNumber = depthOf(other.script);
        if (other.startNumber !== depth) continue;
        const slot = slots.get(other.script);
        if (slot !== undefined) raise(registry, depths, slot, ++other.startNumber);
      }
    }
}
