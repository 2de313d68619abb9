/** On a terminal: the pager, links, how far a read has come. script(1) gives the built program one. */
import { execFileSync } from 'node:child_process';
import { hostname } from 'node:os';
import { describe, expect, test } from 'vitest';
import { canLink } from '../../src/cli/hyperlink.ts';
import { isLong, pagerCommand } from '../../src/cli/pager.ts';
import { progress } from '../../src/cli/progress.ts';

const TOP = new URL('../..', import.meta.url).pathname;
const U = '-r sample-roots/ubuntu-16.04-compute';

/** What a terminal of 24 lines and 80 columns is given. */
function onTerminal(line: string, env: Readonly<Record<string, string>> = {}): string {
  const command = `stty rows 24 cols 80; '${process.execPath}' dist/bootscope.js ${line}`;
  return execFileSync('script', ['-qec', command, '/dev/null'], {
    cwd: TOP,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] ?? '', TERM: 'xterm-256color', SHELL: '/bin/sh', ...env },
  });
}

describe('the pager', () => {
  const counts = { SYSTEMD_PAGER: 'echo paged; wc -l' };
  test('is given what is longer than the terminal, and nothing shorter', () => {
    expect(onTerminal(`${U} order`, counts)).toMatch(/^paged\r?\n\s*\d{2,}/);
    expect(onTerminal('explain ordering-cycle', counts)).not.toContain('paged');
  });
  test('is not given data, nor what --no-pager is for', () => {
    expect(onTerminal(`${U} order --json`, counts)).not.toContain('paged');
    expect(onTerminal(`${U} order --no-pager`, counts)).not.toContain('paged');
    expect(onTerminal('completion bash', counts)).not.toContain('paged');
  });
  test('that is not there, or that is cat, leaves the answer as it is', () => {
    for (const pager of ['', 'cat', '/nosuch/pager'])
      expect(onTerminal(`${U} order`, { PAGER: pager })).toContain('units start in');
  });
  test("$SYSTEMD_PAGER comes before $PAGER, as systemctl's does; a dumb terminal has none", () => {
    expect(pagerCommand({ SYSTEMD_PAGER: 'more', PAGER: 'most' })).toBe('more');
    expect(pagerCommand({ PAGER: 'most' })).toBe('most');
    expect(pagerCommand({})).toBe('less');
    expect(pagerCommand({ SYSTEMD_PAGER: '', PAGER: 'most' })).toBeUndefined();
    expect(pagerCommand({ TERM: 'dumb' })).toBeUndefined();
  });
  test('counts a line that wraps as several', () => {
    expect(isLong('x'.repeat(800), 24, 80)).toBe(false);
    expect(isLong('x'.repeat(8000), 24, 80)).toBe(true);
  });
});

describe('links', () => {
  const link = `\u001b]8;;file://${hostname()}${TOP}sample-roots/ubuntu-16.04-compute/lib/systemd/system/nova-compute.service#3\u001b\\`;
  test('a file and line of a folder is one on a terminal that is known to take it', () => {
    const line = `${U} why nova-compute --after libvirt-bin`;
    expect(onTerminal(line, { VTE_VERSION: '6800' })).toContain(link);
    for (const env of [{}, { VTE_VERSION: '6800', TERM: 'dumb' }, { VTE_VERSION: '6800', TMUX: 'x' }])
      expect(onTerminal(line, env as Record<string, string>)).not.toContain('\u001b]8');
  });
  test('a file that a generator makes lies nowhere, and is none', () => {
    const shown = onTerminal(`${U} show ntp --no-pager`, { VTE_VERSION: '6800' });
    expect(shown).toContain('/run/systemd/generator');
    expect(shown).not.toMatch(/\]8;;[^\u001b]*\/run\/systemd\/generator/);
  });
  test('the terminals that are known, and how it is forced or refused', () => {
    expect(canLink({ TERM_PROGRAM: 'WezTerm' })).toBe(true);
    expect(canLink({ TERM: 'xterm-kitty' })).toBe(true);
    expect(canLink({ TERM: 'xterm' })).toBe(false);
    expect(canLink({ TERM: 'xterm', FORCE_HYPERLINK: '1' })).toBe(true);
    expect(canLink({ TERM: 'xterm-kitty', NO_HYPERLINK: '1' })).toBe(false);
  });
});

test('a root that is none is told as one on a terminal, too, whatever stands in the way', () => {
  for (const root of ['/dev/null/x', '/nosuch'])
    expect(onTerminal(`-r ${root} chain; true`)).toMatch(/^bootscope: [^\n]*no such folder or archive/);
});

test('a long read says after a second how far it has come, and takes that away before the answer', () => {
  const written: string[] = [];
  let now = 0;
  const shown = progress(
    'image.tar',
    400e6,
    (text) => written.push(text),
    () => now,
  );
  for (now = 0; now < 2000; now += 100) shown.read(now * 1e5);
  shown.end();
  expect(written[0]).toBe('\r\u001b[Kreading image.tar: 100 MB of 400 MB (25 %)');
  expect(written.length).toBeLessThan(8);
  expect(written.at(-1)).toBe('\r\u001b[K');
  written.length = 0;
  const quick = progress(
    '-',
    undefined,
    (text) => written.push(text),
    () => 10,
  );
  quick.read(1e9);
  quick.end();
  expect(written).toEqual([]);
});
