/**
 * What each unit type adds by itself, and what it refuses: the *_load functions of systemd's src/core, one file a type.
 * The order of calls is theirs: it decides in which order the units they mention are loaded.
 */
import type { UnitType } from '../../graph/model.ts';
import type { Loading, Refusal } from '../loader.ts';
import { unescapeName } from '../unit-name.ts';
import { automount } from './automount.ts';
import { type Held, stopAtShutdown } from './common.ts';
import { mount } from './mount.ts';
import { path } from './path.ts';
import { service } from './service.ts';
import { socket } from './socket.ts';
import { swap } from './swap.ts';
import { timer } from './timer.ts';

type LoadType = (at: Loading, held: Held) => Refusal | undefined;

const LOAD: Readonly<Record<UnitType, LoadType>> = {
  service,
  socket,
  timer,
  path,
  mount,
  automount,
  swap,
  target: (at) => {
    if (at.defaults) {
      at.complementLoaded();
      if (at.unit.id !== 'shutdown.target') stopAtShutdown(at);
    }
    return undefined;
  },
  slice,
  scope: (at, held) => {
    if (at.perpetual) {
      at.slice = { name: '-.slice' };
      at.load('-.slice');
      if (held.has('dependency-atoms'))
        at.rule('InSlice', '-.slice', held.has('slice-property-origin') ? 'slice-property' : 'file', 'slice-default');
    }
    return undefined;
  },
  device: () => undefined,
};

/** @returns why PID 1 refuses the unit, or undefined. */
export function addTypeDependencies(at: Loading, held: Held): Refusal | undefined {
  return LOAD[at.unit.type](at, held);
}

/** slice_load: its parent is in its name. */
function slice(at: Loading, held: Held): Refusal | undefined {
  const { id } = at.unit;
  if (id !== '-.slice') {
    const stem = id.slice(0, -'.slice'.length);
    const dash = stem.lastIndexOf('-');
    const name = dash < 0 ? '-.slice' : `${stem.slice(0, dash)}.slice`;
    at.load(name);
    at.slice = { name };
    const path = unescapeName(stem);
    if (path !== undefined && held.has('slice-description')) at.description = `Slice /${path}`;
    if (held.has('dependency-atoms')) at.rule('InSlice', name, 'implicit', 'slice-parent');
  }
  if (at.defaults) stopAtShutdown(at);
  return undefined;
}
