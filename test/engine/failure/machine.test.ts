import { describe, expect, test } from 'vitest';
import { impact, impacts } from '../../../src/answers/impact.ts';
import { why } from '../../../src/answers/why.ts';
import { behaviours } from '../../../src/behaviours/does.ts';
import { emergencyActions } from '../../../src/behaviours/emergency-actions.ts';
import { bootOf } from '../../../src/boot/boot.ts';
import type { FailureMode } from '../../../src/engine/failure/own-end.ts';
import { impactText } from '../../../src/report/impact.ts';
import { whyText } from '../../../src/report/why.ts';
import { type Given, smallBoot, service as unitOf } from '../../systemd/small-boot.ts';

const STAYS = 'oneshot+';
const PAGE = { width: 200 };
const WAITS = { 'waits.service': unitOf('After=x.service', STAYS) };

/** `who key action`, with ? where it is not certain. */
function machine(
  x: string,
  others: Readonly<Record<string, string>> = {},
  mode: FailureMode = 'failed',
  given: Given = {},
): string | null {
  const { machine: action } = impact(smallBoot({ 'x.service': x, ...others }, {}, given), 'x.service', mode).losses;
  return action && `${action.unit} ${action.setting.key} ${action.action}${action.certain ? '' : '?'}`;
}

/** Each rule as src/core of 252 to 262 has it, and real boots of 252, 257 and 262 showed it. */
describe('FailureAction=', () => {
  const x = unitOf('FailureAction=reboot', STAYS);
  test('takes the machine down, and with it all that waits for the unit', () => {
    expect(machine(x)).toBe('x.service FailureAction reboot');
    const { lost, reached } = impact(smallBoot({ 'x.service': x, ...WAITS }), 'x.service').losses;
    expect(lost).toMatchObject([{ unit: 'waits.service', fate: 'cancelled', certain: true }]);
    expect(reached).toBe('perhaps');
  });
  test('is the answer where no other unit is lost: that nothing is lost would be the contrary', () => {
    const root = smallBoot({ 'x.service': x });
    const text = impactText(root, impact(root, 'x.service'), PAGE);
    expect(text).toMatch(/^If .?x\.service.? fails: The whole machine goes down with it: FailureAction=reboot\./);
    expect(text).not.toContain('Nothing else is lost');
  });
  test('the last line that can be read counts: one that is empty or says nothing known changes nothing', () => {
    expect(machine(unitOf('FailureAction=reboot\nFailureAction=', STAYS))).toBe('x.service FailureAction reboot');
    expect(machine(unitOf('FailureAction=reboot\nFailureAction=bogus', STAYS))).toBe('x.service FailureAction reboot');
    expect(machine(unitOf('FailureAction=reboot\nFailureAction=none', STAYS))).toBeNull();
    expect(machine(unitOf('', STAYS, 'FailureAction=poweroff\n'))).toBe('x.service FailureAction poweroff');
  });
  test('words that came with 254 are nothing before', () => {
    const halts = unitOf('FailureAction=halt', STAYS);
    expect(machine(halts, {}, 'failed', { version: 252 })).toBeNull();
    expect(machine(halts, {}, 'failed', { version: 254 })).toBe('x.service FailureAction halt');
  });
  test('is not asked where only the job of the unit is out of time: the unit goes on starting', () => {
    expect(machine(unitOf('FailureAction=reboot\nJobRunningTimeoutSec=5', STAYS), {}, 'timeout')).toBeNull();
  });
  test('of a service that is tried again: at its first failure, but with RestartMode=direct only when no try is left', () => {
    const tried = (more: string): string => unitOf('FailureAction=reboot', STAYS, `Restart=on-failure\n${more}`);
    expect(machine(tried('RestartSec=5\n'))).toBe('x.service FailureAction reboot');
    const direct = 'RestartMode=direct\n';
    expect(machine(tried(direct), {}, 'failed', { version: 257 })).toBe('x.service FailureAction reboot?');
    expect(machine(tried(`${direct}RestartSec=5\n`), {}, 'failed', { version: 257 })).toBeNull();
  });
  test('of a unit that is lost with another is not asked: it has not failed', () => {
    const other = { 'other.service': unitOf('Requires=x.service\nAfter=x.service\nFailureAction=reboot', STAYS) };
    expect(machine(unitOf('', STAYS), other)).toBeNull();
  });
  test('why says so of a unit that is only wanted', () => {
    const opened = smallBoot({ 'x.service': x });
    expect(whyText(opened, why(opened, 'x.service'), PAGE)).toContain(
      'Should x.service fail: The whole machine goes down with it: FailureAction=reboot.',
    );
  });
});

