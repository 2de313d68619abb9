import { expect, test } from 'vitest';
import { type Files, graphOfFiles, UNITS } from './graph-of-files.ts';

function graphOf(files: Files, version: number) {
  return graphOfFiles(
    Object.fromEntries(Object.entries(files).map(([name, file]) => [`${UNITS}/${name}`, file])),
    version,
  );
}

/** How one unit, which the default target wants, is loaded in each of the versions. */
function loads(name: string, text: string, versions: readonly number[]) {
  const files = { 'default.target': `[Unit]\nWants=${name}\n`, [name]: text };
  return versions.map((version) => graphOf(files, version).nodes.get(name)?.load);
}

// All below: what systemd 247, 252, 257 and 262 said of the same files (test/conformance/random).
test('an alias of a mask fails where the mask was loaded before it, and is the mask where only the alias is asked for', () => {
  const files = { 'masked.service': '', 'alias.service': { link: 'masked.service' } };
  const both = graphOf({ ...files, 'default.target': '[Unit]\nWants=alias.service\nWants=masked.service\n' }, 252);
  expect(both.nodes.get('alias.service')?.load).toBe('error');
  expect(both.nodes.get('masked.service')?.load).toBe('masked');
  const one = graphOf({ ...files, 'default.target': '[Unit]\nWants=alias.service\n' }, 252);
  expect(one.nodes.get('masked.service')).toMatchObject({ load: 'masked', aliases: ['alias.service'] });
  const main = graphOf({ ...files, 'default.target': '[Unit]\nWants=masked.service\n' }, 252);
  expect(main.nodes.get('masked.service')).toMatchObject({ load: 'masked', aliases: [] });
  expect(main.nodes.has('alias.service')).toBe(false);
  expect(main.names.get('alias.service')).toBe('masked.service');
});

test('from 255 on /.. is the root itself, and a unit that wants its mount comes after it; before, such a path is ignored', () => {
  const files = {
    'default.target': '[Unit]\nWants=up.service\n',
    'up.service': '[Unit]\nRequiresMountsFor=/..\n[Service]\nExecStart=/bin/up\n',
  };
  const after = (version: number) =>
    graphOf(files, version).edges.some((e) => e.from === 'up.service' && e.type === 'After' && e.to === '-.mount');
  expect([252, 257].map(after)).toEqual([false, true]);
});

test('a PIDFile= in /proc, /sys or /dev fails the unit from 256 on', () => {
  const text = '[Service]\nExecStart=/bin/true\nPIDFile=/dev/x\n';
  expect(loads('pid.service', text, [252, 257, 262])).toEqual(['loaded', 'error', 'error']);
});

test('a socket whose path holds .. fails in every version', () => {
  const text = '[Socket]\nListenStream=/x/../y\n';
  expect(loads('dots.socket', text, [247, 252, 257, 262])).toEqual(['error', 'error', 'error', 'error']);
});

test('a mask of system.slice masks nothing: drop-ins of all slices are still read', () => {
  const files = {
    'default.target': '[Unit]\n',
    'system.slice': '',
    'slice.d/10-x.conf': '[Unit]\nDescription=Sliced\n',
  };
  expect(graphOf(files, 257).nodes.get('system.slice')).toMatchObject({
    load: 'loaded',
    dropIns: [`${UNITS}/slice.d/10-x.conf`],
  });
});

test('a unit with a PAM session is refused where its processes are not killed together', () => {
  const mount = (mode: string) => `[Mount]\nWhat=tmpfs\nType=tmpfs\nPAMName=x\nKillMode=${mode}\n`;
  expect(loads('x1.mount', mount('process'), [252, 257, 262])).toEqual(['bad-setting', 'bad-setting', 'bad-setting']);
  expect(loads('x1.mount', mount('mixed'), [252, 257, 262])).toEqual(['bad-setting', 'loaded', 'loaded']);
});

test('a folder of drop-ins that is a relative link counts where its target, taken from the root, is a folder', () => {
  const files = {
    'default.target': '[Unit]\nWants=near.service far.service\n',
    'near.service': '[Service]\nExecStart=/bin/true\n',
    'far.service': '[Service]\nExecStart=/bin/true\n',
    'shared.d/x.conf': '[Unit]\nAfter=other.service\n',
    'near.service.d': { link: 'shared.d' },
    'far.service.d': { link: `${UNITS}/shared.d` },
  };
  const waits = (version: number) =>
    graphOf(files, version)
      .edges.filter((e) => e.type === 'After' && e.to === 'other.service')
      .map((e) => e.from);
  expect([247, 252, 257, 262].map(waits)).toEqual([
    ['far.service', 'near.service'],
    ['far.service'],
    ['far.service'],
    ['far.service'],
  ]);
});

