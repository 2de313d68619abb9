/** timer_load (src/core/timer.c): a unit that starts another when its time comes. */
import type { Loading } from '../loading.ts';
import { RESET } from '../setting-reader.ts';
import { isCalendarSpec, isTimeSpan } from '../time.ts';
import { bad, early, failed, mountsFor, type Refusal, shutdown } from './common.ts';
import { addTrigger } from './trigger.ts';

const SPANS = ['OnActiveSec', 'OnBootSec', 'OnStartupSec', 'OnUnitActiveSec', 'OnUnitInactiveSec'];

export function loadTimer(at: Loading): Refusal | undefined {
  if (!addTrigger(at, 'timer-activates')) return failed('No service of this name is possible');
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
      if (at.does('calendar-after-time-sync'))
        at.rule('After', 'time-sync.target', 'default', 'timer-calendar', calendar.setting);
      if (at.does('calendar-after-time-set'))
        at.rule('After', 'time-set.target', 'default', 'timer-calendar', calendar.setting);
    }
    shutdown(at);
  }
  const changes = ['OnClockChange', 'OnTimezoneChange'].some((key) => at.read.flag('Timer', key)?.value === true);
  return values.length === 0 && !changes ? bad('Timer unit lacks value setting. Refusing.') : undefined;
}
