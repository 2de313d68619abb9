/** GNU parallel over two sshd on loopback; one of them is killed, with its sessions, in the middle of the work. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { everyHostOnce, PARTS, type Scene, scene, waitForParts } from './fleet.ts';
import { familyOf, killAll, NotHere, readProc, shell, start } from './processes.ts';
import { recipe } from './recipes.ts';

const HOSTS = { one: 22001, two: 22002 } as const;

/** @returns what was seen. @throws Error where a host is missing, or nothing was killed */
export async function tryParallel(): Promise<string> {
  const at = scene('parallel');
  const servers = Object.entries(HOSTS).map(([name, port]) => startServer(at, name, port));
  for (const port of Object.values(HOSTS)) await listening(port);
  const config = join(at.folder, 'ssh_config');
  writeFileSync(
    config,
    Object.entries(HOSTS)
      .map(([name, port]) => `Host ${name}\n HostName 127.0.0.1\n Port ${port}\n User root\n`)
      .join('') +
      `Host *\n IdentityFile ${at.folder}/key\n StrictHostKeyChecking no\n UserKnownHostsFile /dev/null\n LogLevel ERROR\n BatchMode yes\n ConnectTimeout 5\n`,
  );
  writeFileSync(join(at.folder, 'hosts'), '1/one\n1/two\n');
  mkdirSync(join(at.folder, '.parallel'), { recursive: true });
  writeFileSync(join(at.folder, '.parallel/will-cite'), '');
  const env = { ...at.env, PARALLEL_SSH: `ssh -F ${config}`, PARALLEL_HOME: join(at.folder, '.parallel') };
  const run = shell(recipe('GNU parallel over ssh', 'sh'), at.folder, env, join(at.folder, 'parallel.log'));
  await waitForParts(at, 2);
  const [victim] = servers;
  const killed = familyOf(victim?.pid ?? 0).filter((pid) => readProc(pid, 'comm').startsWith('sshd'));
  killAll(killed);
  if (killed.length < 2) throw new Error('the server that was killed had no session: nothing was tried');
  const status = await run;
  if (status !== 0)
    throw new Error(
      `parallel ended with ${status}: ${readFileSync(join(at.folder, 'parallel.log'), 'utf8').slice(-2000)}`,
    );
  const log = readFileSync(join(at.folder, 'fleet.log'), 'utf8');
  const by = Object.keys(HOSTS).map(
    (name) => `${name}: ${log.split('\n').filter((line) => line.split('\t')[1]?.includes(name)).length}`,
  );
  return `GNU parallel, one of two ssh hosts killed with ${killed.length - 1} session: ${everyHostOnce(at)} (${by.join(', ')} jobs of ${PARTS})`;
}

function startServer({ folder, env }: Scene, name: string, port: number): ReturnType<typeof start> {
  mkdirSync('/run/sshd', { recursive: true });
  const key = (file: string): void => void execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', file]);
  key(join(folder, `host-key-${name}`));
  if (name === 'one') key(join(folder, 'key'));
  const config = join(folder, `sshd-${name}`);
  writeFileSync(
    config,
    `Port ${port}\nListenAddress 127.0.0.1\nHostKey ${folder}/host-key-${name}\nAuthorizedKeysFile ${folder}/key.pub\nStrictModes no\nUsePAM no\nPermitRootLogin yes\nPidFile none\nSetEnv PATH=${env['PATH']}\n`,
  );
  return start('/usr/sbin/sshd', ['-D', '-e', '-f', config], env, join(folder, `sshd-${name}.log`));
}

async function listening(port: number): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1');
      socket.on('connect', () => {
        socket.destroy();
        resolve(true);
      });
      socket.on('error', () => resolve(false));
    });
    if (open) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new NotHere(`nothing listens on port ${port}`);
}
