/** NixOS: which system is booted a profile says; what its init links at boot, a copy of a disk may lack. */
import { expect, test } from 'vitest';
import { whatIf } from '../../src/answers/what-if.ts';
import { why } from '../../src/answers/why.ts';
import { planBoot } from '../../src/engine/plan.ts';
import { openTree } from '../../src/open.ts';
import { whyText } from '../../src/report/why.ts';
import { type Entry, memoryTree } from '../memory-root.ts';

type Files = Readonly<Record<string, Entry>>;
const store = (letter: string, name: string): string => `/nix/store/${letter.repeat(32)}-${name}`;
const SYSTEMD = store('a', 'systemd-257.6');
const SYSTEM = store('b', 'nixos-system-web-25.05');
const UNITS = store('c', 'system-units');
const ETC = `${store('d', 'etc')}/etc`;
const NGINX = store('f', 'unit-nginx.service');
const UPSTREAM = {
  'multi-user.target': '[Unit]\nRequires=basic.target\nAfter=basic.target\nAllowIsolate=yes\n',
  'basic.target': '[Unit]\nRequires=sysinit.target\nAfter=sysinit.target\n',
  'sysinit.target': '[Unit]\nWants=local-fs.target\nAfter=local-fs.target\n',
  'local-fs.target': '[Unit]\nDefaultDependencies=no\n',
  'systemd-fsck@.service': '[Unit]\nDefaultDependencies=no\n[Service]\nType=oneshot\nExecStart=/bin/sh\n',
};
const program = { text: 'ELF', mode: 0o755 };

/** A disk that was never booted: /etc has nothing of the system, /run is empty. */
const DISK: Files = {
  ...Object.fromEntries(
    Object.entries(UPSTREAM).flatMap(([name, text]): readonly (readonly [string, Entry])[] => [
      [`${SYSTEMD}/example/systemd/system/${name}`, text],
      [`${UNITS}/${name}`, { link: `${SYSTEMD}/example/systemd/system/${name}` }],
    ]),
  ),
  [`${UNITS}/default.target`]: { link: 'multi-user.target' },
  [`${UNITS}/nginx.service`]: { link: `${NGINX}/nginx.service` },
  [`${NGINX}/nginx.service`]: `[Service]\nExecStart=${store('g', 'nginx')}/bin/nginx\n`,
  [`${store('g', 'nginx')}/bin/nginx`]: program,
  [`${UNITS}/multi-user.target.wants/nginx.service`]: { link: '../nginx.service' },
  [`${UNITS}/off.service`]: { link: '/dev/null' },
  [`${SYSTEMD}/lib/systemd/systemd`]: program,
  [`${SYSTEMD}/lib/systemd/libsystemd-shared-257.so`]: 'ELF',
  [`${SYSTEMD}/lib/systemd/system-generators/systemd-fstab-generator`]: program,
  [`${SYSTEMD}/lib/systemd/system-generators/systemd-debug-generator`]: program,
  [`${store('h', 'systemd-255.4')}/lib/systemd/x`]: '',
  [`${SYSTEM}/systemd`]: { link: SYSTEMD },
  [`${SYSTEM}/etc`]: { link: ETC },
  [`${SYSTEM}/init`]: { text: '#!/bin/sh\n', mode: 0o755 },
  [`${SYSTEM}/kernel-params`]: 'loglevel=4 systemd.mask=off2.service',
  [`${SYSTEM}/sw/bin/fsck`]: program,
  [`${SYSTEM}/sw/bin/fsck.ext4`]: program,
  [`${ETC}/systemd/system`]: { link: UNITS },
  [`${ETC}/os-release`]: 'ID=nixos\nVERSION_ID="25.05"\n',
  [`${ETC}/fstab`]: '/dev/disk/by-label/data /data ext4 defaults 0 2\n',
  '/nix/var/nix/profiles/system': { link: 'system-42-link' },
  '/nix/var/nix/profiles/system-42-link': { link: SYSTEM },
  '/nix/var/nix/profiles/default/lib/systemd/system/extra.service': '[Service]\nExecStart=/bin/sh\n',
  '/usr/local/lib/systemd/system/nobody.service': '[Service]\nExecStart=/bin/sh\n',
  '/boot/loader/entries/nixos-generation-42.conf': `title NixOS\noptions init=${SYSTEM}/init loglevel=4\n`,
  '/bin/sh': program,
  '/etc/machine-id': 'uninitialized\n',
};
/** The same after it ran: activation made its links, and a profile or none is in the copy. */
const { '/nix/var/nix/profiles/system': _, ...WITHOUT_PROFILE } = DISK;
const RAN: Files = {
  ...WITHOUT_PROFILE,
  '/etc/static': { link: ETC },
  '/etc/systemd': { link: '/etc/static/systemd' },
  '/etc/os-release': { link: '/etc/static/os-release' },
  '/etc/fstab': { link: '/etc/static/fstab' },
};
const open = (files: Files) => openTree(memoryTree(files), 'nixos');

