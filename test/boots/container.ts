/** A boot in systemd-nspawn: seconds, and the kernel of the machine that runs it; no devices, no kernel command line of its own. */
import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { COLLECTED, type Machine } from './machine.ts';
import { inOverlay } from './overlay.ts';
import { UNITS } from './prepared/prepared.ts';

/** No boot takes so long; one that hangs is ended. */
const LIMIT = 240;
/** What PID 1 is told, as its kernel command line. */
const CMDLINE = 'systemd.log_level=debug systemd.log_target=console systemd.log_color=no';

export const CONTAINER: Machine = {
  name: 'systemd-nspawn',
  cmdline: CMDLINE,
  virtualization: 'systemd-nspawn',
  patience: 90,
  settles: 3,
  files: {
    '/etc/fstab': '',
    // A getty that ends hangs up the console, and with it what PID 1 still has to say there.
    [`${UNITS}/console-getty.service`]: '-> /dev/null',
  },
  run(tree) {
    const { stdout, stderr } = spawnInContainer(tree, ['--boot', '--', ...CMDLINE.split(' ')]);
    const units = `${tree}${COLLECTED}`;
    return { console: stdout, problem: stderr, ...(existsSync(units) ? { units: readFileSync(units, 'utf8') } : {}) };
  },
  cannot(root) {
    if (process.getuid?.() !== 0) return 'only root may start a container';
    const { status, stderr, error } = inOverlay(root, (tree) => spawnInContainer(tree, ['--', '/bin/true']));
    if (status === 0) return undefined;
    return error?.message ?? (stderr.trim().split('\n').at(-1) || `systemd-nspawn ended with status ${status}`);
  },
};

/** @param seconds after which a container that hangs is ended */
export function spawnInContainer(tree: string, rest: readonly string[], seconds = LIMIT): SpawnSyncReturns<string> {
  return spawnSync(
    'timeout',
    [
      `${seconds}`,
      'systemd-nspawn',
      '-q',
      '-D',
      tree,
      '--register=no',
      '--keep-unit',
      '--private-network',
      `--machine=b${process.pid}`,
      ...rest,
    ],
    {
      encoding: 'utf8',
      maxBuffer: 2 ** 29,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, SYSTEMD_NSPAWN_UNIFIED_HIERARCHY: '1' },
    },
  );
}
