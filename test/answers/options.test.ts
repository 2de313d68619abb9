/** What a root was opened with holds for every answer about it: no question opens the tree anew in another way. */
import { describe, expect, test } from 'vitest';
import { autostart } from '../../src/answers/autostart/autostart.ts';
import { cycles } from '../../src/answers/cycles.ts';
import { whatIf } from '../../src/answers/what-if.ts';
import { why } from '../../src/answers/why.ts';
import { whyOrder } from '../../src/answers/why-order.ts';
import { bootOf } from '../../src/boot/boot.ts';
import { type OpenOptions, openTree } from '../../src/open.ts';
import { whyText } from '../../src/report/why.ts';
import { memoryTree } from '../memory-root.ts';

const SERVICE = '[Service]\nExecStart=/bin/x\n';
const tree = memoryTree({
  '/usr/lib/systemd/system/default.target': '[Unit]\nAllowIsolate=yes\n',
  '/usr/lib/systemd/system/a.service': SERVICE,
  '/usr/lib/systemd/user/basic.target': '[Unit]\n',
  '/usr/lib/systemd/user/default.target': '[Unit]\nWants=a.service ring.service\n',
  '/usr/lib/systemd/user/a.service': `[Unit]\nWants=helper.service\n[Install]\nWantedBy=default.target\n${SERVICE}`,
  '/usr/lib/systemd/user/helper.service': SERVICE,
  '/usr/lib/systemd/user/lonely.service': SERVICE,
  '/usr/lib/systemd/user/ring.service': `[Unit]\nBefore=ring.socket\n${SERVICE}`,
  '/usr/lib/systemd/user/ring.socket': '[Unit]\nDefaultDependencies=no\n[Socket]\nListenStream=%t/ring\n',
  '/etc/systemd/user-preset/90.preset': 'disable *\n',
});
const open = (options: OpenOptions = {}) => openTree(tree, 'test', { version: 252, init: 'systemd', ...options });

describe('a question about the manager that each user has', () => {
  const users = open({ user: {} });

  test('masking a unit writes to the folder of all users, and takes the unit from them', () => {
    const { links, diff } = whatIf(users, { operations: [{ verb: 'mask', names: ['a.service'] }], dropIns: [] });
    expect(links).toEqual([{ path: '/etc/systemd/user/a.service', target: '/dev/null' }]);
    expect(diff.gone.map(({ unit }) => unit)).toEqual(['a.service', 'helper.service']);
  });

  test('of one user, to that user’s own folder', () => {
    const one = open({ user: { home: '/home/x' } });
    const { links, diff } = whatIf(one, { operations: [{ verb: 'mask', names: ['a.service'] }], dropIns: [] });
    expect(links).toEqual([{ path: '/home/x/.config/systemd/user/a.service', target: '/dev/null' }]);
    expect(diff.gone.map(({ unit }) => unit)).toContain('a.service');
  });

  test('a drop-in goes there, too', () => {
    const { written, diff } = whatIf(users, {
      operations: [],
      dropIns: [{ unit: 'a.service', name: 'more.conf', content: '[Unit]\nWants=lonely.service\n' }],
    });
    expect(written).toEqual(['/etc/systemd/user/a.service.d/more.conf']);
    expect(diff.started.map(({ unit }) => unit)).toEqual(['lonely.service']);
  });

  test('presets are those of users', () => {
    const enabled = users.reopen([
      { path: '/etc/systemd/user/default.target.wants/a.service', linkTarget: '/usr/lib/systemd/user/a.service' },
    ]);
    const { links } = whatIf(enabled, { operations: [{ verb: 'preset-all', names: [] }], dropIns: [] });
    expect(links).toEqual([{ path: '/etc/systemd/user/default.target.wants/a.service', target: null }]);
  });

  test('what its boot loses without a unit is what a user loses', () => {
    const answer = autostart(users, 'a.service');
    expect(answer.lost).toEqual(['helper.service']);
    expect(answer.ways[0]?.cancel.at(-1)).toMatchObject({
      command: 'systemctl --global mask a.service',
      creates: ['/etc/systemd/user/a.service -> /dev/null'],
    });
  });

  test('a drop-in that would order two units goes to where the manager reads it', () => {
    expect(whyOrder(users, 'lonely.service', 'a.service').dropIn?.file).toBe(
      '/etc/systemd/user/lonely.service.d/order.conf',
    );
  });

  test('what is to be typed is typed for users', () => {
    const text = (unit: string) => whyText(users, why(users, unit), { width: 200 });
    expect(text('lonely.service')).toContain('systemctl --global add-wants default.target lonely.service');
    expect(text('helper.service')).toContain('systemctl --global mask helper.service');
  });
});

test('a mending of a user’s cycle is written to where a user’s manager reads it', () => {
  const ring = open({ user: {} }).reopen([
    { path: '/usr/lib/systemd/user/ring.service', content: `[Unit]\nAfter=a.service\nBefore=a.service\n${SERVICE}` },
    { path: '/usr/lib/systemd/user/a.service', content: `[Unit]\nAfter=ring.service helper.service\n${SERVICE}` },
  ]);
  const answer = cycles(ring);
  const files = answer.kind === 'cycles' ? answer.mended.plan.flatMap(({ files: written }) => written) : [];
  expect(files.length).toBeGreaterThan(0);
  for (const { path } of files) expect(path).toMatch(/^\/etc\/systemd\/user\//);
});

test('a root is planned once, whoever asks', () => {
  const opened = open();
  expect(bootOf(opened)).toBe(bootOf(opened));
  expect(bootOf(opened).plan).toBe(bootOf(opened).plan);
  expect(bootOf(open()).plan).not.toBe(bootOf(opened).plan);
});
