/** docs/guide/capture.md: its commands make something that can be opened, and that answers as the machine itself does. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { why } from '../../src/answers/why.ts';
import { openFolder, openRoot } from '../../src/open.ts';

const TOP = new URL('../..', import.meta.url).pathname;
const ROOT = `${TOP}sample-roots/ubuntu-16.04-compute`;
const made = mkdtempSync(join(tmpdir(), 'bootscope-guide-'));
afterAll(() => rmSync(made, { recursive: true }));

const commands = [...readFileSync(`${TOP}docs/guide/capture.md`, 'utf8').matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(
  ([, command = '']) => command,
);

test('the guide has a command for a running host and one for a rescue system', () => {
  expect(commands.map((command) => /\/tmp\/(\S+)/.exec(command)?.[1])).toEqual(['boot.tar.gz', 'root.tar.gz']);
});

test.each(commands)('what this packs of a machine tells why a unit is started: %s', async (command) => {
  const archive = /\/tmp\/(\S+)/.exec(command)?.[1] ?? '';
  const here = command
    .replace('/tmp/', `${made}/`)
    .replace(/^cd \/ /, `cd '${ROOT}' `)
    .replace('-C /mnt ', `-C '${ROOT}' `);
  expect(here).toContain(ROOT);
  execFileSync('sh', ['-c', here], { stdio: 'pipe' });
  const unit = 'nova-compute.service';
  const packed = why(await openRoot(join(made, archive)), unit);
  expect(packed.holds).toBe(true);
  expect(packed.paths).toEqual(why(openFolder(ROOT), unit).paths);
});
