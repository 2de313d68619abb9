/**
 * NixOS: everything lies in /nix/store; which system is booted, a link says (/nix/var/nix/profiles/system). /run/current-system and most
 * of /etc are links that its own init makes at boot (nixos/modules/system/activation, system/etc), so that a copy of a disk may lack them.
 */
import { openSnapshot } from '../snapshot/open.ts';
import { type OverlayEntry, overlayTree } from '../snapshot/overlay.ts';
import type { Snapshot, Tree } from '../snapshot/snapshot.ts';

const STORE = '/nix/store';
/** The system that the boot loader starts by default, else what the machine ran. */
const SYSTEMS = ['/nix/var/nix/profiles/system', '/run/current-system', '/run/booted-system'];
const SYSTEM_NAME = /^[0-9a-z]{32}-nixos-system-/;
/** systemd's package, as a path below it or a link to it names it. */
const SYSTEMD = /^\/nix\/store\/[0-9a-z]{32}-systemd(?:-minimal)?-\d[^/]*/;

/** The tree with the links that NixOS makes at boot, and systemd's own folder where other systems have it; other trees as they are. */
export function nixosTree(tree: Tree, label: string): Tree {
  const plain = openSnapshot(tree, label);
  if (plain.stat(STORE)?.kind !== 'dir') return tree;
  const system = systemOf(plain);
  const systemd = systemdOf(plain, system);
  if (system === undefined && systemd === undefined) return tree;
  const links = [
    ...(system === undefined ? [] : linksOfSystem(plain, system)),
    ...(systemd === undefined ? [] : [link(plain, '/usr/lib/systemd', `${systemd}/lib/systemd`)]),
  ].flatMap((one) => one ?? []);
  if (links.length === 0) return tree;
  return {
    ...overlayTree(tree, links),
    problems: [
      {
        code: 'nixos-system',
        file: system ?? STORE,
        message:
          system === undefined
            ? `systemd is the one that units of this copy are links to, ${systemd}; which NixOS system is booted is not in it`
            : `the system is NixOS's ${system.slice(STORE.length + 34)}, with the links in /etc that it makes at boot`,
      },
      ...(tree.problems ?? []),
    ],
  };
}

/** The store's path of the system: what a profile leads to, else the one that is there. */
function systemOf(snapshot: Snapshot): string | undefined {
  for (const path of SYSTEMS) {
    const real = snapshot.realpath(path);
    if (real?.startsWith(`${STORE}/`)) return real;
  }
  const all = (snapshot.list(STORE) ?? []).filter(({ name, kind }) => kind === 'dir' && SYSTEM_NAME.test(name));
  return all.length === 1 ? `${STORE}/${all[0]?.name}` : undefined;
}

/** systemd's package: the system's link `systemd`, else where links of its own units lead. */
function systemdOf(snapshot: Snapshot, system: string | undefined): string | undefined {
  const linked = system === undefined ? undefined : snapshot.realpath(`${system}/systemd`);
  if (linked !== undefined) return linked;
  for (const name of ['basic.target', 'sysinit.target', 'multi-user.target']) {
    const found = SYSTEMD.exec(snapshot.realpath(`/etc/systemd/system/${name}`) ?? '')?.[0];
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What activation makes: /run/current-system, /etc/static, and a link for each name of the system's /etc that nothing else took. */
function linksOfSystem(snapshot: Snapshot, system: string): readonly (OverlayEntry | undefined)[] {
  const etc = `${system}/etc`;
  return [
    link(snapshot, '/run/current-system', system),
    link(snapshot, '/etc/static', etc),
    ...(snapshot.list(etc) ?? []).map(({ name }) => link(snapshot, `/etc/${name}`, `/etc/static/${name}`)),
  ];
}

/** undefined: there is something of that name. */
function link(snapshot: Snapshot, path: string, linkTarget: string): OverlayEntry | undefined {
  const free = snapshot.stat(path) === undefined;
  return free && onPlainFolders(snapshot, path) ? { path, linkTarget } : undefined;
}

/** An overlay's paths run through no link. */
function onPlainFolders(snapshot: Snapshot, path: string): boolean {
  for (let at = path.slice(0, path.lastIndexOf('/')); at !== ''; at = at.slice(0, at.lastIndexOf('/'))) {
    const kind = snapshot.lstat(at)?.kind;
    if (kind !== undefined && kind !== 'dir') return false;
  }
  return true;
}
