/**
 * A boot in QEMU, with Debian's own kernel and initrd: what a container skips has its turn, devices appear, /etc/fstab is mounted. With
 * hardware virtualization where a guest runs by it, else emulated, which takes minutes.
 */
import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { COLLECTED, type Machine } from './machine.ts';
import { run, workFolder } from './overlay.ts';
import { UNITS } from './prepared/prepared.ts';

const QEMU = 'qemu-system-x86_64';
/** No boot takes so long, even emulated on a machine that has other work; one that hangs is ended. */
const LIMIT = 1800;
/** A kernel that finds no root panics and is gone in seconds; one that says nothing for so long does not run. */
const PROBE = 40;
const CMDLINE = 'root=/dev/vda rw console=ttyS0 net.ifnames=0 panic=1 quiet loglevel=3';
/** By this label a second disk is found. */
export const DATA_LABEL = 'boots-data';

const EMULATED = ['-accel', 'tcg,thread=multi', '-cpu', 'Nehalem'] as const;
const HARDWARE = ['-accel', 'kvm', '-cpu', 'host'] as const;

/** @param root with a kernel and an initrd in /boot */
export function virtualMachine(root: string): Machine {
  const fast = runsByHardware(root);
  return {
    name: 'QEMU',
    cmdline: CMDLINE,
    virtualization: fast ? 'kvm' : 'qemu',
    patience: fast ? 120 : 400,
    settles: fast ? 5 : 20,
    files: {
      '/etc/fstab': '',
      // PID 1 alone: the kernel command line would have udev and others say everything, too. What is slow only since it is emulated has the time.
      '/etc/systemd/system.conf.d/bootscope.conf':
        '[Manager]\nLogLevel=debug\nLogTarget=console\nLogColor=no\nDefaultTimeoutStartSec=20min\nDefaultDeviceTimeoutSec=20min\n',
      [`${UNITS}/serial-getty@ttyS0.service`]: '-> /dev/null',
    },
    run: (tree) => bootDisk(tree, fast ? HARDWARE : EMULATED),
    cannot: () => (existsSync(`/usr/bin/${QEMU}`) ? undefined : `${QEMU} could not be installed`),
  };
}

function bootDisk(tree: string, accelerator: readonly string[]): ReturnType<Machine['run']> {
  const work = workFolder();
  try {
    const [disk, data, log, units] = ['disk', 'data', 'console', 'units'].map((name) => join(work, name)) as [
      string,
      string,
      string,
      string,
    ];
    run('truncate', '-s', '3G', disk);
    run('mke2fs', '-q', '-F', '-t', 'ext4', '-d', tree, disk);
    run('truncate', '-s', '16M', data);
    run('mke2fs', '-q', '-F', '-t', 'ext4', '-L', DATA_LABEL, data);
    const { stderr } = qemu(LIMIT, [
      ...accelerator,
      ...kernelOf(tree),
      '-append',
      CMDLINE,
      '-drive',
      `file=${disk},if=virtio,format=raw`,
      '-drive',
      `file=${data},if=virtio,format=raw`,
      '-serial',
      `file:${log}`,
    ]);
    spawnSync('debugfs', ['-R', `dump ${COLLECTED} ${units}`, disk]);
    const collected = existsSync(units) ? readFileSync(units, 'utf8') : '';
    return {
      console: existsSync(log) ? readFileSync(log, 'utf8') : '',
      problem: stderr,
      ...(collected === '' ? {} : { units: collected }),
    };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** There are machines whose /dev/kvm is there and on which no guest gets anywhere. */
function runsByHardware(root: string): boolean {
  if (!existsSync('/dev/kvm')) return false;
  const [option, kernel] = kernelOf(root) as [string, string];
  return qemu(PROBE, [...HARDWARE, option, kernel, '-append', 'panic=1 root=/dev/none']).status === 0;
}

function kernelOf(root: string): readonly string[] {
  const newest = (prefix: string): string => {
    const found = readdirSync(`${root}/boot`).filter((name) => name.startsWith(prefix));
    return join(root, 'boot', found.sort().at(-1) ?? prefix);
  };
  return ['-kernel', newest('vmlinuz-'), '-initrd', newest('initrd.img-')];
}

function qemu(seconds: number, rest: readonly string[]): SpawnSyncReturns<string> {
  const common = ['-m', '1024', '-smp', '2', '-display', 'none', '-monitor', 'none', '-no-reboot', '-nic', 'none'];
  return spawnSync('timeout', [`${seconds}`, QEMU, ...common, ...rest], {
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}
