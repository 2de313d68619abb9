/**
 * `tsx test/conformance/jobs/boot-knots.ts ROOT [BOOTS]`, as root, with systemd-nspawn: what PID 1 of ROOT really deletes in BOOTS boots
 * of ROOT with three knots in it (from an overlay; ROOT itself stays as it is), beside the victims we tell of the same files.
 */
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { spawnInContainer } from '../../boots/container.ts';
import { inOverlay, lay } from '../../boots/overlay.ts';
import { type Files, MACHINE, UNITS } from '../../boots/prepared/prepared.ts';

const oneshot = (lines: string): string =>
  `[Unit]\n${lines}[Service]\nType=oneshot\nRemainAfterExit=yes\nExecStart=/bin/true\n`;

/** By their path below /etc/systemd/system. */
const KNOTS: Files = {
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
      `-> ../${name}.service`,
    ]),
  ),
  'sysinit.target.wants/early-fetch.service': '-> ../early-fetch.service',
  'sockets.target.wants/meter.socket': '-> ../meter.socket',
};

/** Runs `use` with an overlay of `from` and the knots in it; all that is written goes with it. */
function withKnots<T>(from: string, use: (tree: string) => T): T {
  return inOverlay(from, (tree) => {
    lay(tree, MACHINE);
    lay(tree, Object.fromEntries(Object.entries(KNOTS).map(([name, content]) => [`${UNITS}/${name}`, content])));
    return use(tree);
  });
}

/** What timeout(1) ends with where it had to end the boot. */
const HUNG = 124;

/** The jobs that PID 1 said it deleted, from the console of one boot. */
function boot(tree: string): readonly string[] {
  const { stdout, status, error } = spawnInContainer(tree, ['--boot'], 150);
  if (error !== undefined || status === HUNG || !stdout.includes('systemd'))
    throw new Error(`no boot: ${status} ${error} ${stdout}`);
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
