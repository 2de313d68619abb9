/**
 * npm run test:nodes: the built program and library under other releases of Node, which npm has as packages. Each answer is the one of the
 * Node that runs this.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const TOP = new URL('../..', import.meta.url).pathname;
const RELEASES = ['20.19.0', '22', '24'];
const U = ['-r', 'sample-roots/ubuntu-16.04-compute'];
const QUESTIONS: readonly (readonly string[])[] = [
  ['--version'],
  [...U, 'why', 'nova-compute', '--after', 'libvirt-bin'],
  [...U, 'graph', '--json'],
  ['-r', 'sample-roots/broken', 'audit'],
  ['-r', 'sample-roots/broken', 'cycles', '--json'],
  ['-r', 'sample-roots/ubuntu-14.04-controller', 'chain'],
  ['-r', 'sample-roots/modern-server', 'view', '-o', '-'],
  ['-r', 'test/recorded/boots/bookworm-vm/analyze-dump.txt.gz', 'order'],
  ['-r', '/nowhere', 'chain'],
];
const LIBRARY = `const { openFolder, why } = await import(${JSON.stringify(`${TOP}dist/lib/index.js`)});
console.log(why(openFolder('sample-roots/broken'), 'half-enabled.service').reason.kind);`;

function answer(node: string, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(node, args, { cwd: TOP, encoding: 'utf8', maxBuffer: 2 ** 28 });
  return `${status}\n${stdout}\n${stderr}`;
}

const work = mkdtempSync(join(tmpdir(), 'bootscope-nodes-'));
const script = join(work, 'ask.mjs');
writeFileSync(script, LIBRARY);
const lines = [[script], ...QUESTIONS.map((words) => [join(TOP, 'dist/bootscope.js'), ...words])];
const expected = lines.map((line) => answer(process.execPath, line));
let wrong = 0;
try {
  for (const release of RELEASES) {
    const folder = join(work, release);
    const install = ['install', '--prefix', folder, '--no-audit', '--no-fund', '--silent', `node@${release}`];
    if (spawnSync('npm', install, { stdio: 'inherit' }).status !== 0) {
      console.log(`Node ${release} could not be fetched: nothing was asked of it`);
      continue;
    }
    const node = join(folder, 'node_modules/node/bin/node');
    const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();
    for (const [k, line] of lines.entries()) {
      const got = answer(node, line);
      if (got === expected[k]) continue;
      wrong++;
      console.error(
        `${version}: ${line.slice(1).join(' ')}: another answer than of ${process.version}:\n${got.slice(0, 500)}`,
      );
    }
    console.log(`${version}: ${lines.length} questions answered`);
  }
} finally {
  rmSync(work, { recursive: true });
}
process.exitCode = wrong === 0 ? 0 : 1;
