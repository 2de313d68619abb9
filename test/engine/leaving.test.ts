/** What turning to another target stops on a machine that is up (transaction_add_isolate_jobs), and circles among those stops. */
import { describe, expect, it } from 'vitest';
import { cycles } from '../../src/answers/cycles.ts';
import { transaction } from '../../src/answers/transaction.ts';
import type { ExampleFiles } from '../../src/audit/rule.ts';
import { exampleRoot } from '../audit/example-root.ts';

const service = (unit = ''): string => `[Unit]\n${unit}[Service]\nExecStart=/bin/true\n`;
const ETC = '/etc/systemd/system';
/** A user's console that is stopped in a circle: its socket is early by rule, and waits for a service that is not. */
const MACHINE: ExampleFiles = {
  '/usr/lib/systemd/system/calm.target': '[Unit]\nRequires=sysinit.target\nAfter=sysinit.target\nAllowIsolate=yes\n',
  '/usr/lib/systemd/system/away.target':
    '[Unit]\nDefaultDependencies=no\nRequires=shutdown.target\nAfter=shutdown.target\nAllowIsolate=yes\n',
  '/usr/lib/systemd/system/shutdown.target': '[Unit]\nDefaultDependencies=no\n',
  [`${ETC}/web.socket`]: '[Socket]\nListenStream=9090\n',
  [`${ETC}/web.service`]: service('Requires=session.socket\nAfter=session.socket\n'),
  [`${ETC}/session.socket`]: '[Unit]\nRequires=user.service\nAfter=user.service\n[Socket]\nListenStream=/run/s\n',
  [`${ETC}/session.service`]: service(),
  [`${ETC}/user.service`]: service(),
  [`${ETC}/sockets.target.wants/web.socket`]: { link: '../web.socket' },
  [`${ETC}/stays.service`]: service('IgnoreOnIsolate=yes\n'),
  [`${ETC}/needs.service`]: service('IgnoreOnIsolate=yes\nRequires=goes.service\n'),
  [`${ETC}/goes.service`]: service(),
  ...Object.fromEntries(
    ['stays', 'needs', 'goes'].map((name) => [
      `${ETC}/multi-user.target.wants/${name}.service`,
      { link: `../${name}.service` },
    ]),
  ),
};
const RING = ['basic.target', 'session.socket', 'sockets.target', 'user.service'];

describe('isolating another target on a machine that is up', () => {
  const opened = exampleRoot({ target: 'calm.target' }, MACHINE);
  const { leaving } = transaction(opened);

  it('stops what the target does not ask for, but no unit that is to be left alone', () => {
    expect(leaving).toMatchObject({ how: 'isolate' });
    expect(leaving?.stop).toEqual(expect.arrayContaining(['goes.service', 'web.socket', 'multi-user.target']));
    expect(leaving?.stop).not.toContain('stays.service');
    expect(leaving?.stop).not.toContain('sysinit.target');
    expect(leaving?.stop).not.toContain('calm.target');
  });

  it('stops even such a unit with what it requires', () => {
    expect(leaving?.stop).toContain('needs.service');
  });

  it('meets a circle of units that the boots start one by one', () => {
    const answer = cycles(opened);
    if (answer.kind !== 'cycles') throw new Error(answer.kind);
    expect(answer.found.cycles).toEqual([]);
    expect(answer.isolation?.cycles.map(({ members }) => [...members].sort())).toEqual([RING]);
    expect(answer.isolation?.knots[0]?.ways[0]?.parts[0]?.changes[0]).toMatchObject({
      file: `${ETC}/session.socket`,
      word: 'user.service',
    });
  });

  it('leaves the machine own target without a word of stops', () => {
    const own = exampleRoot({}, MACHINE);
    expect(transaction(own).leaving).toBeNull();
    expect(cycles(own)).toMatchObject({ isolation: null });
  });

  it('keeps from systemd 251.12 on what a unit that stays would start', () => {
    const files: ExampleFiles = {
      ...MACHINE,
      [`${ETC}/kept.socket`]: '[Unit]\nIgnoreOnIsolate=yes\n[Socket]\nListenStream=/run/k\n',
      [`${ETC}/kept.service`]: service(),
      [`${ETC}/multi-user.target.wants/kept.service`]: { link: '../kept.service' },
      [`${ETC}/sockets.target.wants/kept.socket`]: { link: '../kept.socket' },
    };
    const stops = (version: number) =>
      transaction(exampleRoot({ target: 'calm.target', version }, files)).leaving?.stop;
    expect(stops(250)).toContain('kept.service');
    expect(stops(253)).not.toContain('kept.service');
  });
});

describe('a target that ends the machine', () => {
  it('stops what conflicts with shutdown.target, of the usual boot', () => {
    const opened = exampleRoot({ target: 'away.target' }, MACHINE);
    const { leaving } = transaction(opened);
    expect(leaving).toMatchObject({ how: 'shutdown' });
    expect(leaving?.stop).toEqual(expect.arrayContaining(['stays.service', 'goes.service', 'sysinit.target']));
    const answer = cycles(opened);
    if (answer.kind !== 'cycles') throw new Error(answer.kind);
    expect(answer.shutdown.cycles.map(({ members }) => [...members].sort())).toEqual([RING]);
  });
});
