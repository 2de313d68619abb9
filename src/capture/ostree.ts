/**
 * Disks of ostree and bootc: the root of each deployment lies below ostree/deploy/OS/deploy/CHECKSUM.SERIAL, and the boot loader's
 * entries say by `ostree=` which one is booted (ostree-prepare-root(1), ostree's src/libostree/ostree-sysroot-deploy.c).
 */
import { openSnapshot } from '../snapshot/open.ts';
import { NoSuchPart, noSuchPart, RootUnreadable } from '../snapshot/root-unreadable.ts';
import type { Snapshot, SnapshotProblem, Tree } from '../snapshot/snapshot.ts';
import { withTextLinks } from '../snapshot/text-links.ts';

interface Deployment {
  readonly os: string;
  /** CHECKSUM.SERIAL */
  readonly name: string;
  readonly path: string;
}

/**
 * The tree of the deployment that is booted by default, or of another; where the tree is no such disk, the tree itself.
 * @param wanted a deployment by its checksum, or the beginning of it; OS/CHECKSUM where several systems have it
 * @throws NoSuchPart where none is of that name; RootUnreadable where it is not known which one is booted
 */
export function deployedTree(tree: Tree, label: string, wanted?: string): Tree {
  const disk = openSnapshot(tree, label);
  const all = deploymentsOf(disk);
  if (all.length === 0) {
    if (wanted !== undefined)
      throw new NoSuchPart(`${label}: no disk of ostree, so --deployment chooses nothing; leave it out`);
    return tree;
  }
  const chosen = wanted === undefined ? bootedByDefault(disk, all) : named(all, wanted);
  if (chosen === undefined) {
    const names = all.map(({ os, name }) => `${os}/${name}`);
    if (wanted !== undefined)
      throw noSuchPart(
        label,
        '--deployment',
        wanted,
        'deployment',
        names.map((name) => [name]),
      );
    throw new RootUnreadable(
      `${label}: a disk of ostree, and which of its deployments is booted is not known: name one with --deployment, of ${names.join(', ')}`,
    );
  }
  return withTextLinks(below(tree, disk, chosen, all.length));
}

function deploymentsOf(disk: Snapshot): readonly Deployment[] {
  const top = '/ostree/deploy';
  return (disk.list(top) ?? []).flatMap(({ name: os }) =>
    (disk.list(`${top}/${os}/deploy`) ?? [])
      .filter(({ name, kind }) => kind === 'dir' && /\.\d+$/.test(name))
      .map(({ name }) => ({ os, name, path: `${top}/${os}/deploy/${name}` })),
  );
}

function named(all: readonly Deployment[], wanted: string): Deployment | undefined {
  const found = all.filter(({ os, name }) => name.startsWith(wanted) || `${os}/${name}`.startsWith(wanted));
  return found.find(({ name }) => name === wanted) ?? (found.length === 1 ? found[0] : undefined);
}

/** The entry with the highest version is booted; its ostree= is a link to the deployment. One alone needs no entry. */
function bootedByDefault(disk: Snapshot, all: readonly Deployment[]): Deployment | undefined {
  const entries = (disk.list('/boot/loader/entries') ?? [])
    .filter(({ name }) => name.endsWith('.conf'))
    .map(({ name }) => {
      const text = disk.read(`/boot/loader/entries/${name}`) ?? '';
      const version = Number(/^version\s+(\d+)/m.exec(text)?.[1] ?? /-(\d+)(?:-[^-]*)?\.conf$/.exec(name)?.[1] ?? 0);
      return { version, link: /^options\b.*?\sostree=(\S+)/m.exec(text)?.[1] };
    })
    .sort((a, b) => b.version - a.version);
  for (const { link } of entries) {
    const path = link === undefined ? undefined : disk.realpath(link);
    const found = all.find((one) => one.path === path);
    if (found !== undefined) return found;
    const os = /\/boot\.[\d.]+\/([^/]+)\//.exec(link ?? '')?.[1];
    const ofOs = all.filter((one) => one.os === os);
    if (ofOs.length === 1) return ofOs[0];
  }
  return all.length === 1 ? all[0] : undefined;
}

/** The deployment as a root, with the system's own /var and the disk's /boot, as they are mounted when it boots. */
function below(tree: Tree, disk: Snapshot, { os, name, path }: Deployment, count: number): Tree {
  const mounts: readonly (readonly [string, string])[] = [
    ['/var', `/ostree/deploy/${os}/var`],
    ['/boot', '/boot'],
  ];
  const shown = mounts.filter(([, from]) => disk.stat(from)?.kind === 'dir');
  const at = (asked: string): string => {
    for (const [to, from] of shown)
      if (asked === to || asked.startsWith(`${to}/`)) return from + asked.slice(to.length);
    return asked === '/' || asked === '' ? path : path + asked;
  };
  const others = count > 1 ? `, of ${count}; --deployment takes another` : '';
  const note: SnapshotProblem = {
    code: 'deployment-chosen',
    file: '/',
    message: `the root is the deployment ${name} of ${os}${others}`,
  };
  return {
    lstat: (asked) => tree.lstat(at(asked)),
    readlink: (asked) => tree.readlink(at(asked)),
    list: (asked) => tree.list(at(asked)),
    read: (asked, limit) => tree.read(at(asked), limit),
    problems: [note, ...(tree.problems ?? [])],
  };
}