test.each([
  ['never booted', DISK],
  ['that ran, without its profile', RAN],
] as const)('a disk %s boots the units of its system, by its own systemd and generators', (_, files) => {
  const opened = open(files);
  expect(opened.graph.init).toMatchObject({ system: 'systemd', version: 257 });
  expect(opened.build).toMatchObject({ major: 257, point: 6 });
  const { transaction } = planBoot(opened.graph, { version: opened.version });
  const jobs = (transaction?.jobs ?? []).map(({ unit }) => unit);
  expect(jobs).toEqual(expect.arrayContaining(['multi-user.target', 'nginx.service', 'data.mount', 'local-fs.target']));
  expect(jobs).toContain('systemd-fsck@dev-disk-by\\x2dlabel-data.service');
  expect(opened.assumptions.map(({ code }) => code)).toContain('nixos-system');
  expect(opened.assumptions.map(({ code }) => code)).not.toContain('cmdline-not-applied');
});

test('units are found in the default profile, and not below /usr/local/lib', () => {
  const { graph } = open(DISK);
  expect(graph.nodes.get('extra.service')?.load).toBe('loaded');
  expect(graph.nodes.has('nobody.service')).toBe(false);
});

test('the kernel gets the parameters that the system keeps', () => {
  expect(open(DISK).cmdline).toBe('loglevel=4 systemd.mask=off2.service');
});

test('no preset makes a link in the store, at the first boot neither; and no systemctl does', () => {
  const units = {
    ...DISK,
    [`${UNITS}/late.service`]: '[Service]\nExecStart=/bin/sh\n[Install]\nWantedBy=multi-user.target\n',
  };
  const opened = open(units);
  expect(opened.graph.nodes.get('late.service')?.load).toBe('loaded');
  expect(opened.graph.edges.filter(({ to, type }) => to === 'late.service' && type === 'Wants')).toEqual([]);
  const { problems, links } = whatIf(opened, {
    operations: [{ verb: 'enable', names: ['late.service'] }],
    dropIns: [],
  });
  expect(problems).toEqual([expect.stringContaining('read-only')]);
  expect(links).toEqual([]);
});

test('advice names the options that NixOS makes units from', () => {
  const opened = open(DISK);
  const said = (unit: string): string => whyText(opened, why(opened, unit), { width: 1000 });
  expect(said('nginx.service')).toContain('systemd.services.nginx.enable = false;');
  expect(said('off.service')).toContain('systemd.services.off.enable = true;');
  expect(said('extra.service')).toContain('systemd.services.extra.wantedBy = [ "multi-user.target" ];');
});

test('a copy of /etc without the store says where the units are', () => {
  const links = Object.fromEntries(Object.entries(RAN).filter(([path]) => path.startsWith('/etc/')));
  expect(() => open({ ...links, '/bin/sh': program })).toThrow(
    /of NixOS.*leads into \/nix\/store, which is not in the copy/,
  );
});
