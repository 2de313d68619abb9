/** The field note retold, fact by fact, in its own order: a compute host of 16.04 and a controller of 14.04. */
import { describe, expect, test } from 'vitest';
import { autostart } from '../../src/answers/autostart/autostart.ts';
import { chain } from '../../src/answers/chain.ts';
import { serviceTarget } from '../../src/answers/service-acts-on.ts';
import { show } from '../../src/answers/show.ts';
import { bootOf } from '../../src/boot/boot.ts';
import { openFolder, openTree } from '../../src/open.ts';
import { chainText } from '../../src/report/chain.ts';
import { serviceText } from '../../src/report/service.ts';
import { showText } from '../../src/report/show.ts';
import { plain } from '../../src/report/style.ts';
import { traceUnit } from '../../src/trace/trace.ts';
import { type Entry, memoryTree } from '../memory-root.ts';

const root = (name: string): string => new URL(`../../sample-roots/${name}`, import.meta.url).pathname;
const page = { width: 1000 };
const compute = openFolder(root('ubuntu-16.04-compute'));
const controller = openFolder(root('ubuntu-14.04-controller'));

const edge = (opened: typeof compute, from: string, type: string, to: string) =>
  opened.graph.edges.find((one) => one.from === from && one.type === type && one.to === to);

describe('1.3.1 kinds of units', () => {
  const kinds = ['service', 'target', 'device', 'mount', 'socket', 'snapshot', 'swap', 'automount', 'path', 'timer'];
  const wanting = (version: number) =>
    openTree(
      memoryTree({
        '/usr/lib/systemd/systemd': '',
        '/usr/lib/systemd/system/default.target': `[Unit]\n${kinds.map((kind) => `After=x.${kind}\n`).join('')}`,
      }),
      'test',
      { version },
    ).graph;

  test('systemd 227 knows all of them; a snapshot comes of no file, and is not found', () => {
    const { nodes } = wanting(227);
    for (const kind of kinds) expect(nodes.has(`x.${kind}`)).toBe(true);
    expect(nodes.get('x.snapshot')?.load).toBe('not-found');
  });

  test('from 228 on a snapshot is no unit name', () => {
    const { nodes, diagnostics } = wanting(229);
    expect(nodes.has('x.snapshot')).toBe(false);
    expect(diagnostics.map(({ code }) => code)).toContain('bad-unit-name');
  });
});

describe('1.3.2 the way of the boot', () => {
  const answer = chain(compute);
  const text = answer.kind === 'targets' ? plain(chainText(compute, answer, page)) : '';

  test('2: grub knows three inits, told in words with the line', () =>
    expect(text).toContain(
      'Grub offers boot entries for sysvinit:/lib/sysvinit/init (not there), systemd:/lib/systemd/systemd, upstart:/sbin/upstart (not there) (/etc/grub.d/10_linux:3)',
    ));

  test('3: the first goal is graphical.target, in /lib/systemd/system', () => {
    expect(compute.graph.target).toBe('graphical.target');
    expect(compute.graph.nodes.get('graphical.target')?.fragment).toBe('/lib/systemd/system/graphical.target');
  });

  test('"runlevel" prints N 5: no runlevel before this one', () => expect(text).toContain('"runlevel" prints "N 5"'));

  test('4 and 5: it requires multi-user, that basic, that sysinit, which wants the local file systems', () => {
    for (const [from, type, to] of [
      ['graphical.target', 'Requires', 'multi-user.target'],
      ['graphical.target', 'Wants', 'display-manager.service'],
      ['graphical.target', 'Conflicts', 'rescue.service'],
      ['multi-user.target', 'Requires', 'basic.target'],
      ['basic.target', 'Requires', 'sysinit.target'],
      ['sysinit.target', 'Wants', 'local-fs.target'],
      ['local-fs.target', 'OnFailure', 'emergency.target'],
    ] as const)
      expect(edge(compute, from, type, to), `${from} ${type} ${to}`).toBeDefined();
  });

  test('what multi-user.target.wants holds is started', () => {
    const links = compute.snapshot.list('/etc/systemd/system/multi-user.target.wants')?.map(({ name }) => name) ?? [];
    expect(links).toContain('nova-compute.service');
    const { started } = bootOf(compute).plan;
    for (const name of links) expect(started.has(compute.graph.names.get(name) ?? name)).toBe(true);
  });
});

test('1.4: what /etc says hides what /lib says, and show names the file that is not read', () => {
  const files: Record<string, Entry> = {
    '/lib/systemd/systemd': '',
    '/lib/systemd/system/default.target': '[Unit]\nWants=web.service\n',
    '/lib/systemd/system/web.service': '[Service]\nExecStart=/usr/bin/old\n',
    '/etc/systemd/system/web.service': '[Service]\nExecStart=/usr/bin/new\n',
  };
  const opened = openTree(memoryTree(files), 'test', { version: 229 });
  expect(opened.graph.nodes.get('web.service')).toMatchObject({
    fragment: '/etc/systemd/system/web.service',
    facts: { hides: ['/lib/systemd/system/web.service'] },
  });
  expect(plain(showText(opened, show(opened, 'web.service'), page))).toContain('hides /lib/systemd/system/web.service');
});

