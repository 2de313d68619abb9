/** A Slurm of one controller and two nodes on loopback; a task is killed, and the array handed in again. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { everyHostOnce, PARTS, partsIn, type Scene, scene, waitForParts } from './fleet.ts';
import { killAll, NotHere, readProc, shell, start } from './processes.ts';
import { recipe } from './recipes.ts';

const PORTS = { controller: 26817, one: 26818, two: 26819 } as const;

/** @returns what was seen. @throws Error where a host is missing, or nothing was killed */
export async function trySlurm(): Promise<string> {
  const at = scene('slurm');
  const env = { ...at.env, SLURM_CONF: join(at.folder, 'slurm.conf') };
  await startCluster(at, env);
  const block = recipe('Slurm', 'sh');
  const log = join(at.folder, 'sbatch.log');
  const first = shell(block, at.folder, env, log);
  await waitForParts(at, 2);
  const killed = await killOneTask(at);
  const status = await first;
  const before = partsIn(at).length;
  if (status === 0 || before === PARTS)
    throw new Error(`a task was killed, and sbatch ended with ${status} and ${before} parts`);
  const again = await shell(block, at.folder, env, log);
  if (again !== 0) throw new Error(`handed in again, sbatch ended with ${again}: ${readFileSync(log, 'utf8')}`);
  return `Slurm, task ${killed} killed (${before} of ${PARTS} parts then), the array handed in again: ${everyHostOnce(at)}`;
}

async function startCluster({ folder }: Scene, env: Readonly<Record<string, string>>): Promise<void> {
  for (const name of ['state', 'spool-one', 'spool-two', 'munge']) mkdirSync(join(folder, name));
  const socket = join(folder, 'munge/socket');
  const key = join(folder, 'munge/key');
  writeFileSync(key, Buffer.alloc(128, 'a key of one test, on one machine'));
  chmodSync(key, 0o600);
  chmodSync(folder, 0o755);
  const munge = [
    `--socket=${socket}`,
    `--key-file=${key}`,
    `--log-file=${folder}/munge/log`,
    `--pid-file=${folder}/munge/pid`,
    `--seed-file=${folder}/munge/seed`,
  ];
  start('munged', ['--foreground', '--force', '--num-threads=2', ...munge], env, join(folder, 'munged.log'));
  writeFileSync(
    join(folder, 'slurm.conf'),
    `ClusterName=loopback
SlurmctldHost=${hostname().split('.')[0]}(127.0.0.1)
SlurmctldPort=${PORTS.controller}
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=${socket}
CredType=cred/munge
StateSaveLocation=${folder}/state
SlurmdSpoolDir=${folder}/spool-%n
SlurmctldPidFile=${folder}/slurmctld.pid
SlurmdPidFile=${folder}/slurmd-%n.pid
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
MpiDefault=none
SwitchType=switch/none
ReturnToService=2
SchedulerParameters=sched_min_interval=100000,sched_interval=1
NodeName=one NodeHostname=${hostname().split('.')[0]} NodeAddr=127.0.0.1 Port=${PORTS.one} CPUs=1
NodeName=two NodeHostname=${hostname().split('.')[0]} NodeAddr=127.0.0.1 Port=${PORTS.two} CPUs=1
PartitionName=all Nodes=one,two Default=YES MaxTime=INFINITE State=UP
`,
  );
  await until('munged', () => spawnSync('munge', ['-n', `--socket=${socket}`], { env }).status === 0);
  start('slurmctld', ['-D'], env, join(folder, 'slurmctld.log'));
  for (const node of ['one', 'two']) start('slurmd', ['-D', '-N', node], env, join(folder, `slurmd-${node}.log`));
  await until('two idle nodes', () => {
    const { stdout } = spawnSync('sinfo', ['-h', '-N', '-o', '%T'], { env, encoding: 'utf8' });
    return stdout.split('\n').filter((state) => state === 'idle').length === 2;
  });
}

async function until(what: string, there: () => boolean): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    if (there()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new NotHere(`after half a minute there is no ${what}`);
}

/** @returns its number in the array */
async function killOneTask(at: Scene): Promise<string> {
  for (let tries = 0; tries < 2000; tries++) {
    for (const name of readdirSync('/proc')) {
      if (!/^\d+$/.test(name)) continue;
      const pid = Number(name);
      const [command, task] = [
        readProc(pid, 'cmdline'),
        /(?:^|\0)SLURM_ARRAY_TASK_ID=(\d+)/.exec(readProc(pid, 'environ'))?.[1],
      ];
      if (task === undefined || !command.includes(`bootscope.js\0facts`) || !command.includes(at.out)) continue;
      // Not one that has just written its part.
      if (partsIn(at).includes(`part-${task}-of-${PARTS}`)) continue;
      killAll([pid]);
      return task;
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error('no task was running: nothing was tried');
}
