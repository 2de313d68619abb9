import { expect, test } from 'vitest';
import { openTree } from '../../src/open.ts';
import { overlayTree } from '../../src/snapshot/overlay.ts';
import type { Tree } from '../../src/snapshot/snapshot.ts';

const NOTHING: Tree = {
  lstat: () => undefined,
  readlink: () => undefined,
  list: () => undefined,
  read: () => undefined,
};
const UNITS = '/etc/systemd/system';

function graphOf(files: Readonly<Record<string, string | { readonly link: string }>>, version: number) {
  const entries = Object.entries(files).map(([name, file]) =>
    typeof file === 'string'
      ? { path: `${UNITS}/${name}`, content: file }
      : { path: `${UNITS}/${name}`, linkTarget: file.link },
  );
  return openTree(overlayTree(NOTHING, entries), '/', { version, init: 'systemd' }).graph;
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
