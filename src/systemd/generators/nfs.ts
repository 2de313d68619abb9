/** Generators of nfs-utils: nfs-server after the mounts that it exports, and the folder of rpc_pipefs. */

import { hasOption } from '../mount-options.ts';
import type { GeneratorContext } from './context.ts';
import { parseFstab } from './fstab-parse.ts';
import type { Line } from './output.ts';
import { unitNameFromPath } from './unit-names.ts';

const NFS_CONF = '/etc/nfs.conf';
const DEFAULT_PIPEFS = '/var/lib/nfs/rpc_pipefs';

interface Export {
  readonly path: string;
  readonly file: string;
  readonly line: number;
}

/** nfs-server-generator: what /etc/exports names must be mounted; NFS mounts of this machine come after the server. */
export function nfsServer({ snapshot, output }: GeneratorContext): void {
  const files = ['/etc/exports'];
  for (const { name } of snapshot.list('/etc/exports.d') ?? [])
    if (name.endsWith('.exports') && !name.startsWith('.')) files.push(`/etc/exports.d/${name}`);
  const found = files.map((file) => readExports(snapshot.read(file) ?? '', file));
  if (found.every(({ count }) => count === 0)) return;
  const fstab = parseFstab(snapshot.read('/etc/fstab') ?? '', false);
  const lines: Line[] = ['[Unit]'];
  const seen = new Set<string>();
  for (const { path, file, line } of found.flatMap(({ exports }) => exports)) {
    if (seen.has(path)) continue;
    seen.add(path);
    const manual = fstab.some(
      ({ where, options }) => (path === where || path.startsWith(`${where}/`)) && hasOption(options, 'noauto'),
    );
    if (!manual) lines.push([`RequiresMountsFor=${path.includes(' ') ? `"${path}"` : path}`, { file, line }]);
  }
  for (const { where, type, line } of fstab) {
    const unit = /^nfs4?$/.test(type) ? unitNameFromPath(where, '.mount') : undefined;
    if (unit !== undefined) lines.push([`Before=${unit}`, { file: '/etc/fstab', line }]);
  }
  output.unit('normal', 'nfs-server.service.d/order-with-mounts.conf', lines, { file: '/etc/exports' });
}

/** Lines of exports(5). `count` takes in those that are left out because they say `mountpoint` themselves. */
function readExports(text: string, file: string): { readonly exports: readonly Export[]; readonly count: number } {
  const exports: Export[] = [];
  let count = 0;
  const lines = text.split('\n');
  for (let i = 0; i < lines.length; i++) {
    const line = i + 1;
    let content = lines[i] ?? '';
    while (content.endsWith('\\') && i + 1 < lines.length) content = content.slice(0, -1) + (lines[++i] ?? '');
    const match = /^\s*(?:"([^"]*)"|([^\s#"][^\s]*))(.*)$/s.exec(content);
    if (match === null) continue;
    const path = (match[1] ?? match[2] ?? '').replace(/\\([0-7]{3})/g, (_, digits: string) =>
      String.fromCharCode(Number.parseInt(digits, 8)),
    );
    if (!path.startsWith('/')) continue;
    count++;
    const clients = (match[3] ?? '').replace(/#.*/, '');
    const asksForMount = /[(,](?:mp|mountpoint)(?:=[^,)]*)?[,)]/.test(clients);
    if (!asksForMount) exports.push({ path, file, line });
  }
  return { exports, count };
}

/** rpc-pipefs-generator: a mount where nfs.conf puts rpc_pipefs elsewhere than the unit that comes with it. */
export function rpcPipefs({ snapshot, output }: GeneratorContext): void {
  const setting = pipefsDirectory(snapshot.read(NFS_CONF) ?? '');
  if (setting === undefined) return;
  // Where the package has no unit for the usual folder, the generator makes that one as well.
  const shipped = ['/usr/lib', '/lib'].some((dir) => snapshot.lstat(`${dir}/systemd/system/rpc_pipefs.target`));
  if (setting.path === DEFAULT_PIPEFS && shipped) return;
  const source = { file: NFS_CONF, line: setting.line };
  const unit = unitNameFromPath(setting.path, '.mount');
  if (unit === undefined) return;
  const mount = ['[Unit]', 'Description=RPC Pipe File System', 'DefaultDependencies=no'];
  mount.push('After=systemd-tmpfiles-setup.service', 'Conflicts=umount.target', '', '[Mount]', 'What=sunrpc');
  mount.push(`Where=${setting.path}`, 'Type=rpc_pipefs');
  output.unit('normal', unit, mount, source);
  output.unit('normal', 'rpc_pipefs.target', ['[Unit]', `Requires=${unit}`, `After=${unit}`], source);
}

function pipefsDirectory(text: string): { readonly path: string; readonly line: number } | undefined {
  let section = '';
  let found: { path: string; line: number } | undefined;
  text.split('\n').forEach((raw, index) => {
    const content = raw.trim();
    const header = /^\[\s*([^\s\]"]+)/.exec(content);
    if (header !== null) section = (header[1] ?? '').toLowerCase();
    const value = /^pipefs-directory\s*=(.*)$/is.exec(content)?.[1]?.trim().replace(/^"/, '').replace(/"$/, '');
    if (section === 'general' && value !== undefined && value !== '') found = { path: value, line: index + 1 };
  });
  return found;
}
