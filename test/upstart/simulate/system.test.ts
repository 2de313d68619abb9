/** The parts of an Ubuntu of the time that talk to Upstart: mountall, ifupdown, udev’s bridge, rc-sysinit and rc. */
import { describe, expect, test } from 'vitest';
import { type BootOptions, bootOf, endsOf, eventsOf, graphOf } from './boot-of.ts';

const MOUNTALL = { 'mountall.conf': 'start on startup\ntask\nemits filesystem\nexec mountall --daemon\n' };
const SYSINIT = {
  'rc-sysinit.conf': `start on startup
task
env DEFAULT_RUNLEVEL=2
script
  eval "$(sed -n s/x/y/p /etc/inittab)"
  for ARG in $(cat /proc/cmdline); do :; done
  /etc/init.d/rcS
  telinit "\${DEFAULT_RUNLEVEL}"
end script
`,
  'rc.conf':
    'start on runlevel [0123456]\nstop on runlevel [!$RUNLEVEL]\ntask\nexport RUNLEVEL\nexec /etc/init.d/rc $RUNLEVEL\n',
};
const names = (files: Readonly<Record<string, string>>, options?: BootOptions) =>
  bootOf(files, options)
    .events.filter(({ how }) => how === 'process')
    .map(({ name }) => name);

describe('mountall', () => {
  test('says when each class of file systems is mounted, filesystem after the local and remote ones', () => {
    const classes = names(MOUNTALL).filter((name) => !name.startsWith('mount'));
    // No swap to wait for: that class is complete after the first mount of all; / is the only local one.
    expect(classes).toEqual([
      'all-swaps',
      'virtual-filesystems',
      'remote-filesystems',
      'local-filesystems',
      'filesystem',
    ]);
  });

  test('mounts what fstab says, but not noauto, and asks before and tells after, file system by file system', () => {
    const boot = bootOf({
      ...MOUNTALL,
      '/etc/fstab':
        '/dev/a / ext4 defaults 0 1\n/dev/b /home\\040x ext4 noatime 0 2\n/dev/c /mnt ext4 noauto 0 2\n# no\n',
    });
    const home = boot.events.filter(({ env }) => env.includes('MOUNTPOINT=/home x'));
    expect(home.map(({ name }) => name)).toEqual(['mounting', 'mounted']);
    expect(home[0]?.declared).toContainEqual(expect.objectContaining({ file: '/etc/fstab', line: 2, as: '/home x' }));
    expect(eventsOf(boot).join('\n')).not.toContain('MOUNTPOINT=/mnt');
  });

  test('waits for what starts on mounting: a hook that needs a later file system blocks the boot', () => {
    const boot = bootOf({
      ...MOUNTALL,
      'hook.conf': 'start on mounting MOUNTPOINT=/var and filesystem\ntask\nexec hook\n',
      '/etc/fstab': '/dev/a / ext4 defaults 0 1\n/dev/b /var ext4 defaults 0 2\n',
    });
    expect(eventsOf(boot)).not.toContain('filesystem');
    expect(boot.blockages).toMatchObject([
      { waiting: 'mountall', how: 'script', cycle: ['mountall', 'hook', 'mountall'] },
    ]);
  });

  test('an nfs mount outside /usr and /var does not keep filesystem from coming', () => {
    const order = (options: string, point: string) => {
      const events = eventsOf(
        bootOf({ ...MOUNTALL, '/etc/fstab': `/dev/a / ext4 defaults 0 1\nnas:/x ${point} nfs ${options} 0 0\n` }),
      );
      const mounted = events.findIndex(
        (event) => event.startsWith('mounted') && event.includes(`MOUNTPOINT=${point} `),
      );
      return mounted < events.indexOf('filesystem') ? 'before' : 'after';
    };
    expect(order('defaults', '/srv')).toBe('after');
    expect(order('bootwait', '/srv')).toBe('before');
    expect(order('defaults', '/var/lib/x')).toBe('before');
  });

  test('where no job runs it, nobody emits filesystem', () => {
    const boot = bootOf({ 'a.conf': 'start on filesystem\nexec daemon\n' });
    expect(boot.jobs.get('a')?.notStarted).toMatchObject({ missing: [{ reason: { code: 'nobody-emits' } }] });
  });
});