describe('StartLimitAction=', () => {
  const tried = (lines: string, more = ''): string =>
    unitOf(`StartLimitAction=reboot\n${lines}`, STAYS, `Restart=on-failure\n${more}`);
  test('takes the machine down where the tries come fast enough to be too many', () => {
    expect(machine(tried(''))).toBe('x.service StartLimitAction reboot?');
    expect(machine(tried('StartLimitIntervalSec=0'))).toBeNull();
    expect(machine(tried('', 'RestartSec=3\n'))).toBeNull();
    expect(machine(unitOf('StartLimitAction=reboot', STAYS))).toBeNull();
  });
  test('not where each try ends only by its time', () => {
    expect(machine(tried('', 'TimeoutStartSec=60\n'), {}, 'timeout')).toBeNull();
    expect(machine(tried('StartLimitIntervalSec=10min', 'TimeoutStartSec=60\n'), {}, 'timeout')).toBe(
      'x.service StartLimitAction reboot?',
    );
  });
  test('not where RestartSteps= makes the pauses longer than the limit looks back, from 254 on', () => {
    const steps = tried('', 'RestartSec=1\nRestartSteps=4\nRestartMaxDelaySec=30\n');
    expect(machine(steps, {}, 'failed', { version: 257 })).toBeNull();
    expect(machine(steps, {}, 'failed', { version: 252 })).toBe('x.service StartLimitAction reboot?');
  });
  test('impact without a unit tells it apart from what is certain', () => {
    const { ranked } = impacts(smallBoot({ 'x.service': tried('') }));
    expect(ranked).toMatchObject([{ unit: 'x.service', machine: null, machinePerhaps: 'reboot' }]);
  });
});

describe('JobTimeoutAction=', () => {
  const impatient = (seconds: number): Record<string, string> => ({
    'other.service': unitOf(`After=x.service\nJobTimeoutSec=${seconds}\nJobTimeoutAction=poweroff`, STAYS),
  });
  test('of a job that waits longer than it may takes the machine down', () => {
    const slow = unitOf('', STAYS, 'TimeoutStartSec=60\n');
    expect(machine(slow, impatient(20), 'timeout')).toBe('other.service JobTimeoutAction poweroff');
    expect(machine(slow, impatient(90), 'timeout')).toBeNull();
    expect(machine(unitOf('', STAYS), impatient(90), 'timeout')).toBe('other.service JobTimeoutAction poweroff');
  });
  test('of the slow unit itself', () => {
    const x = unitOf('JobTimeoutSec=20\nJobTimeoutAction=reboot', STAYS);
    expect(machine(x, {}, 'timeout')).toBe('x.service JobTimeoutAction reboot');
    expect(machine(x)).toBeNull();
  });
});

describe('SuccessAction=', () => {
  const x = unitOf('SuccessAction=poweroff', 'oneshot');
  test('of a oneshot that does its work ends the boot: what waits for it is not started', () => {
    const opened = smallBoot({ 'x.service': x, ...WAITS, 'free.service': unitOf('', STAYS) });
    expect(bootOf(opened).turns.get('waits.service')).toMatchObject({ fate: 'cancelled', certain: true });
    expect(whyText(opened, why(opened, 'waits.service'), PAGE)).toContain(
      'it waits for x.service, with whose end the machine goes down.',
    );
    expect(whyText(opened, why(opened, 'x.service'), PAGE)).toContain('The machine goes down with it.');
    expect(impacts(opened).machineAnyway?.unit).toBe('x.service');
    const other = impact(opened, 'free.service').losses;
    expect([other.machine, other.machineAnyway?.unit, other.reached]).toEqual([null, 'x.service', 'perhaps']);
  });
  test('does nothing where the unit stays active, or fails', () => {
    expect(why(smallBoot({ 'x.service': unitOf('SuccessAction=poweroff', STAYS) }), 'x.service').machine).toBeNull();
    expect(machine(x)).toBeNull();
  });
  test('of what OnFailure= starts takes the machine down with the failure', () => {
    const reboots = { 'ends.service': `${unitOf('SuccessAction=reboot #not-wanted', 'oneshot')}`.replace(' #', '\n#') };
    expect(machine(unitOf('OnFailure=ends.service', STAYS), reboots)).toBe('ends.service SuccessAction reboot');
  });
});

describe('a start that never ends', () => {
  test('holds all that waits for it, on and on; what does not wait is untouched', () => {
    const opened = smallBoot({
      'x.service': unitOf('', STAYS),
      ...WAITS,
      'further.service': unitOf('After=waits.service', STAYS),
      'free.service': unitOf('Requires=x.service', STAYS),
    });
    const { lost } = impact(opened, 'x.service', 'timeout').losses;
    expect(lost.map(({ unit, fate }) => [unit, fate])).toEqual([
      ['further.service', 'pending'],
      ['waits.service', 'pending'],
    ]);
    expect(impactText(opened, impact(opened, 'x.service', 'timeout'), PAGE)).toContain(
      'Its start never ends (nothing limits it), so whatever waits for it waits for ever.',
    );
  });
  test('so does one that RestartMode=direct tries again without end', () => {
    const x = unitOf('', STAYS, 'Restart=on-failure\nRestartSec=5\nRestartMode=direct\n');
    const fates = (version: 252 | 257): readonly string[] =>
      impact(smallBoot({ 'x.service': x, ...WAITS }, {}, { version }), 'x.service').losses.lost.map(({ fate }) => fate);
    expect(fates(257)).toEqual(['pending']);
    expect(fates(252)).toEqual([]);
  });
});

test('a user manager ends only itself: of other actions it knows nothing', () => {
  expect(emergencyActions(behaviours(257), true)).toEqual(['none', 'exit', 'exit-force']);
});
