/** The other end of a boot: what is stopped, in which order, and circles that only a shutdown meets. */
import { describe, expect, it } from 'vitest';
import { cycles } from '../../src/answers/cycles.ts';
import { shutdownOrder } from '../../src/answers/shutdown.ts';
import { audit } from '../../src/audit/audit.ts';
import type { ExampleFiles } from '../../src/audit/rule.ts';
import { latentCycle } from '../../src/audit/rules/latent-cycle.ts';
import { exampleRoot } from '../audit/example-root.ts';

const service = (unit = '', lines = ''): string => `[Unit]\n${unit}[Service]\nExecStart=/bin/true\n${lines}`;
const wanted = (name: string): ExampleFiles => ({
  [`/etc/systemd/system/multi-user.target.wants/${name}`]: { link: `../${name}` },
});
// A socket that needs a service, and belongs before sockets.target as every socket does: seen at each shutdown of a
// host whose web console had been used (cockpit-project/cockpit#23078).
const console: ExampleFiles = {
  '/etc/systemd/system/web.socket': '[Socket]\nListenStream=9090\n',
  '/etc/systemd/system/web.service': service('Requires=session.socket\nAfter=session.socket\n'),
  '/etc/systemd/system/session.socket':
    '[Unit]\nRequires=user.service\nAfter=user.service\n[Socket]\nListenStream=/run/s\n',
  '/etc/systemd/system/session.service': service(),
  '/etc/systemd/system/user.service': service(),
  '/etc/systemd/system/sockets.target.wants/web.socket': { link: '../web.socket' },
};

describe('a circle through units that are started later', () => {
  it('is met by every shutdown and by no boot', () => {
    const answer = cycles(exampleRoot({}, console));
    if (answer.kind !== 'cycles') throw new Error(answer.kind);
    expect(answer.found.cycles).toEqual([]);
    expect(answer.shutdown.cycles.map(({ members }) => [...members].sort())).toEqual([
      ['basic.target', 'session.socket', 'sockets.target', 'user.service'],
    ]);
    expect(answer.shutdown.knots[0]?.ways[0]?.parts.map(({ changes }) => changes)).toEqual([
      [expect.objectContaining({ file: '/etc/systemd/system/session.socket', line: 3, word: 'user.service' })],
    ]);
  });

  it('is in the audit, at the line at fault, and gone without it', () => {
    const found = (files: ExampleFiles) =>
      audit(exampleRoot({}, files), [latentCycle]).map(({ file, line }) => `${file}:${line}`);
    expect(found(console)).toEqual(['/etc/systemd/system/session.socket:3']);
    expect(
      found({
        ...console,
        '/etc/systemd/system/session.socket': '[Unit]\nRequires=user.service\n[Socket]\nListenStream=/run/s\n',
      }),
    ).toEqual([]);
  });

  it('is none where nothing that the boot starts can start them', () => {
    const { '/etc/systemd/system/sockets.target.wants/web.socket': _, ...idle } = console;
    const answer = cycles(exampleRoot({}, idle));
    expect(answer.kind === 'cycles' && answer.shutdown.cycles).toEqual([]);
  });
});

describe('the order of a shutdown', () => {
  const root = exampleRoot(
    {},
    {
      '/etc/systemd/system/db.service': service('', 'TimeoutStopSec=5min\n'),
      '/etc/systemd/system/app.service': service('After=db.service\n', 'TimeoutStopSec=10s\n'),
      '/etc/systemd/system/stays.service': service('DefaultDependencies=no\n'),
      '/etc/systemd/system.conf': '[Manager]\nDefaultTimeoutStopSec=20s\n',
      '/etc/systemd/system/other.service': service(),
      ...wanted('db.service'),
      ...wanted('app.service'),
      ...wanted('stays.service'),
      ...wanted('other.service'),
    },
  );
  const answer = shutdownOrder(root);
  const waveOf = (id: string) => answer.waves.findIndex((wave) => wave.includes(id));

  it('is the reverse of the start; what does not conflict with shutdown.target is not in it', () => {
    expect(waveOf('multi-user.target')).toBeLessThan(waveOf('app.service'));
    expect(waveOf('app.service')).toBeLessThan(waveOf('db.service'));
    expect(waveOf('db.service')).toBeLessThan(waveOf('basic.target'));
    expect(waveOf('stays.service')).toBe(-1);
  });

  it('waits no longer than the timeouts of the longest chain, by the lines that set them', () => {
    expect(answer.timeouts['other.service']).toEqual({ seconds: 20, file: null, line: null });
    expect(answer.timeouts['db.service']).toEqual({ seconds: 300, file: '/etc/systemd/system/db.service', line: 4 });
    expect(answer.longest).toEqual({ units: ['app.service', 'db.service'], seconds: 310 });
  });

  it("of a user's manager goes by user.conf", () => {
    const ofUser = exampleRoot(
      {},
      {
        '/etc/systemd/system.conf': '[Manager]\nDefaultTimeoutStopSec=20s\n',
        '/etc/systemd/user.conf': '[Manager]\nDefaultTimeoutStopSec=7s\n',
        '/usr/lib/systemd/user/default.target': '[Unit]\nWants=agent.service\n',
        '/usr/lib/systemd/user/shutdown.target': '[Unit]\nDefaultDependencies=no\n',
        '/usr/lib/systemd/user/agent.service': service(),
      },
    ).reopen([], { user: { home: '/home/u' } });
    expect(shutdownOrder(ofUser).timeouts['agent.service']?.seconds).toBe(7);
  });
});
