/** A host small enough to be read: an fstab with two file systems by UUID, two services, one of them waiting for the other. */
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type OpenedRoot, openTree } from '../../src/open.ts';
import { type Entry, memoryTree } from '../memory-root.ts';

export type Files = Readonly<Record<string, Entry>>;

export interface Disks {
  readonly data: string;
  readonly logs: string;
}

export const DISKS: Disks = {
  data: '0f3c9a52-11aa-4b5e-9a3e-5d8f6e1c2b01',
  logs: '9c1de8f4-77bb-4c0d-8f21-0a1b2c3d4e5f',
};

const SERVICE = '[Service]\nExecStart=/bin/x\n';

export function hostFiles(disks: Disks = DISKS, changes: Files = {}): Files {
  return {
    '/etc/os-release': 'ID=debian\nVERSION_ID="12"\n',
    '/etc/fstab': `UUID=${disks.data} /srv/data ext4 defaults 0 2\nUUID=${disks.logs} /var/log ext4 defaults 0 2\n`,
    '/usr/lib/systemd/systemd': '',
    '/usr/lib/systemd/libsystemd-shared-252.so': '',
    '/usr/lib/systemd/system-generators/systemd-fstab-generator': { text: 'x', mode: 0o755 },
    '/usr/lib/systemd/system/default.target':
      '[Unit]\nAllowIsolate=yes\nRequires=basic.target\nAfter=basic.target\nWants=web.service db.service\n',
    '/usr/lib/systemd/system/basic.target': '[Unit]\nRequires=sysinit.target\nAfter=sysinit.target\n',
    '/usr/lib/systemd/system/sysinit.target': '[Unit]\nWants=local-fs.target\nAfter=local-fs.target\n',
    '/usr/lib/systemd/system/local-fs.target': '[Unit]\nDefaultDependencies=no\n',
    '/usr/lib/systemd/system/web.service': `[Unit]\nAfter=db.service\n${SERVICE}`,
    '/usr/lib/systemd/system/db.service': SERVICE,
    '/bin/x': '',
    ...changes,
  };
}

export function smallHost(disks: Disks = DISKS, changes: Files = {}): OpenedRoot {
  return openTree(memoryTree(hostFiles(disks, changes)), 'test');
}

/** The same as a folder. */
export function writeHost(folder: string, files: Files): string {
  for (const [path, entry] of Object.entries(files)) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    if (typeof entry === 'object' && 'link' in entry) symlinkSync(entry.link, file);
    else if (typeof entry === 'string') writeFileSync(file, entry);
    else writeFileSync(file, entry.text, { mode: entry.mode });
  }
  return folder;
}
