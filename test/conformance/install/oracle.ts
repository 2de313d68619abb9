/** `systemctl --root` on a copy, operation by operation: the links it leaves below /etc/systemd/system. */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT_NAMESPACE } from '../oracle.ts';

export interface InstallRun {
  /** `enable ssh.service` */
  readonly operation: string;
  readonly status: number;
  /** Path → what the link says. */
  readonly links: ReadonlyMap<string, string>;
}

/** What systemctl's file operations look at, copied from a root. */
const PARTS = [
  'etc/systemd',
  'usr/lib/systemd/system',
  'usr/lib/systemd/system-preset',
  'lib/systemd/system',
  'lib/systemd/system-preset',
  'usr/local/lib/systemd',
  'run/systemd',
  'var/lib/dpkg/info/systemd.list',
  'etc/os-release',
];

export function copyUnits(root: string, copy: string): void {
  for (const part of PARTS) {
    const from = join(root, part);
    // /lib as a link to usr/lib stays one.
    if (part.startsWith('lib/') && spawnSync('test', ['-L', join(root, 'lib')]).status === 0) {
      if (!existsSync(join(copy, 'lib'))) spawnSync('ln', ['-s', 'usr/lib', join(copy, 'lib')]);
      continue;
    }
    if (!existsSync(from)) continue;
    mkdirSync(dirname(join(copy, part)), { recursive: true });
    cpSync(from, join(copy, part), { recursive: true, verbatimSymlinks: true });
  }
  mkdirSync(join(copy, 'dev'), { recursive: true });
}

/** @param inRoot a root whose own systemctl is to answer; undefined: the machine's */
export function runOperations(copy: string, operations: readonly string[], inRoot?: string): readonly InstallRun[] {
  writeFileSync(join(copy, 'operations'), `${operations.join('\n')}\n`);
  const [own, shown] = inRoot === undefined ? [copy, ''] : ['', copy];
  const script =
    inRoot === undefined
      ? LOOP('', '$2', '$2')
      : `${ROOT_NAMESPACE}\n${LOOP('chroot /mnt', '/mnt/tmp/tree', '/tmp/tree')}`;
  const argv = ['sh', '-ec', script, 'sh', inRoot ?? '', own, shown, '', ''];
  const [command = '', ...args] = inRoot === undefined ? argv : ['unshare', '--mount', '--uts', ...argv];
  const result = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 2 ** 30, stdio: ['ignore', 'pipe', 'pipe'] });
  if (result.status !== 0) throw new Error(`systemctl --root: ${result.stderr.slice(-1000)}`);
  return result.stdout
    .split('@@@ ')
    .slice(1)
    .map((text) => {
      const [head = '', ...lines] = text.trimEnd().split('\n');
      const at = head.lastIndexOf(' ');
      const links = new Map(lines.map((line) => line.split('\t') as [string, string]));
      return { operation: head.slice(0, at), status: Number(head.slice(at + 1)), links };
    });
}

/** `outside` is the copy as this shell sees it, `inside` as systemctl does. */
const LOOP = (enter: string, outside: string, inside: string): string => `
cp -a ${outside}/etc/systemd/system ${outside}/saved
while read -r operation; do
  rm -rf ${outside}/etc/systemd/system; cp -a ${outside}/saved ${outside}/etc/systemd/system
  status=0; env SYSTEMCTL_SKIP_SYSV=1 PATH=/usr/sbin:/usr/bin:/sbin:/bin ${enter} systemctl --root=${inside} $operation < /dev/null > /dev/null 2>&1 || status=$?
  echo "@@@ $operation $status"
  (cd ${outside} && find etc/systemd/system -type l -printf '/%p\\t%l\\n' | sort)
done < ${outside}/operations
rm -rf ${outside}/etc/systemd/system; mv ${outside}/saved ${outside}/etc/systemd/system
`;
