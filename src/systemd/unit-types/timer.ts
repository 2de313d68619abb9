/** timer_load and timer_verify (src/core/timer.c). */
import type { Setting } from '../../graph/model.ts';
import type { Loading, Refusal } from '../loader.ts';
import { inForce, parseBoolean } from '../values.ts';
import { type Held, needMounts, readyBefore, refuse, triggerOwnService } from './common.ts';

const SPEC = /^On(Calendar|(Active|Boot|Startup|UnitActive|UnitInactive)Sec)$/;

export function timer(at: Loading, held: Held): Refusal | undefined {
  triggerOwnService(at, 'timer-activates');
  const persistent = inForce(at.all('Timer', 'Persistent'), parseBoolean);
  if (persistent?.value) needMounts(at, '/var/lib/systemd/timers', 'file', 'timer-persistent', persistent.setting);
  const specs = specsOf(at);
  readyBefore(at, 'timers.target', () => {
    const calendar = specs.find(({ key }) => key === 'OnCalendar');
    if (!calendar) return;
    at.rule('After', 'time-sync.target', 'default', 'timer-calendar', calendar);
    if (held.has('calendar-after-time-set')) at.rule('After', 'time-set.target', 'default', 'timer-calendar', calendar);
  });
  const changes = ['OnClockChange', 'OnTimezoneChange'].some(
    (key) => inForce(at.all('Timer', key), parseBoolean)?.value ?? false,
  );
  return specs.length > 0 || changes ? undefined : refuse('Timer unit lacks value setting. Refusing.');
}

/** An empty assignment of any of the keys drops all of them. */
function specsOf(at: Loading): readonly Setting[] {
  const found: Setting[] = [];
  for (const setting of at.files.settings) {
    if (setting.section !== 'Timer' || !SPEC.test(setting.key)) continue;
    if (setting.value === '') found.length = 0;
    else found.push(setting);
  }
  return found;
}
