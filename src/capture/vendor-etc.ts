/** Systems whose /etc comes from below /usr when they boot: a copy made before that has only a part of it. */
import { withLowerLayer } from '../snapshot/lower-layer.ts';
import { openSnapshot } from '../snapshot/open.ts';
import type { Tree } from '../snapshot/snapshot.ts';

/** Files of every installed /etc: where there is one of them, it is whole. */
const OF_EVERY_ETC = ['passwd', 'os-release', 'fstab'];
/** Flatcar's initrd lays it under /etc as overlayfs (bootengine: dracut/99setup-root/initrd-setup-root). */
const FLATCAR = '/usr/share/flatcar/etc';
/** What ostree copies to /etc when it deploys (ostree-sysroot-deploy.c: merge_configuration_from); images of bootc come so, too. */
const OSTREE = '/usr/etc';

/** The tree with /etc as the booted system sees it; the tree itself where /etc needs nothing. */
export function withVendorEtc(tree: Tree, label: string): Tree {
  if (tree.problems?.some(({ code }) => code === 'etc-layered')) return tree;
  const plain = openSnapshot(tree, label);
  const isFolder = (path: string): boolean => plain.stat(path)?.kind === 'dir' && plain.realpath(path) === path;
  if (isFolder(FLATCAR))
    return withLowerLayer(tree, {
      upper: '/etc',
      lower: FLATCAR,
      note: {
        code: 'etc-layered',
        file: FLATCAR,
        message: `/etc lies over ${FLATCAR}, as Flatcar's initrd mounts it`,
      },
    });
  const whole = (folder: string): boolean => OF_EVERY_ETC.some((name) => plain.lstat(`${folder}/${name}`));
  if (!isFolder(OSTREE) || !whole(OSTREE) || whole('/etc')) return tree;
  return withLowerLayer(tree, {
    upper: '/etc',
    lower: OSTREE,
    note: {
      code: 'etc-layered',
      file: OSTREE,
      message: `/etc holds what ${OSTREE} has, as it will once this image is deployed (ostree, bootc)`,
    },
  });
}
