// biome-ignore-all lint/suspicious/noTemplateCurlyInString: systemd's variables

import { describe, expect, test } from 'vitest';
import { openFolder, openTree } from '../../src/open.ts';
import { traceText } from '../../src/report/trace.ts';
import { traceUnit } from '../../src/trace/trace.ts';
import { type Entry, memoryTree } from '../memory-root.ts';

const compute = new URL('../../sample-roots/ubuntu-16.04-compute', import.meta.url).pathname;

describe('trace nova-compute on the compute host of the field note', () => {
  const opened = openFolder(compute);
  const trace = traceUnit(opened, 'nova-compute.service');

  test('the unit runs the init script, the script turns into the program, Python calls main of nova/cmd/compute.py', () => {
    expect(trace.end).toEqual({
      file: '/usr/lib/python2.7/dist-packages/nova/cmd/compute.py',
      line: 4,
      callable: 'main',
    });
    const way = trace.steps.filter((step) => step.kind !== 'read').slice(3);
    expect(way).toMatchObject([
      { kind: 'start', key: 'ExecStart', command: { argv: ['/etc/init.d/nova-compute', 'systemd-start'] }, line: 14 },
      { kind: 'program', path: '/etc/init.d/nova-compute', interpreter: '/bin/sh' },
      { kind: 'run', how: 'exec', file: '/etc/init.d/nova-compute', line: 55 },
      { kind: 'program', path: '/usr/bin/nova-compute', interpreter: '/usr/bin/python' },
      { kind: 'python-entry', module: 'nova.cmd.compute', callable: 'main', line: 6 },
      { kind: 'python-file', file: '/usr/lib/python2.7/dist-packages/nova/cmd/compute.py' },
    ]);
  });

  test('the arguments are those that ps shows in the field note', () => {
    const run = trace.steps.find((step) => step.kind === 'run');
    expect(run?.kind === 'run' ? run.command : undefined).toEqual({
      known: true,
      argv: [
        '/usr/bin/nova-compute',
        '--config-file=/etc/nova/nova.conf',
        '--config-file=/etc/nova/nova-compute.conf',
        '--log-file=/var/log/nova/nova-compute.log',
      ],
    });
  });

  test('what prepares it runs as root, because PermissionsStartOnly= leaves the user to ExecStart=', () => {
    const before = trace.steps.filter((step) => step.kind === 'start' && step.key === 'ExecStartPre');
    expect(before.map((step) => (step.kind === 'start' ? step.runsAs.user : ''))).toEqual(['root', 'root', 'root']);
    expect(trace.runsAs).toEqual({ user: 'nova', group: 'nova', folder: '/var/lib/nova' });
  });

  test('configuration files are listed with what they make it depend on, and no password is shown', () => {
    expect(trace.configs.map(({ path, state }) => [path, state])).toEqual([
      ['/etc/nova/nova.conf', 'found'],
      ['/etc/nova/nova-compute.conf', 'found'],
    ]);
    expect(trace.configs[0]?.facts).toContainEqual({
      section: 'DEFAULT',
      key: 'transport_url',
      value: 'rabbit://controller:5672/',
      line: 4,
    });
    expect(JSON.stringify(trace)).not.toContain('secret');
  });

  test('the Upstart job ends in the same function, though at boot systemd leaves it aside', () => {
    const job = traceUnit(opened, 'upstart:nova-compute');
    expect(job.end).toEqual(trace.end);
    expect(job.noEffect?.code).toBe('init-not-in-force');
    expect(job.runsAs).toEqual({ user: 'nova', group: 'nova', folder: '/var/lib/nova' });
  });

  test('the init script with "start" goes by start-stop-daemon', () => {
    const script = traceUnit(opened, 'sysv:nova-compute');
    expect(script.end).toEqual(trace.end);
    expect(script.steps.find((step) => step.kind === 'run')).toMatchObject({ how: 'start-stop-daemon', line: 33 });
  });

  test('the story begins with the answer', () => {
    expect(traceText(trace, { width: 200 }).replace(/[\ufdd0-\ufdef]/g, '')).toMatch(
      /^nova-compute\.service ends in main\(\) of \/usr\/lib\/python2\.7\/dist-packages\/nova\/cmd\/compute\.py:4\.\n/,
    );
  });
});

