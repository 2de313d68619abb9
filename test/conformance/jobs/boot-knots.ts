/**
 * `tsx test/conformance/jobs/boot-knots.ts ROOT [BOOTS]`, as root, with systemd-nspawn: what PID 1 of ROOT really deletes in BOOTS boots
 * of ROOT with three knots in it (from an overlay; ROOT itself stays as it is), beside the victims we tell of the same files.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const oneshot = (lines: string): string =>
  `[Unit]\n${lines}[Service]\nType=oneshot\nRemainAfterExit=yes\nExecStart=/bin/true\n`;

/** Path below /etc/systemd/system → content; a link where it begins with `../`. */
const KNOTS: Readonly<Record<string, string>> = {
  // A ring of three ordinary services: any of them may go.
  'ring-a.service': oneshot('After=ring-b.service\n'),
  'ring-b.service': oneshot('After=ring-c.service\n'),
  'ring-c.service': oneshot('After=ring-a.service\n'),
  // A service before sysinit.target waits for an ordinary one: the targets between them are needed and cannot go.
  'early-fetch.service': oneshot('DefaultDependencies=no\nBefore=sysinit.target\nAfter=inventory.service\n'),
  'inventory.service': oneshot(''),
  // A socket waits for a service, which waits for all sockets; one more way round through a second service.
  'meter.socket': '[Unit]\nAfter=meter-keys.service meter-dir.service\n[Socket]\nListenStream=/run/meter\n',
  'meter.service': oneshot(''),
  'meter-keys.service': oneshot('After=meter-dir.service\n'),
  'meter-dir.service': oneshot(''),
  // The end of the boot, and of the machine.
  'boot-over.service':
    "[Service]\nExecStart=/bin/sh -c 'timeout 60 systemctl is-system-running --wait; systemctl poweroff --no-wall'\n",
  ...Object.fromEntries(
    ['ring-a', 'ring-b', 'ring-c', 'inventory', 'meter-keys', 'meter-dir', 'boot-over'].map((name) => [
      `multi-user.target.wants/${name}.service`,
      `../${name}.service`,
    ]),
  ),
  'sysinit.target.wants/early-fetch.service': '../early-fetch.service',
  'sockets.target.wants/meter.socket': '../meter.socket',
};

/** Runs FN with an overlay of ROOT and the knots mounted; all that is written goes with it. */
function withKnots<T>(root: string, fn: (merged: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'bootscope-knots-'));
  const merged = join(folder, 'merged');
  const run = (...command: readonly [string, ...string[]]): void => {
    const { status, stderr } = spawnSync(command[0], command.slice(1), { encoding: 'utf8' });
    if (status !== 0) throw new Error(`${command.join(' ')}: ${stderr}`);
  };
  run('mount', '-t', 'tmpfs', 'tmpfs', folder);
  try {
    for (const name of ['upper', 'work', 'merged']) mkdirSync(join(folder, name), { mode: 0o755 });
    run(
      'mount',
      '-t',
      'overlay',
      'overlay',
      '-o',
      `lowerdir=${root},upperdir=${folder}/upper,workdir=${folder}/work`,
      merged,
    );
    try {
      writeFileSync(join(merged, 'etc/machine-id'), '4f1b9c0e7ad84f6f9c2b5d3e8a7f6012\n');
      for (const [name, content] of Object.entries(KNOTS)) {
        const path = join(merged, 'etc/systemd/system', name);
        mkdirSync(dirname(path), { recursive: true, mode: 0o755 });
        if (content.startsWith('../')) symlinkSync(content, path);
        else writeFileSync(path, content);
      }
      return fn(merged);
    } finally {
      run('umount', merged);
    }
  } finally {
    run('umount', folder);
    rmSync(folder, { recursive: true });
  }
}

/** The jobs that PID 1 said it deleted, from the console of one boot. */
function boot(merged: string): readonly string[] {
  const args = [
    '-q',
    '-D',
    merged,
    '--register=no',
    '--keep-unit',
    '--private-network',
    `--machine=k${process.pid}`,
    '--boot',
  ];
  const { stdout, status, error } = spawnSync('systemd-nspawn', args, {
    encoding: 'utf8',
    input: '',
    timeout: 150_000,
    env: { ...process.env, SYSTEMD_NSPAWN_UNIFIED_HIERARCHY: '1' },
  });
  if (error !== undefined || !stdout.includes('systemd')) throw new Error(`no boot: ${status} ${error} ${stdout}`);
  return [...stdout.matchAll(/Job (\S+)\/start deleted to break/g)].map(([, unit = '']) => unit);
}

const [given = '', boots = '5'] = process.argv.slice(2);
const root = resolve(given);
const program = new URL('../../../dist/bootscope.js', import.meta.url).pathname;
const predicted = withKnots(root, (merged) => {
  const { stdout } = spawnSync('node', [program, '-r', merged, 'cycles', '--json'], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  const { cycles } = JSON.parse(stdout) as {
    cycles: readonly { members: readonly string[]; victims: readonly string[] }[];
  };
  for (const { members } of cycles) console.log('cycle', members.join(' → '));
  return new Set(cycles.flatMap(({ victims }) => victims));
});
const seen = new Set<string>();
let [deleted, foretold] = [0, 0];
for (let nth = 1; nth <= Number(boots); nth++) {
  const start = Date.now();
  const victims = withKnots(root, boot);
  for (const unit of victims) seen.add(unit);
  deleted += victims.length;
  foretold += victims.filter((unit) => predicted.has(unit)).length;
  console.log(`boot ${nth}, ${((Date.now() - start) / 1000).toFixed(0)} s:`, victims.join(' '));
}
const lists = {
  neverSeen: [...predicted].filter((unit) => !seen.has(unit)),
  notForetold: [...seen].filter((unit) => !predicted.has(unit)),
};
console.log({ root, boots: Number(boots), deleted, foretold, predicted: [...predicted].sort(), ...lists });
process.exitCode = deleted > 0 && deleted === foretold ? 0 : 1;
