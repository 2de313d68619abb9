/** PID 1 and users' managers know their own units only. */
import { expect, test } from 'vitest';
import { audit } from '../../src/audit/audit.ts';
import type { ExampleFiles } from '../../src/audit/rule.ts';
import { exampleRoot } from './example-root.ts';

const SERVICE = '[Service]\nExecStart=/bin/true\n';
const USERS: ExampleFiles = {
  '/usr/lib/systemd/user/default.target': '[Unit]\nRequires=basic.target\nAfter=basic.target\nAllowIsolate=yes\n',
  '/usr/lib/systemd/user/basic.target': '[Unit]\nDescription=Basic\n',
  '/usr/lib/systemd/user/shutdown.target': '[Unit]\nDefaultDependencies=no\n',
  '/usr/lib/systemd/user/graphical-session.target': '[Unit]\nDescription=Session\n',
  '/usr/lib/systemd/system/network-online.target': '[Unit]\nDescription=Online\n',
};
const HOME = '/home/u/.config/systemd/user';

const ofUser = (files: ExampleFiles) =>
  audit(exampleRoot({}, USERS, files).reopen([], { user: { home: '/home/u' } })).map(({ rule, message, severity }) => [
    rule,
    severity,
    message.replace(/[:,] .*/, ''),
  ]);

test("a user's timer that waits for a target of PID 1 waits for nothing, whether it wants it or not", () => {
  for (const lines of ['After=network-online.target\nWants=network-online.target\n', 'After=network-online.target\n'])
    expect(
      ofUser({
        [`${HOME}/mail.timer`]: `[Unit]\n${lines}[Timer]\nOnCalendar=daily\n`,
        [`${HOME}/mail.service`]: SERVICE,
        [`${HOME}/default.target.wants/mail.timer`]: { link: '../mail.timer' },
      }).map(([rule, severity]) => [rule, severity]),
    ).toEqual([['unit-of-other-manager', 'warning']]);
});

test('a special target of PID 1 is none of a user, though the copy holds no unit of the system', () => {
  expect(
    ofUser({
      [`${HOME}/agent.service`]: `[Unit]\nAfter=multi-user.target\n${SERVICE}`,
      '/usr/lib/systemd/system/multi-user.target': null,
      '/usr/lib/systemd/system/default.target': null,
      [`${HOME}/default.target.wants/agent.service`]: { link: '../agent.service' },
    }).map(([rule]) => rule),
  ).toEqual(['unit-of-other-manager']);
});

test("a user's unit that is enabled under multi-user.target does not start: its manager has no such target", () => {
  expect(
    ofUser({
      [`${HOME}/agent.service`]: `${SERVICE}[Install]\nWantedBy=multi-user.target\n`,
      [`${HOME}/multi-user.target.wants/agent.service`]: { link: '../agent.service' },
    }),
  ).toEqual([['enabled-not-reached', 'warning', 'agent.service is enabled under multi-user.target']]);
});

test('a unit that a user enabled under the passive target of sessions starts with a desktop only', () => {
  expect(
    ofUser({
      [`${HOME}/agent.service`]: `${SERVICE}[Install]\nWantedBy=graphical-session.target\n`,
      [`${HOME}/graphical-session.target.wants/agent.service`]: { link: '../agent.service' },
    }),
  ).toEqual([['enabled-under-passive', 'info', 'agent.service is enabled under graphical-session.target']]);
});

test('what another package may bring, a packager may wish for: worth knowing only', () => {
  expect(
    ofUser({
      '/usr/lib/systemd/system/bus.socket': '[Socket]\nListenStream=/run/bus\n',
      '/usr/lib/systemd/user/agent.service': `[Unit]\nWants=bus.socket\n${SERVICE}`,
    }).map(([rule, severity]) => [rule, severity]),
  ).toEqual([['unit-of-other-manager', 'notice']]);
});

test('a link in the folder of a misspelt target enables nothing', () => {
  const findings = audit(
    exampleRoot(
      {},
      {
        '/etc/systemd/system/web.service': SERVICE,
        '/etc/systemd/system/mutli-user.target.wants/web.service': { link: '../web.service' },
      },
    ),
  );
  expect(findings.map(({ rule, file }) => [rule, file])).toEqual([
    ['enabled-not-reached', '/etc/systemd/system/mutli-user.target.wants/web.service'],
  ]);
  expect(findings[0]?.message).toContain('of which there is no unit file');
});