describe('what is not there is said', () => {
  const unit = (exec: string, more = '') => `[Service]\n${more}ExecStart=${exec}\n`;
  const traceOf = (files: Readonly<Record<string, Entry>>) =>
    traceUnit(openTree(memoryTree({ '/lib/systemd/systemd': '', ...files }), 'test', { version: 252 }), 'a.service');
  const PATH = '/lib/systemd/system/a.service';

  test('a program that is missing, not executable, a dangling link, a folder', () => {
    const states = [
      {},
      { '/opt/x': { text: 'x', mode: 0o644 } },
      { '/opt/x': { link: 'gone' } },
      { '/opt/x/y': 'z' },
    ].map((files) => traceOf({ [PATH]: unit('/opt/x'), ...files }).steps.at(-1));
    expect(states.map((step) => (step?.kind === 'program' ? step.state : ''))).toEqual([
      'missing',
      'not-executable',
      'dangling',
      'folder',
    ]);
  });

  test('a script whose interpreter is missing, and a module that no folder holds', () => {
    const lost = traceOf({ [PATH]: unit('/usr/bin/x'), '/usr/bin/x': '#!/usr/bin/perl6\n' });
    expect(lost.steps.at(-1)).toMatchObject({ kind: 'program', path: '/usr/bin/perl6', state: 'missing' });
    const python = traceOf({
      [PATH]: unit('/usr/bin/x'),
      '/usr/bin/python3': '\x7fELF',
      '/usr/bin/x': '#!/usr/bin/env python3\nfrom a.b import main\nmain()\n',
      '/usr/lib/python3/dist-packages/a/__init__.py': '',
      '/usr/lib/python3.9/os.py': '',
    });
    expect(python.steps.at(-1)).toMatchObject({ kind: 'python-file', module: 'a.b', found: false });
    expect(python.end).toEqual({ file: '/usr/bin/x' });
  });

  test('an entry point by name is looked up in entry_points.txt, and a re-export followed to the definition', () => {
    const trace = traceOf({
      [PATH]: unit('/opt/v/bin/api --config-file /etc/api.conf'),
      '/opt/v/bin/python': { link: '/usr/bin/python3.9' },
      '/usr/bin/python3.9': '\x7fELF',
      '/opt/v/pyvenv.cfg': '',
      '/opt/v/bin/api': "#!/opt/v/bin/python\nload_entry_point('api==1', 'console_scripts', 'api')()\n",
      '/opt/v/lib/python3.9/site-packages/api-1.dist-info/entry_points.txt': '[console_scripts]\napi = api:run\n',
      '/opt/v/lib/python3.9/site-packages/api/__init__.py': 'from .shell import main as run\n',
      '/opt/v/lib/python3.9/site-packages/api/shell.py': '\n\nasync def main():\n    pass\n',
    });
    expect(trace.end).toEqual({
      file: '/opt/v/lib/python3.9/site-packages/api/shell.py',
      line: 3,
      callable: 'run',
    });
    expect(trace.configs).toMatchObject([{ path: '/etc/api.conf', state: 'missing', namedIn: PATH }]);
  });

  test('Environment=, EnvironmentFile=, specifiers and prefixes make the command line', () => {
    const trace = traceOf({
      [PATH]: unit(
        '-@/usr/bin/x name $A ${B}c "$$x %p" ; /usr/bin/y',
        'Environment=A=old "B=b b"\nEnvironmentFile=/etc/e\n',
      ),
      '/etc/e': "A='one two'\n",
      '/usr/bin/x': '\x7fELF',
      '/usr/bin/y': '\x7fELF',
    });
    expect(trace.steps.filter((step) => step.kind === 'start')).toMatchObject([
      { command: { argv: ['/usr/bin/x', 'one', 'two', 'b bc', '$x a'] }, prefixes: ['-', '@'] },
      { command: { argv: ['/usr/bin/y'] } },
    ]);
  });

  test('targets and sockets execute nothing, and say so', () => {
    const opened = openFolder(compute);
    expect(traceUnit(opened, 'graphical.target').steps).toMatchObject([{ kind: 'no-command' }]);
    expect(traceUnit(opened, 'runlevel:2').steps).toMatchObject([{ kind: 'no-command' }]);
  });
});
