import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { asciiOnly } from '../../src/cli/bundle/ascii.ts';

test('a regular expression keeps its meaning when the bundle is made ASCII, beyond 16 bits too', () => {
  const script = asciiOnly(
    "[/^(?:->|→) Unit/.test('→ Unit'), /[µμ]s/.test('5\\u00b5s'), /^😀$/u.test('😀'), '→'.length]",
  );
  expect(script).toMatch(/^[\0-\x7f]*$/);
  // biome-ignore lint/security/noGlobalEval: the text above, as the launcher would run it
  expect(eval(script)).toEqual([true, true, true, 1]);
});

test('the built program holds ASCII only, as its launcher reads it', () => {
  const dist = new URL('../../dist/', import.meta.url);
  for (const file of ['program.js', 'bootscope.js'])
    expect(readFileSync(new URL(file, dist)).findIndex((byte) => byte > 0x7f)).toBe(-1);
});

test("V8 takes the compiled form that stands beside the program, from a process that was started as a user's is", () => {
  const ask = "console.log(require('./dist/bootscope.js').load().script.cachedDataRejected)";
  const { stdout, stderr } = spawnSync(process.execPath, ['-e', ask], {
    cwd: new URL('../..', import.meta.url).pathname,
    encoding: 'utf8',
  });
  expect({ stdout, stderr }).toEqual({ stdout: 'false\n', stderr: '' });
});
