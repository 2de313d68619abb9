/** What each unit type adds by itself, and what makes PID 1 refuse it: the *_load functions of src/core. */
import type { Loading } from '../loading.ts';
import { loadBusName } from './bus-name.ts';
import type { Refusal } from './common.ts';
import { loadAutomount, loadMount } from './mount.ts';
import { loadPath } from './path.ts';
import { loadScope } from './scope.ts';
import { loadService } from './service.ts';
import { loadSlice } from './slice.ts';
import { loadSocket } from './socket.ts';
import { loadSwap } from './swap.ts';
import { loadTarget } from './target.ts';
import { loadTimer } from './timer.ts';

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
      return loadScope(at);
    case 'target':
      return loadTarget(at);
    case 'busname':
      return loadBusName(at);
    case 'device':
    case 'snapshot':
      return undefined;
  }
}
