/** timer_load (src/core/timer.c) and path_load (src/core/path.c): units that start another. */
import type { Loading } from '../loading.ts';
import { RESET } from '../setting-reader.ts';
import { isCalendarSpec, isTimeSpan } from '../time.ts';
import { checkPath } from '../values.ts';
import { bad, early, failed, mountsFor, type Refusal, relatedUnit, shutdown } from './common.ts';

const SPANS = ['OnActiveSec', 'OnBootSec', 'OnStartupSec', 'OnUnitActiveSec', 'OnUnitInactiveSec'];

export function loadTimer(at: Loading): Refusal | undefined {
  if (!trigger(at, 'timer-activates')) return failed('No service of this name is possible');
  const persistent = at.read.flag('Timer', 'Persistent');
  if (persistent?.value === true) mountsFor(at, '/var/lib/systemd/timers', persistent, 'timer-persistent');
  const values = at.read.list('Timer', ['OnCalendar', ...SPANS], (setting) => {
    if (setting.value === '') return RESET;
    const text = at.expand(setting, 'full');
    if (text === undefined) return undefined;
    return (setting.key === 'OnCalendar' ? isCalendarSpec(text) : isTimeSpan(text)) ? setting.key : undefined;
  });
  if (at.defaults) {
    early(at, 'timers.target');
    const calendar = values.find(({ value }) => value === 'OnCalendar');
    if (calendar && at.scope === 'system') {
      at.rule('After', 'time-sync.target', 'default', 'timer-calendar', calendar.setting);
      if (at.does('calendar-after-time-set'))
        at.rule('After', 'time-set.target', 'default', 'timer-calendar', calendar.setting);
    }
    shutdown(at);
  }
  const changes = ['OnClockChange', 'OnTimezoneChange'].some((key) => at.read.flag('Timer', key)?.value === true);
  return values.length === 0 && !changes ? bad('Timer unit lacks value setting. Refusing.') : undefined;
}

const WATCHES = ['PathExists', 'PathExistsGlob', 'PathChanged', 'PathModified', 'DirectoryNotEmpty'];

export function loadPath(at: Loading): Refusal | undefined {
  if (!trigger(at, 'path-activates')) return failed('No service of this name is possible');
  const watched = at.read.list('Path', WATCHES, (setting) => {
    if (setting.value === '') return RESET;
    const text = at.expand(setting, 'full');
    return text === undefined ? undefined : checkPath(text, 'absolute', at.does);
  });
  for (const path of watched) mountsFor(at, path.value, path, 'path-watches');
  if (at.defaults) {
    early(at, 'paths.target');
    shutdown(at);
  }
  return watched.length === 0 ? bad('Path unit lacks path setting. Refusing.') : undefined;
}

/** What Unit= named was tied while the files were read; without it, the service of the same name. */
function trigger(at: Loading, rule: string): boolean {
  if (at.triggers()) return true;
  const name = relatedUnit(at, 'service');
  if (name === undefined) return false;
  at.rule('Before', name, 'implicit', rule);
  at.rule('Triggers', name, 'implicit', rule);
  return true;
}
