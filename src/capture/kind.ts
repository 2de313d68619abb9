/** What kind of copy a tree is, by marks that only one kind has. */
import type { Snapshot } from '../snapshot/snapshot.ts';
import { vendorUnit } from './init-marks.ts';

export type CopyKind =
  /** A whole root, or what is left of one. */
  | 'root'
  | 'sosreport'
  | 'supportconfig'
  | 'insights'
  | 'must-gather'
  | 'etc'
  | 'usr'
  /** Other folders of a root alone. */
  | 'part'
  | 'initramfs'
  /** The output of `systemd-analyze dump` by itself. */
  | 'dump'
  | 'nothing';

export interface KindFound {
  readonly kind: CopyKind;
  /** The file or folder by which it is known. */
  readonly file?: string;
}

/** Folders of which every root has one. */
const ROOT_FOLDERS = ['etc', 'usr', 'lib', 'sbin', 'bin'];
/** Folders that only /etc has, at its top; and only /usr. */
const ETC_MARKS = ['systemd', 'init.d', 'rc.d', 'fstab', 'passwd', 'os-release', 'default', 'ssh', 'inittab', 'cron.d'];
const USR_MARKS = ['lib', 'bin', 'sbin', 'share'];

/** The kind, by the tree's top and a few places below it. */
export function copyKind(snapshot: Snapshot): KindFound {
  const has = (path: string): boolean => snapshot.stat(path) !== undefined;
  const first = (...paths: readonly string[]): string | undefined => paths.find(has);
  const sos = first('/sos_commands', '/sos_reports', '/sos_logs');
  if (sos !== undefined) return { kind: 'sosreport', file: sos };
  const insights = first('/insights_commands', '/insights_archive.txt', '/data/insights_commands');
  if (insights !== undefined) return { kind: 'insights', file: insights };
  if (/^#==\[/m.test(snapshot.read('/basic-environment.txt') ?? ''))
    return { kind: 'supportconfig', file: '/basic-environment.txt' };
  const gathered = first('/cluster-scoped-resources', '/host_service_logs');
  if (gathered !== undefined) return { kind: 'must-gather', file: gathered };
  const initrd = first('/etc/initrd-release', '/usr/lib/initrd-release', '/conf/initramfs.conf', '/scripts/init-top');
  if (initrd !== undefined) return { kind: 'initramfs', file: initrd };
  const top = new Set((snapshot.list('/') ?? []).map(({ name }) => name));
  const [only] = top.size === 1 ? (snapshot.list('/') ?? []) : [];
  if (only?.kind === 'file' && isDumpHead(snapshot, `/${only.name}`)) return { kind: 'dump', file: `/${only.name}` };
  const isEtc = !top.has('etc') && !top.has('usr') && ETC_MARKS.filter((name) => top.has(name)).length >= 1;
  // A split root without /etc and /usr has both names too; only /usr has units right below its lib.
  const isUsr =
    !top.has('etc') && !top.has('usr') && top.has('lib') && USR_MARKS.filter((name) => top.has(name)).length >= 2;
  if (isUsr) return { kind: 'usr', file: first('/lib/systemd/system', '/lib', '/bin') as string };
  if (isEtc) return { kind: 'etc', file: first(...ETC_MARKS.map((name) => `/${name}`)) as string };
  const folders = ROOT_FOLDERS.filter((name) => top.has(name) && (snapshot.list(`/${name}`) ?? []).length > 0);
  if (folders.length === 0) return { kind: top.size === 0 ? 'nothing' : 'part' };
  if (folders.length === 1 && folders[0] === 'etc' && vendorUnit(snapshot) === undefined)
    return { kind: 'etc', file: '/etc' };
  return { kind: 'root' };
}

const HEAD = 64 * 1024;

function isDumpHead(snapshot: Snapshot, file: string): boolean {
  const head = new TextDecoder().decode(snapshot.readBytes(file, HEAD) ?? new Uint8Array());
  return /^[ \t]*(->|→) Unit \S+:|^Manager: systemd \d/m.test(head);
}