test('%y is the file of the unit, links resolved, in every version but 247', () => {
  const files = {
    'default.target': '[Unit]\nWants=y.service\n',
    'y.service': '[Unit]\nDescription=from %y in %Y\n[Service]\nExecStart=/bin/true\n',
  };
  const described = (version: number) => graphOf(files, version).nodes.get('y.service')?.description;
  expect([247, 252].map(described)).toEqual(['y.service', `from ${UNITS}/y.service in ${UNITS}`]);
});

test('PAMName= with KillMode=process is refused, from 256 on before the socket has default dependencies', () => {
  const files = {
    'default.target': '[Unit]\nWants=p.mount\n',
    'p.mount': '[Mount]\nWhat=/dev/p\nPAMName=login\nKillMode=process\n',
  };
  const conflicts = (version: number) =>
    graphOf(files, version).edges.some(
      (e) => e.from === 'p.mount' && e.type === 'Conflicts' && e.to === 'umount.target',
    );
  expect([247, 252, 257, 262].map(conflicts)).toEqual([true, true, false, false]);
  expect(loads('p.mount', files['p.mount'], [247, 252, 257, 262])).toEqual(Array(4).fill('bad-setting'));
});

test('a working directory in /dev is refused where the unit has a mount namespace, whatever asks for it', () => {
  const unit = (line: string) => `[Service]\nExecStart=/bin/true\nWorkingDirectory=/dev/x\n${line}\n`;
  const versions = [252, 257, 262];
  const [loaded, refused] = ['loaded', 'bad-setting'];
  expect(loads('a.service', unit('MountFlags=slave'), versions)).toEqual([loaded, refused, refused]);
  expect(loads('a.service', unit('NetworkNamespacePath=/run/netns/x'), versions)).toEqual([loaded, refused, refused]);
  expect(loads('a.service', unit('PrivateTmp=yes'), versions)).toEqual([loaded, loaded, refused]);
  expect(loads('a.service', unit('ReadWritePaths=relative'), versions)).toEqual([loaded, loaded, loaded]);
  expect(loads('a.service', unit('BindPaths=/a:/b:bogus'), versions)).toEqual([loaded, loaded, loaded]);
});

test('an alias of a template takes the name of the instance, though that has a file of its own', () => {
  const files = {
    'default.target': '[Unit]\nWants=other@i.service\n',
    'own@i.service': '[Service]\nExecStart=/bin/true\n',
    'own@.service': '[Service]\nExecStart=/bin/false\n',
    'other@.service': { link: 'own@.service' },
  };
  expect(graphOf(files, 252).nodes.get('other@i.service')).toMatchObject({
    load: 'loaded',
    aliases: ['own@i.service'],
    fragment: `${UNITS}/own@.service`,
  });
  const both = { ...files, 'default.target': '[Unit]\nWants=other@i.service own@i.service\n' };
  expect(graphOf(both, 252).nodes.get('other@i.service')?.load).toBe('error');
});

// systemd 247 --test; 249 takes links for what they lead to no more.
test('a link out of the load path is no name of a unit of another type that is called like its target', () => {
  const graph = graphOfFiles(
    {
      [`${UNITS}/default.target`]: '[Unit]\nWants=t@i.socket\n',
      [`${UNITS}/other.service`]: '',
      [`${UNITS}/t@.socket`]: { link: '/opt/other.service' },
      '/opt/other.service': '[Socket]\nListenStream=/run/t\n',
    },
    247,
  );
  expect(graph.nodes.get('t@i.socket')?.load).toBe('loaded');
});

