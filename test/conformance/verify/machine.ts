/**
 * What `systemd-analyze verify` says of a folder of unit files, line by line: this machine's, or a captured root's own in a
 * private mount namespace, which has no units but those.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { ROOT_NAMESPACE } from '../oracle.ts';

export interface Verifier {
  readonly version: number;
  /** Standard error, with paths as they are in the root: /etc/systemd/system/NAME:LINE: MESSAGE. */
  readonly verify: (root: string, units: readonly string[]) => readonly string[];
}

const ANALYZE = ['/usr/bin/systemd-analyze', '/bin/systemd-analyze'].find((file) => existsSync(file));
const ENV = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', SYSTEMD_LOG_LEVEL: 'info', SYSTEMD_LOG_TARGET: 'console' };
const LIMITS = { encoding: 'utf8', maxBuffer: 2 ** 30, timeout: 300_000 } as const;

/** undefined where this machine has no systemd-analyze that knows roots. */
export function thisVerifier(): Verifier | undefined {
  if (ANALYZE === undefined) return undefined;
  const help = spawnSync(ANALYZE, ['--help'], LIMITS).stdout ?? '';
  const version = Number(/^systemd (\d+)/.exec(spawnSync(ANALYZE, ['--version'], LIMITS).stdout ?? '')?.[1]);
  if (!help.includes('--root') || !version) return undefined;
  return {
    version,
    verify: (root, units) =>
      told(spawnSync(ANALYZE, ['verify', '--man=no', `--root=${root}`, ...units], { ...LIMITS, env: ENV }), root),
  };
}

const IN_ROOT = `${ROOT_NAMESPACE}
shift 5
for d in etc usr/local/lib usr/lib; do path=\${path:+$path:}/tmp/tree/$d/systemd/system; done
export SYSTEMD_UNIT_PATH=$path
exec chroot /mnt systemd-analyze verify --man=no "$@"
`;

/** A captured root's own, on another folder of units than the root's. */
export function rootVerifier(captured: string, version: number): Verifier {
  return {
    version,
    verify: (root, units) =>
      told(
        spawnSync('unshare', ['--mount', '--uts', 'sh', '-ec', IN_ROOT, 'sh', captured, '', root, '', '', ...units], {
          ...LIMITS,
          env: ENV,
        }),
        '/tmp/tree',
      ),
  };
}

function told(result: { stderr: string; signal: string | null; error?: Error }, root: string): readonly string[] {
  if (result.error || result.signal !== null)
    throw new Error(`systemd-analyze verify: ${result.error?.message ?? result.signal}: ${result.stderr.slice(-500)}`);
  return result.stderr
    .replaceAll(root, '')
    .split('\n')
    .filter((line) => line !== '');
}