describe('the network', () => {
  const interfaces = 'auto lo\niface lo inet loopback\nauto eth0\niface eth0 inet dhcp\niface wlan0 inet dhcp\n';
  const networking = 'start on startup\nemits net-device-up\nemits static-network-up\npre-start exec ifup -a\n';

  test('ifup tells of each auto interface, and once that all of them are up', () => {
    const boot = bootOf({ 'networking.conf': networking, '/etc/network/interfaces': interfaces });
    expect(eventsOf(boot).filter((event) => /^(net|static)/.test(event))).toEqual([
      'net-device-up IFACE=lo LOGICAL=lo ADDRFAM=inet METHOD=loopback',
      'net-device-up IFACE=eth0 LOGICAL=eth0 ADDRFAM=inet METHOD=dhcp',
      'static-network-up',
    ]);
  });

  test('without ifupdown’s hook, and where no job declares it, it tells nothing', () => {
    const plain = { 'n.conf': 'start on startup\npre-start exec ifup -a\n', '/etc/network/interfaces': interfaces };
    expect(names(plain)).toEqual([]);
    expect(names({ ...plain, '/etc/network/if-up.d/upstart': '#!/bin/sh\n' })).toHaveLength(3);
  });

  test('an interface is brought up once, by whoever comes first', () => {
    const boot = bootOf({
      'bridge.conf': 'start on startup\nexec upstart-udev-bridge --daemon\n',
      'iface.conf':
        'start on net-device-added\ninstance $INTERFACE\nemits net-device-up\npre-start exec ifup --allow auto $INTERFACE\n',
      'networking.conf': networking.replace('startup', 'started iface INTERFACE=never or started last'),
      'last.conf': 'start on started iface\nexec daemon\n',
      '/etc/network/interfaces': interfaces,
    });
    expect(boot.events.filter(({ name }) => name === 'net-device-up').map(({ by }) => by)).toEqual([
      'upstart:iface',
      'upstart:iface',
    ]);
    expect(endsOf(boot)).toContain('iface (eth0) running');
  });

  test('interfaces may lie in files that are sourced', () => {
    const boot = bootOf({
      'networking.conf': networking,
      '/etc/network/interfaces': 'auto lo\nsource interfaces.d/*\n',
      '/etc/network/interfaces.d/eth1': 'auto eth1\niface eth1 inet6 static\n',
    });
    expect(boot.events.find(({ env }) => env.includes('IFACE=eth1'))?.env).toContain('ADDRFAM=inet6');
  });

  test('where it does not come up, the failsafe timer lets the boot go on after its two minutes', () => {
    const boot = bootOf({
      ...MOUNTALL,
      'failsafe.conf':
        'start on filesystem\nstop on static-network-up\nscript\nsleep 20\nsleep 99\nexec initctl emit --no-wait failsafe-boot\nend script\n',
      'rc-sysinit.conf': 'start on (filesystem and static-network-up) or failsafe-boot\ntask\nexec telinit 2\n',
    });
    expect(boot.runlevel?.level).toBe('2');
    expect(boot.jobs.get('rc-sysinit')?.starts[0]?.reasons[0]).toMatchObject({
      matched: [{ event: { name: 'failsafe-boot' } }],
    });
  });
});

describe('the runlevel', () => {
  const levelOf = (files: Readonly<Record<string, string>>, options?: BootOptions) =>
    bootOf({ ...SYSINIT, ...files }, options).runlevel;

  test('is the job’s own default, with its line', () => {
    expect(levelOf({})).toMatchObject({
      level: '2',
      declared: [
        { line: 8, as: 'telinit ${DEFAULT_RUNLEVEL}' },
        { line: 3, key: 'env' },
      ],
    });
  });

  test('is initdefault of /etc/inittab where that is there, the last such line', () => {
    const inittab = '# id:4:initdefault:\nid:3:initdefault:\nsi::sysinit:/etc/init.d/rcS\n';
    expect(levelOf({ '/etc/inittab': inittab })).toMatchObject({
      level: '3',
      declared: [{}, { origin: 'inittab', file: '/etc/inittab', line: 2 }],
    });
  });

  test('is what the kernel command line says before that', () => {
    const inittab = { '/etc/inittab': 'id:3:initdefault:\n' };
    expect(levelOf(inittab, { cmdline: 'quiet 4 splash' })?.level).toBe('4');
    expect(levelOf(inittab, { cmdline: 'single' })?.level).toBe('S');
  });

  test('is the one asked for before all', () => {
    expect(levelOf({}, { cmdline: '4', target: 'runlevel:5' })?.level).toBe('5');
    expect(levelOf({}, { target: '3' })?.level).toBe('3');
  });

  test('a literal telinit is taken at its word', () => {
    expect(bootOf({ 'a.conf': 'start on startup\ntask\nexec telinit 5\n' }).runlevel?.level).toBe('5');
  });

  test('without anyone to run telinit no runlevel comes', () => {
    const boot = bootOf({ 'a.conf': 'start on runlevel [2345]\nexec daemon\n' });
    expect(boot.runlevel).toBeUndefined();
    expect(boot.jobs.get('a')?.notStarted).toMatchObject({ missing: [{ reason: { code: 'nobody-emits' } }] });
  });
});