// systemd 247, 252, 257 and 262 --test.
test('an image to mount asks for the loop driver where devices are restricted, by lines that PID 1 does not ignore', () => {
  const asks = (lines: string) => {
    const files = {
      'default.target': '[Unit]\nWants=a.service\n',
      'a.service': `[Service]\nExecStart=/bin/a\n${lines}\n`,
    };
    return graphOf(files, 252).edges.some((e) => e.type === 'Wants' && e.to === 'modprobe@loop.service');
  };
  for (const line of ['MountImages=/i:/m', 'MountImages=-/i:/m:root:ro', 'MountImages=/i:/m /j'])
    expect(asks(`PrivateDevices=yes\n${line}`), line).toBe(true);
  for (const line of ['MountImages=/i', 'MountImages=rel:/m', 'MountImages=/i:/m\nMountImages='])
    expect(asks(`PrivateDevices=yes\n${line}`), line).toBe(false);
  for (const allow of ['/dev/null rw', '/dev/null', 'char-* r', '"/dev/null" r', '/run/systemd/inaccessible/chr rw'])
    expect(asks(`RootImage=/i\nDeviceAllow=${allow}`), allow).toBe(true);
  for (const allow of ['bogus', '/dev/null bogus', '/dev/null r more', '/dev/../x', 'blockx', './dev/null'])
    expect(asks(`RootImage=/i\nDeviceAllow=${allow}`), allow).toBe(false);
});

// systemd 252, 257 and 247 --test.
test('an alias of a masked template keeps its own name and takes that of the instance, with its drop-ins and links', () => {
  const files = {
    'default.target': '[Unit]\nWants=other@i.path\n',
    'own@.path': '',
    'other@.path': { link: 'own@.path' },
    'own@i.path.d/a.conf': '[Unit]\nAfter=own.target\n',
    'other@i.path.d/b.conf': '[Unit]\nAfter=other.target\n',
    'own@i.path.wants/w.target': { link: '../w.target' },
  };
  const graph = graphOf(files, 252);
  expect(graph.nodes.get('other@i.path')).toMatchObject({ load: 'masked', aliases: ['own@i.path'] });
  for (const to of ['own.target', 'other.target', 'w.target'])
    expect(graph.edges.some((e) => e.from === 'other@i.path' && e.to === to)).toBe(true);
  const both = graphOf({ ...files, 'default.target': '[Unit]\nWants=other@i.path own@i.path\n' }, 252);
  expect([both.nodes.get('own@i.path')?.load, both.nodes.get('other@i.path')?.load]).toEqual(['masked', 'error']);
  // 247: masked under each of the two names, each by itself.
  const apart = graphOf({ ...files, 'default.target': '[Unit]\nWants=other@i.path own@i.path\n' }, 247);
  expect(apart.nodes.get('other@i.path')).toMatchObject({ load: 'masked', aliases: [] });
  expect(apart.nodes.get('own@i.path')).toMatchObject({ load: 'masked', aliases: [] });
});

// systemd 245 of Ubuntu focal and 247 of bullseye --test, 249 no longer.
test('up to 247 an alias of a mask is a masked unit by itself, with the drop-ins of its own name only', () => {
  const files = {
    'default.target': '[Unit]\nWants=other@i.path alias.service own.service\n',
    'own@.path': '',
    'other@.path': { link: 'own@.path' },
    'own@i.path.d/a.conf': '[Unit]\nAfter=own.target\n',
    'other@i.path.d/b.conf': '[Unit]\nAfter=other.target\n',
    'own.service': '',
    'alias.service': { link: 'own.service' },
  };
  const graph = graphOf(files, 247);
  expect(graphOf(files, 245).nodes).toEqual(graph.nodes);
  for (const id of ['other@i.path', 'alias.service', 'own.service'])
    expect(graph.nodes.get(id)).toMatchObject({ load: 'masked', aliases: [] });
  expect(graph.edges.filter((e) => e.from === 'other@i.path').map((e) => e.to)).toEqual(['other.target']);
});

// systemd 245, 247 and 249 --test.
test('up to 247 a dot in a path keeps a device from having a name, and /dev is a device itself up to 249', () => {
  const mount = (what: string) => `[Mount]\nWhat=${what}\n`;
  expect(loads('m.mount', mount('/dev/./x'), [245, 247, 249])).toEqual(['error', 'error', 'loaded']);
  const needs = (what: string, version: number) =>
    graphOf({ 'default.target': '[Unit]\nWants=m.mount\n', 'm.mount': mount(what) }, version)
      .edges.filter((e) => e.from === 'm.mount' && e.type === 'After' && e.to.endsWith('.device'))
      .map((e) => e.to);
  expect([247, 249].map((version) => needs('/./dev/x', version))).toEqual([[], ['dev-x.device']]);
  expect([249, 252].map((version) => needs('/dev/', version))).toEqual([['dev.device'], []]);
});

// systemd 245 --test of Ubuntu focal.
test("a socket's Service= that is no service fails the file up to 245", () => {
  const unit = '[Socket]\nListenFIFO=/run/f\nService=s.socket\n';
  expect(loads('s.socket', unit, [245, 247])).toEqual(['bad-setting', 'loaded']);
});

