/**
 * Every command line of README and docs/ does what the page says it does: it is typed here, in the order of its page, where what it names is
 * there. What a page shows below a line is held by test/cli/golden.test.ts.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { type CommandLine, commandLines, DOCUMENTS, fences } from './command-lines.ts';
import { NOT_HERE, reasonOf } from './not-here.ts';
import { isWritten, makeFolder, makePrograms, makeShared, WORDS } from './stand-ins.ts';

const TOP = new URL('../..', import.meta.url).pathname;
const work = mkdtempSync(join(tmpdir(), 'bootscope-docs-'));
const [programs, shared] = [join(work, 'bin'), join(work, 'shared')];
beforeAll(() => {
  mkdirSync(programs);
  makePrograms(programs);
  makeShared(shared);
});
afterAll(() => rmSync(work, { recursive: true }));

/** Lines whose exit status says that something was found, with what these stand-ins are. */
const FINDS: ReadonlySet<string> = new Set([
  'bootscope -r ROOT compare DUMP',
  'bootscope -r ROOT compare dump.txt',
  'bootscope -r /mnt/host compare host.dump',
  'bootscope -r sosreport.tar.xz compare',
  'bootscope -r image.tar audit',
  'bootscope diff BEFORE AFTER',
  'bootscope diff old.tar new.tar',
  'ssh host tar c /etc /usr/lib/systemd | bootscope diff image -',
]);

/** The synopsis at the head of a command's page, which test/cli/manual.test.ts holds against the command. */
const isSynopsis = ({ document, line, form }: CommandLine): boolean =>
  form === 'indented' && document.startsWith('docs/commands/') && line < 8;

/** `order [UNIT]` is two lines; what stands for a name is one. */
function typed(text: string): readonly string[] {
  const [whole = '', word] = /\[([A-Z]+)\]/.exec(text) ?? [];
  const forms = word === undefined ? [text] : [text.replace(` ${whole}`, ''), text.replace(whole, word)];
  return forms.map((form) =>
    form
      .replace(/\b[A-Z]+\b/g, (name) => WORDS[name] ?? name)
      .replace(/ …$/, ' --out fleet --taken 2026-11-29')
      .replaceAll(/(?<![\w.~*-])\/(mnt|backup|nfs|tmp)(?=[/ "\n]|$)/g, '$HERE/$1'),
  );
}

function run(script: string, cwd: string) {
  const env = { HOME: join(cwd, 'home'), HERE: cwd, BROWSER: 'browser', PATH: `${programs}:${process.env['PATH']}` };
  const { status, stdout, stderr } = spawnSync('bash', ['--norc', '-eo', 'pipefail', '-c', script], {
    cwd,
    env,
    input: '',
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  return { status, out: stdout, err: stderr };
}

/** Where a line writes to, in place of the terminal. */
function written(script: string, cwd: string): string | undefined {
  const file = / (?:>|-o|-czpf) ([^\s']+)(?= --|$)/.exec(script)?.[1];
  return file === undefined ? undefined : resolve(cwd, file.replace('~', join(cwd, 'home')).replace('$HERE', cwd));
}

describe.each(DOCUMENTS)('%s', (document) => {
  const lines = commandLines(document).filter((one) => one.form !== 'shown' && !isSynopsis(one));
  const here = lines.filter(({ text }) => reasonOf(text) === undefined);
  const folder = join(work, document.replaceAll('/', '-'));
  beforeAll(() => {
    if (here.length === 0) return;
    mkdirSync(folder);
    makeFolder(shared, folder);
  });
  test.each(here.flatMap(({ text, line }) => typed(text).map((script) => ({ text, line, script }))))(
    'line $line: $text',
    ({ text, script }) => {
      const { status, out, err } = run(script, folder);
      expect({ status, err }, `${script}\n${out.slice(0, 500)}`).toEqual({ status: FINDS.has(text) ? 1 : 0, err: '' });
      const file = written(script, folder);
      if (file !== undefined) expect(isWritten(file), script).toBe(true);
      else if (!/^(export|source) /.test(script)) expect(out === '' && !/ sql /.test(script), script).toBe(false);
    },
  );
  test('its scripts of npm and its files of tests are there', () => {
    for (const { text } of lines) {
      const script = /^npm run ([a-z:-]+)/.exec(text)?.[1];
      if (script !== undefined) expect(Object.keys(manifest.scripts)).toContain(script);
      const file = /\b(test\/\S+\.ts)\b/.exec(text)?.[1];
      if (file !== undefined) expect(existsSync(join(TOP, file)), text).toBe(true);
    }
  });
});

describe('all documents', () => {
  const all = DOCUMENTS.flatMap(commandLines);
  test('have many lines, and no reason stands for one that is gone', () => {
    expect(all.length).toBeGreaterThan(150);
    const met = new Set(all.map(({ text }) => reasonOf(text)));
    expect(NOT_HERE.filter((entry) => !met.has(entry))).toEqual([]);
    expect([...FINDS].filter((line) => !all.some(({ text }) => text === line))).toEqual([]);
  });
  test('show output only of bootscope, which is run for it', () => {
    expect(all.filter(({ form, text }) => form === 'shown' && !text.startsWith('bootscope '))).toEqual([]);
  });
  test('have no block of another kind than those that a test runs', () => {
    // sh: here; console and none: golden; ts: test/package; yaml: test/fleet-engines.
    expect(new Set(DOCUMENTS.flatMap(fences))).toEqual(new Set(['', 'console', 'sh', 'ts', 'yaml']));
  });
});
