/** The small root that the rules' examples are laid over, in memory: systemd, and a boot to multi-user.target. */
import type { ExampleFiles } from '../../src/audit/rule.ts';
import { type OpenedRoot, openTree } from '../../src/open.ts';
import { type MemoryTree, memoryTree } from '../../src/snapshot/memory-tree.ts';

const BASE: ExampleFiles = {
  '/usr/lib/systemd/systemd': { text: '', mode: 0o755 },
  '/sbin/init': { link: '/usr/lib/systemd/systemd' },
  '/bin/true': { text: '#!/bin/sh\n', mode: 0o755 },
  '/usr/lib/systemd/system/default.target': { link: 'multi-user.target' },
  '/usr/lib/systemd/system/multi-user.target':
    '[Unit]\nRequires=basic.target\nConflicts=rescue.target\nAfter=basic.target rescue.target\nAllowIsolate=yes\n',
  '/usr/lib/systemd/system/basic.target':
    '[Unit]\nRequires=sysinit.target\nWants=timers.target sockets.target\nAfter=sysinit.target sockets.target\n',
  '/usr/lib/systemd/system/sysinit.target':
    '[Unit]\nWants=local-fs.target swap.target\nAfter=local-fs.target swap.target\n',
  '/usr/lib/systemd/system/local-fs.target':
    '[Unit]\nDefaultDependencies=no\nConflicts=shutdown.target\nAfter=local-fs-pre.target\n',
  '/usr/lib/systemd/system/local-fs-pre.target': '[Unit]\nRefuseManualStart=yes\n',
  '/usr/lib/systemd/system/swap.target': '[Unit]\nDescription=Swaps\n',
  '/usr/lib/systemd/system/timers.target': '[Unit]\nDefaultDependencies=no\nConflicts=shutdown.target\n',
  '/usr/lib/systemd/system/sockets.target': '[Unit]\nDescription=Sockets\n',
  '/usr/lib/systemd/system/shutdown.target': '[Unit]\nDefaultDependencies=no\nRefuseManualStart=yes\n',
  '/usr/lib/systemd/system/umount.target': '[Unit]\nDefaultDependencies=no\nRefuseManualStart=yes\n',
  '/usr/lib/systemd/system/rescue.target': '[Unit]\nAllowIsolate=yes\n',
  '/usr/lib/systemd/system/systemd-journald.socket':
    '[Unit]\nDefaultDependencies=no\n[Socket]\nListenStream=/run/systemd/journal/stdout\n',
  '/usr/lib/systemd/system/systemd-journald.service':
    '[Unit]\nDefaultDependencies=no\n[Service]\nExecStart=/bin/true\n',
};

const BINARIES: Readonly<Record<string, string>> = { upstart: 'com/ubuntu/upstart', sysv: '/initctl /etc/inittab' };

/** @param layers later ones replace what earlier ones say of a path */
export function exampleRoot(
  options: { readonly version?: number | undefined; readonly init?: string | undefined; readonly target?: string },
  ...layers: readonly ExampleFiles[]
): OpenedRoot {
  const tree = memoryTree();
  const version = options.version ?? 252;
  const init = BINARIES[options.init ?? ''];
  const own: ExampleFiles = {
    [`/usr/lib/systemd/libsystemd-shared-${version}.so`]: '',
    ...(init === undefined ? {} : { '/sbin/init': { text: init, mode: 0o755 } }),
  };
  for (const layer of [BASE, own, ...layers]) for (const [path, file] of Object.entries(layer)) put(tree, path, file);
  return openTree(tree, 'example', options.target === undefined ? {} : { target: options.target });
}

function put(tree: MemoryTree, path: string, file: ExampleFiles[string]): void {
  if (file === null || file === undefined) tree.remove(path);
  else if (typeof file === 'object' && 'link' in file)
    tree.add(path, { kind: 'link', size: 0, mode: 0o777, linkTarget: file.link });
  else {
    const { text, mode } = typeof file === 'string' ? { text: file, mode: 0o644 } : file;
    const content = new TextEncoder().encode(text);
    tree.add(path, { kind: 'file', size: content.length, mode, content, uid: 0, gid: 0 });
  }
}