test('a port is a number of any base, and an interface may follow it', () => {
  const unit = (address: string) => `[Socket]\nListenStream=${address}\n`;
  const state = (address: string) => loads('s.socket', unit(address), [252])[0];
  for (const address of ['0x50', '+80', '[fe80::1]:3%%lo', '127.0.0.1:3%%lo']) expect(state(address)).toBe('loaded');
  for (const address of ['080', '[fe80::1%%lo]:3', '[::1]: 3']) expect(state(address)).toBe('bad-setting');
  expect(loads('s.socket', unit('vsock-stream:2:3'), [252, 257])).toEqual(['bad-setting', 'loaded']);
});

test('a link whose target goes through a file names nothing', () => {
  const files = {
    'default.target': '[Unit]\nWants=through.service slash.service\n',
    'real.service': '[Service]\nExecStart=/bin/true\n',
    'through.service': { link: 'real.service/../real.service' },
    'slash.service': { link: 'real.service/' },
  };
  const aliases = (version: number) => graphOf(files, version).nodes.get('real.service')?.aliases;
  expect([252, 257, 262].map(aliases)).toEqual([['slash.service'], ['slash.service'], []]);
});

// systemd 252, 257 and 262 --test.
test('a link below .wants/ that leads in a circle or through a file pulls in nothing, in new versions', () => {
  const link = (to: string) => ({ link: to });
  const files = {
    'default.target': '[Unit]\nDescription=x\n',
    'real.service': '[Service]\nExecStart=/bin/true\n',
    'up.service': link('up.service'),
    'default.target.wants/up.service': link('../up.service'),
    'default.target.wants/one.service': link('two.service'),
    'default.target.wants/two.service': link('one.service'),
    'default.target.wants/file.service': link('../real.service/x'),
    'default.target.wants/dots.service': link('../real.service/../real.service'),
    'default.target.wants/above.service': link('/nowhere/../x'),
    'default.target.wants/dangling.service': link('/nowhere/x.service'),
    'default.target.wants/slash.service': link('../real.service/'),
    'default.target.wants/real.service': link('../real.service'),
  };
  const wanted = (version: number) =>
    graphOf(files, version)
      .edges.filter((e) => e.from === 'default.target' && e.type === 'Wants')
      .map((e) => e.to.replace('.service', ''))
      .sort();
  const all = ['above', 'dangling', 'dots', 'file', 'one', 'real', 'slash', 'two', 'up'];
  expect([252, 257].map(wanted)).toEqual([all, all]);
  expect(wanted(262)).toEqual(['dangling', 'real', 'slash']);
});

// systemd 245, 247, 249, 252, 257 and 262 --test.
test('a slash behind a target that is missing leaves no name, in old versions', () => {
  const names = (link: string, version: number) =>
    graphOfFiles(
      {
        [`${UNITS}/default.target`]: '[Unit]\nWants=a.service\n',
        '/usr/lib/systemd/system/b.service': '[Service]\nExecStart=/bin/b\n',
        [`${UNITS}/a.service`]: { link },
      },
      version,
    ).nodes.get('a.service')?.load;
  const versions = [247, 252, 257];
  const [none, alias] = ['not-found', undefined];
  expect(versions.map((version) => names(`${UNITS}/b.service`, version))).toEqual([alias, alias, alias]);
  expect(versions.map((version) => names(`${UNITS}/b.service/`, version))).toEqual([none, alias, alias]);
  expect(versions.map((version) => names(`${UNITS}/none/b.service/`, version))).toEqual([none, none, alias]);
});

test('a dependency of a template on an instance made of its own is dropped, but not on one that names no instance', () => {
  const text = (wants: string) => ({
    'default.target': '[Unit]\nWants=t@i.service\n',
    't@.service': `[Unit]\nWants=${wants}\n[Service]\nExecStart=/bin/true\n`,
  });
  const wanted = (wants: string) =>
    graphOf(text(wants), 252)
      .edges.filter((e) => e.from === 't@i.service' && e.type === 'Wants')
      .map((e) => e.to);
  expect(wanted('t@x%i.service')).toEqual([]);
  expect(wanted('t@%i.service t@fixed.service')).toEqual(['t@fixed.service']);
});

test('PAM and a process namespace of its own exclude each other from 258 on', () => {
  const text = '[Service]\nExecStart=/bin/true\nPrivatePIDs=yes\nPAMName=login\n';
  expect(loads('p.service', text, [257, 262])).toEqual(['loaded', 'bad-setting']);
});

