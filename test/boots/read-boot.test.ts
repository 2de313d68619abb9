import { describe, expect, test } from 'vitest';
import { families } from './prepared/families.ts';
import { readBoot } from './read-boot.ts';

/** Lines as PID 1 of 252, 257 and 262 write them, colours and all. */
const LOG = [
  'a.service: Installed new job a.service/start as 12',
  'b.service: Installed new job b.service/start as 13',
  'sysinit.target: Job c.service/start deleted to break ordering cycle starting with sysinit.target/start',
  '\u001b[0;38:5:245ma.service: Changed dead -> start\u001b[0m\r',
  'a.service: Job 12 a.service/start finished, result=failed',
  'b.service: Job 13 b.service/start finished, result=dependency',
  '\u001b[0;38:5:245md.service: Starting requested but condition not met. Not starting unit.\u001b[0m',
  "e.service: Skipped due to 'exec-condition'.",
  'multi-user.target changed dead -> active',
  'poweroff.target: Trying to enqueue job poweroff.target/start/replace-irreversibly',
  'f.service: Installed new job f.service/stop as 99',
  'g.service: Installed new job g.service/stop as 98',
  'multi-user.target: Installed new job multi-user.target/stop as 97',
  'multi-user.target changed active -> dead',
  'multi-user.target: Job 97 multi-user.target/stop finished, result=done',
  'f.service: Changed running -> stop-sigterm',
  'g.service: Changed running -> dead',
  'g.service: Job 98 g.service/stop finished, result=done',
  'f.service: Changed stop-sigterm -> dead',
  'f.service: Job 99 f.service/stop finished, result=done',
  'shutdown.target: Installed new job shutdown.target/start as 100',
].join('\n');
const UNITS = 'a.service loaded failed failed A\n● b.service loaded inactive dead B\n';

describe('what PID 1 says on the console', () => {
  const real = readBoot(LOG, UNITS);
  test('how jobs ended, where units left their dead state, and who was skipped', () => {
    expect([...real.jobs]).toEqual([
      ['a.service', { result: 'failed', line: 4 }],
      ['b.service', { result: 'dependency', line: 5 }],
    ]);
    expect(real.began.get('a.service')).toBe(3);
    expect(real.began.get('multi-user.target')).toBe(8);
    expect([...real.skipped]).toEqual(['d.service', 'e.service']);
    expect([...real.deleted]).toEqual(['c.service']);
    expect(real.state.get('b.service')).toBe('inactive');
  });
  test('what begins with the shutdown is no start of the boot', () => {
    expect([...real.queued.keys()]).toEqual(['a.service', 'b.service']);
  });
  test('a stop begins with the change of state; a service that ended by itself has none', () => {
    expect(real.stops.get('f.service')).toEqual({ began: 15, ended: 19 });
    expect(real.stops.get('multi-user.target')).toEqual({ began: 13, ended: 14 });
    expect(real.stops.has('g.service')).toBe(false);
    expect([...real.endedThemselves]).toEqual(['g.service']);
  });
  test('who takes the machine down', () => {
    expect([...readBoot('Forcibly powering off: unit x.service failed', '').actions]).toEqual(['x.service']);
    expect([...readBoot('Powering off: unit x.service failed', '').actions]).toEqual(['x.service']);
  });
});

test('each kind of failure is broken once, and boots with others that hang on it', () => {
  const { breakages, broken, healthy } = families(252);
  expect(breakages.length).toBeGreaterThanOrEqual(28);
  expect(breakages.every(({ unit }) => `/etc/systemd/system/${unit}` in broken)).toBe(true);
  expect(Object.keys(healthy).length).toBeGreaterThan(400);
});
