/** One boot of a root in systemd-nspawn, from a throw-away overlay, with the times that PID 1 then has in its memory. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** What lies over a root: files whole, links by what they say; null takes one away. */
export interface Layer {
  readonly files: Readonly<Record<string, string>>;
  readonly links: Readonly<Record<string, string | null>>;
}

const COLLECT = '[Unit]\nDescription=Collect the times\n[Service]\nExecStart=/usr/local/sbin/bootscope-times\n';
const SCRIPT = `#!/bin/sh
for i in $(seq 120); do
  state=$(systemctl is-system-running); case "$state" in running|degraded) break;; esac; sleep 1
done
systemd-analyze plot > /bootscope-plot
systemctl --no-block poweroff
`;

/** @returns what `look` makes of the tree as the boot left it, and of the plot of its times; undefined where none was made */
export function timedBoot<T>(
  root: string,
  layers: readonly Layer[],
  look: (tree: string, plot: string) => T,
): T | undefined {
  const work = mkdtempSync(join(process.env.BOOTSCOPE_BOOTS_WORK ?? tmpdir(), 'bootscope-times-'));
  const [upper, below, tree] = ['upper', 'work', 'tree'].map((name) => join(work, name)) as [string, string, string];
  run('mount', '-t', 'tmpfs', 'tmpfs', work);
  try {
    for (const folder of [upper, below, tree]) mkdirSync(folder);
    run('mount', '-t', 'overlay', 'overlay', '-o', `lowerdir=${root},upperdir=${upper},workdir=${below}`, tree);
    const own: Layer = {
      files: {
        '/etc/systemd/system/bootscope-times.service': COLLECT,
        '/etc/machine-id': '4f1b9c0e7ad84f6f9c2b5d3e8a7f6012\n',
      },
      links: { '/etc/systemd/system/multi-user.target.wants/bootscope-times.service': '../bootscope-times.service' },
    };
    for (const layer of [own, ...layers]) lay(tree, layer);
    mkdirSync(`${tree}/usr/local/sbin`, { recursive: true });
    writeFileSync(`${tree}/usr/local/sbin/bootscope-times`, SCRIPT, { mode: 0o755 });
    const machine = `t${process.pid}`;
    const options = ['-q', '-D', tree, '--register=no', '--keep-unit', '--private-network', `--machine=${machine}`];
    spawnSync('timeout', ['240', 'systemd-nspawn', ...options, '--boot'], {
      stdio: 'ignore',
      env: { ...process.env, SYSTEMD_NSPAWN_UNIFIED_HIERARCHY: '1' },
    });
    const plot = `${tree}/bootscope-plot`;
    return existsSync(plot) ? look(tree, readFileSync(plot, 'utf8')) : undefined;
  } finally {
    spawnSync('umount', [tree]);
    spawnSync('umount', [work]);
    rmSync(work, { recursive: true, force: true });
  }
}

function lay(tree: string, { files, links }: Layer): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(tree + path), { recursive: true });
    rmSync(tree + path, { force: true });
    writeFileSync(tree + path, content);
  }
  for (const [path, target] of Object.entries(links)) {
    mkdirSync(dirname(tree + path), { recursive: true });
    rmSync(tree + path, { force: true });
    if (target !== null) symlinkSync(target, tree + path);
  }
}

function run(program: string, ...args: readonly string[]): void {
  const { status, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr}`);
}