// What systemd 255 and 259 of Ubuntu said (test/conformance/real-roots.ts, test/conformance/random).
test('only in 255 does a service with credentials come after the mount of their folder, and only if it writes to the journal', () => {
  const service = (more: string) => `[Service]\nExecStart=/bin/x\nImportCredential=tmpfiles.*\n${more}`;
  const files = {
    'default.target': '[Unit]\nWants=logs.service tty.service reset.service refused.service\n',
    'logs.service': service(''),
    'tty.service': service('StandardInput=tty\nStandardOutput=tty\n'),
    'reset.service': service('ImportCredential=\n'),
    'refused.service': '[Service]\nExecStart=/bin/x\nLoadCredential=a/b:/c\nSetCredentialEncrypted=x:y\n',
  };
  const mounts = (version: number) =>
    graphOf(files, version).edges.filter(({ to }) => to.startsWith('run-credentials-'));
  expect([252, 257, 259].map((version) => mounts(version).length)).toEqual([0, 0, 0]);
  expect(mounts(255)).toMatchObject([
    { from: 'logs.service', type: 'After', to: 'run-credentials-logs.service.mount' },
  ]);
});

test('drop-ins of a masked unit are read up to 255', () => {
  const files = {
    'default.target': '[Unit]\nWants=off.service\n',
    'off.service': '',
    'service.d/all.conf': '[Unit]\nDescription=All\n',
  };
  const count = (version: number) => graphOf(files, version).nodes.get('off.service')?.dropIns?.length ?? 0;
  expect([254, 255, 257].map(count)).toEqual([1, 1, 0]);
});

test('PrivateTmp=yes without default dependencies keeps off a /tmp that it does not wait for from 260 on, not in 259', () => {
  const files = {
    'default.target': '[Unit]\nWants=tmp.mount early.service\n',
    'tmp.mount': '[Mount]\nWhat=tmpfs\nWhere=/tmp\nType=tmpfs\n',
    'early.service': '[Unit]\nDefaultDependencies=no\n[Service]\nExecStart=/bin/x\nPrivateTmp=yes\n',
  };
  const wants = (version: number) =>
    graphOf(files, version).edges.some((e) => e.from === 'early.service' && e.type === 'Wants' && e.to === 'tmp.mount');
  expect([257, 259, 262].map(wants)).toEqual([true, true, false]);
});

test('Type=oneshot refuses RestartForceExitStatus= up to 255, and a command called .. is fatal only later', () => {
  const forced = '[Service]\nType=oneshot\nExecStart=/bin/x\nRestartForceExitStatus=SIGTERM\n';
  expect(loads('forced.service', forced, [252, 255, 257, 259])).toEqual([
    'bad-setting',
    'bad-setting',
    'loaded',
    'loaded',
  ]);
  const dots = '[Service]\nExecStart=/bin/x\nExecReload=/bin/..\n';
  expect(loads('dots.service', dots, [252, 255, 257, 259])).toEqual(['loaded', 'loaded', 'bad-setting', 'bad-setting']);
});

test('weekdays from Sat to Thu are no range: it may not go over the end of the week', () => {
  const when = (days: string) => `[Timer]\nOnCalendar=${days}\nUnit=x.service\n`;
  expect(loads('over.timer', when('Sat..Thu,Mon'), [252, 259])).toEqual(['bad-setting', 'bad-setting']);
  expect(loads('in.timer', when('Thu..Sat,Mon'), [252, 259])).toEqual(['loaded', 'loaded']);
});

test('a socket may say MaxConnections=0 with Accept=no up to 255', () => {
  const text = '[Socket]\nListenStream=/run/x\nMaxConnections=0\n';
  expect(loads('zero.socket', text, [252, 255, 257, 259])).toEqual(['loaded', 'loaded', 'bad-setting', 'bad-setting']);
});

test('a log namespace whose name is none gives no mount namespace, so that a working directory in /proc may stand', () => {
  const text = (name: string) => `[Service]\nExecStart=/bin/x\nLogNamespace=${name}\nWorkingDirectory=/proc\n`;
  expect(loads('named.service', text('a/b'), [257, 259, 262])).toEqual(['loaded', 'loaded', 'loaded']);
  expect(loads('named.service', text('ab'), [255, 259, 262])).toEqual(['loaded', 'bad-setting', 'bad-setting']);
});
