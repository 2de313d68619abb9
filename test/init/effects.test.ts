import { describe, expect, test } from 'vitest';
import { openFolder } from '../../src/open.ts';

const root = new URL('../../sample-roots/ubuntu-16.04-compute', import.meta.url).pathname;

describe('one root, three inits: what has no effect says why', () => {
  const { graph } = openFolder(root);
  const effect = (id: string) => graph.nodes.get(id)?.noEffect;

  test('an Upstart job is without effect because systemd is init, and the unit that counts is named', () => {
    expect(graph.nodes.get('upstart:nova-compute')?.effective).toBe(false);
    expect(effect('upstart:nova-compute')).toMatchObject({
      code: 'init-not-in-force',
      file: '/etc/init/nova-compute.conf',
      text: expect.stringMatching(
        /^systemd is init here.*what counts is \/lib\/systemd\/system\/nova-compute\.service$/,
      ),
    });
  });

  test('a native unit hides the script of its name, though its ExecStart may run that very script', () => {
    expect(effect('sysv:nova-compute')).toMatchObject({
      code: 'native-unit',
      file: '/lib/systemd/system/nova-compute.service',
      text: expect.stringContaining('which runs /etc/init.d/nova-compute itself'),
    });
    expect(effect('sysv:ssh')?.text).toContain('leaves /etc/init.d/ssh aside');
  });

  test('a script without unit runs as one that the generator makes; in systemd 229 of Ubuntu one of rcS.d is started, too', () => {
    expect(effect('sysv:ntp')).toMatchObject({ code: 'runs-as-unit' });
    expect(effect('sysv:ntp')?.text).not.toContain('nothing starts');
    expect(effect('sysv:apparmor')?.text).not.toContain('nothing starts');
  });

  test('from version 260 on systemd runs no init script', () => {
    const later = openFolder(root, { version: 260 }).graph;
    expect(later.nodes.get('sysv:ntp')?.noEffect?.code).toBe('no-sysv-support');
  });

  test('with sysvinit in force units have no effect, and linked scripts have', () => {
    const other = openFolder(root, { init: 'sysv' }).graph;
    expect(other.target).toBe('runlevel:2');
    expect(other.nodes.get('nova-compute.service')?.noEffect?.text).toMatch(/^sysvinit is init here/);
    expect(other.nodes.get('sysv:nova-compute')?.effective).toBe(true);
  });

  test('with Upstart in force a job takes precedence over the script of its name', () => {
    const other = openFolder(root, { init: 'upstart' }).graph;
    expect(other.target).toBe('event:startup');
    expect(other.nodes.get('upstart:nova-compute')?.effective).toBe(true);
    expect(other.nodes.get('sysv:nova-compute')?.noEffect).toMatchObject({
      code: 'upstart-job',
      file: '/etc/init/nova-compute.conf',
    });
  });
});
