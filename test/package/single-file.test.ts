/** dist/bootscope.cjs: the command for a machine without npm. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';

const TOP = new URL('../..', import.meta.url).pathname;
const alone = mkdtempSync(join(tmpdir(), 'bootscope-single-'));
copyFileSync(join(TOP, 'dist/bootscope.cjs'), join(alone, 'bootscope.cjs'));
afterAll(() => rmSync(alone, { recursive: true }));

function run(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['bootscope.cjs', ...args], {
    cwd: alone,
    encoding: 'utf8',
  });
  return { status, out: stdout, err: stderr };
}

test('one file, copied away from all others, answers as the installed command does', () => {
  const asked = ['-r', join(TOP, 'sample-roots/broken'), 'audit', '--json'];
  const whole = spawnSync(process.execPath, [join(TOP, 'dist/bootscope.js'), ...asked], {
    cwd: alone,
    encoding: 'utf8',
  });
  expect(run(...asked)).toEqual({ status: 1, out: whole.stdout, err: '' });
});
test("the viewer's page is in it", () => {
  expect(run('-r', join(TOP, 'sample-roots/broken'), 'view', '-o', 'boot.html').status).toBe(0);
  expect(readFileSync(join(alone, 'boot.html'), 'utf8')).toMatch(/^<!doctype html>[\s\S]*bootscope\/view@1/);
});
test('what needs files beside the program is refused, not half done', () => {
  expect(run('facts', '--roots-from', '-', '--out', 'f', '--taken', '2026-11-29').status).toBe(2);
});
