/** One boot of a root in systemd-nspawn, from a throw-away overlay, and what PID 1 said of its jobs. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Prepared } from './prepared.ts';

export interface Booted {
  /** Of each unit's first start job: how it ended, and the number of the line that says so. */
  readonly results: ReadonlyMap<string, { readonly result: string; readonly line: number }>;
  /** Line at which each unit first left its dead state. */
  readonly began: ReadonlyMap<string, number>;
  /** Whose condition was not met. */
  readonly skipped: ReadonlySet<string>;
  /** ActiveState at the end. */
  readonly state: ReadonlyMap<string, string>;
}

const COLLECT = `[Unit]
Description=Collect the boot
[Service]
ExecStart=/usr/local/sbin/bootscope-collect
`;
const SCRIPT = `#!/bin/sh
for i in $(seq 90); do
  state=$(systemctl is-system-running); case "$state" in running|degraded) break;; esac; sleep 1
done
sleep 3
systemctl list-units --all --full --plain --no-legend --no-pager > /bootscope-units
systemctl --no-block poweroff
`;

/** @returns undefined where nothing was collected; `within` sees the tree as it is booted, before it is */
export function boot(root: string, { files, links }: Prepared, within: (tree: string) => void): Booted | undefined {
  const work = mkdtempSync(join(process.env.BOOTSCOPE_BOOTS_WORK ?? tmpdir(), 'bootscope-boot-'));
  const [upper, below, tree] = ['upper', 'work', 'tree'].map((name) => join(work, name)) as [string, string, string];
  run('mount', '-t', 'tmpfs', 'tmpfs', work);
  try {
    for (const folder of [upper, below, tree]) mkdirSync(folder);
    run('mount', '-t', 'overlay', 'overlay', '-o', `lowerdir=${root},upperdir=${upper},workdir=${below}`, tree);
    const own = {
      ...files,
      '/etc/systemd/system/bootscope-collect.service': COLLECT,
      '/etc/machine-id': '4f1b9c0e7ad84f6f9c2b5d3e8a7f6012\n',
    };
    for (const [path, content] of Object.entries(own)) {
      mkdirSync(dirname(tree + path), { recursive: true });
      rmSync(tree + path, { force: true });
      writeFileSync(tree + path, content);
    }
    mkdirSync(`${tree}/usr/local/sbin`, { recursive: true });
    writeFileSync(`${tree}/usr/local/sbin/bootscope-collect`, SCRIPT, { mode: 0o755 });
    const all = {
      ...links,
      '/etc/systemd/system/multi-user.target.wants/bootscope-collect.service': '../bootscope-collect.service',
    };
    for (const [path, target] of Object.entries(all)) {
      mkdirSync(dirname(tree + path), { recursive: true });
      rmSync(tree + path, { force: true });
      symlinkSync(target, tree + path);
    }
    within(tree);
    const { stdout } = spawnSync(
      'timeout',
      [
        '240',
        'systemd-nspawn',
        '-q',
        '-D',
        tree,
        '--register=no',
        '--keep-unit',
        '--private-network',
        `--machine=b${process.pid}`,
        '--boot',
        '--',
        'systemd.log_level=debug',
        'systemd.log_target=console',
      ],
      {
        encoding: 'utf8',
        maxBuffer: 2 ** 29,
        stdio: ['ignore', 'pipe', 'ignore'],
        env: { ...process.env, SYSTEMD_NSPAWN_UNIFIED_HIERARCHY: '1' },
      },
    );
    const units = `${tree}/bootscope-units`;
    return existsSync(units) ? readBoot(stdout, readFileSync(units, 'utf8')) : undefined;
  } finally {
    spawnSync('umount', [tree]);
    spawnSync('umount', [work]);
    rmSync(work, { recursive: true, force: true });
  }
}

export function readBoot(log: string, units: string): Booted {
  const results = new Map<string, { result: string; line: number }>();
  const began = new Map<string, number>();
  const skipped = new Set<string>();
  // Colours and carriage returns of a console.
  const lines = log.replace(/\u001b\[[0-9;?]*[A-Za-z]|\r/g, '').split('\n');
  for (const [line, text] of lines.entries()) {
    const done = /Job \d+ (\S+)\/(?:start|verify-active) finished, result=(\S+)/.exec(text);
    if (done?.[1] !== undefined && !results.has(done[1])) results.set(done[1], { result: done[2] as string, line });
    const change = /(\S+\.[a-z]+): Changed (\S+) -> (\S+)/.exec(text);
    if (change?.[1] !== undefined && change[2] === 'dead' && !began.has(change[1])) began.set(change[1], line);
    const unmet = /(\S+\.[a-z]+): Starting requested but condition/.exec(text);
    if (unmet?.[1] !== undefined) skipped.add(unmet[1]);
  }
  const state = new Map(
    units.split('\n').flatMap((text) => {
      const [unit, , active] = text.trim().replace(/^\W+ /, '').split(/\s+/);
      return unit === undefined || active === undefined ? [] : [[unit, active] as const];
    }),
  );
  return { results, began, skipped, state };
}

function run(program: string, ...args: readonly string[]): void {
  const { status, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr}`);
}