describe('init scripts under Upstart', () => {
  const ROOT = {
    ...SYSINIT,
    '/etc/init.d/first': '#!/bin/sh\n',
    '/etc/init.d/second': '#!/bin/sh\ninitctl emit second-is-up\n',
    '/etc/init.d/guarded': '#!/bin/sh\n# init_is_upstart\n  init_is_upstart && exit 1\n',
    '/etc/init.d/boot': '#!/bin/sh\n',
    '/lib/init/upstart-job': '#!/bin/sh\n',
    '/etc/init.d/job': '-> /lib/init/upstart-job',
    '/etc/rc2.d/S20second': '-> ../init.d/second',
    '/etc/rc2.d/S10first': '-> ../init.d/first',
    '/etc/rc2.d/S30guarded': '-> ../init.d/guarded',
    '/etc/rc2.d/S40job': '-> ../init.d/job',
    '/etc/rc2.d/S50gone': '-> ../init.d/gone',
    '/etc/rc2.d/K10second': '-> ../init.d/second',
    '/etc/rc3.d/S10second': '-> ../init.d/second',
    '/etc/rcS.d/S10boot': '-> ../init.d/boot',
    'late.conf': 'start on second-is-up\nexec daemon\n',
    'tty.conf': 'start on stopped rc RUNLEVEL=[2345]\nexec getty\n',
  };

  test('rc runs the S links of its level in the order of their names; guards and links to jobs do nothing', () => {
    expect(bootOf(ROOT).scripts.map(({ id, level, effect, line }) => [level, id, effect, line])).toEqual([
      ['S', 'sysv:boot', 'runs', undefined],
      ['2', 'sysv:first', 'runs', undefined],
      ['2', 'sysv:second', 'runs', undefined],
      ['2', 'sysv:guarded', 'guard', 3],
      ['2', 'sysv:job', 'upstart-job', undefined],
    ]);
    expect(bootOf(ROOT, { target: '3' }).scripts.map(({ id }) => id)).toEqual(['sysv:boot', 'sysv:second']);
  });

  test('what a script emits starts jobs', () => {
    const boot = bootOf(ROOT);
    expect(boot.events.find(({ name }) => name === 'second-is-up')).toMatchObject({
      by: 'sysv:second',
      certainty: 'script',
    });
    expect(endsOf(boot)).toContain('late running');
  });

  test('the order of the scripts is in the graph, and a job that starts on stopped rc comes after them', () => {
    const { edges } = graphOf(ROOT);
    const after = (from: string) =>
      edges.filter((edge) => edge.from === from && edge.type === 'After').map(({ to }) => to);
    expect(after('sysv:second')).toEqual(['sysv:first', 'upstart:rc']);
    expect(after('event:runlevel')).toEqual(['sysv:boot', 'upstart:rc-sysinit']);
    expect(after('upstart:tty')).toContain('sysv:second');
  });

  test('a script without a guard, beside a job of its name, may start the service twice', () => {
    const { diagnostics } = graphOf({ ...ROOT, 'first.conf': 'start on runlevel [2345]\nexec daemon\n' });
    expect(
      diagnostics.filter(({ code }) => code === 'upstart-double-start').map(({ unit, file }) => [unit, file]),
    ).toEqual([['sysv:first', '/etc/rc2.d/S10first']]);
  });
});