describe('2.1 what "service" acts on', () => {
  const target = (opened: typeof compute, id: string) => {
    const node = opened.graph.nodes.get(id);
    const found = node && serviceTarget(opened.graph, node);
    return found && { on: found.on.id, text: serviceText(found) };
  };

  test('a job of the same name takes precedence over the script; restart is stop, then start', () => {
    for (const id of ['upstart:nova-api', 'sysv:nova-api'])
      expect(target(controller, id)).toEqual({
        on: 'upstart:nova-api',
        text: '"service nova-api restart" acts on the job /etc/init/nova-api.conf: "stop", then "start", which reads the job anew; /etc/init.d/nova-api is left alone.',
      });
  });

  test('without a job it is the script, with what its own restart does', () =>
    expect(target(controller, 'sysv:memcached')).toMatchObject({
      on: 'sysv:memcached',
      text: expect.stringContaining('runs "/etc/init.d/memcached restart"'),
    }));

  test('under systemd it is the unit', () =>
    expect(target(compute, 'sysv:nova-compute')).toMatchObject({ on: 'nova-compute.service' }));
});

describe('3 starting by itself', () => {
  test('3.1: the header of the script names what is to be there first', () =>
    expect(edge(controller, 'sysv:nova-api', 'After', 'lsb:$network')).toBeDefined());

  test('3.2: the job starts on runlevel [2345] and leaves the script nothing to do', () => {
    expect(edge(controller, 'upstart:nova-api', 'StartOn', 'event:runlevel')?.declared[0]).toMatchObject({
      file: '/etc/init/nova-api.conf',
      as: 'runlevel [2345]',
    });
    expect(controller.upstartBoot?.scripts.find(({ id }) => id === 'sysv:nova-api')?.effect).toBe('guard');
  });

  test('3.3: the unit orders itself after what it uses and runs the script; the job beside it has no effect', () => {
    expect(edge(compute, 'nova-compute.service', 'After', 'libvirt-bin.service')).toBeDefined();
    expect(compute.graph.nodes.get('upstart:nova-compute')?.effective).toBe(false);
  });
});

test('4: how each of the three inits calls it off', () => {
  const commands = autostart(compute, 'nova-compute.service').ways.map(({ init, cancel }) => [
    init,
    cancel[0]?.command,
  ]);
  expect(commands).toEqual([
    ['systemd', 'systemctl disable nova-compute.service'],
    ['sysv', 'update-rc.d nova-compute disable'],
    ['upstart', 'echo manual >> /etc/init/nova-compute.override'],
  ]);
});

describe('5 what nova-api comes to', () => {
  const { steps, end } = traceUnit(controller, 'upstart:nova-api');

  test('before it starts, folders are made and given to nova', () => {
    const commands = steps.flatMap((step) => (step.kind === 'run' && !step.main ? [step.command.argv.join(' ')] : []));
    expect(commands).toContain('mkdir -p /var/lock/nova');
    expect(commands).toContain('chown nova /var/log/nova');
  });

  test('start-stop-daemon starts /usr/bin/nova-api, a Python program whose main is in nova/cmd/api.py', () => {
    expect(steps).toContainEqual(expect.objectContaining({ kind: 'run', how: 'start-stop-daemon', main: true }));
    expect(end).toMatchObject({ file: '/usr/lib/python2.7/dist-packages/nova/cmd/api.py', callable: 'main' });
  });

  const python = (script: string, files: Readonly<Record<string, Entry>>) => {
    const opened = openTree(
      memoryTree({
        '/usr/lib/systemd/systemd': '',
        '/usr/lib/systemd/system/default.target': '[Unit]\nWants=web.service\n',
        '/usr/lib/systemd/system/web.service': '[Service]\nExecStart=/usr/bin/web\n',
        '/usr/bin/web': { text: `#!/usr/bin/python3\n${script}`, mode: 0o755 },
        '/usr/bin/python3': { text: '\x7fELF', mode: 0o755 },
        '/usr/lib/python3.11/os.py': '',
        ...files,
      }),
      'test',
      { version: 252 },
    );
    return traceUnit(opened, 'web.service').end;
  };

  test('a module that is imported from its package is followed to its function', () =>
    expect(
      python('from pk import cli; cli.main()\n', {
        '/usr/lib/python3/dist-packages/pk/__init__.py': '',
        '/usr/lib/python3/dist-packages/pk/cli.py': 'import sys\n\ndef main():\n    pass\n',
      }),
    ).toEqual({ file: '/usr/lib/python3/dist-packages/pk/cli.py', line: 3, callable: 'main' }));

  test('a class of the package likewise', () =>
    expect(
      python('import sys\nfrom pk import App\nsys.exit(App.run())\n', {
        '/usr/lib/python3/dist-packages/pk/__init__.py': 'class App:\n    pass\n',
      }),
    ).toMatchObject({ file: '/usr/lib/python3/dist-packages/pk/__init__.py', line: 1 }));
});
