/** The files of docs/ci are what their hosts read, and what they run does what a gate has to do. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { parse } from 'yaml';

const TOP = new URL('../..', import.meta.url).pathname;
const work = mkdtempSync(join(tmpdir(), 'bootscope-ci-'));
afterAll(() => rmSync(work, { recursive: true }));
const file = (name: string): unknown => parse(readFileSync(join(TOP, 'docs/ci', name), 'utf8'));

/** In their place: the program of this clone, whatever they install. */
writeFileSync(join(work, 'bootscope'), `#!/bin/sh\nexec '${process.execPath}' '${TOP}dist/bootscope.js' "$@"\n`, {
  mode: 0o755,
});
writeFileSync(join(work, 'npx'), '#!/bin/sh\nshift 2\nexec bootscope "$@"\n', { mode: 0o755 });
writeFileSync(join(work, 'npm'), '#!/bin/sh\n', { mode: 0o755 });

function run(script: string, env: Readonly<Record<string, string>>) {
  const { status, stdout, stderr } = spawnSync('bash', ['--norc', '-e', '-o', 'pipefail', '-c', script], {
    cwd: work,
    input: '',
    encoding: 'utf8',
    env: { PATH: `${work}:${process.env['PATH']}`, ...env },
  });
  return { status, out: stdout, err: stderr };
}
const BROKEN = join(TOP, 'sample-roots/broken');
const GOOD = join(TOP, 'sample-roots/ubuntu-16.04-compute');

test('the action of GitHub: annotations, SARIF, and a failed step where something will go wrong', () => {
  interface Action {
    readonly inputs: Readonly<Record<string, { readonly default?: string }>>;
    readonly runs: {
      readonly using: string;
      readonly steps: readonly {
        readonly run: string;
        readonly shell: string;
        readonly env: Readonly<Record<string, string>>;
      }[];
    };
  }
  const action = file('action.yml') as Action;
  const [step] = action.runs.steps;
  expect([action.runs.using, step?.shell]).toEqual(['composite', 'bash']);
  const inputs: Readonly<Record<string, string>> = { root: BROKEN, sarif: 'audit.sarif' };
  const env = Object.fromEntries(
    Object.entries(step?.env ?? {}).map(([name, text]) => {
      const input = /^\$\{\{ inputs\.([a-z-]+) \}\}$/.exec(text)?.[1] ?? 'none';
      expect(action.inputs).toHaveProperty([input]);
      return [name, inputs[input] ?? action.inputs[input]?.default ?? ''];
    }),
  );
  const red = run(step?.run ?? '', env);
  expect(red.err).toBe('');
  expect(red.status).toBe(1);
  expect(red.out).toMatch(/^::error /m);
  expect(JSON.parse(readFileSync(join(work, 'audit.sarif'), 'utf8')).version).toBe('2.1.0');
  expect(run(step?.run ?? '', { ...env, ROOT: GOOD, SARIF: '' }).status).toBe(0);
});

test('the template of GitLab: both reports are written though the job fails', () => {
  interface Template {
    readonly bootscope: {
      readonly script: readonly string[];
      readonly variables: Readonly<Record<string, string>>;
      readonly artifacts: { readonly when: string; readonly reports: Readonly<Record<string, string>> };
    };
  }
  const { bootscope: job } = file('gitlab.yml') as Template;
  const { status, err } = run(job.script.join('\n'), { ...job.variables, BOOTSCOPE_ROOT: BROKEN });
  expect([status, err]).toEqual([1, '']);
  expect(job.artifacts.when).toBe('always');
  expect(
    JSON.parse(readFileSync(join(work, job.artifacts.reports['codequality'] ?? ''), 'utf8')).length,
  ).toBeGreaterThan(3);
  expect(readFileSync(join(work, job.artifacts.reports['junit'] ?? ''), 'utf8')).toMatch(/^<\?xml/);
  expect(run(job.script.join('\n'), { ...job.variables, BOOTSCOPE_ROOT: GOOD }).status).toBe(0);
});

test('the hook of pre-commit: its entry is a command that answers', () => {
  interface Config {
    readonly repos: readonly { readonly hooks: readonly { readonly entry: string; readonly files: string }[] }[];
  }
  const hook = (file('pre-commit-config.yaml') as Config).repos[0]?.hooks[0];
  expect('rootfs/etc/systemd/system/a.service').toMatch(new RegExp(hook?.files ?? 'none'));
  expect(run((hook?.entry ?? '').replace('rootfs', BROKEN), {}).status).toBe(1);
  expect(run((hook?.entry ?? '').replace('rootfs', GOOD), {}).status).toBe(0);
});
