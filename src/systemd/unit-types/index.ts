/** What each unit type adds by itself, and what makes PID 1 refuse it: the *_load functions of src/core. */
import type { Loading } from '../loading.ts';
import { nameKind } from '../unit-name.ts';
import { loadBusName } from './bus-name.ts';
import { type Refusal, setDefaultSlice, shutdown } from './common.ts';
import { loadAutomount, loadMount } from './mount.ts';
import { loadService } from './service.ts';
import { loadSocket } from './socket.ts';
import { loadSwap } from './swap.ts';
import { loadPath, loadTimer } from './timer.ts';

/** @returns why PID 1 refuses the unit, or undefined; what was added before the refusal stays. */
export function loadUnitType(at: Loading): Refusal | undefined {
  switch (at.unit.type) {
    case 'service':
      return loadService(at);
    case 'socket':
      return loadSocket(at);
    case 'timer':
      return loadTimer(at);
    case 'path':
      return loadPath(at);
    case 'mount':
      return loadMount(at);
    case 'automount':
      return loadAutomount(at);
    case 'swap':
      return loadSwap(at);
    case 'slice':
      return loadSlice(at);
    case 'scope':
      setDefaultSlice(at, true);
      if (at.defaults) shutdown(at);
      return undefined;
    case 'target':
      at.complementTarget();
      if (at.defaults && !at.unit.names.has('shutdown.target')) {
        if (at.does('targets-before-shutdown')) shutdown(at);
        else at.rule('Conflicts', 'shutdown.target', 'default', 'default-shutdown');
      }
      return undefined;
    case 'busname':
      return loadBusName(at);
    case 'device':
      return undefined;
  }
}

/** slice_load: its place is in its name. */
function loadSlice(at: Loading): Refusal | undefined {
  const { id } = at.unit;
  if (id === '-.slice') {
    // It is perpetual, so only where its files ask for it.
    if (at.defaults) shutdown(at);
    return undefined;
  }
  const stem = id.slice(0, -'.slice'.length);
  const wrong = /^-|-$|--/.test(stem) || nameKind(id) !== 'plain';
  if (wrong) return { load: 'error', message: `Slice name ${id} is not valid. Refusing.` };
  const dash = stem.lastIndexOf('-');
  at.setSlice(dash < 0 ? '-.slice' : `${stem.slice(0, dash)}.slice`);
  if (at.defaults) shutdown(at);
  return undefined;
}
