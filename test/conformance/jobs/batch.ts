/** Many small trees, each run many times, through one systemd: what PID 1 would queue, and which jobs its cycles cost. */
import { spawnSync } from 'node:child_process';
import { AS_NOBODY } from '../namespace.ts';
import { ROOT_NAMESPACE } from '../oracle.ts';

/** One run of `systemd --test` on one tree. */
export interface BatchRun {
  readonly tree: string;
  /** `unit type`, sorted; empty where the run failed. */
  readonly jobs: readonly string[];
  /** Jobs deleted to break a cycle, in the order of the log. */
  readonly victims: readonly string[];
  readonly failed: 'cyclic' | 'conflicting' | 'no-anchor' | 'other' | null;
  /** Lines of the log that say why. */
  readonly log: readonly string[];
}

/**
 * Runs every folder of `trees` as a load path, `times` each, with `systemd --test` of the machine or, in a private mount
 * namespace, of a captured root.
 * @param root undefined: the machine's own systemd
 */
export function runTrees(trees: string, times: number, root?: string): readonly BatchRun[] {
  const script =
    root === undefined ? `cd /\ntrees=$2\n${LOOP('/')}` : `${ROOT_NAMESPACE}\ntrees=/tmp/tree\n${LOOP('/mnt')}`;
  const [own, shown] = root === undefined ? [trees, ''] : ['', trees];
  const argv = ['sh', '-ec', script, 'sh', root ?? '', own, shown, '', '', String(times)];
  const [command = '', ...args] = root === undefined ? argv : ['unshare', '--mount', '--uts', ...argv];
  const result = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 2 ** 30, stdio: ['ignore', 'pipe', 'pipe'] });
  if (result.status !== 0) throw new Error(`batch of systemd --test: ${result.stderr.slice(-1000)}`);
  return result.stdout.split('@@@ ').slice(1).map(readRun);
}

const LOOP = (root: string): string => `
for tree in $(ls "$3" "$2" 2>/dev/null | grep -v : | sort -u); do
  i=0; while [ $i -lt "$6" ]; do i=$((i+1)); echo "@@@ $tree"
    env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin SYSTEMD_LOG_LEVEL=info SYSTEMD_LOG_TARGET=console SYSTEMD_UNIT_PATH="$trees/$tree" \\
      ${AS_NOBODY} ${root} /lib/systemd/systemd --test --system 2>&1 |
      grep -aE 'Action: |deleted to break|Failed to (isolate|start|load)|masked|conflicting jobs|cyclic|Unable to break|bad unit file' || :
  done
done
`;

function readRun(text: string): BatchRun {
  const [tree = '', ...lines] = text.split('\n');
  const jobs = new Set<string>();
  const victims: string[] = [];
  const log: string[] = [];
  for (const line of lines) {
    const job = /^\t+Action: (\S+) (?:->|→) (\S+)$/.exec(line);
    const victim = /Job (\S+)\/(\S+) deleted to break/.exec(line);
    if (job) jobs.add(`${job[1]} ${job[2]}`);
    else if (victim) victims.push(victim[1] ?? '');
    else if (line !== '') log.push(line);
  }
  const said = log.join('\n');
  const failed =
    jobs.size > 0
      ? null
      : /order is cyclic|Unable to break/.test(said)
        ? 'cyclic'
        : /conflicting jobs/.test(said)
          ? 'conflicting'
          : /Failed to (load|isolate|start)|masked|bad unit file/.test(said)
            ? 'no-anchor'
            : 'other';
  return { tree, jobs: [...jobs].sort(), victims, failed, log };
}
